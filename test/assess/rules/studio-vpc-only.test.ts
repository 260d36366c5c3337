import { studioVpcOnly } from "../../../shared/assess/rules/studio-vpc-only.ts";
import { testRule } from "./judging.ts";

testRule(studioVpcOnly, {
  compliant: [
    {
      name: "create",
      kind: "domain",
      create: { AppNetworkAccessType: "VpcOnly" },
      field: "AppNetworkAccessType",
      actual: "VpcOnly",
    },
    { name: "describe", kind: "domain", describe: { AppNetworkAccessType: "VpcOnly" } },
  ],
  violation: [
    {
      name: "public",
      kind: "domain",
      create: { AppNetworkAccessType: "PublicInternetOnly" },
      field: "AppNetworkAccessType",
      actual: "PublicInternetOnly",
      expected: "VpcOnly",
    },
    // A VPC and subnets are given for both access types: they say nothing about the apps' traffic.
    {
      name: "not set",
      kind: "domain",
      create: { VpcId: "vpc-1", SubnetIds: ["subnet-1"] },
      field: "AppNetworkAccessType",
      actual: null,
      expected: "VpcOnly",
      message: /that means PublicInternetOnly/,
    },
  ],
  unknown: [{ name: "unread", kind: "domain", unread: "DescribeDomain was denied", field: "AppNetworkAccessType" }],
});
