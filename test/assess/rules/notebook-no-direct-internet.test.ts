import { notebookNoDirectInternet } from "../../../shared/assess/rules/notebook-no-direct-internet.ts";
import { testRule } from "./judging.ts";

// The other members are the opposite of what they should be in every case: they must not count.
const others = { RootAccess: "Enabled", SubnetId: "subnet-1", IpAddressType: "dualstack" };

testRule(notebookNoDirectInternet, {
  compliant: [
    {
      name: "create",
      kind: "notebook-instance",
      create: { ...others, DirectInternetAccess: "Disabled" },
      field: "DirectInternetAccess",
      actual: "Disabled",
    },
    { name: "as CloudTrail spells it", kind: "notebook-instance", create: { directInternetAccess: "Disabled" } },
    { name: "describe", kind: "notebook-instance", describe: { ...others, DirectInternetAccess: "Disabled" } },
  ],
  violation: [
    {
      name: "on",
      kind: "notebook-instance",
      create: { RootAccess: "Disabled", DirectInternetAccess: "Enabled" },
      field: "DirectInternetAccess",
      actual: "Enabled",
      expected: "Disabled",
      message: "Direct internet access is on.",
    },
    {
      name: "not set",
      kind: "notebook-instance",
      create: { RootAccess: "Disabled", SubnetId: "subnet-1" },
      field: "DirectInternetAccess",
      actual: null,
      expected: "Disabled",
      message: /not set and that means Enabled/,
    },
    {
      name: "null",
      kind: "notebook-instance",
      create: { DirectInternetAccess: null },
      field: "DirectInternetAccess",
      actual: null,
      expected: "Disabled",
    },
    {
      name: "described without it, as old notebooks are",
      kind: "notebook-instance",
      describe: { NotebookInstanceName: "nb" },
      field: "DirectInternetAccess",
      actual: null,
      expected: "Disabled",
    },
    {
      name: "a value that the API does not have yet",
      kind: "notebook-instance",
      describe: { DirectInternetAccess: "Limited" },
      field: "DirectInternetAccess",
      actual: "Limited",
      expected: "Disabled",
    },
  ],
  unknown: [
    {
      name: "unread",
      kind: "notebook-instance",
      unread: "DescribeNotebookInstance was denied",
      field: "DirectInternetAccess",
      actual: null,
      expected: null,
      message: "Could not assess: DescribeNotebookInstance was denied.",
    },
    {
      name: "not a string",
      kind: "notebook-instance",
      create: { DirectInternetAccess: false },
      field: "DirectInternetAccess",
    },
  ],
});
