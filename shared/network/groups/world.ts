/** What a set of security groups has open to the whole internet, in one direction. */
import type { NetworkFacts } from "../facts.ts";
import { type Direction, openingsOf, openToWorld, type WorldOpening } from "./groups.ts";
import { ALL_PORTS, formatPorts } from "./ports.ts";

export interface WorldAccess {
  /** The widest first. */
  open: readonly WorldOpening[];
  /** Why more may be open, as clauses. */
  unread: readonly string[];
}

export function worldAccess(groupIds: readonly string[], direction: Direction, facts: NetworkFacts): WorldAccess {
  const all = openingsOf(groupIds, facts);
  const lists = all.openings.flatMap((one) =>
    one.direction === direction && one.peer.kind === "prefix-list" ? [one.peer.id] : [],
  );
  const unread = all.unread.filter(({ id }) => groupIds.includes(id) || lists.includes(id));
  return {
    open: openToWorld(all, direction, facts).sort(byWidth),
    unread: [...new Set(unread.map(({ reason }) => reason))],
  };
}

/** Whether it is open for all traffic, or for all of a protocol with ports. */
export function isForAllPorts({ protocol, ports }: WorldOpening): boolean {
  const ported = protocol === "tcp" || protocol === "udp";
  return protocol === "all" || (ported && ports.from <= 1 && ports.to >= ALL_PORTS.to);
}

const OPENINGS_TOLD = 3;

/** `sg-1, tcp 22 from 0.0.0.0/0 (IPv4); sg-1, all traffic from ::/0 (IPv6)`. */
export function formatOpenings(open: readonly WorldOpening[]): string {
  const more = open.length - OPENINGS_TOLD;
  const told = open.slice(0, OPENINGS_TOLD).map(formatOpening);
  return [...told, ...(more > 0 ? [`${more} more`] : [])].join("; ");
}

const PEERS_TOLD = 3;

function formatOpening({ direction, family, protocol, ports, groupIds, peers }: WorldOpening): string {
  const more = peers.length - PEERS_TOLD;
  const from = [...peers.slice(0, PEERS_TOLD), ...(more > 0 ? [`${more} more`] : [])].join(" and ");
  const what = `${formatPorts(protocol, ports)} ${direction === "in" ? "from" : "to"} ${from}`;
  return `${groupIds.join(" with ")}, ${what} (${family === "ipv4" ? "IPv4" : "IPv6"})`;
}

function byWidth(left: WorldOpening, right: WorldOpening): number {
  return widthOf(right) - widthOf(left);
}

function widthOf({ protocol, ports }: WorldOpening): number {
  if (protocol === "all") return Number.MAX_SAFE_INTEGER;
  return protocol === "tcp" || protocol === "udp" ? ports.to - ports.from + 1 : 1;
}
