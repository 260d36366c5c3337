/** How much of the internet a set of security groups lets out to. */
import { contains, type Family, parseCidr, type Range } from "../cidr.ts";
import type { NetworkFacts } from "../facts.ts";
import { prefixListRanges } from "../routes/routes.ts";
import { formatPeer, type Opening, openingsOf, openToWorld } from "./groups.ts";

export type LetOut =
  | { scope: "everything" }
  | { scope: "nothing" }
  /** `peers`: the CIDR blocks and prefix lists that hold addresses of the internet. */
  | { scope: "parts"; peers: readonly string[] }
  | { scope: "unknown"; reason: string };

/** On some port; groups that could not be read may let out more. */
export function letOut(groupIds: readonly string[], family: Family, facts: NetworkFacts): LetOut {
  const found = openingsOf(groupIds, facts);
  if (openToWorld(found, "out", facts).some((world) => world.family === family)) return { scope: "everything" };
  const [first] = found.unread;
  if (first !== undefined) return { scope: "unknown", reason: first.reason };
  const outward = found.openings.filter((one) => one.direction === "out" && leadsOutside(one, family, facts));
  if (outward.length === 0) return { scope: "nothing" };
  return { scope: "parts", peers: [...new Set(outward.map(({ peer }) => formatPeer(peer)))] };
}

function leadsOutside({ peer }: Opening, family: Family, facts: NetworkFacts): boolean {
  const own = peer.kind === "range" ? [parseCidr(peer.cidr)] : [];
  const list = peer.kind === "prefix-list" ? prefixListRanges(peer.id, facts) : undefined;
  const ranges = list?.status === "known" ? list.value : own;
  return ranges.some((range) => range !== undefined && range.family === family && !isPrivate(range));
}

function isPrivate(range: Range): boolean {
  return PRIVATE.some((outer) => contains(outer, range));
}

/** https://www.rfc-editor.org/rfc/rfc1918, https://www.rfc-editor.org/rfc/rfc6598, https://www.rfc-editor.org/rfc/rfc4193 */
const PRIVATE: readonly Range[] = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
].flatMap((block) => parseCidr(block) ?? []);
