import { subnetsPrivate } from "../../../shared/assess/rules/subnets-private.ts";
import { IGW, MAIN, NAT, natIn, route, subnet, TGW, table } from "../../network/answers.ts";
import { testRule } from "./judging.ts";

const kind = "notebook-instance";
const create = { SubnetId: "subnet-1" };
const expected = "subnets without an active route to an internet gateway";
const wrong = { field: "SubnetId", actual: ["subnet-1"], expected, causes: ["rtb-1"] };

const network = (routes: readonly Record<string, unknown>[], ...more: object[]) => [
  { Subnets: [subnet()] },
  { RouteTables: [table(routes)] },
  ...more,
];
const through = (routes: readonly Record<string, unknown>[]) => [
  { Subnets: [subnet()] },
  { RouteTables: [table(routes, MAIN)] },
];
const withInterface = (addresses: object) => ({
  NetworkInterfaces: [{ NetworkInterfaceId: "eni-1", SubnetId: "subnet-1", ...addresses }],
});
const described = { ...create, NetworkInterfaceId: "eni-1" };

testRule(subnetsPrivate, {
  compliant: [
    { name: "no way out", kind, create, network: network([]), field: "SubnetId", actual: ["subnet-1"] },
    { name: "a NAT gateway", kind, create, network: [...network([route("0.0.0.0/0", NAT)]), ...natIn("public", [])] },
    { name: "another network", kind, create, network: network([route("0.0.0.0/0", TGW), route("::/0", TGW)]) },
    {
      name: "out only, over IPv6",
      kind,
      create,
      network: network([route("::/0", { EgressOnlyInternetGatewayId: "eigw-1" })]),
    },
    { name: "a blackhole", kind, create, network: network([route("0.0.0.0/0", IGW, "blackhole")]) },
    {
      name: "a route over IPv6, and no addresses for it",
      kind,
      create,
      network: [
        { Subnets: [subnet({ Ipv6CidrBlockAssociationSet: [] })] },
        { RouteTables: [table([route("::/0", IGW)])] },
      ],
    },
  ],
  violation: [
    {
      ...{ name: "by its own table, over IPv4", kind, create, ...wrong },
      network: network([route("0.0.0.0/0", IGW)]),
      message:
        "subnet-1 is public over IPv4: subnet-1 → rtb-1 → igw-1, 0.0.0.0/0 active. Whether its interface has a public IPv4 address, without which that route does not serve it, is not known.",
    },
    {
      ...{ name: "by the main table, over IPv6 only", kind, create, ...wrong },
      network: through([route("0.0.0.0/0", NAT), route("::/0", IGW)]),
      message: "subnet-1 is public over IPv6: subnet-1 → rtb-1 (main) → igw-1, ::/0 active.",
    },
    {
      ...{ name: "by one range alone", kind, create, ...wrong },
      network: network([route("203.0.113.0/24", IGW)]),
      message: /203\.0\.113\.0\/24 active/,
    },
    {
      ...{ name: "its interface has a public address", kind, describe: described, ...wrong },
      network: network([route("0.0.0.0/0", IGW)], withInterface({ Association: { PublicIp: "198.51.100.7" } })),
      message: /eni-1 has the public address 198\.51\.100\.7/,
    },
    {
      ...{ name: "its interface has no public address", kind, describe: described, ...wrong },
      network: network([route("0.0.0.0/0", IGW)], withInterface({})),
      message: /no public IPv4 address now/,
    },
    {
      name: "one of two, the other not read",
      kind: "training-job",
      create: { VpcConfig: { Subnets: ["subnet-9", "subnet-1"], SecurityGroupIds: ["sg-1"] } },
      network: through([route("::/0", IGW)]),
      field: "VpcConfig.Subnets",
      actual: ["subnet-9", "subnet-1"],
      expected,
      message: /^subnet-1 is public/,
      causes: ["rtb-1"],
    },
  ],
  notApplicable: [{ name: "no subnet", kind, create: {} }],
  unknown: [
    {
      name: "nothing was read",
      kind,
      create,
      field: "SubnetId",
      message: /no answer of DescribeRouteTables was given/,
    },
    {
      name: "route tables denied",
      ...{ kind, create },
      network: [{ Subnets: [subnet()] }],
      unreadNetwork: { kinds: { routeTables: "DescribeRouteTables was denied" } },
      message: /DescribeRouteTables was denied/,
    },
    {
      name: "a subnet that does not exist",
      ...{ kind, create },
      network: [{ Subnets: [] }, { RouteTables: [table([], MAIN)] }],
      unreadNetwork: { ids: { "subnet-1": "subnet-1 does not exist" } },
      message: /subnet-1 does not exist/,
    },
    { name: "the resource was not read", kind, unread: "DescribeNotebookInstance was denied", field: "SubnetId" },
  ],
});
