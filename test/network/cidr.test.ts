import { BlockList } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  contains,
  containsAddress,
  coverInternet,
  formatCidr,
  parseAddress,
  parseCidr,
  type Range,
  sizeOf,
  widest,
} from "../../shared/network/cidr.ts";

function cidr(text: string): Range {
  const range = parseCidr(text);
  if (range === undefined) throw new Error(`${text} is no CIDR block`);
  return range;
}

const ipv4Block = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([ip, length]) => `${ip}/${length}`);
const ipv6Block = fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([ip, length]) => `${ip}/${length}`);
const anyBlock = fc.oneof(ipv4Block, ipv6Block);

describe("blocks", () => {
  test.each([
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["10.1.2.3/8", "10.0.0.0/8"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["255.255.255.255/32", "255.255.255.255/32"],
    ["::/0", "::/0"],
    ["2001:0DB8:0000::/32", "2001:db8::/32"],
    ["2001:db8:1:2:3:4:5:6/64", "2001:db8:1:2::/64"],
    ["::ffff:10.0.0.1/128", "::ffff:a00:1/128"],
    ["1::2/128", "1::2/128"],
  ])("%s is %s", (written, normal) => {
    expect(formatCidr(cidr(written))).toBe(normal);
  });

  test.each([
    "",
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0/8",
    "010.0.0.0/8",
    "::/129",
    "fe80::1%eth0/64",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    " 10.0.0.0/8",
    "10.0.0.0/",
    "pl-1",
    ":::/0",
  ])("%j is none", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test("are the same after being written and read", () => {
    fc.assert(
      fc.property(anyBlock, (block) => {
        expect(cidr(formatCidr(cidr(block)))).toEqual(cidr(block));
      }),
    );
  });

  test("hold the addresses that Node's BlockList says they hold", () => {
    const pairs = fc.oneof(
      fc.tuple(ipv4Block, fc.ipV4(), fc.constant("ipv4" as const)),
      fc.tuple(ipv6Block, fc.ipV6(), fc.constant("ipv6" as const)),
      fc
        .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 255 }))
        .map(([length, first]) => [`${first}.0.0.0/${length}`, `${(first * 7) % 256}.1.2.3`, "ipv4"] as const),
    );
    fc.assert(
      fc.property(pairs, ([block, ip, family]) => {
        const list = new BlockList();
        const [address = "", length] = block.split("/");
        list.addSubnet(address, Number(length), family);
        const parsed = parseAddress(ip);
        expect(parsed !== undefined && containsAddress(cidr(block), parsed)).toBe(list.check(ip, family));
      }),
    );
  });

  test("nest or are disjoint", () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(ipv4Block, ipv4Block), fc.tuple(ipv6Block, ipv6Block)), ([one, other]) => {
        const [left, right] = [cidr(one), cidr(other)];
        const common = left.first <= right.first + sizeOf(right) - 1n && right.first <= left.first + sizeOf(left) - 1n;
        expect(contains(left, right) || contains(right, left)).toBe(common);
      }),
    );
  });

  test("the widest hold the same addresses, none twice", () => {
    const small = fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 28, max: 32 }));
    fc.assert(
      fc.property(fc.array(small, { maxLength: 12 }), (pairs) => {
        const ranges = pairs.map(([last, length]) => cidr(`10.0.0.${last}/${length}`));
        const kept = widest(ranges);
        for (let last = 0n; last < 16n; last += 1n) {
          const address = { family: "ipv4", value: cidr("10.0.0.0/32").first + last } as const;
          const before = ranges.some((range) => containsAddress(range, address));
          expect(kept.filter((range) => containsAddress(range, address))).toHaveLength(before ? 1 : 0);
        }
      }),
    );
  });
});

describe("the internet", () => {
  test.each([
    [["0.0.0.0/0"], "ipv4", true],
    [["0.0.0.0/1", "128.0.0.0/1"], "ipv4", true],
    [["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/1", "10.0.0.0/8"], "ipv4", true],
    [["0.0.0.0/1"], "ipv4", false],
    [["0.0.0.0/1", "128.0.0.0/2"], "ipv4", false],
    [["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], "ipv4", false],
    [["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3", "::/0"], "ipv4", true],
    [["::/0"], "ipv4", false],
    [["::/0"], "ipv6", true],
    [["2000::/3"], "ipv6", true],
    [["::/1", "8000::/1"], "ipv6", true],
    [["8000::/1"], "ipv6", false],
    [["fc00::/7"], "ipv6", false],
    [["64:ff9b::/96"], "ipv6", false],
    [[], "ipv6", false],
  ] as const)("%j over %s: %s", (blocks, family, expected) => {
    expect(coverInternet(blocks.map(cidr), family)).toBe(expected);
  });

  test("with 1,000 pieces", () => {
    const pieces = Array.from({ length: 1024 }, (_, index) => cidr(`${index >> 2}.${(index & 3) * 64}.0.0/10`));
    expect(coverInternet(pieces, "ipv4")).toBe(true);
    expect(coverInternet(pieces.toSpliced(33, 1), "ipv4")).toBe(false);
  });
});
