import { networkIsolationEnabled } from "../../../shared/assess/rules/network-isolation-enabled.ts";
import { testRule } from "./judging.ts";

const field = "EnableNetworkIsolation";

testRule(networkIsolationEnabled, {
  compliant: [
    { name: "on", kind: "training-job", create: { EnableNetworkIsolation: true }, field, actual: true },
    { name: "on", kind: "model", describe: { EnableNetworkIsolation: true } },
    { name: "on", kind: "endpoint-config", create: { EnableNetworkIsolation: true } },
    {
      name: "on",
      kind: "processing-job",
      create: { NetworkConfig: { EnableNetworkIsolation: true } },
      field: "NetworkConfig.EnableNetworkIsolation",
    },
    {
      name: "on",
      kind: "hyper-parameter-tuning-job",
      create: { TrainingJobDefinition: { EnableNetworkIsolation: true } },
    },
  ],
  violation: [
    {
      name: "off",
      kind: "training-job",
      create: { EnableNetworkIsolation: false, EnableInterContainerTrafficEncryption: true },
      field,
      actual: false,
      expected: "true",
    },
    {
      name: "not set",
      kind: "training-job",
      create: { EnableInterContainerTrafficEncryption: true },
      field,
      actual: null,
      expected: "true",
      message: /not set and that means off/,
    },
    { name: "off", kind: "model", describe: { EnableNetworkIsolation: false }, field, actual: false, expected: "true" },
    { name: "not set", kind: "endpoint-config", create: {}, field, actual: null, expected: "true" },
    {
      name: "at the wrong place",
      kind: "processing-job",
      create: { EnableNetworkIsolation: true },
      field: "NetworkConfig.EnableNetworkIsolation",
      actual: null,
      expected: "true",
    },
    {
      name: "off in one of two definitions",
      kind: "hyper-parameter-tuning-job",
      unit: "TrainingJobDefinitions[1]",
      create: { TrainingJobDefinitions: [{ EnableNetworkIsolation: true }, { EnableNetworkIsolation: false }] },
      field,
      actual: false,
      expected: "true",
    },
    {
      name: "off in the model that a variant names",
      kind: "model",
      describe: { EnableNetworkIsolation: false },
      inheritedFrom: { kind: "model", name: "churn" },
      field,
      actual: false,
      expected: "true",
      message: /The place to fix it is the model churn\.$/,
    },
  ],
  unknown: [
    { name: "unread", kind: "model", unread: "DescribeModel was denied", field },
    { name: "not a boolean", kind: "training-job", create: { EnableNetworkIsolation: "true" }, field },
  ],
});
