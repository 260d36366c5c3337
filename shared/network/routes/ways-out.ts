/** Every way that the routes of a subnet lead out of its VPC. */
import { destinationOf, type Route, type RouteTable } from "../answers.ts";
import { contains, coverInternet, type Family, type Range } from "../cidr.ts";
import { type Fact, type FactName, factOf, type NetworkFacts } from "../facts.ts";
import { type BlockedBy, blockOf, blockOfVpc } from "./block-public-access.ts";
import { type RouteEntries, type RouteState, routeEntries, routeTableOf, shadowedEntries, stateOf } from "./routes.ts";
import { type Target, targetOf } from "./target.ts";

/** The routes of one family that lead to one target in one state. */
export interface WayOut {
  family: Family;
  /** False where its only destinations are prefix lists of which not even the family is known. */
  familyKnown: boolean;
  /** As the routes have them: CIDR blocks and ids of prefix lists. */
  destinations: readonly string[];
  /** `everything`: together they hold the whole internet, split or not; `unread`: entries of a prefix list are not known. */
  covers: "everything" | "parts" | "unread";
  target: Target;
  state: RouteState;
  via: { routeTableId: string; association: Association };
  /** Preferred routes take all of its traffic. */
  shadowed: boolean;
  /** What stops the traffic at the gateway; null when nothing is known to. */
  blockedBy: BlockedBy | null;
  /** The ways on from a NAT gateway, by the routes of its own subnet; null for other targets and where they are unread. */
  beyond: readonly WayOut[] | null;
  /** What could not be told of it, as clauses. */
  unread: readonly string[];
}

/** `regional`: the table of a regional NAT gateway itself. */
export type Association = "explicit" | "main" | "regional";

/** What EC2 has to tell for the ways out of a subnet. */
export const WAYS_OUT_FACTS = [
  "subnets",
  "vpcs",
  "routeTables",
  "natGateways",
  "vpcEndpoints",
  "prefixLists",
  "blockPublicAccessOptions",
  "blockPublicAccessExclusions",
] as const satisfies readonly FactName[];

/** Every way out of the VPC of a subnet; none for a subnet whose table has local routes alone. */
export function waysOut(subnetId: string, facts: NetworkFacts): Fact<readonly WayOut[]> {
  return waysFrom(subnetId, facts, []);
}

function waysFrom(subnetId: string, facts: NetworkFacts, passed: readonly string[]): Fact<readonly WayOut[]> {
  const found = routeTableOf(subnetId, facts);
  if (found.status === "unread") return found;
  const { table, association } = found.value;
  return {
    status: "known",
    value: waysThrough({ table, association, block: blockOf(subnetId, facts) }, facts, passed),
  };
}

/** A table and what its routes mean where it is used. */
interface Place {
  table: RouteTable;
  association: Association;
  block: Fact<BlockedBy | null>;
}

function waysThrough(place: Place, facts: NetworkFacts, passed: readonly string[]): WayOut[] {
  const table = routeEntries(place.table, facts);
  const groups = [...outwardRoutes(table, facts).values()];
  return groups.map((group) => toWay(group, place, facts, passed));
}

interface Group {
  family: Family;
  familyKnown: boolean;
  target: Target;
  state: RouteState;
  destinations: Set<string>;
  ranges: Range[];
  shadowed: boolean;
  unread: string[];
}

function outwardRoutes(table: RouteEntries, facts: NetworkFacts): Map<string, Group> {
  const groups = new Map<string, Group>();
  const local = table.entries.filter(({ route }) => targetOf(route, facts) === "local").map(({ range }) => range);
  const shadowed = shadowedEntries(table.entries);
  for (const entry of table.entries) {
    if (local.some((own) => contains(own, entry.range))) continue;
    const group = groupOf(entry.route, entry.range.family, groups, facts);
    if (group === undefined) continue;
    group.ranges.push(entry.range);
    group.familyKnown = true;
    if (!shadowed.has(entry)) group.shadowed = false;
  }
  for (const { route, families, reason } of table.unread) {
    for (const family of families) addUnread(groupOf(route, family, groups, facts), reason, families);
  }
  return groups;
}

function addUnread(group: Group | undefined, reason: string, families: readonly Family[]): void {
  if (group === undefined) return;
  group.shadowed = false;
  group.unread.push(reason);
  if (families.length === 1) group.familyKnown = true;
}

function groupOf(route: Route, family: Family, groups: Map<string, Group>, facts: NetworkFacts): Group | undefined {
  const target = targetOf(route, facts);
  if (target === "local") return undefined;
  const state = stateOf(route);
  const key = JSON.stringify([family, target, state]);
  const group = groups.get(key) ?? newGroup({ family, target, state });
  group.destinations.add(destinationOf(route) ?? "");
  groups.set(key, group);
  return group;
}

function newGroup(way: Pick<Group, "family" | "target" | "state">): Group {
  return { ...way, familyKnown: false, destinations: new Set(), ranges: [], shadowed: true, unread: [] };
}

function toWay(group: Group, place: Place, facts: NetworkFacts, passed: readonly string[]): WayOut {
  const { family, familyKnown, target, state, shadowed } = group;
  const block = blockFor(target, place);
  const beyond = beyondNat(target, facts, passed);
  return {
    family,
    familyKnown,
    destinations: [...group.destinations],
    covers: coverageOf(group),
    target,
    state,
    via: { routeTableId: place.table.RouteTableId, association: place.association },
    shadowed,
    blockedBy: block.status === "known" ? block.value : null,
    beyond: beyond.status === "known" ? beyond.value : null,
    unread: [
      ...group.unread,
      ...reasonsOf(block),
      ...reasonsOf(beyond),
      ...unreadState(state),
      ...unreadTarget(target, facts),
    ],
  };
}

function coverageOf({ ranges, family, unread }: Group): WayOut["covers"] {
  if (coverInternet(ranges, family)) return "everything";
  return unread.length > 0 ? "unread" : "parts";
}

function reasonsOf(fact: Fact<unknown>): string[] {
  return fact.status === "unread" ? [fact.reason] : [];
}

function unreadState(state: RouteState): string[] {
  return state === "unknown" ? ["the state of the route was not told"] : [];
}

/** Why no more than the class of the target is known. */
function unreadTarget({ kind, id }: Target, facts: NetworkFacts): string[] {
  if (kind === "unknown") return [`${id ?? "the target of a route"} is of no kind that is known here`];
  if ((kind !== "nat" && kind !== "endpoint") || id === null) return [];
  const fact = factOf(facts, kind === "nat" ? "natGateways" : "vpcEndpoints", id);
  return [fact.status === "unread" ? fact.reason : `the type of ${id} was not told`];
}

const NOTHING = { status: "known", value: null } as const;

/** `block-ingress` lets connections out through NAT gateways and egress-only internet gateways. */
function blockFor({ kind }: Target, { block, association }: Place): Fact<BlockedBy | null> {
  if (kind !== "internet-gateway" && kind !== "egress-only") return NOTHING;
  if (association === "regional" || block.status === "unread" || kind === "internet-gateway") return block;
  return block.value?.mode === "block-bidirectional" && block.value.stops === "everything" ? block : NOTHING;
}

/** A NAT gateway sends on over IPv4 whatever it took (IPv6 through NAT64), by the routes where it stands. */
function beyondNat({ kind, id }: Target, facts: NetworkFacts, passed: readonly string[]): Fact<WayOut[] | null> {
  if ((kind !== "nat-public" && kind !== "nat-private") || id === null) return NOTHING;
  if (passed.includes(id)) return { status: "known", value: [] };
  const ways = waysOfNat(id, facts, [...passed, id]);
  if (ways.status === "unread") return ways;
  return { status: "known", value: ways.value.filter(({ family }) => family === "ipv4").map(letOut) };
}

function waysOfNat(id: string, facts: NetworkFacts, passed: readonly string[]): Fact<readonly WayOut[]> {
  const nat = factOf(facts, "natGateways", id);
  if (nat.status === "unread") return nat;
  const { SubnetId, RouteTableId, VpcId } = nat.value;
  if (SubnetId !== undefined) return waysFrom(SubnetId, facts, passed);
  if (RouteTableId === undefined)
    return { status: "unread", reason: `${id} names neither its subnet nor its route table` };
  const table = factOf(facts, "routeTables", RouteTableId);
  if (table.status === "unread") return table;
  const block = blockOfVpc(VpcId ?? table.value.VpcId, facts);
  return { status: "known", value: waysThrough({ table: table.value, association: "regional", block }, facts, passed) };
}

/** A NAT gateway takes no connections from outside, so what blocks only those does not stop it. */
function letOut(way: WayOut): WayOut {
  const stopped = way.blockedBy?.mode === "block-bidirectional" && way.blockedBy.stops === "everything";
  return stopped ? way : { ...way, blockedBy: null };
}

/** The ways of one family. */
export function waysOver(family: Family, ways: readonly WayOut[]): WayOut[] {
  return ways.filter((way) => way.family === family);
}
