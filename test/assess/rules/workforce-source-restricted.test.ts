import { workforceSourceRestricted } from "../../../shared/assess/rules/workforce-source-restricted.ts";
import { testRule } from "./judging.ts";

const field = "SourceIpConfig.Cidrs";
const tooWide = { field, expected: "no range wider than /8, or /16 of IPv6" };
const WorkforceVpcConfig = { VpcId: "vpc-1", Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };

function openTo(...Cidrs: string[]): object {
  return { SourceIpConfig: { Cidrs } };
}

testRule(workforceSourceRestricted, {
  compliant: [
    {
      name: "an office",
      kind: "workforce",
      create: openTo("203.0.113.0/24"),
      field,
      actual: ["203.0.113.0/24"],
    },
    // As AWS says to close the portal to the internet.
    {
      name: "a private range, beside the VPC",
      kind: "workforce",
      describe: { ...openTo("10.0.0.0/16"), WorkforceVpcConfig },
      field,
      actual: ["10.0.0.0/16"],
    },
    { name: "the widest range of one network", kind: "workforce", create: openTo("10.0.0.0/8", "2001:db8::/16") },
    { name: "one address, without a length", kind: "workforce", create: openTo("203.0.113.7") },
  ],
  violation: [
    {
      name: "nothing set",
      kind: "workforce",
      create: {},
      field,
      actual: null,
      expected: "source address ranges",
      message: "The portal opens from anywhere, because no source addresses are named.",
    },
    {
      name: "an empty list, as DescribeWorkforce gives it",
      kind: "workforce",
      describe: { ...openTo(), WorkforceVpcConfig: { ...WorkforceVpcConfig, Subnets: [] } },
      field,
      actual: [],
      expected: "source address ranges",
      message: "The portal opens from anywhere, because no source addresses are named.",
    },
    {
      name: "a VPC only",
      kind: "workforce",
      create: { WorkforceVpcConfig },
      field,
      actual: null,
      expected: "source address ranges",
      message: /named; its VPC does not close it to the internet\.$/,
    },
    { name: "the world", kind: "workforce", create: openTo("0.0.0.0/0"), actual: ["0.0.0.0/0"], ...tooWide },
    {
      name: "the world, beside the VPC",
      kind: "workforce",
      create: { ...openTo("0.0.0.0/0"), WorkforceVpcConfig },
      actual: ["0.0.0.0/0"],
      ...tooWide,
    },
    {
      name: "the world of IPv6, beside an office",
      kind: "workforce",
      create: openTo("203.0.113.0/24", "::/0"),
      actual: ["203.0.113.0/24", "::/0"],
      ...tooWide,
      message: "The portal opens from more than any one network: ::/0.",
    },
    {
      name: "the world in two halves",
      kind: "workforce",
      describe: openTo("0.0.0.0/1", "128.0.0.0/1"),
      actual: ["0.0.0.0/1", "128.0.0.0/1"],
      ...tooWide,
    },
    {
      name: "the world by another address",
      kind: "workforce",
      create: openTo("10.0.0.0/0"),
      actual: ["10.0.0.0/0"],
      ...tooWide,
    },
    {
      name: "a length that is none",
      kind: "workforce",
      create: openTo("10.0.0.0/any"),
      actual: ["10.0.0.0/any"],
      ...tooWide,
    },
    { name: "an empty length", kind: "workforce", create: openTo(" 10.0.0.0/ "), actual: [" 10.0.0.0/ "], ...tooWide },
  ],
  unknown: [
    { name: "unread", kind: "workforce", unread: "DescribeWorkforce was denied", field },
    { name: "no list", kind: "workforce", create: { SourceIpConfig: { Cidrs: 8 }, WorkforceVpcConfig }, field },
  ],
});
