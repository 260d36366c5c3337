import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNetworkFacts } from "../../../shared/network/facts.ts";
import {
  type Direction,
  formatPeer,
  openingsOf,
  opensToItself,
  openToWorld,
} from "../../../shared/network/groups/groups.ts";
import { formatPorts } from "../../../shared/network/groups/ports.ts";
import { ACCOUNT, prefixList } from "../answers.ts";

type Json = Record<string, unknown>;

function group(ingress: readonly Json[], egress: readonly Json[] = [], GroupId = "sg-1"): Json {
  return { GroupId, OwnerId: ACCOUNT, VpcId: "vpc-1", IpPermissions: ingress, IpPermissionsEgress: egress };
}

/** A rule for `tcp 443` unless said otherwise. */
function rule(peers: Json, more: Json = {}): Json {
  return { IpProtocol: "tcp", FromPort: 443, ToPort: 443, ...peers, ...more };
}

function from(...blocks: string[]): Json {
  const IpRanges = blocks.filter((block) => !block.includes(":")).map((CidrIp) => ({ CidrIp }));
  const Ipv6Ranges = blocks.filter((block) => block.includes(":")).map((CidrIpv6) => ({ CidrIpv6 }));
  return { IpRanges, Ipv6Ranges };
}

const ALL = { IpProtocol: "-1", FromPort: undefined, ToPort: undefined };

function world(groups: readonly Json[], direction: Direction = "in", answers: readonly Json[] = []): string[] {
  const facts = createNetworkFacts([{ SecurityGroups: groups }, ...answers]);
  const openings = openingsOf(
    groups.map(({ GroupId }) => String(GroupId)),
    facts,
  );
  return openToWorld(openings, direction, facts).map(
    ({ family, protocol, ports, peers, groupIds }) =>
      `${family} ${formatPorts(protocol, ports)} ${groupIds.join("+")} ${peers.join("+")}`,
  );
}

describe("open to the world", () => {
  test.each([
    ["IPv4", [rule(from("0.0.0.0/0"))], ["ipv4 tcp 443 sg-1 0.0.0.0/0"]],
    ["IPv6", [rule(from("::/0"))], ["ipv6 tcp 443 sg-1 ::/0"]],
    ["both", [rule(from("0.0.0.0/0", "::/0"))], ["ipv4 tcp 443 sg-1 0.0.0.0/0", "ipv6 tcp 443 sg-1 ::/0"]],
    ["one network", [rule(from("10.0.0.0/8", "2001:db8::/32"))], []],
    ["nobody", [], []],
    ["in pieces", [rule(from("0.0.0.0/1", "128.0.0.0/1"))], ["ipv4 tcp 443 sg-1 0.0.0.0/1+128.0.0.0/1"]],
    [
      "in pieces of several rules",
      [rule(from("0.0.0.0/1")), rule(from("128.0.0.0/1"))],
      ["ipv4 tcp 443 sg-1 0.0.0.0/1+128.0.0.0/1"],
    ],
    ["half of it", [rule(from("0.0.0.0/1"))], []],
    [
      "in pieces for other ports",
      [rule(from("0.0.0.0/1")), rule(from("128.0.0.0/1"), { FromPort: 80, ToPort: 80 })],
      [],
    ],
    [
      "in pieces that have some ports in common",
      [rule(from("0.0.0.0/1"), { FromPort: 1, ToPort: 100 }), rule(from("128.0.0.0/1"), { FromPort: 50, ToPort: 200 })],
      ["ipv4 tcp 50–100 sg-1 0.0.0.0/1+128.0.0.0/1"],
    ],
    [
      "a piece for everything, a piece for one port",
      [rule(from("0.0.0.0/1"), ALL), rule(from("128.0.0.0/1"))],
      ["ipv4 tcp 443 sg-1 0.0.0.0/1+128.0.0.0/1"],
    ],
    ["pieces for different protocols", [rule(from("0.0.0.0/1")), rule(from("128.0.0.0/1"), { IpProtocol: "udp" })], []],
    [
      "neighbouring ports",
      [rule(from("0.0.0.0/0")), rule(from("0.0.0.0/0"), { FromPort: 444, ToPort: 450 })],
      ["ipv4 tcp 443–450 sg-1 0.0.0.0/0"],
    ],
    ["beside one network", [rule(from("0.0.0.0/0", "10.0.0.0/8"))], ["ipv4 tcp 443 sg-1 0.0.0.0/0"]],
    ["everything, once", [rule(from("0.0.0.0/0"), ALL), rule(from("0.0.0.0/0"))], ["ipv4 all traffic sg-1 0.0.0.0/0"]],
    ["all ports", [rule(from("0.0.0.0/0"), { FromPort: 0, ToPort: 65535 })], ["ipv4 all tcp sg-1 0.0.0.0/0"]],
    [
      "no ports told",
      [rule(from("0.0.0.0/0"), { FromPort: undefined, ToPort: undefined })],
      ["ipv4 all tcp sg-1 0.0.0.0/0"],
    ],
    ["icmp", [rule(from("0.0.0.0/0"), { IpProtocol: "icmp", FromPort: -1, ToPort: -1 })], ["ipv4 icmp sg-1 0.0.0.0/0"]],
    ["a protocol by number", [rule(from("0.0.0.0/0"), { IpProtocol: "6" })], ["ipv4 tcp 443 sg-1 0.0.0.0/0"]],
    ["another protocol", [rule(from("0.0.0.0/0"), { IpProtocol: "50" })], ["ipv4 protocol 50 sg-1 0.0.0.0/0"]],
    [
      "a protocol that is not known",
      [rule(from("0.0.0.0/0"), { IpProtocol: "new" })],
      ["ipv4 all traffic sg-1 0.0.0.0/0"],
    ],
    [
      "all but the private ranges",
      [
        rule(
          from(
            "0.0.0.0/5",
            "8.0.0.0/7",
            "11.0.0.0/8",
            "12.0.0.0/6",
            "16.0.0.0/4",
            "32.0.0.0/3",
            "64.0.0.0/2",
            "128.0.0.0/1",
          ),
        ),
      ],
      ["ipv4 tcp 443 sg-1 0.0.0.0/5+8.0.0.0/7+11.0.0.0/8+12.0.0.0/6+16.0.0.0/4+32.0.0.0/3+64.0.0.0/2+128.0.0.0/1"],
    ],
    ["a group of its own", [rule({ UserIdGroupPairs: [{ GroupId: "sg-1", UserId: ACCOUNT }] })], []],
  ])("%s", (_case, ingress, expected) => {
    expect(world([group(ingress)])).toEqual(expected);
  });

  test("in and out are told apart", () => {
    const groups = [group([rule(from("10.0.0.0/8"))], [rule(from("0.0.0.0/0"), ALL)])];
    expect(world(groups, "in")).toEqual([]);
    expect(world(groups, "out")).toEqual(["ipv4 all traffic sg-1 0.0.0.0/0"]);
  });

  test("groups count together", () => {
    const groups = [group([rule(from("0.0.0.0/1"))]), group([rule(from("128.0.0.0/1"))], [], "sg-2")];
    expect(world(groups)).toEqual(["ipv4 tcp 443 sg-1+sg-2 0.0.0.0/1+128.0.0.0/1"]);
  });

  test("prefix lists that hold it, with 1,000 entries too", () => {
    const blocks = Array.from({ length: 1000 }, (_, index) => `${index >> 2}.${(index & 3) * 64}.0.0/10`);
    const groups = [group([rule({ PrefixListIds: [{ PrefixListId: "pl-1" }] })])];
    expect(world(groups, "in", [prefixList("pl-1", [...blocks, "250.0.0.0/7", "252.0.0.0/6"])])).toEqual([
      "ipv4 tcp 443 sg-1 pl-1",
    ]);
    expect(world(groups, "in", [prefixList("pl-1", blocks.toSpliced(200, 1))])).toEqual([]);
  });

  test("is, port by port, what a plain count of the rules says", () => {
    const rules = fc.array(
      fc.record({
        block: fc.constantFrom("0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "128.0.0.0/2", "192.0.0.0/2"),
        protocol: fc.constantFrom("tcp", "udp", "-1"),
        first: fc.integer({ min: 0, max: 8 }),
        count: fc.integer({ min: 0, max: 4 }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(rules, fc.constantFrom("tcp", "udp"), fc.integer({ min: 0, max: 12 }), (chosen, protocol, port) => {
        const applying = chosen.filter(
          (one) =>
            one.protocol === "-1" || (one.protocol === protocol && one.first <= port && port <= one.first + one.count),
        );
        const quarters = new Set(applying.flatMap(({ block }) => QUARTERS[block] ?? []));
        const permissions = chosen.map((one) =>
          rule(from(one.block), { IpProtocol: one.protocol, FromPort: one.first, ToPort: one.first + one.count }),
        );
        const facts = createNetworkFacts([{ SecurityGroups: [group(permissions)] }]);
        const open = openToWorld(openingsOf(["sg-1"], facts), "in", facts).some(
          (one) =>
            (one.protocol === "all" || one.protocol === protocol) && one.ports.from <= port && port <= one.ports.to,
        );
        expect(open).toBe(quarters.size === 4);
      }),
    );
  });
});

const QUARTERS: Readonly<Record<string, readonly number[]>> = {
  "0.0.0.0/0": [0, 1, 2, 3],
  "0.0.0.0/1": [0, 1],
  "128.0.0.0/1": [2, 3],
  "128.0.0.0/2": [2],
  "192.0.0.0/2": [3],
};

describe("openings", () => {
  test("each peer of each rule, by its kind", () => {
    const pairs = [
      { GroupId: "sg-1", UserId: ACCOUNT },
      { GroupId: "sg-2", UserId: ACCOUNT },
      { GroupId: "sg-9", UserId: "444455556666", VpcPeeringConnectionId: "pcx-1" },
      { UserId: "444455556666" },
    ];
    const permission = rule({
      ...from("10.0.0.0/8", "2001:db8::/32"),
      UserIdGroupPairs: pairs,
      PrefixListIds: [{ PrefixListId: "pl-1" }],
    });
    const facts = createNetworkFacts([{ SecurityGroups: [group([permission])] }, prefixList("pl-1", [])]);
    const { openings, unread } = openingsOf(["sg-1"], facts);
    expect(unread).toEqual([]);
    expect(openings.map(({ peer }) => formatPeer(peer))).toEqual([
      "10.0.0.0/8",
      "2001:db8::/32",
      "pl-1",
      "itself",
      "sg-2",
      "sg-9 of account 444455556666",
      "a group that is not named",
    ]);
    expect(openings[0]).toEqual({
      groupId: "sg-1",
      direction: "in",
      protocol: "tcp",
      ports: { from: 443, to: 443 },
      peer: { kind: "range", family: "ipv4", cidr: "10.0.0.0/8" },
    });
  });

  test("what is unread is named", () => {
    const facts = createNetworkFacts([
      {
        SecurityGroups: [
          group([rule({ PrefixListIds: [{ PrefixListId: "pl-1" }] })]),
          { GroupId: "sg-2", IpPermissions: [] },
        ],
      },
    ]);
    expect(openingsOf(["sg-1", "sg-2", "sg-1"], facts).unread).toEqual([
      { id: "sg-2", reason: "answer 1: SecurityGroups[1].IpPermissionsEgress is missing" },
      { id: "pl-1", reason: "no answer of DescribeManagedPrefixLists was given" },
    ]);
  });
});

describe("open to itself", () => {
  const itself = { UserIdGroupPairs: [{ GroupId: "sg-1", UserId: ACCOUNT }] };
  const other = { UserIdGroupPairs: [{ GroupId: "sg-2", UserId: ACCOUNT }] };
  const apps = { direction: "in", protocol: "tcp", ports: { from: 8192, to: 65535 } } as const;

  test.each([
    ["the ports", [rule(itself, { FromPort: 8192, ToPort: 65535 })], true],
    ["more", [rule(itself, ALL)], true],
    [
      "in two rules",
      [rule(itself, { FromPort: 8192, ToPort: 9000 }), rule(itself, { FromPort: 9001, ToPort: 65535 })],
      true,
    ],
    ["too few", [rule(itself, { FromPort: 8193, ToPort: 65535 })], false],
    ["another protocol", [rule(itself, { IpProtocol: "udp", FromPort: 0, ToPort: 65535 })], false],
    ["another group", [rule(other, ALL)], false],
    ["the world", [rule(from("0.0.0.0/0"), ALL)], false],
  ])("%s", (_case, ingress, expected) => {
    const facts = createNetworkFacts([{ SecurityGroups: [group(ingress)] }]);
    expect(opensToItself(openingsOf(["sg-1"], facts), apps)).toBe(expected);
    expect(opensToItself(openingsOf(["sg-1"], facts), { ...apps, direction: "out" })).toBe(false);
  });
});
