import { trafficBetweenContainersEncrypted } from "../../../shared/assess/rules/traffic-between-containers-encrypted.ts";
import { testRule } from "./judging.ts";

const field = "EnableInterContainerTrafficEncryption";
const on = { EnableInterContainerTrafficEncryption: true };
const off = { EnableInterContainerTrafficEncryption: false };

function instances(count: unknown): object {
  return { ResourceConfig: { InstanceCount: count } };
}

testRule(trafficBetweenContainersEncrypted, {
  compliant: [
    { name: "on", kind: "training-job", create: { ...on, ...instances(2) }, field, actual: true },
    { name: "on, however many instances run", kind: "training-job", describe: on },
    { name: "on", kind: "processing-job", create: { NetworkConfig: on }, field: `NetworkConfig.${field}` },
    { name: "on", kind: "automl-job", create: { SecurityConfig: on }, field: `SecurityConfig.${field}`, actual: true },
    { name: "on", kind: "hyper-parameter-tuning-job", create: { TrainingJobDefinition: { ...on, ...instances(2) } } },
  ],
  violation: [
    {
      name: "off",
      kind: "training-job",
      create: { ...off, ...instances(2), EnableNetworkIsolation: true },
      field,
      actual: false,
      expected: "true",
      message: "Traffic between the 2 instances is not encrypted.",
    },
    {
      name: "not set",
      kind: "training-job",
      describe: instances(3),
      field,
      actual: null,
      expected: "true",
      message: /not set and that means off/,
    },
    // Two groups of one instance are two instances.
    {
      name: "instance groups",
      kind: "training-job",
      create: { ResourceConfig: { InstanceGroups: [{ InstanceCount: 1 }, { InstanceCount: 1 }] } },
      field,
      actual: null,
      expected: "true",
    },
    {
      name: "off",
      kind: "processing-job",
      create: { NetworkConfig: off, ProcessingResources: { ClusterConfig: { InstanceCount: 2 } } },
      field: `NetworkConfig.${field}`,
      actual: false,
      expected: "true",
    },
    // The API has no number of instances for these jobs, so nothing says that one is all.
    {
      name: "off",
      kind: "automl-job",
      create: { AutoMLJobConfig: { SecurityConfig: off } },
      field: `SecurityConfig.${field}`,
      actual: false,
      expected: "true",
      message: "SageMaker chooses how many instances run, and traffic between them is not encrypted.",
    },
    {
      name: "not set",
      kind: "automl-job",
      describe: {},
      field: `SecurityConfig.${field}`,
      actual: null,
      expected: "true",
      message: /chooses how many instances run, .* not set and that means off/,
    },
    {
      name: "off in one of two definitions",
      kind: "hyper-parameter-tuning-job",
      unit: "TrainingJobDefinitions[1]",
      create: {
        TrainingJobDefinitions: [
          { ...on, ...instances(2) },
          { ...off, ...instances(2) },
        ],
      },
      field,
      actual: false,
      expected: "true",
    },
  ],
  notApplicable: [
    { name: "one instance", kind: "training-job", create: { ...off, ...instances(1) } },
    {
      name: "one instance, encryption of a wrong type",
      kind: "training-job",
      create: { [field]: "no", ...instances(1) },
    },
    // SageMaker picks one of these configurations; it does not run them together.
    {
      name: "alternatives of one instance",
      kind: "hyper-parameter-tuning-job",
      create: {
        TrainingJobDefinition: {
          HyperParameterTuningResourceConfig: { InstanceConfigs: [{ InstanceCount: 1 }, { InstanceCount: 1 }] },
        },
      },
    },
  ],
  unknown: [
    {
      name: "off, and the number of instances not stated",
      kind: "training-job",
      create: off,
      field: "ResourceConfig.InstanceCount",
      message: "Could not assess: how many instances run is not stated.",
    },
    {
      name: "not set, and the number not a number",
      kind: "training-job",
      create: instances("2"),
      field: "ResourceConfig.InstanceCount",
    },
    {
      name: "unread",
      kind: "training-job",
      unread: "DescribeTrainingJob was denied",
      field,
      message: "Could not assess: DescribeTrainingJob was denied.",
    },
    { name: "unread", kind: "automl-job", unread: "DescribeAutoMLJobV2 was denied", field: `SecurityConfig.${field}` },
    { name: "of a wrong type", kind: "training-job", create: { [field]: "no", ...instances(2) }, field },
  ],
});
