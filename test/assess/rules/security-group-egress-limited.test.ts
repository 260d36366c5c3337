import { securityGroupEgressLimited } from "../../../shared/assess/rules/security-group-egress-limited.ts";
import { prefixList } from "../../network/answers.ts";
import { testRule } from "./judging.ts";

const kind = "training-job";
const create = { VpcConfig: { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] } };
const expected = "no rule that lets all traffic or all TCP or UDP out to 0.0.0.0/0 or ::/0";
const wrong = { field: "VpcConfig.SecurityGroupIds", actual: ["sg-1"], expected, causes: ["sg-1"] };

const group = (...IpPermissionsEgress: object[]) => [
  { SecurityGroups: [{ GroupId: "sg-1", IpPermissions: [], IpPermissionsEgress }] },
];
const everywhere = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
const everywhereIpv6 = { Ipv6Ranges: [{ CidrIpv6: "::/0" }] };
const tcp = (FromPort: number, ToPort: number) => ({ IpProtocol: "tcp", FromPort, ToPort });
const listed = { IpProtocol: "-1", PrefixListIds: [{ PrefixListId: "pl-1" }] };

testRule(securityGroupEgressLimited, {
  compliant: [
    { name: "nothing", kind, create, network: group() },
    { name: "one port to everywhere", kind, create, network: group({ ...tcp(443, 443), ...everywhere }) },
    {
      name: "everything, to the VPC",
      ...{ kind, create },
      network: group({ IpProtocol: "-1", IpRanges: [{ CidrIp: "10.0.0.0/16" }] }),
    },
    {
      name: "everything, to the addresses of S3",
      ...{ kind, create },
      network: [...group(listed), prefixList("pl-1", ["52.218.0.0/17"])],
    },
    { name: "every ICMP message", kind, create, network: group({ IpProtocol: "icmp", ...everywhere }) },
    {
      name: "everything let in",
      ...{ kind, create },
      network: [
        {
          SecurityGroups: [
            { GroupId: "sg-1", IpPermissions: [{ IpProtocol: "-1", ...everywhere }], IpPermissionsEgress: [] },
          ],
        },
      ],
    },
  ],
  violation: [
    {
      ...{ name: "as a new group does", kind, create, ...wrong },
      network: group({ IpProtocol: "-1", ...everywhere }),
      message: "Everything is let out: sg-1, all traffic to 0.0.0.0/0 (IPv4).",
    },
    {
      ...{ name: "over IPv6 only", kind, create, ...wrong },
      network: group({ ...tcp(443, 443), ...everywhere }, { IpProtocol: "-1", ...everywhereIpv6 }),
      message: "Everything is let out: sg-1, all traffic to ::/0 (IPv6).",
    },
    {
      ...{ name: "all TCP", kind, create, ...wrong },
      network: group({ ...tcp(0, 65535), ...everywhere }),
      message: "Everything is let out: sg-1, all tcp to 0.0.0.0/0 (IPv4).",
    },
    {
      ...{ name: "all TCP but port 0, in two rules", kind, create, ...wrong },
      network: group({ ...tcp(1, 1023), ...everywhere }, { ...tcp(1024, 65535), ...everywhere }),
      message: "Everything is let out: sg-1, tcp 1–65535 to 0.0.0.0/0 (IPv4).",
    },
    {
      ...{ name: "a prefix list that holds everything", kind, create, ...wrong },
      network: [...group(listed), prefixList("pl-1", ["0.0.0.0/1", "128.0.0.0/1"])],
    },
  ],
  notApplicable: [{ name: "no group", kind, create: {} }],
  unknown: [
    { name: "nothing was read", kind, create, message: /no answer of DescribeSecurityGroups was given/ },
    { name: "the entries of a prefix list were not read", kind, create, network: group(listed), message: /PrefixList/ },
    { name: "the resource was not read", kind, unread: "DescribeTrainingJob was denied" },
  ],
});
