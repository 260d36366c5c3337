/** The paths from a subnet out of its VPC, hop by hop. */
import type { Family } from "../cidr.ts";
import { factOf, type NetworkFacts } from "../facts.ts";
import type { TargetKind } from "./target.ts";
import type { WayOut } from "./ways-out.ts";

/**
 * Where a path leads. `internet-with-public-address`: an internet gateway, over IPv4, which serves only interfaces that
 * have a public address. `delegated`: another network, which decides what gets out; that cannot be proven from here.
 */
export type Egress = "internet" | "internet-with-public-address" | "delegated" | "none" | "unknown";

export interface Hop {
  kind: "subnet" | "route-table" | TargetKind;
  id: string;
  /** Why the path takes it: how the table is associated, or the destinations and the state of the route. */
  reason: string | null;
}

export interface Path {
  family: Family;
  hops: readonly Hop[];
  egress: Egress;
}

/**
 * The paths of a way: one, or where it leads through a NAT gateway one for each way on from there. `from` is the subnet it
 * starts in; null for the way of a regional NAT gateway, which stands in none.
 */
export function pathsOf(from: string | null, way: WayOut, facts: NetworkFacts): Path[] {
  const onward = way.beyond ?? [];
  const hops = hopsOf(from, way);
  if (onward.length === 0) return [{ family: way.family, hops, egress: egressOf(way) }];
  const next = subnetOf(way, facts);
  return onward.flatMap((beyond) =>
    pathsOf(next, beyond, facts).map((path) => ({
      family: way.family,
      hops: [...hops, ...path.hops],
      egress: egressOf({ ...way, beyond: [beyond] }),
    })),
  );
}

/** Where a way leads as far as the facts tell; `none` where nothing passes. */
export function egressOf(way: WayOut): Egress {
  if (way.state === "blackhole" || way.shadowed || way.blockedBy?.stops === "everything") return "none";
  if (way.state === "unknown") return "unknown";
  if (way.target.kind === "nat-public" || way.target.kind === "nat-private") return egressBeyond(way);
  if (way.target.kind === "internet-gateway" && way.family === "ipv4") return "internet-with-public-address";
  return EGRESS[way.target.kind];
}

/** What a public NAT gateway sends has a public address; what a private one sends no internet gateway takes. */
function egressBeyond({ target, beyond }: WayOut): Egress {
  if (beyond === null) return "unknown";
  const reached = mostOf(beyond.map(egressOf));
  if (reached !== "internet-with-public-address") return reached;
  return target.kind === "nat-public" ? "internet" : "none";
}

/** The one that lets most out, as far as is known. */
export function mostOf(egresses: readonly Egress[]): Egress {
  return BY_REACH.find((egress) => egresses.includes(egress)) ?? "none";
}

const BY_REACH = ["internet", "unknown", "internet-with-public-address", "delegated"] as const;

const EGRESS: Record<Exclude<TargetKind, "nat-public" | "nat-private">, Egress> = {
  "internet-gateway": "internet",
  "egress-only": "internet",
  carrier: "internet",
  "transit-gateway": "delegated",
  "virtual-private-gateway": "delegated",
  peering: "delegated",
  appliance: "delegated",
  "local-gateway": "delegated",
  "core-network": "delegated",
  odb: "delegated",
  "gateway-endpoint": "none",
  nat: "unknown",
  endpoint: "unknown",
  unknown: "unknown",
};

/** `subnet-0a → rtb-1 (main) → igw-1, 0.0.0.0/0 active`. */
export function formatPath({ hops }: Pick<Path, "hops">): string {
  return hops.map(formatHop).join(" → ");
}

function formatHop({ kind, id, reason }: Hop): string {
  if (reason === null || reason === "explicit") return id;
  return kind === "route-table" ? `${id} (${reason})` : `${id}, ${reason}`;
}

function hopsOf(from: string | null, way: WayOut): Hop[] {
  const start: Hop[] = from === null ? [] : [{ kind: "subnet", id: from, reason: null }];
  return [
    ...start,
    { kind: "route-table", id: way.via.routeTableId, reason: way.via.association },
    { kind: way.target.kind, id: way.target.id ?? "a target that is not known here", reason: reasonOf(way) },
  ];
}

/** The subnet that a NAT gateway stands in; null for a regional one. */
function subnetOf({ target }: WayOut, facts: NetworkFacts): string | null {
  const nat = target.id === null ? undefined : factOf(facts, "natGateways", target.id);
  return nat?.status === "known" ? (nat.value.SubnetId ?? null) : null;
}

const DESTINATIONS_TOLD = 3;

function reasonOf(way: WayOut): string {
  const more = way.destinations.length - DESTINATIONS_TOLD;
  const told = [...way.destinations.slice(0, DESTINATIONS_TOLD), ...(more > 0 ? [`${more} more`] : [])];
  const state = way.state === "unknown" ? "in a state that was not told" : way.state;
  return `${told.join(", ")} ${state}${way.shadowed ? ", unused" : ""}${blockReason(way)}`;
}

function blockReason({ blockedBy }: WayOut): string {
  if (blockedBy === null) return "";
  const inbound = blockedBy.stops === "inbound" ? " from outside" : "";
  return `, blocked${inbound} by VPC Block Public Access`;
}
