/**
 * What Studio needs of the security groups of its users where the domain is VpcOnly: the file system over NFS, and TCP
 * between the apps. https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
import { contains, parseCidr, type Range } from "../cidr.ts";
import { factOf, type NetworkFacts } from "../facts.ts";
import { prefixListRanges } from "../routes/routes.ts";
import { type Direction, type Opening, type Openings, openingsOf, type Peer } from "./groups.ts";
import { holds, joined, type Ports } from "./ports.ts";

export type StudioPorts =
  | { status: "open" }
  /** `missing`: each as `tcp 8192–65535 in from itself`. */
  | { status: "closed"; missing: readonly string[] }
  | { status: "unknown"; reason: string };

interface Need {
  direction: Direction;
  ports: Ports;
  words: string;
  /** Whether any other group will do: the file system has one of its own. */
  anyGroup: boolean;
}

const NEEDS: readonly Need[] = [
  {
    direction: "in",
    ports: { from: 8192, to: 65535 },
    words: "tcp 8192–65535 in from its own members",
    anyGroup: false,
  },
  {
    direction: "out",
    ports: { from: 8192, to: 65535 },
    words: "tcp 8192–65535 out to its own members",
    anyGroup: false,
  },
  { direction: "out", ports: { from: 2049, to: 2049 }, words: "tcp 2049 (NFS) out to the file system", anyGroup: true },
];

/**
 * Whether the groups, together, let Studio's apps work in the subnets. Apps have all of the groups, so a rule that names
 * any of them will do, as will ranges that hold the subnets. IPv4 counts: that is what the apps and the file system talk.
 */
export function studioPorts(
  { securityGroups, subnets }: { securityGroups: readonly string[]; subnets: readonly string[] },
  facts: NetworkFacts,
): StudioPorts {
  const openings = openingsOf(securityGroups, facts);
  const places = subnets.map((id) => blockOf(id, facts));
  const closed = NEEDS.filter((need) => !isMet(need, openings, securityGroups, places, facts));
  if (closed.length === 0) return { status: "open" };
  const reason = openings.unread[0]?.reason ?? unreadPlace(closed, openings, subnets, facts);
  if (reason !== null) return { status: "unknown", reason };
  return { status: "closed", missing: closed.map(({ words }) => words) };
}

function blockOf(subnetId: string, facts: NetworkFacts): Range | null {
  const subnet = factOf(facts, "subnets", subnetId);
  const block = subnet.status === "known" ? subnet.value.CidrBlock : undefined;
  return block === undefined ? null : (parseCidr(block) ?? null);
}

/** Met where the rules for each of the subnets have all of the ports. */
function isMet(
  need: Need,
  { openings }: Openings,
  groups: readonly string[],
  places: readonly (Range | null)[],
  facts: NetworkFacts,
): boolean {
  const rules = openings.filter((one) => one.direction === need.direction && isTcp(one));
  return (places.length === 0 ? [null] : places).every((place) => {
    const reaching = rules.filter(({ peer }) => reaches(peer, need, groups, place, facts));
    return joined(reaching.map(({ ports }) => ports)).some((ports) => holds(ports, need.ports));
  });
}

function isTcp({ protocol }: Opening): boolean {
  return protocol === "tcp" || protocol === "all";
}

/** A place that is not known is in no range but that of all addresses. */
function reaches(peer: Peer, { anyGroup }: Need, groups: readonly string[], place: Range | null, facts: NetworkFacts) {
  if (peer.kind === "itself") return true;
  if (peer.kind === "group") return anyGroup || groups.includes(peer.id);
  return rangesOf(peer, facts).some(
    (range) => range.family === "ipv4" && (range.length === 0 || (place !== null && contains(range, place))),
  );
}

function rangesOf(peer: Peer, facts: NetworkFacts): readonly Range[] {
  if (peer.kind === "range") {
    const range = parseCidr(peer.cidr);
    return range === undefined ? [] : [range];
  }
  if (peer.kind !== "prefix-list") return [];
  const listed = prefixListRanges(peer.id, facts);
  return listed.status === "known" ? listed.value : [];
}

/** Why ranges cannot be judged: rules with ranges could meet the need, and where the subnets are is not known. */
function unreadPlace(
  closed: readonly Need[],
  { openings }: Openings,
  subnets: readonly string[],
  facts: NetworkFacts,
): string | null {
  const ranged = openings.some(
    ({ direction, peer }) =>
      closed.some((need) => need.direction === direction) && (peer.kind === "range" || peer.kind === "prefix-list"),
  );
  if (!ranged) return null;
  if (subnets.length === 0) return "which subnets the rules' address ranges would have to hold is not known here";
  for (const id of subnets) {
    const subnet = factOf(facts, "subnets", id);
    if (subnet.status === "unread") return subnet.reason;
    if (subnet.value.CidrBlock === undefined) return `the addresses of ${id} were not told`;
  }
  return null;
}
