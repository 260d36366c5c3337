import { remoteDebugDisabled } from "../../../shared/assess/rules/remote-debug-disabled.ts";
import { testRule } from "./judging.ts";

const field = "RemoteDebugConfig.EnableRemoteDebug";

testRule(remoteDebugDisabled, {
  compliant: [
    {
      name: "off",
      kind: "training-job",
      create: { RemoteDebugConfig: { EnableRemoteDebug: false } },
      field,
      actual: false,
    },
    { name: "not set", kind: "training-job", create: {}, field, actual: null, message: /not set and that means off/ },
    { name: "an empty configuration", kind: "training-job", describe: { RemoteDebugConfig: {} }, actual: null },
  ],
  violation: [
    {
      name: "on",
      kind: "training-job",
      create: { RemoteDebugConfig: { EnableRemoteDebug: true } },
      field,
      actual: true,
      expected: "false",
    },
    {
      name: "on",
      kind: "training-job",
      describe: { RemoteDebugConfig: { EnableRemoteDebug: true } },
      field,
      actual: true,
      expected: "false",
    },
  ],
  unknown: [{ name: "unread", kind: "training-job", unread: "DescribeTrainingJob was denied", field }],
});
