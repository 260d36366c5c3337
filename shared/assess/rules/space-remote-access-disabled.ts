import { defineRule, judgeValue } from "../rule.ts";

export const spaceRemoteAccessDisabled = defineRule({
  id: "space-remote-access-disabled",
  title: "Studio spaces are closed to remote IDEs",
  why: "With remote access on, an editor on somebody's own computer connects to the space through Systems Manager, whatever the security groups allow to come in, and copies data both ways.",
  severity: "medium",
  setting: "remoteAccess",
  byDefault: "on",
  sameCheck: {},
  fix: {
    sentence:
      "Leave RemoteAccess out when you create the space; in one that has it, set it to DISABLED and stop the app, so that open connections end.",
    set: { remoteAccess: "DISABLED" },
  },
  check(access) {
    return judgeValue(access, {
      desired: "DISABLED",
      absentMeans: "DISABLED",
      absent: "Remote access is off, because it was not set and that means DISABLED.",
      right: "Remote access is off.",
      wrong: "Remote access is on, so editors outside of the VPC can connect to the space.",
    });
  },
});
