import { spaceRemoteAccessDisabled } from "../../../shared/assess/rules/space-remote-access-disabled.ts";
import { testRule } from "./judging.ts";

const field = "SpaceSettings.RemoteAccess";

testRule(spaceRemoteAccessDisabled, {
  compliant: [
    { name: "off", kind: "space", create: { SpaceSettings: { RemoteAccess: "DISABLED" } }, field, actual: "DISABLED" },
    {
      name: "not set",
      kind: "space",
      describe: { SpaceSettings: { AppType: "JupyterLab" } },
      field,
      actual: null,
      message: /not set and that means DISABLED/,
    },
    { name: "no settings", kind: "space", create: {}, actual: null },
  ],
  violation: [
    {
      name: "on",
      kind: "space",
      create: { SpaceSettings: { RemoteAccess: "ENABLED" } },
      field,
      actual: "ENABLED",
      expected: "DISABLED",
    },
    {
      name: "on in the space of an app",
      kind: "space",
      describe: { SpaceSettings: { RemoteAccess: "ENABLED" } },
      inheritedFrom: { kind: "space", name: "d-1/churn" },
      field,
      actual: "ENABLED",
      expected: "DISABLED",
      message: /The place to fix it is the space d-1\/churn\.$/,
    },
  ],
  unknown: [
    { name: "unread", kind: "space", unread: "DescribeSpace was denied", field },
    { name: "of a wrong type", kind: "space", create: { SpaceSettings: { RemoteAccess: false } }, field },
  ],
});
