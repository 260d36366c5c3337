/** Whether security groups let HTTPS, which all of AWS's APIs speak, pass between two parties. */
import { contains, parseCidr, type Range, sizeOf, widest } from "../cidr.ts";
import { type Fact, factOf, type NetworkFacts } from "../facts.ts";
import { prefixListRanges } from "../routes/routes.ts";
import { type Direction, type Opening, openingsOf } from "./groups.ts";
import { holds, type Ports } from "./ports.ts";

const HTTPS: Ports = { from: 443, to: 443 };

/** Those on the other side: the groups of their interfaces, and the addresses that these have. */
export interface Party {
  groups: readonly string[];
  ranges: readonly Range[];
  /** The prefix list that holds the same addresses, where there is one. */
  prefixList?: string;
}

/** Whether the groups let all of the party in or out; unread where a rule that was not read might. */
export function letHttps(
  groupIds: readonly string[],
  direction: Direction,
  party: Party,
  facts: NetworkFacts,
): Fact<boolean> {
  const { openings, unread } = openingsOf(groupIds, facts);
  const serving = openings.filter((one) => one.direction === direction && isForHttps(one));
  if (serving.some((one) => names(one, party))) return { status: "known", value: true };
  const open = serving.flatMap((one) => rangesOf(one, facts));
  if (party.ranges.length > 0 && party.ranges.every((range) => isCovered(range, open))) {
    return { status: "known", value: true };
  }
  const [first] = unread;
  if (first !== undefined) return { status: "unread", reason: first.reason };
  if (party.ranges.length === 0) return { status: "unread", reason: "the addresses on the other side are not known" };
  return { status: "known", value: false };
}

/** Whether the groups let HTTPS out over IPv4: to every address, to some, or to none but other members of groups. */
export function httpsOut(
  groupIds: readonly string[],
  facts: NetworkFacts,
): "everywhere" | "parts" | "nowhere" | "unread" {
  const out = letHttps(groupIds, "out", { groups: [], ranges: WORLD }, facts);
  if (out.status === "unread") return "unread";
  if (out.value) return "everywhere";
  const { openings } = openingsOf(groupIds, facts);
  const serving = openings.filter((one) => one.direction === "out" && isForHttps(one));
  const open = serving.flatMap((one) => rangesOf(one, facts));
  return open.some(({ family }) => family === "ipv4") ? "parts" : "nowhere";
}

const WORLD = [parseCidr("0.0.0.0/0")].filter((range) => range !== undefined);

function isForHttps({ protocol, ports }: Opening): boolean {
  return protocol === "all" || (protocol === "tcp" && holds(ports, HTTPS));
}

function names({ groupId, peer }: Opening, { groups, prefixList }: Party): boolean {
  if (peer.kind === "itself") return groups.includes(groupId);
  if (peer.kind === "group") return groups.includes(peer.id);
  return peer.kind === "prefix-list" && peer.id === prefixList;
}

function rangesOf({ peer }: Opening, facts: NetworkFacts): readonly Range[] {
  if (peer.kind === "range") return [parseCidr(peer.cidr)].filter((range) => range !== undefined);
  if (peer.kind !== "prefix-list") return [];
  const ranges = prefixListRanges(peer.id, facts);
  return ranges.status === "known" ? ranges.value : [];
}

/** In one piece or in several. */
function isCovered(range: Range, open: readonly Range[]): boolean {
  if (open.some((one) => contains(one, range))) return true;
  const inside = widest(open.filter((one) => contains(range, one)));
  return inside.reduce((sum, one) => sum + sizeOf(one), 0n) === sizeOf(range);
}

/** The addresses that interfaces in the subnet have: IPv4 ones unless it has only IPv6. */
export function addressesIn(subnetId: string, facts: NetworkFacts): Fact<readonly Range[]> {
  const subnet = factOf(facts, "subnets", subnetId);
  if (subnet.status === "unread") return subnet;
  const { Ipv6Native, CidrBlock, Ipv6CidrBlockAssociationSet } = subnet.value;
  const ipv6 = (Ipv6CidrBlockAssociationSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock);
  const blocks = Ipv6Native === true ? ipv6 : [CidrBlock];
  const ranges = blocks.flatMap((block) => (block === undefined ? [] : (parseCidr(block) ?? [])));
  if (ranges.length > 0) return { status: "known", value: ranges };
  return { status: "unread", reason: `the addresses of ${subnetId} were not told` };
}
