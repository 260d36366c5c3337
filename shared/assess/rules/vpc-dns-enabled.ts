import { dnsOff, vpcOf } from "../../network/vpc.ts";
import { judgeIds } from "../judge-ids.ts";
import { defineRule } from "../rule.ts";

export const vpcDnsEnabled = defineRule({
  id: "vpc-dns-enabled",
  title: "The VPC resolves names and gives its hosts names",
  why: "The private names of VPC endpoints are answered only where both DNS attributes are on; without them calls of AWS go to public addresses, past the endpoints that were built for them, or fail.",
  severity: "medium",
  setting: "subnets",
  facts: ["subnets", "vpcAttributes"],
  byDefault: "on",
  sameCheck: {},
  fix: {
    sentence: "Turn on enableDnsSupport and enableDnsHostnames of the VPC.",
    commands: [
      "aws ec2 modify-vpc-attribute --vpc-id vpc-… --enable-dns-support",
      "aws ec2 modify-vpc-attribute --vpc-id vpc-… --enable-dns-hostnames",
    ].join("\n"),
  },
  check(subnets, _unit, { network }) {
    const sentences = {
      noun: "subnet",
      expected: "enableDnsSupport and enableDnsHostnames on",
      right: "Both DNS attributes of the VPC are on.",
    };
    return judgeIds(subnets, sentences, (id) => {
      const vpc = vpcOf(id, network);
      if (vpc.status === "unread") return { status: "unknown", reason: vpc.reason };
      const off = dnsOff(vpc.value, network);
      if (off.status === "unread") return { status: "unknown", reason: off.reason };
      if (off.value.length === 0) return { status: "compliant" };
      const message = `The VPC ${vpc.value} has ${off.value.join(" and ")} off.`;
      return { status: "violation", message, causes: [vpc.value] };
    });
  },
});
