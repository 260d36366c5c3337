/** Address ranges of both families. Two CIDR blocks either nest or are disjoint; the sums below rest on that. */
import { isIPv4, isIPv6 } from "node:net";

export const FAMILIES = ["ipv4", "ipv6"] as const;
export type Family = (typeof FAMILIES)[number];

/** A CIDR block; `first` is its lowest address, so host bits that were written are gone. */
export interface Range {
  family: Family;
  first: bigint;
  /** Prefix length in bits. */
  length: number;
}

export interface Address {
  family: Family;
  value: bigint;
}

const BITS: Record<Family, number> = { ipv4: 32, ipv6: 128 };

/** `10.0.0.0/8` or `2001:db8::/32`; undefined for anything else, an address without a length included. */
export function parseCidr(text: string): Range | undefined {
  const [, written, digits] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (written === undefined || digits === undefined) return undefined;
  const address = parseAddress(written);
  const length = Number(digits);
  if (address === undefined || length > BITS[address.family]) return undefined;
  const hostBits = BigInt(BITS[address.family] - length);
  return { family: address.family, first: (address.value >> hostBits) << hostBits, length };
}

/** One address; undefined where the text is none or names a zone (`fe80::1%eth0`). */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { family: "ipv4", value: ipv4Value(text) };
  if (isIPv6(text) && !text.includes("%")) return { family: "ipv6", value: ipv6Value(text) };
  return undefined;
}

/** The block as AWS writes it: host bits zero, IPv6 in its shortest form. */
export function formatCidr({ family, first, length }: Range): string {
  return `${family === "ipv4" ? ipv4Text(first) : ipv6Text(first)}/${length}`;
}

export function sizeOf({ family, length }: Range): bigint {
  return 1n << BigInt(BITS[family] - length);
}

/** Whether every address of `inner` is in `outer`; a range contains itself. */
export function contains(outer: Range, inner: Range): boolean {
  if (outer.family !== inner.family || outer.length > inner.length) return false;
  const hostBits = BigInt(BITS[outer.family] - outer.length);
  return outer.first >> hostBits === inner.first >> hostBits;
}

export function containsAddress(range: Range, { family, value }: Address): boolean {
  return contains(range, { family, first: value, length: BITS[family] });
}

/** Orders by family, first address, then the wider range first: a range follows all that contain it. */
export function compareRanges(left: Range, right: Range): number {
  if (left.family !== right.family) return left.family < right.family ? -1 : 1;
  if (left.first !== right.first) return left.first < right.first ? -1 : 1;
  return left.length - right.length;
}

/** The ranges that no other one contains, in order: the same addresses, none twice. */
export function widest(ranges: readonly Range[]): Range[] {
  const kept: Range[] = [];
  for (const range of [...ranges].sort(compareRanges)) {
    const last = kept.at(-1);
    if (last === undefined || !contains(last, range)) kept.push(range);
  }
  return kept;
}

/**
 * Whether the ranges hold every address of the family that the internet routes, in one piece or split: `0.0.0.0/0`,
 * `0.0.0.0/1` with `128.0.0.0/1`, `2000::/3`, all but the private ranges.
 * https://www.iana.org/assignments/iana-ipv4-special-registry,
 * https://www.iana.org/assignments/ipv6-address-space
 */
export function coverInternet(ranges: readonly Range[], family: Family): boolean {
  const own = ranges.filter((range) => range.family === family);
  if (own.length === 0) return false;
  let covered = 0n;
  for (const range of widest([...own, ...NOT_THE_INTERNET[family]])) covered += sizeOf(range);
  return covered === 1n << BigInt(BITS[family]);
}

const NOT_THE_INTERNET: Record<Family, readonly Range[]> = {
  ipv4: ranges(
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/3",
  ),
  ipv6: ranges("::/3", "4000::/2", "8000::/1"),
};

function ranges(...blocks: string[]): Range[] {
  return blocks.flatMap((block) => parseCidr(block) ?? []);
}

function ipv4Value(text: string): bigint {
  return text.split(".").reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function ipv4Text(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
}

function ipv6Value(text: string): bigint {
  const [head = [], tail = []] = withoutDots(text).split("::").map(groupsOf);
  const zeros = text.includes("::") ? Array<string>(8 - head.length - tail.length).fill("0") : [];
  return [...head, ...zeros, ...tail].reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

function groupsOf(part: string): string[] {
  return part === "" ? [] : part.split(":");
}

/** `::ffff:10.0.0.1` with its last two groups in hexadecimal. */
function withoutDots(text: string): string {
  const at = text.lastIndexOf(":") + 1;
  if (!text.includes(".")) return text;
  const value = ipv4Value(text.slice(at));
  return `${text.slice(0, at)}${(value >> 16n).toString(16)}:${(value & 65535n).toString(16)}`;
}

function ipv6Text(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - index * 16)) & 65535n);
  const host = new URL(`http://[${groups.map((group) => group.toString(16)).join(":")}]/`).hostname;
  return host.slice(1, -1);
}
