import { defineRule, judgeApproved } from "../rule.ts";

export const subnetsApproved = defineRule({
  id: "subnets-approved",
  title: "Only approved subnets are used",
  why: "Being in some VPC is not enough: routes, endpoints and inspection differ from subnet to subnet, and only the approved ones were built for this work.",
  severity: "high",
  setting: "subnets",
  byDefault: "whenConfigured",
  sameCheck: { awsConfig: ["sagemaker-notebook-instance-inside-vpc"] },
  fix: {
    sentence: "Use subnets from the policy's approvedNetwork.subnets; the finding lists them.",
    set: { subnets: ["subnet-…"], securityGroups: ["sg-…"] },
  },
  check(subnets, _unit, { approvedNetwork }) {
    return judgeApproved(subnets, approvedNetwork.subnets.ids, "subnet");
  },
});
