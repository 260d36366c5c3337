import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNetworkFacts, factOf, itemsOf } from "../../shared/network/facts.ts";
import { classifySubnet } from "../../shared/network/routes/subnet.ts";
import { prefixList, subnet, table } from "./answers.ts";

describe("answers", () => {
  test("each is recognised by its member, several may be in one document", () => {
    const facts = createNetworkFacts([
      { Subnets: [subnet()], Vpcs: [{ VpcId: "vpc-1", InstanceTenancy: "default" }] },
      { RouteTables: [table([])] },
      { InternetGateways: [{ InternetGatewayId: "igw-1", Attachments: [{ VpcId: "vpc-1", State: "available" }] }] },
      { NatGateways: [{ NatGatewayId: "nat-1" }] },
      { EgressOnlyInternetGateways: [{ EgressOnlyInternetGatewayId: "eigw-1", Attachments: [] }] },
      { PrefixLists: [{ PrefixListId: "pl-1", AddressFamily: "IPv4" }] },
      { SecurityGroups: [{ GroupId: "sg-1", IpPermissions: [], IpPermissionsEgress: [] }] },
      {
        NetworkAcls: [
          {
            NetworkAclId: "acl-1",
            VpcId: "vpc-1",
            Entries: [{ RuleNumber: 100, Protocol: "-1", RuleAction: "allow", Egress: false, CidrBlock: "0.0.0.0/0" }],
          },
        ],
      },
      { VpcEndpoints: [{ VpcEndpointId: "vpce-1", ServiceName: "com.amazonaws.eu-west-1.s3" }] },
      { FlowLogs: [{ FlowLogId: "fl-1", ResourceId: "vpc-1" }] },
      { VpcBlockPublicAccessOptions: { AwsAccountId: "111122223333", InternetGatewayBlockMode: "off" } },
      { VpcBlockPublicAccessExclusions: [] },
      { NetworkInterfaces: [{ NetworkInterfaceId: "eni-1" }] },
      { GroupUses: [{ GroupId: "sg-1", Functions: ["notebooks"] }] },
      { VpcId: "vpc-1", EnableDnsSupport: { Value: true } },
      { VpcId: "vpc-1", EnableDnsHostnames: { Value: false } },
    ]);
    const { unreadIds, unusable, ...lists } = facts;
    expect(unusable).toEqual([]);
    expect(unreadIds).toEqual({});
    expect(Object.entries(lists).filter(([, { status }]) => status === "unread")).toEqual([]);
    expect(factOf(facts, "vpcAttributes", "vpc-1")).toEqual({
      status: "known",
      value: { VpcId: "vpc-1", EnableDnsSupport: { Value: true }, EnableDnsHostnames: { Value: false } },
    });
  });

  test("a tag without a value, and addresses that a subnet does not have, keep nothing from being read", () => {
    const facts = createNetworkFacts([
      { Subnets: [{ SubnetId: "subnet-1", VpcId: "vpc-1", CidrBlock: "", Tags: [{ Key: "team", Value: "" }] }] },
    ]);

    expect(factOf(facts, "subnets", "subnet-1")).toEqual({
      status: "known",
      value: { SubnetId: "subnet-1", VpcId: "vpc-1", Tags: [{ Key: "team" }] },
    });
  });

  test("members that nobody reads are dropped, null counts as absent", () => {
    const facts = createNetworkFacts([
      { Subnets: [{ SubnetId: "subnet-1", VpcId: "vpc-1", OwnerId: null, Outpost: "secret" }] },
    ]);
    expect(itemsOf(facts, "subnets")).toEqual([{ SubnetId: "subnet-1", VpcId: "vpc-1", Tags: [] }]);
  });

  test("an item that is told twice has the members of both", () => {
    const answers = [
      prefixList("pl-1", ["192.0.2.0/24"]),
      { PrefixLists: [{ PrefixListId: "pl-1", AddressFamily: "IPv4" }] },
    ];
    for (const told of [answers, answers.toReversed()]) {
      const list = factOf(createNetworkFacts(told), "prefixLists", "pl-1");
      expect(list).toMatchObject({ value: { AddressFamily: "IPv4", Cidrs: ["192.0.2.0/24"] } });
    }
  });

  test("are plain JSON again", () => {
    const facts = createNetworkFacts([{ Subnets: [subnet()] }, { RouteTables: [table([])] }, "?"]);
    const copy = JSON.parse(JSON.stringify(facts));
    expect(copy).toEqual(facts);
    expect(classifySubnet("subnet-1", copy)).toEqual(classifySubnet("subnet-1", facts));
  });
});

describe("what cannot be used", () => {
  test.each([
    ["no object", "text", "answer 1 is not an object"],
    ["nothing of EC2", { Functions: [] }, "answer 1 has no member that EC2's answers have, such as Subnets"],
    ["no list", { Subnets: {} }, "answer 1: Subnets is not a list"],
    ["no id", { Subnets: [{ VpcId: "vpc-1" }] }, "answer 1: Subnets[0].SubnetId is missing"],
    ["an empty id", { Subnets: [{ SubnetId: "", VpcId: "vpc-1" }] }, "answer 1: Subnets[0].SubnetId is missing"],
    [
      "an id that is no text",
      { Subnets: [{ SubnetId: 7, VpcId: "vpc-1" }] },
      "answer 1: Subnets[0].SubnetId is not text",
    ],
    ["an item that is no object", { Subnets: [null] }, "answer 1: Subnets[0] is missing"],
    [
      "no block",
      { Subnets: [subnet({ CidrBlock: "10.0.0.0" })] },
      "answer 1: Subnets[0].CidrBlock is not a CIDR block",
    ],
    ["no flag", { Subnets: [subnet({ Ipv6Native: "no" })] }, "answer 1: Subnets[0].Ipv6Native is not true or false"],
    [
      "no number",
      { Subnets: [subnet({ AvailableIpAddressCount: "9" })] },
      "answer 1: Subnets[0].AvailableIpAddressCount is not a whole number",
    ],
    [
      "a route to nowhere",
      { RouteTables: [table([{ GatewayId: "igw-1" }])] },
      "answer 1: RouteTables[0].Routes[2] has no destination",
    ],
    [
      "entries of no list",
      { Entries: [] },
      "answer 1 has the Entries of a prefix list without its PrefixListId: put that beside them",
    ],
    ["an entry that is no block", prefixList("pl-1", ["x"]), "answer 1.Entries[0].Cidr is not a CIDR block"],
    ["one page", { Subnets: [subnet()], NextToken: "t" }, "answer 1 is one page of Subnets: more were not given"],
  ])("%s", (_case, answer, phrase) => {
    expect(createNetworkFacts([answer]).unusable).toEqual([phrase]);
  });

  test("the rest of the answer is used", () => {
    const facts = createNetworkFacts([{ Subnets: [{ VpcId: "vpc-1" }, subnet()] }]);
    expect(factOf(facts, "subnets", "subnet-1").status).toBe("known");
    expect(factOf(facts, "subnets", "subnet-2")).toEqual({
      status: "unread",
      reason: "answer 1: Subnets[0].SubnetId is missing",
    });
  });

  test("pages of a prefix list are no prefix list", () => {
    const pages = [
      { ...prefixList("pl-1", ["192.0.2.0/24"]), NextToken: "t" },
      prefixList("pl-1", ["198.51.100.0/24"]),
    ];
    const facts = createNetworkFacts(pages);
    expect(facts.unusable).toEqual(["the Entries of pl-1 are pages of an answer: give them as one"]);
    expect(factOf(facts, "prefixLists", "pl-1")).toEqual({ status: "known", value: { PrefixListId: "pl-1" } });
  });

  test("nothing makes it throw", () => {
    const member = fc.constantFrom(
      "Subnets",
      "RouteTables",
      "SecurityGroups",
      "PrefixLists",
      "Entries",
      "VpcBlockPublicAccessOptions",
      "EnableDnsSupport",
    );
    const answer = fc.oneof(fc.jsonValue(), fc.dictionary(member, fc.jsonValue()));
    fc.assert(
      fc.property(fc.array(answer), (answers) => {
        const facts = createNetworkFacts(answers);
        expect(classifySubnet("subnet-1", facts).class).toBe("unknown");
      }),
    );
  });
});

describe("an id", () => {
  test("is not found by a name that every object has", () => {
    const facts = createNetworkFacts([{ Subnets: [subnet()] }]);
    expect(factOf(facts, "subnets", "constructor").status).toBe("unread");
    expect(factOf(facts, "subnets", "__proto__").status).toBe("unread");
  });

  test("has its own reason before that of its kind", () => {
    const unread = { kinds: { subnets: "DescribeSubnets was denied" }, ids: { "subnet-1": "subnet-1 does not exist" } };
    const facts = createNetworkFacts([], unread);
    expect(factOf(facts, "subnets", "subnet-1")).toEqual({ status: "unread", reason: "subnet-1 does not exist" });
    expect(factOf(facts, "subnets", "subnet-2")).toEqual({ status: "unread", reason: "DescribeSubnets was denied" });
  });
});
