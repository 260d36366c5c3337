import { subnetsApproved } from "../../../shared/assess/rules/subnets-approved.ts";
import { ACCOUNT, subnet } from "../../network/answers.ts";
import { testRule } from "./judging.ts";

const approvedNetwork = { subnets: { ids: ["subnet-a", "subnet-b"] } };
const expected = "only approved subnets: subnet-a, subnet-b";

const kind = "notebook-instance";
const create = { SubnetId: "subnet-1" };
const byVpc = { vpcs: ["vpc-1"] };
const byTags = { subnets: { tags: { sagemaker: "approved", stage: "dev" } } };
const tagged = (...tags: [Key: string, Value: string][]) => [
  { Subnets: [subnet({ Tags: tags.map(([Key, Value]) => ({ Key, Value })) })] },
];
const wrong = { field: "SubnetId", actual: ["subnet-1"] };

testRule(subnetsApproved, {
  compliant: [
    { name: "any of an approved VPC", kind, create, approvedNetwork: byVpc, network: tagged() },
    {
      name: "of an approved VPC in another account",
      ...{ kind, create, approvedNetwork: byVpc },
      network: [{ Subnets: [subnet({ OwnerId: "999999999999" })] }],
    },
    {
      name: "with every tag, and others",
      ...{ kind, create, approvedNetwork: byTags },
      network: tagged(["sagemaker", "approved"], ["stage", "dev"], ["team", "ml"]),
    },
    {
      name: "one by its id, one by its tags",
      kind: "model",
      create: { VpcConfig: { Subnets: ["subnet-a", "subnet-1"] } },
      approvedNetwork: { subnets: { ids: ["subnet-a"], tags: { sagemaker: "approved" } } },
      network: tagged(["sagemaker", "approved"]),
    },
    {
      name: "by its id, which needs no answer of EC2",
      ...{ kind, create },
      approvedNetwork: { ...byVpc, subnets: { ids: ["subnet-1"] } },
    },
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
      ...{ name: "of another VPC", kind, create, approvedNetwork: { vpcs: ["vpc-2"] }, network: tagged(), ...wrong },
      expected: "only approved subnets: any of vpc-2",
      message: "Not among the approved subnets: subnet-1 (of vpc-1).",
    },
    {
      ...{ name: "without one of the tags", kind, create, approvedNetwork: byTags, ...wrong },
      network: tagged(["sagemaker", "approved"], ["stage", "prod"]),
      expected: "only approved subnets: any tagged sagemaker=approved and stage=dev",
      message: "Not among the approved subnets: subnet-1 (of vpc-1, without the tag stage=dev).",
    },
    {
      ...{ name: "without tags, in the resource's own account", kind, create, approvedNetwork: byTags, ...wrong },
      account: ACCOUNT,
      network: tagged(),
      expected: "only approved subnets: any tagged sagemaker=approved and stage=dev",
    },
    // Tags are told apart by case, and a tag of the same name counts only with its value.
    {
      ...{ name: "tagged in other letters", kind, create, ...wrong },
      approvedNetwork: { subnets: { tags: { sagemaker: "approved" } } },
      network: tagged(["SageMaker", "approved"]),
      expected: "only approved subnets: any tagged sagemaker=approved",
    },
    {
      name: "one that cannot be told beside one that is foreign",
      kind: "model",
      create: { VpcConfig: { Subnets: ["subnet-9", "subnet-1"] } },
      approvedNetwork: { vpcs: ["vpc-2"] },
      network: tagged(),
      field: "VpcConfig.Subnets",
      actual: ["subnet-9", "subnet-1"],
      expected: "only approved subnets: any of vpc-2",
      message: "Not among the approved subnets: subnet-1 (of vpc-1).",
    },
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
    {
      name: "EC2 was not asked, and the policy approves by VPC",
      ...{ kind, create, approvedNetwork: byVpc },
      message: /no answer of DescribeSubnets was given/,
    },
    {
      name: "shared by another account, whose tags are not seen",
      ...{ kind, create, approvedNetwork: byTags },
      network: [{ Subnets: [subnet({ OwnerId: "999999999999" })] }],
      message: "Could not assess: the tags of subnet-1 are seen only by account 999999999999, which shares it.",
    },
    {
      name: "no tags, and it is not told whose account it is",
      ...{ kind, create, approvedNetwork: byTags, account: null },
      network: tagged(),
      message: /whether subnet-1 is shared/,
    },
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
