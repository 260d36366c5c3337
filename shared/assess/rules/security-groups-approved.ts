import { defineRule, judgeApproved } from "../rule.ts";

export const securityGroupsApproved = defineRule({
  id: "security-groups-approved",
  title: "Only approved security groups are used",
  why: "A security group decides what may reach a resource and what it may reach; one that nobody reviewed can open both.",
  severity: "medium",
  setting: "securityGroups",
  byDefault: "whenConfigured",
  sameCheck: {},
  fix: {
    sentence: "Use security groups from the policy's approvedNetwork.securityGroups; the finding lists them.",
    set: { securityGroups: ["sg-…"] },
  },
  check(groups, _unit, { approvedNetwork }) {
    return judgeApproved(groups, approvedNetwork.securityGroups, "security group");
  },
});
