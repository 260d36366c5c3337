import { defineRule, judgeValue } from "../rule.ts";

export const notebookImdsV2 = defineRule({
  id: "notebook-imds-v2",
  title: "Notebook instances accept version 2 of the metadata service only",
  why: "Version 1 gives the notebook's credentials to anything that can make it send one plain web request; version 2 asks for a session token first.",
  severity: "medium",
  setting: "imdsVersion",
  byDefault: "on",
  sameCheck: { checkov: ["CKV_AWS_371"] },
  fix: {
    sentence: 'Set MinimumInstanceMetadataServiceVersion to "2" while the notebook is stopped.',
    set: { imdsVersion: "2" },
  },
  check(version) {
    return judgeValue(version, {
      desired: "2",
      absentMeans: "1",
      absent: "Version 1 of the instance metadata service is accepted, because no minimum was set and that means 1.",
      right: "Only version 2 of the instance metadata service is accepted.",
      wrong: "Version 1 of the instance metadata service is accepted.",
    });
  },
});
