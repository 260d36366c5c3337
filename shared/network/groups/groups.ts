/**
 * Who can come in and what can go out of a set of security groups; the rules of all of them count together.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
import type { Permission, SecurityGroup } from "../answers.ts";
import { coverInternet, FAMILIES, type Family, parseCidr, type Range } from "../cidr.ts";
import { factOf, type NetworkFacts } from "../facts.ts";
import { prefixListRanges } from "../routes/routes.ts";
import { holds, joined, type Ports, type Protocol, partsOf, portsOf, protocolOf } from "./ports.ts";

export type Direction = "in" | "out";

/** Whom a rule names. A group is `itself` when the rule stands in that very group. */
export type Peer =
  | { kind: "range"; family: Family; cidr: string }
  | { kind: "prefix-list"; id: string }
  | { kind: "itself" }
  /** `account` owns the group; null where it is that of the rule's own group or not told. */
  | { kind: "group"; id: string; account: string | null }
  /** A reference without the id of a group. */
  | { kind: "unknown" };

/** What one rule of one group lets through. */
export interface Opening {
  groupId: string;
  direction: Direction;
  protocol: Protocol;
  ports: Ports;
  peer: Peer;
}

export interface Openings {
  openings: readonly Opening[];
  /** Groups and prefix lists that could not be read, so that more may be open. */
  unread: readonly { id: string; reason: string }[];
}

/** What is open to the whole internet, by one rule or by several together. */
export interface WorldOpening {
  direction: Direction;
  family: Family;
  protocol: Protocol;
  ports: Ports;
  groupIds: readonly string[];
  /** The CIDR blocks and prefix lists that add up to it, as the rules have them. */
  peers: readonly string[];
}

/** Everything that the groups let in and out. */
export function openingsOf(groupIds: readonly string[], facts: NetworkFacts): Openings {
  const openings: Opening[] = [];
  const unread: { id: string; reason: string }[] = [];
  for (const id of new Set(groupIds)) {
    const group = factOf(facts, "securityGroups", id);
    if (group.status === "known") openings.push(...openingsIn(group.value));
    else unread.push({ id, reason: group.reason });
  }
  return { openings, unread: [...unread, ...unreadLists(openings, facts)] };
}

function unreadLists(openings: readonly Opening[], facts: NetworkFacts): Openings["unread"] {
  const ids = new Set(openings.flatMap(({ peer }) => (peer.kind === "prefix-list" ? [peer.id] : [])));
  return [...ids].flatMap((id) => {
    const ranges = prefixListRanges(id, facts);
    return ranges.status === "unread" ? [{ id, reason: ranges.reason }] : [];
  });
}

function openingsIn(group: SecurityGroup): Opening[] {
  return [
    ...group.IpPermissions.flatMap((permission) => openingsBy(permission, "in", group)),
    ...group.IpPermissionsEgress.flatMap((permission) => openingsBy(permission, "out", group)),
  ];
}

function openingsBy(permission: Permission, direction: Direction, group: SecurityGroup): Opening[] {
  const protocol = protocolOf(permission);
  const ports = portsOf(permission);
  return peersOf(permission, group).map((peer) => ({ groupId: group.GroupId, direction, protocol, ports, peer }));
}

function peersOf(permission: Permission, group: SecurityGroup): Peer[] {
  return [
    ...permission.IpRanges.map(({ CidrIp }): Peer => ({ kind: "range", family: "ipv4", cidr: CidrIp })),
    ...permission.Ipv6Ranges.map(({ CidrIpv6 }): Peer => ({ kind: "range", family: "ipv6", cidr: CidrIpv6 })),
    ...permission.PrefixListIds.map(({ PrefixListId }): Peer => ({ kind: "prefix-list", id: PrefixListId })),
    ...permission.UserIdGroupPairs.map((pair) => groupPeer(pair, group)),
  ];
}

function groupPeer({ GroupId, UserId }: Permission["UserIdGroupPairs"][number], group: SecurityGroup): Peer {
  if (GroupId === undefined) return { kind: "unknown" };
  if (GroupId === group.GroupId) return { kind: "itself" };
  return { kind: "group", id: GroupId, account: UserId === group.OwnerId ? null : (UserId ?? null) };
}

/**
 * What of the openings the whole internet has: 0.0.0.0/0 and ::/0, the same in pieces, in one rule or in several that have
 * ports in common, and prefix lists that hold it. Unread lists add nothing here; they are in `Openings.unread`.
 */
export function openToWorld({ openings }: Openings, direction: Direction, facts: NetworkFacts): WorldOpening[] {
  const ranged = openings.filter((one) => one.direction === direction).flatMap((one) => rangesOf(one, facts));
  const protocols = [...new Set(ranged.map(({ opening }) => opening.protocol))].sort(allFirst);
  const found: WorldOpening[] = [];
  for (const family of FAMILIES) {
    const own = ranged.filter(({ ranges }) => ranges.some((range) => range.family === family));
    for (const protocol of protocols) {
      const world = worldOver(own, protocol, family).filter((one) => !isToldByAll(one, found));
      found.push(...world.map((one) => ({ direction, ...one })));
    }
  }
  return found;
}

function allFirst(left: Protocol, right: Protocol): number {
  return Number(right === "all") - Number(left === "all") || left.localeCompare(right);
}

/** All traffic being open says it of every protocol. */
function isToldByAll({ family }: Omit<WorldOpening, "direction">, found: readonly WorldOpening[]): boolean {
  return found.some((one) => one.protocol === "all" && one.family === family);
}

interface Ranged {
  opening: Opening;
  ranges: readonly Range[];
}

function rangesOf(opening: Opening, facts: NetworkFacts): Ranged[] {
  const { peer } = opening;
  if (peer.kind === "range") {
    const range = parseCidr(peer.cidr);
    return range === undefined ? [] : [{ opening, ranges: [range] }];
  }
  if (peer.kind !== "prefix-list") return [];
  const ranges = prefixListRanges(peer.id, facts);
  return ranges.status === "known" ? [{ opening, ranges: ranges.value }] : [];
}

type World = Omit<WorldOpening, "direction">;

/** Rules for all protocols count for each single one. */
function worldOver(ranged: readonly Ranged[], protocol: Protocol, family: Family): World[] {
  const own = ranged.filter(({ opening }) => opening.protocol === protocol || opening.protocol === "all");
  const parts = partsOf(own.map(({ opening }) => opening.ports)).map((part) => ({
    part,
    rules: openersOf(own, part, family),
  }));
  const open = parts.filter(({ rules }) => rules.length > 0);
  return joined(open.map(({ part }) => part)).map((ports) => {
    const rules = open.filter(({ part }) => holds(ports, part)).flatMap((one) => one.rules);
    return { family, protocol, ports, groupIds: groupsIn(rules), peers: peersIn(rules) };
  });
}

/** The rules that open the ports to the internet: those that do it alone, else all that do it together; none if they do not. */
function openersOf(ranged: readonly Ranged[], part: Ports, family: Family): Ranged[] {
  const rules = ranged.filter(({ opening }) => holds(opening.ports, part));
  const alone = rules.filter(({ ranges }) => coverInternet(ranges, family));
  if (alone.length > 0) return alone;
  return coverInternet(
    rules.flatMap(({ ranges }) => ranges),
    family,
  )
    ? rules
    : [];
}

function groupsIn(rules: readonly Ranged[]): string[] {
  return [...new Set(rules.map(({ opening }) => opening.groupId))];
}

function peersIn(rules: readonly Ranged[]): string[] {
  return [...new Set(rules.map(({ opening }) => formatPeer(opening.peer)))];
}

/** `10.0.0.0/8`, `pl-1`, `itself`, `sg-1 of account 111122223333`. */
export function formatPeer(peer: Peer): string {
  if (peer.kind === "range") return peer.cidr;
  if (peer.kind === "prefix-list") return peer.id;
  if (peer.kind === "group") return peer.account === null ? peer.id : `${peer.id} of account ${peer.account}`;
  return peer.kind === "itself" ? "itself" : "a group that is not named";
}

/**
 * Whether one of the groups lets all of its own members reach each other on these ports in this direction, by rules that
 * name the group itself.
 */
export function opensToItself(
  { openings }: Openings,
  { direction, protocol, ports }: Pick<Opening, "direction" | "protocol" | "ports">,
): boolean {
  const own = openings.filter((one) => one.direction === direction && one.peer.kind === "itself");
  return [...new Set(own.map(({ groupId }) => groupId))].some((groupId) => {
    const rules = own.filter((one) => one.groupId === groupId && [protocol, "all"].includes(one.protocol));
    return joined(rules.map((one) => one.ports)).some((one) => holds(one, ports));
  });
}
