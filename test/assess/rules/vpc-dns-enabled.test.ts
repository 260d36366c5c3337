import { vpcDnsEnabled } from "../../../shared/assess/rules/vpc-dns-enabled.ts";
import { testRule } from "./judging.ts";
import { JOB, NOTEBOOK, network } from "./vpc.ts";

function dns(support: boolean | undefined, hostnames: boolean | undefined) {
  const attributes = [
    ...(support === undefined ? [] : [{ VpcId: "vpc-1", EnableDnsSupport: { Value: support } }]),
    ...(hostnames === undefined ? [] : [{ VpcId: "vpc-1", EnableDnsHostnames: { Value: hostnames } }]),
  ];
  return network({ more: attributes });
}

const EXPECTED = "enableDnsSupport and enableDnsHostnames on";

testRule(vpcDnsEnabled, {
  compliant: [{ name: "both on", ...JOB, network: dns(true, true) }],
  violation: [
    {
      name: "names off",
      ...JOB,
      network: dns(true, false),
      field: "VpcConfig.Subnets",
      actual: ["subnet-1", "subnet-2"],
      expected: EXPECTED,
      message: "The VPC vpc-1 has enableDnsHostnames off.",
      causes: ["vpc-1"],
    },
    {
      name: "resolver off",
      ...NOTEBOOK,
      network: dns(false, undefined),
      field: "SubnetId",
      actual: ["subnet-1"],
      expected: EXPECTED,
      message: "The VPC vpc-1 has enableDnsSupport off.",
      causes: ["vpc-1"],
    },
    {
      name: "both off",
      ...NOTEBOOK,
      network: dns(false, false),
      field: "SubnetId",
      actual: ["subnet-1"],
      expected: EXPECTED,
      message: "The VPC vpc-1 has enableDnsSupport and enableDnsHostnames off.",
    },
  ],
  notApplicable: [{ name: "no subnets", kind: "model", create: {} }],
  unknown: [
    { name: "EC2 was not asked", ...JOB, message: "Could not assess: no answer of DescribeSubnets was given." },
    { name: "one of them was not told", ...JOB, network: dns(true, undefined) },
    { name: "neither was told", ...JOB, network: network() },
    { name: "nothing could be read", kind: "model", unread: "it was denied" },
  ],
});
