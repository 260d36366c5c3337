import { describe, expect, test } from "vitest";
import { createNetworkFacts } from "../../../shared/network/facts.ts";
import { internetAddresses } from "../../../shared/network/routes/interface.ts";
import { formatPath } from "../../../shared/network/routes/path.ts";
import { classifySubnet } from "../../../shared/network/routes/subnet.ts";
import { factsWith, IGW, MAIN, NAT, natIn, route, subnet, TGW, table } from "../answers.ts";

type Json = Record<string, unknown>;

function mainTable(routes: readonly Json[], subnetMembers: Json = {}) {
  return createNetworkFacts([{ Subnets: [subnet(subnetMembers)] }, { RouteTables: [table(routes, MAIN)] }]);
}

describe("what is said of a subnet", () => {
  test("public over IPv6 alone, through the main table", () => {
    const found = classifySubnet("subnet-1", mainTable([route("::/0", IGW), route("0.0.0.0/0", TGW)]));
    expect(found).toMatchObject({ subnetId: "subnet-1", class: "public" });
    expect(found.families.ipv6.sentence).toBe(
      "subnet-1 is public over IPv6: subnet-1 → rtb-1 (main) → igw-1, ::/0 active.",
    );
    expect(found.families.ipv4.sentence).toBe(
      "subnet-1 is private over IPv4: no active route leads to an internet gateway. What tgw-1 lets out cannot be proven from here.",
    );
    expect(found.families.ipv6.paths).toEqual([
      {
        family: "ipv6",
        egress: "internet",
        hops: [
          { kind: "subnet", id: "subnet-1", reason: null },
          { kind: "route-table", id: "rtb-1", reason: "main" },
          { kind: "internet-gateway", id: "igw-1", reason: "::/0 active" },
        ],
      },
    ]);
  });

  test("whatever the destination beyond the VPC", () => {
    const found = classifySubnet("subnet-1", factsWith([route("192.0.2.7/32", IGW)]));
    expect(found.families.ipv4).toMatchObject({ class: "public", egress: "internet-with-public-address" });
  });

  test("the way that makes it public comes first, and only the first destinations are told", () => {
    const routes = [
      route("0.0.0.0/0", TGW),
      ...["192.0.2.0/26", "192.0.2.64/26", "192.0.2.128/26", "192.0.2.192/26", "198.51.100.0/24"].map((destination) =>
        route(destination, IGW),
      ),
    ];
    const { ipv4 } = classifySubnet("subnet-1", factsWith(routes)).families;
    expect(ipv4.sentence).toBe(
      "subnet-1 is public over IPv4: subnet-1 → rtb-1 → igw-1, 192.0.2.0/26, 192.0.2.64/26, 192.0.2.128/26, 2 more active.",
    );
    expect(ipv4.paths).toHaveLength(2);
  });

  test("a route that preferred ones leave nothing is named as unused", () => {
    const routes = [route("0.0.0.0/0", IGW), route("0.0.0.0/1", TGW), route("128.0.0.0/1", TGW)];
    const { ipv4 } = classifySubnet("subnet-1", factsWith(routes)).families;
    expect(ipv4).toMatchObject({ class: "public", egress: "delegated" });
    expect(ipv4.sentence).toBe("subnet-1 is public over IPv4: subnet-1 → rtb-1 → igw-1, 0.0.0.0/0 active, unused.");
  });

  test("the path through a NAT gateway goes on to the internet gateway", () => {
    const facts = factsWith(
      [route("0.0.0.0/0", NAT)],
      natIn("public", [route("0.0.0.0/0", IGW), route("10.8.0.0/16", TGW)]),
    );
    const { ipv4 } = classifySubnet("subnet-1", facts).families;
    expect(ipv4.paths.map((path) => [formatPath(path), path.egress])).toEqual([
      ["subnet-1 → rtb-1 → nat-1, 0.0.0.0/0 active → subnet-2 → rtb-2 → igw-1, 0.0.0.0/0 active", "internet"],
      ["subnet-1 → rtb-1 → nat-1, 0.0.0.0/0 active → subnet-2 → rtb-2 → tgw-1, 10.8.0.0/16 active", "delegated"],
    ]);
  });

  test("a regional NAT gateway stands in no subnet", () => {
    const facts = factsWith(
      [route("0.0.0.0/0", NAT)],
      [
        { NatGateways: [{ NatGatewayId: "nat-1", ConnectivityType: "public", RouteTableId: "rtb-nat" }] },
        { RouteTables: [table([route("0.0.0.0/0", IGW)], { RouteTableId: "rtb-nat", Associations: [] })] },
      ],
    );
    const [path] = classifySubnet("subnet-1", facts).families.ipv4.paths;
    expect(path === undefined ? "" : formatPath(path)).toBe(
      "subnet-1 → rtb-1 → nat-1, 0.0.0.0/0 active → rtb-nat (regional) → igw-1, 0.0.0.0/0 active",
    );
  });
});

describe("families", () => {
  const open = [route("0.0.0.0/0", IGW), route("::/0", IGW)];

  test.each([
    ["both", {}, "public", "public"],
    ["IPv6 alone", { Ipv6Native: true, CidrBlock: undefined }, "private", "public"],
    ["IPv4 alone", { Ipv6CidrBlockAssociationSet: [] }, "public", "private"],
    [
      "an IPv6 block that it no longer has",
      {
        Ipv6CidrBlockAssociationSet: [
          { Ipv6CidrBlock: "2001:db8::/64", Ipv6CidrBlockState: { State: "disassociated" } },
        ],
      },
      "public",
      "private",
    ],
    ["blocks that were not told", { Ipv6CidrBlockAssociationSet: undefined }, "public", "public"],
  ])("a subnet with %s", (_case, members, ipv4, ipv6) => {
    const { families } = classifySubnet("subnet-1", mainTable(open, members));
    expect([families.ipv4.class, families.ipv6.class]).toEqual([ipv4, ipv6]);
  });

  test("a family without addresses is private, and that is why", () => {
    const { families } = classifySubnet("subnet-1", mainTable(open, { Ipv6Native: true }));
    expect(families.ipv4).toEqual({
      class: "private",
      addresses: "none",
      egress: "none",
      paths: [],
      unread: [],
      sentence: "subnet-1 is private over IPv4: it has no IPv4 addresses.",
    });
  });
});

describe("what cannot be told is unknown", () => {
  test.each([
    ["no table", [{ Subnets: [subnet()] }], "no answer of DescribeRouteTables was given"],
    ["no subnet", [{ RouteTables: [table([], MAIN)] }], "no answer of DescribeSubnets was given"],
    [
      "a table without routes",
      [{ Subnets: [subnet()] }, { RouteTables: [{ RouteTableId: "rtb-1", VpcId: "vpc-1" }] }],
      "answer 2: RouteTables[0].Routes is missing",
    ],
  ])("%s", (_case, answers, reason) => {
    const found = classifySubnet("subnet-1", createNetworkFacts(answers));
    expect(found.class).toBe("unknown");
    expect(found.families.ipv4).toMatchObject({ class: "unknown", egress: "unknown", unread: [reason] });
    expect(found.families.ipv4.sentence).toBe(`Whether subnet-1 is public over IPv4 is unknown: ${reason}.`);
  });

  test("a subnet that is gone", () => {
    const unread = { ids: { "subnet-1": "subnet-1 does not exist" } };
    const found = classifySubnet("subnet-1", createNetworkFacts([{ RouteTables: [table([], MAIN)] }], unread));
    expect(found.families.ipv6.sentence).toBe(
      "Whether subnet-1 is public over IPv6 is unknown: subnet-1 does not exist.",
    );
  });

  test("public over one family outweighs unknown over the other", () => {
    const found = classifySubnet(
      "subnet-1",
      factsWith([route("0.0.0.0/0", { GatewayId: "new-1" }), route("::/0", IGW)]),
    );
    expect(found).toMatchObject({ class: "public", families: { ipv4: { class: "unknown" } } });
    expect(found.families.ipv4.sentence).toBe(
      "Whether subnet-1 is public over IPv4 is unknown: new-1 is of no kind that is known here (subnet-1 → rtb-1 → new-1, 0.0.0.0/0 active).",
    );
  });
});

describe("the addresses of an interface", () => {
  test.each([
    [
      "a public one",
      { Association: { PublicIp: "203.0.113.7" }, Ipv6Addresses: [] },
      { publicIpv4: "203.0.113.7", ipv6: [] },
    ],
    ["none", {}, { publicIpv4: null, ipv6: [] }],
    ["IPv6", { Ipv6Addresses: [{ Ipv6Address: "2001:db8::1" }] }, { publicIpv4: null, ipv6: ["2001:db8::1"] }],
  ])("%s", (_case, members, value) => {
    const facts = createNetworkFacts([{ NetworkInterfaces: [{ NetworkInterfaceId: "eni-1", ...members }] }]);
    expect(internetAddresses("eni-1", facts)).toEqual({ status: "known", value });
  });

  test("an interface that is not told", () => {
    expect(internetAddresses("eni-1", createNetworkFacts([]))).toEqual({
      status: "unread",
      reason: "no answer of DescribeNetworkInterfaces was given",
    });
  });
});
