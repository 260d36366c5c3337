import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAddress } from "../../../shared/network/cidr.ts";
import { createNetworkFacts, type NetworkFacts } from "../../../shared/network/facts.ts";
import {
  lookUp,
  type RouteEntries,
  routeEntries,
  routeTableOf,
  shadowedEntries,
} from "../../../shared/network/routes/routes.ts";
import { classifySubnet } from "../../../shared/network/routes/subnet.ts";
import { factsWith, IGW, NAT, prefixList, route, TGW, table } from "../answers.ts";
import { ENDPOINTS, only, ways } from "./ways.ts";

describe("destinations", () => {
  test.each([
    ["split defaults", ["0.0.0.0/1", "128.0.0.0/1"], "everything"],
    ["split over IPv6", ["::/1", "8000::/1"], "everything"],
    ["all that is public over IPv6", ["2000::/3"], "everything"],
    ["half", ["0.0.0.0/1"], "parts"],
    ["one block", ["192.0.2.0/24"], "parts"],
  ])("%s", (_case, destinations, covers) => {
    const way = only(destinations.map((destination) => route(destination, IGW)));
    expect(way).toMatchObject({ destinations, covers });
  });

  test("halves to different targets, or in different states, are not everything", () => {
    const split = ways([route("0.0.0.0/1", IGW), route("128.0.0.0/1", NAT)]);
    const half = ways([route("0.0.0.0/1", IGW), route("128.0.0.0/1", IGW, "blackhole")]);
    expect(split.map(({ covers }) => covers)).toEqual(["parts", "parts"]);
    expect(half.map(({ covers, state }) => [covers, state])).toEqual([
      ["parts", "active"],
      ["parts", "blackhole"],
    ]);
  });

  test("nothing but the VPC's own routes leads nowhere", () => {
    expect(ways([])).toEqual([]);
    expect(ways([route("10.0.1.0/24", { NetworkInterfaceId: "eni-1" })])).toEqual([]);
  });

  test("a prefix list of 1,000 entries that add up to everything", () => {
    const blocks = Array.from({ length: 1000 }, (_, index) => `${index >> 2}.${(index & 3) * 64}.0.0/10`);
    const rest = ["250.0.0.0/7", "252.0.0.0/6"];
    const parts = only([route("pl-1", IGW)], [prefixList("pl-1", blocks.slice(0, 500))]);
    const whole = only([route("pl-1", IGW)], [prefixList("pl-1", [...blocks, ...rest])]);
    expect(parts).toMatchObject({ destinations: ["pl-1"], covers: "parts" });
    expect(whole).toMatchObject({ destinations: ["pl-1"], covers: "everything" });
  });

  test("a prefix list of both families is a way of each; an empty one is none", () => {
    const both = ways([route("pl-1", IGW)], [prefixList("pl-1", ["192.0.2.0/24", "2001:db8:ffff::/48"])]);
    expect(both.map(({ family }) => family)).toEqual(["ipv4", "ipv6"]);
    expect(ways([route("pl-1", IGW)], [prefixList("pl-1", [])])).toEqual([]);
  });

  test("an unread prefix list to an internet gateway is public over the family it is of, else unknown", () => {
    const lists = { PrefixLists: [{ PrefixListId: "pl-1", AddressFamily: "IPv6" }] };
    const told = classifySubnet("subnet-1", factsWith([route("pl-1", IGW)], [lists]));
    const untold = classifySubnet("subnet-1", factsWith([route("pl-1", IGW)]));
    expect([told.families.ipv4.class, told.families.ipv6.class]).toEqual(["private", "public"]);
    expect([untold.families.ipv4.class, untold.families.ipv6.class]).toEqual(["unknown", "unknown"]);
    expect(untold.families.ipv4.sentence).toBe(
      "Whether subnet-1 is public over IPv4 is unknown: no answer of DescribeManagedPrefixLists was given (subnet-1 → rtb-1 → igw-1, pl-1 active).",
    );
  });

  test("an unread prefix list to an endpoint makes nothing unknown but the endpoint", () => {
    const found = classifySubnet("subnet-1", factsWith([route("pl-s3", { GatewayId: "vpce-s3" })], [ENDPOINTS]));
    expect(found).toMatchObject({ class: "private", families: { ipv4: { egress: "none" } } });
  });
});

function entriesOf(facts: NetworkFacts): RouteEntries {
  const found = routeTableOf("subnet-1", facts);
  if (found.status === "unread") throw new Error(found.reason);
  return routeEntries(found.value.table, facts);
}

function routesTaken(ip: string, entries: RouteEntries): readonly unknown[] {
  const address = parseAddress(ip);
  const found = address === undefined ? undefined : lookUp(address, entries);
  return found === undefined || found.result === "none" ? [] : found.routes;
}

describe("overlapping routes", () => {
  test("a route whose traffic preferred ones take is unused", () => {
    const found = ways([route("0.0.0.0/0", IGW), route("0.0.0.0/1", TGW), route("128.0.0.0/1", TGW)]);
    expect(found.map(({ target, shadowed }) => [target.id, shadowed])).toEqual([
      ["igw-1", true],
      ["tgw-1", false],
    ]);
  });

  test("one of its addresses is enough", () => {
    const found = ways([route("0.0.0.0/0", IGW), route("0.0.0.0/1", TGW), route("128.0.0.0/2", TGW)]);
    expect(found.every(({ shadowed }) => !shadowed)).toBe(true);
  });

  test("a blackhole takes traffic away, a route in an unknown state does not", () => {
    const drops = ways([
      route("192.0.2.0/24", IGW),
      route("192.0.2.0/25", TGW, "blackhole"),
      route("192.0.2.128/25", TGW, "blackhole"),
    ]);
    const unsureOnes = ways([
      route("192.0.2.0/24", IGW),
      route("192.0.2.0/25", TGW, "new"),
      route("192.0.2.128/25", TGW, "new"),
    ]);
    expect(drops[0]?.shadowed).toBe(true);
    expect(unsureOnes[0]?.shadowed).toBe(false);
  });

  test("an entry is shadowed exactly when no address of it takes its route", () => {
    const small = fc.record({
      last: fc.integer({ min: 0, max: 15 }),
      length: fc.integer({ min: 28, max: 32 }),
      state: fc.constantFrom("active", "blackhole"),
      origin: fc.constantFrom("CreateRoute", "EnableVgwRoutePropagation"),
    });
    const distinct = fc.uniqueArray(small, {
      maxLength: 14,
      selector: ({ last, length, origin }) => `${(last >> (32 - length)) << (32 - length)}/${length} ${origin}`,
    });
    fc.assert(
      fc.property(distinct, (chosen) => {
        const Routes = chosen.map(({ last, length, state, origin }, index) => ({
          ...route(`192.0.2.${last}/${length}`, { TransitGatewayId: `tgw-${index}` }, state),
          Origin: origin,
        }));
        const facts = createNetworkFacts([{ RouteTables: [table([], { Routes })] }]);
        const entries = entriesOf(facts);
        const taken = new Set(Array.from({ length: 16 }, (_, last) => routesTaken(`192.0.2.${last}`, entries)).flat());
        const shadowed = shadowedEntries(entries.entries);
        for (const entry of entries.entries) expect(shadowed.has(entry)).toBe(!taken.has(entry.route));
      }),
    );
  });
});
