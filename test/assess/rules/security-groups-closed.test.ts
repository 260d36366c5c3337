import { securityGroupsClosed } from "../../../shared/assess/rules/security-groups-closed.ts";
import { prefixList } from "../../network/answers.ts";
import { testRule } from "./judging.ts";

const kind = "notebook-instance";
const create = { SubnetId: "subnet-1", SecurityGroupIds: ["sg-1"] };
const two = { VpcConfig: { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1", "sg-2"] } };
const expected = "no rule that lets in 0.0.0.0/0 or ::/0";
const wrong = { field: "SecurityGroupIds", actual: ["sg-1"], expected, causes: ["sg-1"] };

const group = (GroupId: string, ...IpPermissions: object[]) => ({ GroupId, IpPermissions, IpPermissionsEgress: [] });
const groups = (...SecurityGroups: object[]) => [{ SecurityGroups }];
const tcp = (port: number, ...cidrs: string[]) => ({ IpProtocol: "tcp", FromPort: port, ToPort: port, ...from(cidrs) });
const all = (...cidrs: string[]) => ({ IpProtocol: "-1", ...from(cidrs) });
const from = (cidrs: readonly string[]) => ({
  IpRanges: cidrs.filter((cidr) => !cidr.includes(":")).map((CidrIp) => ({ CidrIp })),
  Ipv6Ranges: cidrs.filter((cidr) => cidr.includes(":")).map((CidrIpv6) => ({ CidrIpv6 })),
});
const listed = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, PrefixListIds: [{ PrefixListId: "pl-1" }] };

testRule(securityGroupsClosed, {
  compliant: [
    { name: "no rule", kind, create, network: groups(group("sg-1")), actual: ["sg-1"] },
    { name: "the VPC's own range", kind, create, network: groups(group("sg-1", all("10.0.0.0/16", "fd00::/8"))) },
    {
      name: "itself",
      ...{ kind, create },
      network: groups(group("sg-1", { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: "sg-1" }] })),
    },
    {
      name: "another account's group",
      ...{ kind, create },
      network: groups(group("sg-1", { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: "sg-9", UserId: "9" }] })),
    },
    { name: "half of the internet", kind, create, network: groups(group("sg-1", all("0.0.0.0/1"))) },
    {
      name: "a prefix list of a few addresses",
      ...{ kind, create },
      network: [...groups(group("sg-1", listed)), prefixList("pl-1", ["203.0.113.0/24"])],
    },
    // What is let out is another rule's business, its unread prefix lists included.
    {
      name: "everything let out",
      ...{ kind, create },
      network: groups({ GroupId: "sg-1", IpPermissions: [], IpPermissionsEgress: [all("0.0.0.0/0"), listed] }),
    },
  ],
  violation: [
    {
      ...{ name: "one port, over IPv4", kind, create, ...wrong },
      network: groups(group("sg-1", tcp(22, "0.0.0.0/0"))),
      message: "The whole internet is let in: sg-1, tcp 22 from 0.0.0.0/0 (IPv4).",
    },
    {
      ...{ name: "over IPv6 only", kind, create, ...wrong },
      network: groups(group("sg-1", tcp(8888, "10.0.0.0/8", "::/0"))),
      message: "The whole internet is let in: sg-1, tcp 8888 from ::/0 (IPv6).",
    },
    {
      ...{ name: "halves of it", kind, create, ...wrong },
      network: groups(group("sg-1", all("0.0.0.0/1", "128.0.0.0/1"))),
      message: "The whole internet is let in: sg-1, all traffic from 0.0.0.0/1 and 128.0.0.0/1 (IPv4).",
    },
    {
      ...{ name: "a prefix list that holds it", kind, create, ...wrong },
      network: [...groups(group("sg-1", listed)), prefixList("pl-1", ["0.0.0.0/0"])],
      message: "The whole internet is let in: sg-1, tcp 443 from pl-1 (IPv4).",
    },
    {
      ...{ name: "the widest is told first", kind, create, ...wrong },
      network: groups(group("sg-1", tcp(22, "0.0.0.0/0"), all("::/0"), tcp(443, "0.0.0.0/0"), tcp(80, "0.0.0.0/0"))),
      message: /^The whole internet is let in: sg-1, all traffic from ::\/0 \(IPv6\); .*; 1 more\.$/,
    },
    {
      name: "half in each of two groups",
      kind: "model",
      create: two,
      network: groups(group("sg-1", all("0.0.0.0/1")), group("sg-2", all("128.0.0.0/1"))),
      ...{ field: "VpcConfig.SecurityGroupIds", actual: ["sg-1", "sg-2"], expected, causes: ["sg-1", "sg-2"] },
      message: "The whole internet is let in: sg-1 with sg-2, all traffic from 0.0.0.0/1 and 128.0.0.0/1 (IPv4).",
    },
    {
      name: "one open, one not read",
      kind: "model",
      create: two,
      network: groups(group("sg-2", tcp(22, "0.0.0.0/0"))),
      ...{ field: "VpcConfig.SecurityGroupIds", actual: ["sg-1", "sg-2"], expected, causes: ["sg-2"] },
    },
  ],
  notApplicable: [{ name: "no group", kind, create: {} }],
  unknown: [
    { name: "nothing was read", kind, create, message: /no answer of DescribeSecurityGroups was given/ },
    { name: "one of two was not read", kind: "model", create: two, network: groups(group("sg-1")), message: /sg-2/ },
    {
      name: "the entries of a prefix list were not read",
      ...{ kind, create },
      network: groups(group("sg-1", listed)),
      unreadNetwork: { kinds: { prefixLists: "GetManagedPrefixListEntries was denied" } },
      message: /GetManagedPrefixListEntries was denied/,
    },
    { name: "the resource was not read", kind, unread: "DescribeNotebookInstance was denied" },
  ],
});
