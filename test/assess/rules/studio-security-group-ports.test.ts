import { studioSecurityGroupPorts } from "../../../shared/assess/rules/studio-security-group-ports.ts";
import { subnet } from "../../network/answers.ts";
import { testRule } from "./judging.ts";

const kind = "domain";
const users = { DefaultUserSettings: { SecurityGroups: ["sg-1"] } };
const create = { SubnetIds: ["subnet-1"], AppNetworkAccessType: "VpcOnly", ...users };
const profile = { UserSettings: { SecurityGroups: ["sg-1"] } };
const expected = "TCP 8192–65535 in and out among its members, and TCP 2049 out to the file system";
const wrong = { field: "DefaultUserSettings.SecurityGroups", actual: ["sg-1"], expected, causes: ["sg-1"] };

const tcp = (FromPort: number, ToPort: number, to: object) => ({ IpProtocol: "tcp", FromPort, ToPort, ...to });
const all = (to: object) => ({ IpProtocol: "-1", ...to });
const itself = { UserIdGroupPairs: [{ GroupId: "sg-1" }] };
const range = (CidrIp: string) => ({ IpRanges: [{ CidrIp }] });
const group = (IpPermissions: object[], IpPermissionsEgress: object[], GroupId = "sg-1") => ({
  ...{ GroupId, IpPermissions, IpPermissionsEgress },
});
const network = (...SecurityGroups: object[]) => [{ SecurityGroups }, { Subnets: [subnet()] }];
const anywhere = all(range("0.0.0.0/0"));
const missing = "sg-1 has no rule for tcp 8192–65535 in from its own members";

testRule(studioSecurityGroupPorts, {
  compliant: [
    { name: "itself in, everything out", kind, create, network: network(group([all(itself)], [anywhere])) },
    {
      name: "the ports alone, in parts",
      ...{ kind, create },
      network: network(
        group(
          [tcp(8192, 20000, itself), tcp(20001, 65535, itself)],
          [tcp(8192, 65535, itself), tcp(2049, 2049, { UserIdGroupPairs: [{ GroupId: "sg-9" }] })],
        ),
      ),
    },
    {
      name: "the range of the subnet",
      ...{ kind, create },
      network: network(group([tcp(0, 65535, range("10.0.0.0/16"))], [all(range("10.0.0.0/16"))])),
    },
    {
      name: "a group that names the other one",
      kind,
      create: { ...create, DefaultUserSettings: { SecurityGroups: ["sg-1", "sg-2"] } },
      network: network(group([], [anywhere]), group([all(itself)], [], "sg-2")),
    },
    {
      name: "for shared spaces",
      kind,
      unit: "DefaultSpaceSettings",
      create: { ...create, DefaultSpaceSettings: { SecurityGroups: ["sg-1"] } },
      network: network(group([all(itself)], [anywhere])),
    },
    {
      name: "open by its own groups, whatever the domain",
      kind: "user-profile",
      create: profile,
      network: network(group([all(itself)], [anywhere])),
    },
  ],
  violation: [
    {
      ...{ name: "nothing in", kind, create, ...wrong },
      network: network(group([], [anywhere])),
      message: `${missing} over IPv4.`,
    },
    {
      ...{ name: "some of the ports", kind, create, ...wrong },
      network: network(group([tcp(8192, 49151, itself)], [anywhere])),
      message: `${missing} over IPv4.`,
    },
    {
      ...{ name: "UDP", kind, create, ...wrong },
      network: network(group([{ ...tcp(8192, 65535, itself), IpProtocol: "udp" }], [anywhere])),
      message: `${missing} over IPv4.`,
    },
    // The apps talk over IPv4.
    {
      ...{ name: "IPv6 alone", kind, create, ...wrong },
      network: network(group([all({ Ipv6Ranges: [{ CidrIpv6: "::/0" }] })], [anywhere])),
      message: `${missing} over IPv4.`,
    },
    {
      ...{ name: "another subnet's range", kind, create, ...wrong },
      network: network(group([all(range("10.0.2.0/24"))], [anywhere])),
      message: `${missing} over IPv4.`,
    },
    {
      ...{ name: "only HTTPS out", kind, create, ...wrong },
      network: network(group([all(itself)], [tcp(443, 443, range("0.0.0.0/0"))])),
      message:
        "sg-1 has no rule for tcp 8192–65535 out to its own members, tcp 2049 (NFS) out to the file system over IPv4.",
    },
    {
      name: "for shared spaces",
      kind,
      unit: "DefaultSpaceSettings",
      describe: { ...create, DefaultSpaceSettings: { SecurityGroups: ["sg-1"] } },
      network: network(group([], [anywhere])),
      ...{ field: "SecurityGroups", actual: ["sg-1"], expected, causes: ["sg-1"] },
    },
  ],
  notApplicable: [
    { name: "not VpcOnly", kind, create: { ...create, AppNetworkAccessType: "PublicInternetOnly" } },
    { name: "no mode, which means PublicInternetOnly", kind, create: users },
    { name: "no groups for users", kind, create: { AppNetworkAccessType: "VpcOnly" } },
    {
      name: "groups of the domain's own apps",
      kind,
      unit: "DomainSettings",
      create: { ...create, DomainSettings: { SecurityGroupIds: ["sg-2"] } },
    },
    { name: "a profile without groups", kind: "user-profile", create: {} },
  ],
  unknown: [
    { name: "nothing was read", kind, create, message: /no answer of DescribeSecurityGroups was given/ },
    {
      name: "a range, and where the subnet is was not read",
      ...{ kind, create },
      network: [{ SecurityGroups: [group([all(range("10.0.0.0/16"))], [anywhere])] }],
      message: /DescribeSubnets/,
    },
    {
      name: "a profile, whose domain may have the rules",
      kind: "user-profile",
      create: profile,
      network: network(group([], [anywhere])),
      message: `Could not assess: ${missing} over IPv4, and a user profile does not tell its domain's mode and groups.`,
    },
    {
      name: "the resource was not read",
      kind,
      unread: "DescribeDomain was denied",
      message: /DescribeDomain was denied/,
    },
  ],
});
