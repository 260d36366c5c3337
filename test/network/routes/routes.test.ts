import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Route } from "../../../shared/network/answers.ts";
import { parseAddress } from "../../../shared/network/cidr.ts";
import { createNetworkFacts } from "../../../shared/network/facts.ts";
import { type Lookup, lookUp, routeEntries, routeTableOf } from "../../../shared/network/routes/routes.ts";
import { factsWith, IGW, MAIN, NAT, prefixList, route, subnet, TGW, table } from "../answers.ts";

type Json = Record<string, unknown>;

describe("the route table of a subnet", () => {
  const main = table([], { RouteTableId: "rtb-main", ...MAIN });
  const subnets = { Subnets: [subnet()] };

  test.each([
    ["its own before the main one", [subnets, { RouteTables: [main, table([])] }], "rtb-1 explicit"],
    ["its own where the subnet itself is unread", [{ RouteTables: [main, table([])] }], "rtb-1 explicit"],
    ["the main one of its VPC", [subnets, { RouteTables: [main] }], "rtb-main main"],
    [
      "a table without associations is nobody's",
      [subnets, { RouteTables: [main, table([], { Associations: undefined })] }],
      "rtb-main main",
    ],
    [
      "an association that has ended does not count",
      [
        subnets,
        {
          RouteTables: [
            main,
            table([], { Associations: [{ SubnetId: "subnet-1", AssociationState: { State: "disassociated" } }] }),
          ],
        },
      ],
      "rtb-main main",
    ],
    [
      "a gateway's table is no subnet's",
      [subnets, { RouteTables: [main, table([], { Associations: [{ Main: false, GatewayId: "igw-1" }] })] }],
      "rtb-main main",
    ],
    ["no answer at all", [subnets], "no answer of DescribeRouteTables was given"],
    ["no answer about subnets", [{ RouteTables: [main] }], "no answer of DescribeSubnets was given"],
    [
      "the subnet is not told",
      [{ Subnets: [] }, { RouteTables: [main] }],
      "the answers of DescribeSubnets do not have subnet-1",
    ],
    [
      "the main table of another VPC",
      [subnets, { RouteTables: [{ ...main, VpcId: "vpc-2" }] }],
      "no route table that was read is associated with subnet-1 or the main one of vpc-1",
    ],
    [
      "no tables",
      [subnets, { RouteTables: [] }],
      "no route table that was read is associated with subnet-1 or the main one of vpc-1",
    ],
    [
      "two that both say so",
      [subnets, { RouteTables: [table([]), table([], { RouteTableId: "rtb-2" })] }],
      "more than one route table says that it is associated with subnet-1",
    ],
    [
      "two main ones",
      [subnets, { RouteTables: [main, { ...main, RouteTableId: "rtb-2" }] }],
      "more than one route table says that it is the main one of vpc-1",
    ],
    [
      "a table that cannot be used may be the subnet's",
      [subnets, { RouteTables: [main, { RouteTableId: "rtb-1", VpcId: "vpc-1", Associations: [{}], Routes: [] }] }],
      "answer 2: RouteTables[1].Associations[0] names neither a subnet nor a gateway",
    ],
    [
      "the first page of several",
      [subnets, { RouteTables: [main], NextToken: "more" }],
      "answer 2 is one page of RouteTables: more were not given",
    ],
  ])("%s", (_case, answers, expected) => {
    const found = routeTableOf("subnet-1", createNetworkFacts(answers));
    const told =
      found.status === "known" ? `${found.value.table.RouteTableId} ${found.value.association}` : found.reason;
    expect(told).toBe(expected);
  });
});

function look(ip: string, routes: readonly Json[], answers: readonly Json[] = []): Lookup {
  const facts = factsWith(routes, answers);
  const found = routeTableOf("subnet-1", facts);
  const address = parseAddress(ip);
  if (found.status === "unread" || address === undefined) throw new Error("the test is wrong");
  return lookUp(address, routeEntries(found.value.table, facts));
}

function targets(found: Lookup): string {
  const ids =
    found.result === "none"
      ? []
      : found.routes.map((one: Route) => one.GatewayId ?? one.TransitGatewayId ?? one.NatGatewayId);
  return [found.result, ...ids].join(" ");
}

describe("the route that an address takes", () => {
  const everything = route("0.0.0.0/0", IGW);
  const propagated = { ...route("192.0.2.0/24", { GatewayId: "vgw-1" }), Origin: "EnableVgwRoutePropagation" };

  test.each([
    ["the VPC's own", "10.0.9.9", [everything], [], "forwarded local"],
    ["the default", "192.0.2.1", [everything], [], "forwarded igw-1"],
    ["the longest prefix", "192.0.2.1", [everything, route("192.0.2.0/24", TGW)], [], "forwarded tgw-1"],
    ["whatever the order", "192.0.2.1", [route("192.0.2.0/24", TGW), everything], [], "forwarded tgw-1"],
    ["families apart", "2001:db8:ffff::1", [everything], [], "none"],
    ["a blackhole drops", "192.0.2.1", [everything, route("192.0.2.0/24", TGW, "blackhole")], [], "dropped tgw-1"],
    [
      "a filtered route is not in force",
      "192.0.2.1",
      [everything, route("192.0.2.0/24", TGW, "filtered")],
      [],
      "forwarded igw-1",
    ],
    ["static before propagated", "192.0.2.1", [propagated, route("192.0.2.0/24", TGW)], [], "forwarded tgw-1"],
    ["longer propagated before static", "192.0.2.1", [propagated, everything], [], "forwarded vgw-1"],
    [
      "prefix list",
      "192.0.2.1",
      [everything, route("pl-1", TGW)],
      [prefixList("pl-1", ["192.0.2.0/24"])],
      "forwarded tgw-1",
    ],
    [
      "static before prefix list",
      "192.0.2.1",
      [route("pl-1", TGW), route("192.0.2.0/24", NAT)],
      [prefixList("pl-1", ["192.0.2.0/24"])],
      "forwarded nat-1",
    ],
    [
      "prefix list before propagated",
      "192.0.2.1",
      [propagated, route("pl-1", TGW)],
      [prefixList("pl-1", ["192.0.2.0/24"])],
      "forwarded tgw-1",
    ],
    [
      "EC2 chooses between prefix lists",
      "192.0.2.1",
      [route("pl-1", TGW), route("pl-2", NAT)],
      [prefixList("pl-1", ["192.0.2.0/24"]), prefixList("pl-2", ["192.0.2.0/24"])],
      "undecided tgw-1 nat-1",
    ],
    [
      "prefix lists with one target",
      "192.0.2.1",
      [route("pl-1", TGW), route("pl-2", TGW)],
      [prefixList("pl-1", ["192.0.2.0/24"]), prefixList("pl-2", ["192.0.2.0/24"])],
      "forwarded tgw-1 tgw-1",
    ],
    ["a state that is not told", "192.0.2.1", [{ ...everything, State: undefined }], [], "undecided igw-1"],
  ])("%s", (_case, ip, routes, answers, expected) => {
    expect(targets(look(ip, routes, answers))).toBe(expected);
  });

  test("an unread prefix list is named, for the family it is of", () => {
    const lists = { PrefixLists: [{ PrefixListId: "pl-4", AddressFamily: "IPv4" }] };
    const routes = [everything, route("pl-4", TGW), route("pl-9", TGW)];
    expect(look("192.0.2.1", routes, [lists])).toMatchObject({ result: "forwarded", unread: ["pl-4", "pl-9"] });
    expect(look("2001:db8:ffff::1", routes, [lists])).toEqual({ result: "none", unread: ["pl-9"] });
  });
});

/** The model: addresses and prefixes as strings of bits. */
function bits(ip: string): string {
  const value = parseAddress(ip);
  return (value?.value ?? 0n).toString(2).padStart(value?.family === "ipv4" ? 32 : 128, "0");
}

describe("longest-prefix routing", () => {
  const v4 = fc.tuple(
    fc.constantFrom("10.0.0.0", "10.128.0.0", "10.192.0.0", "192.0.2.0", "192.0.2.128", "0.0.0.0"),
    fc.integer({ min: 0, max: 32 }),
  );
  const v6 = fc.tuple(
    fc.constantFrom("2001:db8::", "2001:db8:8000::", "2001:db8::8", "::"),
    fc.integer({ min: 0, max: 128 }),
  );
  const ip = fc.oneof(
    fc.constantFrom(
      "10.0.0.1",
      "10.200.0.1",
      "192.0.2.129",
      "203.0.113.1",
      "2001:db8::9",
      "2001:db8:9000::",
      "fe80::1",
    ),
    fc.ipV4(),
    fc.ipV6(),
  );
  const state = fc.constantFrom("active", "active", "blackhole");
  const routes = fc.array(fc.tuple(fc.oneof(v4, v6), state), { maxLength: 30 });

  test("is that of the plain model", () => {
    fc.assert(
      fc.property(routes, ip, fc.boolean(), (chosen, address, asList) => {
        const blocks = new Map(
          chosen.map(([[first, length], State]) => [
            `${bits(first).length}:${bits(first).slice(0, length)}`,
            { first, length, State },
          ]),
        );
        const all = [...blocks.values()].map((one, index) => ({
          ...one,
          id: `tgw-${index}`,
          list: asList && index % 2 === 0,
        }));
        const model = all
          .filter(({ first }) => bits(first).length === bits(address).length)
          .filter(({ first, length }) => bits(address).startsWith(bits(first).slice(0, length)))
          .sort((left, right) => right.length - left.length)[0];
        const facts = createNetworkFacts([
          {
            RouteTables: [
              table([], {
                Routes: all.map((one, index) =>
                  route(
                    one.list ? `pl-${index}` : `${one.first}/${one.length}`,
                    { TransitGatewayId: one.id },
                    one.State,
                  ),
                ),
              }),
            ],
          },
          ...all.flatMap((one, index) => (one.list ? [prefixList(`pl-${index}`, [`${one.first}/${one.length}`])] : [])),
        ]);
        const found = routeTableOf("subnet-1", facts);
        const parsed = parseAddress(address);
        if (found.status === "unread" || parsed === undefined) throw new Error("the test is wrong");
        const expected =
          model === undefined ? "none" : `${model.State === "active" ? "forwarded" : "dropped"} ${model.id}`;
        expect(targets(lookUp(parsed, routeEntries(found.value.table, facts)))).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});
