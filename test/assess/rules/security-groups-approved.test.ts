import { securityGroupsApproved } from "../../../shared/assess/rules/security-groups-approved.ts";
import { testRule } from "./judging.ts";

const approvedNetwork = { securityGroups: ["sg-a", "sg-b"] };
const expected = "only approved security groups: sg-a, sg-b";

testRule(securityGroupsApproved, {
  compliant: [
    {
      name: "one",
      kind: "notebook-instance",
      create: { SecurityGroupIds: ["sg-a"] },
      approvedNetwork,
      field: "SecurityGroupIds",
      actual: ["sg-a"],
    },
    // Describe names the member differently; the field is the one that people set.
    {
      name: "one, described",
      kind: "notebook-instance",
      describe: { SecurityGroups: ["sg-b"] },
      approvedNetwork,
      field: "SecurityGroupIds",
    },
    { name: "both", kind: "model", describe: { VpcConfig: { SecurityGroupIds: ["sg-a", "sg-b"] } }, approvedNetwork },
  ],
  violation: [
    {
      name: "another, described",
      kind: "notebook-instance",
      describe: { SecurityGroups: ["sg-x"] },
      approvedNetwork,
      field: "SecurityGroupIds",
      actual: ["sg-x"],
      expected,
    },
    {
      name: "one other among approved ones",
      kind: "training-job",
      create: { VpcConfig: { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-a", "sg-x"] } },
      approvedNetwork,
      field: "VpcConfig.SecurityGroupIds",
      actual: ["sg-a", "sg-x"],
      expected,
      message: "Not among the approved security groups: sg-x.",
    },
    {
      name: "another, for users",
      kind: "domain",
      create: { DefaultUserSettings: { SecurityGroups: ["sg-x"] } },
      approvedNetwork,
      field: "DefaultUserSettings.SecurityGroups",
      actual: ["sg-x"],
      expected,
    },
    {
      name: "another, for the domain",
      kind: "domain",
      unit: "DomainSettings",
      create: { DomainSettings: { SecurityGroupIds: ["sg-x"] } },
      approvedNetwork,
      field: "SecurityGroupIds",
      actual: ["sg-x"],
      expected,
    },
    {
      name: "another, for shared spaces",
      kind: "domain",
      unit: "DefaultSpaceSettings",
      describe: { DefaultSpaceSettings: { SecurityGroups: ["sg-x"] } },
      approvedNetwork,
      field: "SecurityGroups",
      actual: ["sg-x"],
      expected,
    },
  ],
  notApplicable: [
    { name: "no list in the policy", kind: "notebook-instance", create: { SecurityGroupIds: ["sg-x"] } },
    {
      name: "a list of subnets only",
      kind: "notebook-instance",
      create: { SecurityGroupIds: ["sg-x"] },
      approvedNetwork: { subnets: { ids: ["subnet-a"] } },
    },
    { name: "not set", kind: "endpoint-config", create: {}, approvedNetwork },
    { name: "an empty list", kind: "training-job", create: { VpcConfig: { SecurityGroupIds: [] } }, approvedNetwork },
  ],
  unknown: [
    {
      name: "unread",
      kind: "model",
      unread: "DescribeModel was denied",
      approvedNetwork,
      field: "VpcConfig.SecurityGroupIds",
    },
  ],
});
