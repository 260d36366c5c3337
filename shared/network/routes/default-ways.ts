/** The default routes of a subnet: those that hold the whole internet, in one piece or together. */
import { contains, coverInternet, type Family, parseCidr, type Range } from "../cidr.ts";
import type { Fact, NetworkFacts } from "../facts.ts";
import { egressOf, formatPath, pathsOf } from "./path.ts";
import { prefixListRanges } from "./routes.ts";
import { FAMILY_NAMES, subnetFamilies } from "./subnet-families.ts";
import { type WayOut, waysOut, waysOver } from "./ways-out.ts";

export interface DefaultWays {
  /** One for each way, the family and the hops: `over IPv4: subnet-1 → rtb-1 (main) → nat-1, 0.0.0.0/0 active`. */
  told: readonly string[];
  /** The route tables that have them. */
  routeTables: readonly string[];
  /** Why there may be more, as clauses. */
  unread: readonly string[];
}

/**
 * The default routes of a subnet that something passes through, whatever they lead to: an internet or NAT gateway, a
 * transit gateway, an appliance, another VPC. A route for 64:ff9b::/96 to a NAT gateway is one, too: NAT64 holds all of
 * IPv4. Routes over a family of which the subnet has no addresses do not count.
 */
export function defaultWays(subnetId: string, facts: NetworkFacts): Fact<DefaultWays> {
  const ways = waysOut(subnetId, facts);
  if (ways.status === "unread") return ways;
  const found = subnetFamilies(subnetId, facts).map((family) => waysIn(family, waysOver(family, ways.value), facts));
  const covering = found.flatMap((one) => one.covering);
  return {
    status: "known",
    value: {
      told: covering.map((way) => formatWay(subnetId, way, facts)),
      routeTables: [...new Set(covering.map(({ via }) => via.routeTableId))],
      unread: [...new Set(found.flatMap((one) => one.unread))],
    },
  };
}

function waysIn(
  family: Family,
  ways: readonly WayOut[],
  facts: NetworkFacts,
): { covering: readonly WayOut[]; unread: readonly string[] } {
  const passing = ways.filter((way) => egressOf(way) !== "none");
  const active = passing.filter(({ state }) => state === "active");
  const alone = active.filter((way) => way.covers === "everything" || isNat64(way));
  const together = coverInternet(
    active.flatMap((way) => rangesOf(way, facts)),
    family,
  );
  const undecided = passing.filter(
    ({ state, covers }) => covers !== "parts" && (state !== "active" || covers === "unread"),
  );
  return { covering: alone.length > 0 || !together ? alone : active, unread: undecided.flatMap((way) => way.unread) };
}

function rangesOf({ destinations }: WayOut, facts: NetworkFacts): readonly Range[] {
  return destinations.flatMap((destination) => {
    const range = parseCidr(destination);
    if (range !== undefined) return [range];
    const listed = prefixListRanges(destination, facts);
    return listed.status === "known" ? listed.value : [];
  });
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html */
const NAT64 = parseCidr("64:ff9b::/96");

function isNat64({ target, destinations }: WayOut): boolean {
  if (!target.kind.startsWith("nat")) return false;
  return destinations.some((destination) => {
    const range = parseCidr(destination);
    return range !== undefined && NAT64 !== undefined && contains(range, NAT64);
  });
}

function formatWay(subnetId: string, way: WayOut, facts: NetworkFacts): string {
  const [path] = pathsOf(subnetId, way, facts);
  return `over ${FAMILY_NAMES[way.family]}: ${path === undefined ? subnetId : formatPath(path)}`;
}
