import { runsInVpc } from "../../../shared/assess/rules/runs-in-vpc.ts";
import { testRule } from "./judging.ts";

const vpc = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
const noSubnet = { expected: "at least one subnet" };
const noGroup = { expected: "at least one security group" };

testRule(runsInVpc, {
  compliant: [
    {
      name: "create",
      kind: "notebook-instance",
      create: { SubnetId: "subnet-1", SecurityGroupIds: ["sg-1"] },
      field: "SubnetId",
      actual: ["subnet-1"],
      message: "The notebook instance runs in a VPC.",
    },
    { name: "describe", kind: "notebook-instance", describe: { SubnetId: "subnet-1", SecurityGroups: ["sg-1"] } },
    { name: "create", kind: "training-job", create: { VpcConfig: vpc }, field: "VpcConfig.Subnets" },
    { name: "create", kind: "processing-job", create: { NetworkConfig: { VpcConfig: vpc } } },
    { name: "create", kind: "hyper-parameter-tuning-job", create: { TrainingJobDefinition: { VpcConfig: vpc } } },
    { name: "describe", kind: "model", describe: { VpcConfig: vpc } },
    { name: "create", kind: "endpoint-config", create: { VpcConfig: vpc } },
    {
      name: "create",
      kind: "domain",
      create: { SubnetIds: ["subnet-1"], DefaultUserSettings: { SecurityGroups: ["sg-1"] } },
    },
  ],
  violation: [
    {
      name: "nothing set",
      kind: "notebook-instance",
      create: {},
      field: "SubnetId",
      actual: null,
      ...noSubnet,
      message: "The notebook instance has no subnet, so it is not in a VPC.",
    },
    {
      name: "an empty subnet",
      kind: "notebook-instance",
      create: { SubnetId: "", SecurityGroupIds: ["sg-1"] },
      field: "SubnetId",
      actual: [],
      ...noSubnet,
    },
    {
      name: "a group only",
      kind: "notebook-instance",
      create: { SecurityGroupIds: ["sg-1"] },
      field: "SubnetId",
      actual: null,
      ...noSubnet,
    },
    {
      name: "a subnet only",
      kind: "notebook-instance",
      describe: { SubnetId: "subnet-1" },
      field: "SecurityGroupIds",
      actual: null,
      ...noGroup,
      message: "The notebook instance names no security group.",
    },
    { name: "nothing set", kind: "training-job", create: {}, field: "VpcConfig.Subnets", actual: null, ...noSubnet },
    {
      name: "no subnet in the list",
      kind: "training-job",
      create: { VpcConfig: { ...vpc, Subnets: [] } },
      field: "VpcConfig.Subnets",
      actual: [],
      ...noSubnet,
    },
    {
      name: "no group in the list",
      kind: "training-job",
      create: { VpcConfig: { ...vpc, SecurityGroupIds: [] } },
      field: "VpcConfig.SecurityGroupIds",
      actual: [],
      ...noGroup,
    },
    // Isolation keeps a container off the network; it does not put the job into a VPC.
    {
      name: "isolated, in no VPC",
      kind: "processing-job",
      create: { NetworkConfig: { EnableNetworkIsolation: true } },
      field: "NetworkConfig.VpcConfig.Subnets",
      actual: null,
      ...noSubnet,
    },
    { name: "nothing set", kind: "endpoint-config", create: {}, field: "VpcConfig.Subnets", actual: null, ...noSubnet },
    {
      name: "no group for users",
      kind: "domain",
      create: { SubnetIds: ["subnet-1"], DomainSettings: { SecurityGroupIds: ["sg-1"] } },
      field: "DefaultUserSettings.SecurityGroups",
      actual: null,
      ...noGroup,
    },
    {
      name: "a group of a wrong type, and no subnet",
      kind: "model",
      create: { VpcConfig: { SecurityGroupIds: 1 } },
      field: "VpcConfig.Subnets",
      actual: null,
      ...noSubnet,
    },
    {
      name: "nothing set in the second definition",
      kind: "hyper-parameter-tuning-job",
      unit: "TrainingJobDefinitions[1]",
      create: { TrainingJobDefinitions: [{ VpcConfig: vpc }, {}] },
      field: "VpcConfig.Subnets",
      actual: null,
      ...noSubnet,
      message: "The hyperparameter tuning job (TrainingJobDefinitions[1]) has no subnet, so it is not in a VPC.",
    },
    {
      name: "nothing set in the model that a variant names",
      kind: "model",
      describe: {},
      inheritedFrom: { kind: "model", name: "churn" },
      field: "VpcConfig.Subnets",
      actual: null,
      ...noSubnet,
      message: /The place to fix it is the model churn\.$/,
    },
  ],
  unknown: [
    { name: "unread", kind: "model", unread: "DescribeModel was denied", field: "VpcConfig.Subnets" },
    {
      name: "subnets of a wrong type",
      kind: "training-job",
      create: { VpcConfig: { ...vpc, Subnets: {} } },
      field: "VpcConfig.Subnets",
    },
    {
      name: "groups of a wrong type",
      kind: "training-job",
      create: { VpcConfig: { ...vpc, SecurityGroupIds: {} } },
      field: "VpcConfig.SecurityGroupIds",
    },
  ],
});
