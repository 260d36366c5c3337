import { notebookRootAccessDisabled } from "../../../shared/assess/rules/notebook-root-access-disabled.ts";
import { testRule } from "./judging.ts";

const others = { DirectInternetAccess: "Enabled" };

testRule(notebookRootAccessDisabled, {
  compliant: [
    {
      name: "create",
      kind: "notebook-instance",
      create: { ...others, RootAccess: "Disabled" },
      field: "RootAccess",
      actual: "Disabled",
    },
    { name: "describe", kind: "notebook-instance", describe: { ...others, RootAccess: "Disabled" } },
  ],
  violation: [
    {
      name: "on",
      kind: "notebook-instance",
      create: { DirectInternetAccess: "Disabled", RootAccess: "Enabled" },
      field: "RootAccess",
      actual: "Enabled",
      expected: "Disabled",
      message: "Users have root access.",
    },
    {
      name: "not set",
      kind: "notebook-instance",
      create: { DirectInternetAccess: "Disabled" },
      field: "RootAccess",
      actual: null,
      expected: "Disabled",
      message: /that means Enabled/,
    },
  ],
  unknown: [
    { name: "unread", kind: "notebook-instance", unread: "DescribeNotebookInstance was denied", field: "RootAccess" },
  ],
});
