import { internetEgressLimited } from "../../../shared/assess/rules/internet-egress-limited.ts";
import { IGW, MAIN, NAT, natIn, prefixList, route, subnet, TGW, table } from "../../network/answers.ts";
import { testRule } from "./judging.ts";

type Routes = Parameters<typeof table>[0];

const kind = "notebook-instance";
const create = { SubnetId: "subnet-1" };
const expected = "subnets without a default route out of their VPC";
const wrong = { field: "SubnetId", actual: ["subnet-1"], expected, causes: ["rtb-1"] };

const network = (routes: Routes, ...more: object[]) => [
  { Subnets: [subnet()] },
  { RouteTables: [table(routes)] },
  ...more,
];
const S3_ENDPOINT = { VpcEndpoints: [{ VpcEndpointId: "vpce-1", VpcEndpointType: "Gateway", State: "available" }] };
const NO_IPV6 = { Subnets: [subnet({ Ipv6CidrBlockAssociationSet: [] })] };

testRule(internetEgressLimited, {
  compliant: [
    { name: "no way out", kind, create, network: network([]), field: "SubnetId" },
    { name: "to one network alone", kind, create, network: network([route("172.16.0.0/12", TGW)]) },
    {
      name: "S3, through its gateway endpoint",
      ...{ kind, create },
      network: network([route("pl-1", { GatewayId: "vpce-1" })], S3_ENDPOINT, prefixList("pl-1", ["52.218.0.0/17"])),
    },
    { name: "a blackhole", kind, create, network: network([route("0.0.0.0/0", NAT, "blackhole")]) },
    {
      name: "a private NAT gateway that leads nowhere",
      ...{ kind, create },
      network: network([route("0.0.0.0/0", NAT)], ...natIn("private", [])),
    },
    {
      name: "over IPv6, without addresses for it",
      ...{ kind, create },
      network: [NO_IPV6, { RouteTables: [table([route("::/0", TGW)])] }],
    },
  ],
  violation: [
    {
      ...{ name: "a NAT gateway", kind, create, ...wrong },
      network: network([route("0.0.0.0/0", NAT)], ...natIn("public", [route("0.0.0.0/0", IGW)])),
      message:
        "subnet-1 has a default route over IPv4: subnet-1 → rtb-1 → nat-1, 0.0.0.0/0 active → subnet-2 → rtb-2 → igw-1, 0.0.0.0/0 active.",
    },
    // Whoever uses a shared subnet does not see its NAT gateways.
    {
      ...{ name: "a NAT gateway that was not read", kind, create, ...wrong },
      network: network([route("0.0.0.0/0", NAT)]),
      message: /nat-1, 0\.0\.0\.0\/0 active/,
    },
    {
      ...{ name: "a transit gateway, by the main table", kind, create, ...wrong },
      network: [{ Subnets: [subnet()] }, { RouteTables: [table([route("0.0.0.0/0", TGW)], MAIN)] }],
      message: "subnet-1 has a default route over IPv4: subnet-1 → rtb-1 (main) → tgw-1, 0.0.0.0/0 active.",
    },
    {
      ...{ name: "an appliance", kind, create, ...wrong },
      network: network([route("0.0.0.0/0", { NetworkInterfaceId: "eni-9" })]),
      message: /eni-9/,
    },
    {
      ...{ name: "an internet gateway", kind, create, ...wrong },
      network: network([route("0.0.0.0/0", IGW)]),
      message: /igw-1/,
    },
    {
      ...{ name: "out only, over IPv6", kind, create, ...wrong },
      network: network([route("::/0", { EgressOnlyInternetGatewayId: "eigw-1" })]),
      message: "subnet-1 has a default route over IPv6: subnet-1 → rtb-1 → eigw-1, ::/0 active.",
    },
    {
      ...{ name: "all of IPv4 through NAT64", kind, create, ...wrong },
      network: network([route("64:ff9b::/96", NAT)], ...natIn("public", [route("0.0.0.0/0", IGW)])),
      message: /^subnet-1 has a default route over IPv6: .*64:ff9b::\/96 active/,
    },
    {
      ...{ name: "over both families", kind, create, ...wrong },
      network: network([route("0.0.0.0/0", TGW), route("::/0", TGW)]),
      message: /over IPv4: .*; over IPv6: /,
    },
    {
      ...{ name: "in two halves by one way", kind, create, ...wrong },
      network: network([route("0.0.0.0/1", TGW), route("128.0.0.0/1", TGW)]),
      message: /0\.0\.0\.0\/1, 128\.0\.0\.0\/1 active/,
    },
    {
      ...{ name: "in two halves by two ways", kind, create, ...wrong },
      network: network([route("0.0.0.0/1", TGW), route("128.0.0.0/1", { VpcPeeringConnectionId: "pcx-1" })]),
      message: /tgw-1, 0\.0\.0\.0\/1 active; .*pcx-1, 128\.0\.0\.0\/1 active/,
    },
    {
      ...{ name: "by a prefix list that holds everything", kind, create, ...wrong },
      network: network([route("pl-1", TGW)], prefixList("pl-1", ["0.0.0.0/0"])),
      message: /pl-1 active/,
    },
  ],
  notApplicable: [{ name: "no subnet", kind, create: {} }],
  unknown: [
    { name: "nothing was read", kind, create, message: /no answer of DescribeRouteTables was given/ },
    {
      name: "the entries of a prefix list were not read",
      ...{ kind, create },
      network: network([route("pl-1", TGW)]),
      message: /PrefixList/,
    },
    {
      name: "the state of a route was not told",
      ...{ kind, create },
      network: network([{ DestinationCidrBlock: "0.0.0.0/0", ...TGW }]),
      message: /the state of the route was not told/,
    },
    { name: "the resource was not read", kind, unread: "DescribeNotebookInstance was denied" },
  ],
});
