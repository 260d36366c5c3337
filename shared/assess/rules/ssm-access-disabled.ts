import { defineRule, judgeValue } from "../rule.ts";

export const ssmAccessDisabled = defineRule({
  id: "ssm-access-disabled",
  title: "Endpoint variants are closed to Systems Manager access",
  why: "With SSM access on, people open shells on the instances behind a live endpoint, beside the model and the requests, whatever the security groups allow to come in.",
  severity: "medium",
  setting: "ssmAccess",
  byDefault: "on",
  sameCheck: {},
  fix: {
    sentence:
      "Create an endpoint configuration whose variants leave EnableSSMAccess out or set it to False, and move the endpoint to it with UpdateEndpoint, which keeps it available.",
    set: { ssmAccess: false },
  },
  check(access) {
    return judgeValue(access, {
      desired: false,
      absentMeans: false,
      absent: "SSM access is off, because it was not set and that means off.",
      right: "SSM access is off.",
      wrong: "SSM access is on, so a shell can be opened on the instances of this variant.",
    });
  },
});
