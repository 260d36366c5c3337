import { ipv4Only } from "../../../shared/assess/rules/ipv4-only.ts";
import { testRule } from "./judging.ts";

testRule(ipv4Only, {
  compliant: [
    {
      name: "set",
      kind: "notebook-instance",
      create: { IpAddressType: "ipv4" },
      field: "IpAddressType",
      actual: "ipv4",
    },
    {
      name: "not set",
      kind: "notebook-instance",
      create: {},
      field: "IpAddressType",
      actual: null,
      message: /not set and that means ipv4/,
    },
    {
      name: "set",
      kind: "domain",
      describe: { DomainSettings: { IpAddressType: "ipv4" } },
      field: "DomainSettings.IpAddressType",
    },
    { name: "not set", kind: "domain", create: { DomainSettings: {} } },
  ],
  violation: [
    {
      name: "dualstack",
      kind: "notebook-instance",
      describe: { IpAddressType: "dualstack" },
      field: "IpAddressType",
      actual: "dualstack",
      expected: "ipv4",
    },
    {
      name: "dualstack",
      kind: "domain",
      create: { IpAddressType: "ipv4", DomainSettings: { IpAddressType: "dualstack" } },
      field: "DomainSettings.IpAddressType",
      actual: "dualstack",
      expected: "ipv4",
    },
  ],
  unknown: [
    { name: "unread", kind: "domain", unread: "DescribeDomain was denied", field: "DomainSettings.IpAddressType" },
    {
      name: "unread",
      kind: "notebook-instance",
      unread: "DescribeNotebookInstance was denied",
      field: "IpAddressType",
    },
  ],
});
