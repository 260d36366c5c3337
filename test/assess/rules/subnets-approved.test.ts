import { subnetsApproved } from "../../../shared/assess/rules/subnets-approved.ts";
import { testRule } from "./judging.ts";

const approvedNetwork = { subnets: { ids: ["subnet-a", "subnet-b"] } };
const expected = "only approved subnets: subnet-a, subnet-b";

testRule(subnetsApproved, {
  compliant: [
    {
      name: "one",
      kind: "notebook-instance",
      create: { SubnetId: "subnet-a" },
      approvedNetwork,
      field: "SubnetId",
      actual: ["subnet-a"],
    },
    { name: "both", kind: "domain", describe: { SubnetIds: ["subnet-b", "subnet-a"] }, approvedNetwork },
    { name: "one", kind: "training-job", create: { VpcConfig: { Subnets: ["subnet-b"] } }, approvedNetwork },
  ],
  violation: [
    {
      name: "another",
      kind: "notebook-instance",
      describe: { SubnetId: "subnet-x" },
      approvedNetwork,
      field: "SubnetId",
      actual: ["subnet-x"],
      expected,
    },
    {
      name: "two others among approved ones",
      kind: "training-job",
      create: { VpcConfig: { Subnets: ["subnet-x", "subnet-a", "subnet-y"], SecurityGroupIds: ["sg-1"] } },
      approvedNetwork,
      field: "VpcConfig.Subnets",
      actual: ["subnet-x", "subnet-a", "subnet-y"],
      expected,
      message: "Not among the approved subnets: subnet-x, subnet-y.",
    },
    {
      name: "one that only begins like an approved one",
      kind: "model",
      create: { VpcConfig: { Subnets: ["subnet-aa"] } },
      approvedNetwork,
      field: "VpcConfig.Subnets",
      actual: ["subnet-aa"],
      expected,
    },
    {
      name: "another, in the second definition",
      kind: "hyper-parameter-tuning-job",
      unit: "TrainingJobDefinitions[1]",
      create: {
        TrainingJobDefinitions: [{ VpcConfig: { Subnets: ["subnet-a"] } }, { VpcConfig: { Subnets: ["subnet-x"] } }],
      },
      approvedNetwork,
      field: "VpcConfig.Subnets",
      actual: ["subnet-x"],
      expected,
    },
    {
      name: "another, in the model that a variant names",
      kind: "model",
      describe: { VpcConfig: { Subnets: ["subnet-x"] } },
      inheritedFrom: { kind: "model", name: "churn" },
      approvedNetwork,
      field: "VpcConfig.Subnets",
      actual: ["subnet-x"],
      expected,
      message: /subnet-x\. The place to fix it is the model churn\.$/,
    },
  ],
  notApplicable: [
    { name: "no list in the policy", kind: "notebook-instance", create: { SubnetId: "subnet-x" } },
    // A list of the other kind is no list of this one.
    {
      name: "a list of groups only",
      kind: "notebook-instance",
      create: { SubnetId: "subnet-x" },
      approvedNetwork: { securityGroups: ["sg-a"] },
    },
    { name: "no list in the policy, and unread", kind: "domain", unread: "DescribeDomain was denied" },
    { name: "not set", kind: "notebook-instance", create: {}, approvedNetwork },
    {
      name: "an empty list",
      kind: "processing-job",
      create: { NetworkConfig: { VpcConfig: { Subnets: [] } } },
      approvedNetwork,
    },
  ],
  unknown: [
    { name: "unread", kind: "domain", unread: "DescribeDomain was denied", approvedNetwork, field: "SubnetIds" },
    {
      name: "not ids",
      kind: "training-job",
      create: { VpcConfig: { Subnets: [1] } },
      approvedNetwork,
      field: "VpcConfig.Subnets",
    },
  ],
});
