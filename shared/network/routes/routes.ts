/**
 * The routes of a subnet and which of them an address takes.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
import { destinationOf, type Route, type RouteTable } from "../answers.ts";
import {
  type Address,
  compareRanges,
  contains,
  containsAddress,
  FAMILIES,
  type Family,
  parseCidr,
  type Range,
  sizeOf,
} from "../cidr.ts";
import { type Fact, factOf, itemsOf, type NetworkFacts } from "../facts.ts";

export interface SubnetRoutes {
  table: RouteTable;
  association: "explicit" | "main";
}

/** `filtered` routes of a route server are not in force; `unknown` is a state that is absent or new. */
export type RouteState = "active" | "blackhole" | "filtered" | "unknown";

/** One range that a route is for: a route to a prefix list has one for each of its entries. */
export interface RouteEntry {
  range: Range;
  route: Route;
  state: RouteState;
}

export interface RouteEntries {
  entries: readonly RouteEntry[];
  /** Routes to prefix lists whose entries are unread, with the families that these may be of. */
  unread: readonly { route: Route; families: readonly Family[]; reason: string }[];
}

/** `routes` holds more than one where prefix lists give the same range different targets: EC2 then picks one. */
export type Lookup =
  | { result: "forwarded" | "dropped" | "undecided"; routes: readonly Route[]; range: Range; unread: readonly string[] }
  | { result: "none"; unread: readonly string[] };

/** The table that a subnet is associated with, else the main one of its VPC. */
export function routeTableOf(subnetId: string, facts: NetworkFacts): Fact<SubnetRoutes> {
  const tables = facts.routeTables;
  if (tables.status === "unread") return tables;
  const explicit = tables.items.filter((table) => isAssociated(table, subnetId));
  if (explicit.length > 1) return unread(`more than one route table says that it is associated with ${subnetId}`);
  const [table] = explicit;
  if (table !== undefined) return { status: "known", value: { table, association: "explicit" } };
  if (tables.partial !== null) return unread(tables.partial);
  return mainTableFor(subnetId, facts);
}

function mainTableFor(subnetId: string, facts: NetworkFacts): Fact<SubnetRoutes> {
  const subnet = factOf(facts, "subnets", subnetId);
  if (subnet.status === "unread") return subnet;
  const { VpcId } = subnet.value;
  const [table, ...others] = itemsOf(facts, "routeTables").filter((one) => one.VpcId === VpcId && isMain(one));
  if (others.length > 0) return unread(`more than one route table says that it is the main one of ${VpcId}`);
  if (table !== undefined) return { status: "known", value: { table, association: "main" } };
  return unread(`no route table that was read is associated with ${subnetId} or the main one of ${VpcId}`);
}

function isAssociated(table: RouteTable, subnetId: string): boolean {
  return table.Associations.some((one) => one.SubnetId === subnetId && !hasEnded(one.AssociationState?.State));
}

function isMain(table: RouteTable): boolean {
  return table.Associations.some((one) => one.Main === true && !hasEnded(one.AssociationState?.State));
}

function hasEnded(state: string | undefined): boolean {
  return state === "disassociated" || state === "failed";
}

/** Every range that the table has a route for, prefix lists expanded; routes that are not in force left out. */
export function routeEntries(table: RouteTable, facts: NetworkFacts): RouteEntries {
  const entries: RouteEntry[] = [];
  const unreadRoutes: RouteEntries["unread"][number][] = [];
  for (const route of table.Routes) {
    const state = stateOf(route);
    if (state === "filtered") continue;
    const destination = rangesOf(route, facts);
    if (destination.status === "known") entries.push(...destination.value.map((range) => ({ range, route, state })));
    else unreadRoutes.push({ route, families: familiesOf(route, facts), reason: destination.reason });
  }
  return { entries, unread: unreadRoutes };
}

export function stateOf({ State }: Route): RouteState {
  return State === "active" || State === "blackhole" || State === "filtered" ? State : "unknown";
}

/** The ranges of a prefix list; unread where only its name is known. */
export function prefixListRanges(id: string, facts: NetworkFacts): Fact<readonly Range[]> {
  const found = factOf(facts, "prefixLists", id);
  if (found.status === "unread") return found;
  if (found.value.Cidrs === undefined) return unread(`the entries of ${id} were not read`);
  return { status: "known", value: found.value.Cidrs.flatMap((block) => parseCidr(block) ?? []) };
}

/** The families that the entries of a prefix list are of: both, where that is not known. */
function prefixListFamilies(id: string, facts: NetworkFacts): readonly Family[] {
  const found = factOf(facts, "prefixLists", id);
  const told = found.status === "known" ? found.value.AddressFamily?.toLowerCase() : undefined;
  const family = FAMILIES.find((one) => one === told);
  return family === undefined ? FAMILIES : [family];
}

function rangesOf(route: Route, facts: NetworkFacts): Fact<readonly Range[]> {
  const block = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock;
  const range = block === undefined ? undefined : parseCidr(block);
  if (range !== undefined) return { status: "known", value: [range] };
  return prefixListRanges(route.DestinationPrefixListId ?? "", facts);
}

function familiesOf(route: Route, facts: NetworkFacts): readonly Family[] {
  return prefixListFamilies(route.DestinationPrefixListId ?? "", facts);
}

/**
 * The route that an address takes: the longest prefix; among equal ones static before prefix list before propagated. A
 * blackhole drops what it matches. `unread` names the prefix lists that may hold a longer one.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function lookUp(address: Address, table: RouteEntries): Lookup {
  const lists = table.unread.filter(({ families }) => families.includes(address.family));
  const names = lists.flatMap(({ route }) => destinationOf(route) ?? []);
  const matches = table.entries.filter(({ range }) => containsAddress(range, address)).sort(byPriority);
  const [best] = matches;
  if (best === undefined) return { result: "none", unread: names };
  const winners = matches.filter((entry) => byPriority(entry, best) === 0);
  return { result: resultOf(winners), routes: winners.map(({ route }) => route), range: best.range, unread: names };
}

function resultOf(winners: readonly RouteEntry[]): "forwarded" | "dropped" | "undecided" {
  if (
    new Set(winners.map(({ route }) => leadingTo(route))).size > 1 ||
    winners.some(({ state }) => state === "unknown")
  )
    return "undecided";
  return winners[0]?.state === "blackhole" ? "dropped" : "forwarded";
}

/** The route but for its destination. */
function leadingTo(route: Route): string {
  return JSON.stringify({ ...route, DestinationPrefixListId: undefined });
}

function byPriority(left: RouteEntry, right: RouteEntry): number {
  return right.range.length - left.range.length || rankOf(left.route) - rankOf(right.route);
}

function rankOf(route: Route): number {
  if (route.DestinationPrefixListId !== undefined) return 1;
  return route.Origin === "EnableVgwRoutePropagation" ? 2 : 0;
}

/**
 * The entries of which no address is left: others that are preferred take all of their range. Routes whose state is not
 * known take nothing from others and lose nothing to them.
 */
export function shadowedEntries(entries: readonly RouteEntry[]): Set<RouteEntry> {
  const shadowed = new Set<RouteEntry>();
  for (const { range, best, all, takenByLonger } of nested(entries.filter(({ state }) => state !== "unknown"))) {
    for (const entry of all) {
      if (takenByLonger === sizeOf(range) || rankOf(entry.route) > best) shadowed.add(entry);
    }
  }
  return shadowed;
}

/** One range of the table, its entries, the best rank among them, and how many of its addresses longer prefixes take. */
interface Node {
  range: Range;
  all: RouteEntry[];
  best: number;
  takenByLonger: bigint;
}

function nested(entries: readonly RouteEntry[]): Node[] {
  const nodes: Node[] = [];
  const open: Node[] = [];
  for (const entry of [...entries].sort((left, right) => compareRanges(left.range, right.range))) {
    const parent = enclosing(open, entry.range);
    if (parent !== undefined && compareRanges(parent.range, entry.range) === 0) {
      parent.all.push(entry);
      parent.best = Math.min(parent.best, rankOf(entry.route));
      continue;
    }
    if (parent !== undefined) parent.takenByLonger += sizeOf(entry.range);
    const node = { range: entry.range, all: [entry], best: rankOf(entry.route), takenByLonger: 0n };
    nodes.push(node);
    open.push(node);
  }
  return nodes;
}

/** The innermost open node that holds the range; those that do not hold it are closed. */
function enclosing(open: Node[], range: Range): Node | undefined {
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    if (contains(last.range, range)) return last;
    open.pop();
  }
  return undefined;
}

function unread(reason: string): { status: "unread"; reason: string } {
  return { status: "unread", reason };
}
