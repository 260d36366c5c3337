import { networkAclRestrictive } from "../../../shared/assess/rules/network-acl-restrictive.ts";
import { subnet } from "../../network/answers.ts";
import { testRule } from "./judging.ts";

const kind = "notebook-instance";
const create = { SubnetId: "subnet-1" };
const expected = "network ACLs that do not let all traffic or all TCP in from 0.0.0.0/0 or ::/0";
const wrong = { field: "SubnetId", actual: ["subnet-1"], expected, causes: ["acl-1"] };

const entry = (RuleNumber: number, RuleAction: "allow" | "deny", block: string, more: object = {}) => ({
  ...{ RuleNumber, RuleAction, Protocol: "-1", Egress: false },
  ...(block.includes(":") ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
  ...more,
});
const tcp = (From: number, To: number) => ({ Protocol: "6", PortRange: { From, To } });
const REST = [entry(32767, "deny", "0.0.0.0/0"), entry(32768, "deny", "::/0")];
const acl = (...Entries: object[]) => ({
  NetworkAcls: [{ NetworkAclId: "acl-1", VpcId: "vpc-1", Associations: [{ SubnetId: "subnet-1" }], Entries }],
});
const network = (...entries: object[]) => [{ Subnets: [subnet()] }, acl(...entries, ...REST)];

testRule(networkAclRestrictive, {
  compliant: [
    { name: "nothing", kind, create, network: network(), field: "SubnetId" },
    {
      name: "the VPC, and answers",
      kind,
      create,
      network: network(entry(100, "allow", "10.0.0.0/16"), entry(110, "allow", "0.0.0.0/0", tcp(1024, 65535))),
    },
    { name: "everything out", kind, create, network: network(entry(100, "allow", "0.0.0.0/0", { Egress: true })) },
    {
      name: "one port closed before everything",
      kind,
      create,
      network: network(entry(90, "deny", "0.0.0.0/0", tcp(22, 22)), entry(100, "allow", "0.0.0.0/0")),
    },
    // The order of the answer does not count, the numbers do.
    {
      name: "everything closed before",
      kind,
      create,
      network: network(entry(100, "allow", "0.0.0.0/0"), entry(90, "deny", "0.0.0.0/0")),
    },
    {
      name: "open over IPv6, without addresses for it",
      ...{ kind, create },
      network: [{ Subnets: [subnet({ Ipv6CidrBlockAssociationSet: [] })] }, acl(entry(100, "allow", "::/0"), ...REST)],
    },
  ],
  violation: [
    {
      ...{ name: "as a VPC comes with it", kind, create, ...wrong },
      network: network(entry(100, "allow", "0.0.0.0/0"), entry(101, "allow", "::/0")),
      message:
        "acl-1 of subnet-1 lets everything in from everywhere over IPv4 (rule 100, all traffic from 0.0.0.0/0) and IPv6 (rule 101, all traffic from ::/0).",
    },
    {
      ...{ name: "over IPv6 only", kind, create, ...wrong },
      network: network(entry(100, "allow", "10.0.0.0/16"), entry(101, "allow", "::/0")),
      message: "acl-1 of subnet-1 lets everything in from everywhere over IPv6 (rule 101, all traffic from ::/0).",
    },
    {
      ...{ name: "all TCP", kind, create, ...wrong },
      network: network(entry(100, "allow", "0.0.0.0/0", tcp(0, 65535))),
      message: /rule 100, all tcp from 0\.0\.0\.0\/0/,
    },
    {
      ...{ name: "in two halves", kind, create, ...wrong },
      network: network(entry(100, "allow", "0.0.0.0/1"), entry(110, "allow", "128.0.0.0/1")),
      message: /rule 100, all traffic from 0\.0\.0\.0\/1, rule 110, all traffic from 128\.0\.0\.0\/1/,
    },
    {
      ...{ name: "but for a few addresses", kind, create, ...wrong },
      network: network(entry(50, "deny", "203.0.113.0/24"), entry(100, "allow", "0.0.0.0/0")),
      message: /all traffic from 0\.0\.0\.0\/0, but for 203\.0\.113\.0\/24 denied before/,
    },
    {
      ...{ name: "but for UDP", kind, create, ...wrong },
      network: network(entry(50, "deny", "0.0.0.0/0", { Protocol: "17" }), entry(100, "allow", "0.0.0.0/0")),
      message: "acl-1 of subnet-1 lets everything in from everywhere over IPv4 (rule 100, all traffic from 0.0.0.0/0).",
    },
  ],
  notApplicable: [{ name: "no subnet", kind, create: {} }],
  unknown: [
    { name: "nothing was read", kind, create, message: /no answer of DescribeNetworkAcls was given/ },
    {
      name: "the ACL of the subnet is not among those that were read",
      ...{ kind, create },
      network: [{ Subnets: [subnet()] }, { NetworkAcls: [] }],
      message: "Could not assess: no network ACL that was read is associated with subnet-1.",
    },
    { name: "the resource was not read", kind, unread: "DescribeNotebookInstance was denied" },
  ],
});
