import { describe, expect, test } from "vitest";
import { factOf, itemsOf } from "../../../shared/network/facts.ts";
import { NetworkUnavailableError } from "../../../shared/network/needs.ts";
import { createNetworkReader } from "../../../shared/network/read/reader.ts";
import { exposureOf } from "../../../shared/network/routes/exposure.ts";
import { ACCOUNT, route, subnet, table } from "../answers.ts";
import { failure } from "./reader-ec2.ts";
import { NEEDS, oneVpc, setUp } from "./reader-setup.ts";

describe("an id that EC2 does not have", () => {
  const reason = (id: string) => `${id} does not exist, or is not shared with this account`;

  test("leaves the others readable, and is kept as missing", async () => {
    const { reader } = setUp();
    const needs = { ...NEEDS, subnets: ["subnet-0", "subnet-1"], securityGroups: ["sg-0", "sg-1"] };
    const facts = await reader.read(needs);
    expect(facts.unreadIds).toEqual({ "subnet-0": reason("subnet-0"), "sg-0": reason("sg-0") });
    expect(factOf(facts, "subnets", "subnet-1").status).toBe("known");
    const before = reader.calls();
    expect(await reader.read(needs)).toEqual(facts);
    expect(reader.calls()).toBe(before);
  });

  test("leaves unread what depends on its VPC", async () => {
    const { reader } = setUp();
    const facts = await reader.read({ ...NEEDS, subnets: ["subnet-0"], securityGroups: [], networkInterfaces: [] });
    expect(facts.routeTables).toEqual({ status: "unread", reason: "which VPC to look in is not known" });
    expect(exposureOf("subnet-0", [], facts)).toMatchObject({ class: "unknown" });
  });

  test("is never sent as a pattern", async () => {
    const { api, reader } = setUp();
    const facts = await reader.read({
      ...NEEDS,
      subnets: ["subnet-*"],
      vpcs: ["vpc-?"],
      securityGroups: ["__proto__"],
    });
    expect(JSON.stringify(api.asked)).not.toMatch(/[*?]|__proto__/);
    expect(Object.entries(facts.unreadIds)).toEqual([
      ["subnet-*", '"subnet-*" is not an id of EC2'],
      ["__proto__", '"__proto__" is not an id of EC2'],
      ["vpc-?", '"vpc-?" is not an id of EC2'],
    ]);
  });

  test("of a VPC leaves the attributes of the others", async () => {
    const { reader } = setUp();
    const facts = await reader.read({ ...NEEDS, vpcs: ["vpc-0"] });
    expect(facts.unreadIds).toEqual({ "vpc-0": reason("vpc-0") });
    expect(factOf(facts, "vpcAttributes", "vpc-1").status).toBe("known");
    expect(factOf(facts, "vpcAttributes", "vpc-0")).toEqual({ status: "unread", reason: reason("vpc-0") });
  });
});

describe("a call that fails", () => {
  test.each([
    ["UnauthorizedOperation", "DescribeRouteTables was denied (UnauthorizedOperation)"],
    ["Client.UnauthorizedOperation", "DescribeRouteTables was denied (UnauthorizedOperation)"],
    ["AuthFailure", "DescribeRouteTables was denied (AuthFailure)"],
    ["InvalidAction", "DescribeRouteTables failed (InvalidAction)"],
  ])("for good (%s) leaves its kind unread and the rest read", async (name, reason) => {
    const { api, reader } = setUp();
    api.failures = { DescribeRouteTables: failure(name, 403) };
    const facts = await reader.read(NEEDS);
    expect(facts.routeTables).toEqual({ status: "unread", reason });
    expect(facts.natGateways.status).toBe("known");
    expect(exposureOf("subnet-1", [], facts)).toMatchObject({
      class: "unknown",
      reason: expect.stringContaining(reason),
    });
  });

  test("about subnets leaves everything in their VPC unread", async () => {
    const { api, reader } = setUp();
    api.failures = { DescribeSubnets: failure("UnauthorizedOperation", 403) };
    const facts = await reader.read({ ...NEEDS, securityGroups: [], networkInterfaces: [] });
    const denied = "DescribeSubnets was denied (UnauthorizedOperation)";
    expect(facts.subnets).toEqual({ status: "unread", reason: denied });
    expect(facts.vpcEndpoints).toEqual({
      status: "unread",
      reason: `which VPC to look in is not known: ${denied}`,
    });
  });

  test("about groups does not count as told because no endpoint has any", async () => {
    const { api, reader } = setUp(oneVpc({ VpcEndpoints: [] }));
    api.failures = { DescribeSecurityGroups: failure("UnauthorizedOperation", 403) };
    expect((await reader.read(NEEDS)).securityGroups.status).toBe("unread");
  });

  test("for some ids makes the kind partial", async () => {
    const ids = Array.from({ length: 201 }, (_, index) => `subnet-${index}`);
    const { api, reader } = setUp(oneVpc({ Subnets: ids.map((SubnetId) => subnet({ SubnetId })) }));
    const needs = { ...NEEDS, facts: ["subnets" as const] };
    await reader.read(needs);
    api.failures = { DescribeSubnets: failure("UnauthorizedOperation", 403) };
    const facts = await reader.read({ ...needs, subnets: ["subnet-1", "subnet-201"] });
    const reason = "DescribeSubnets was denied (UnauthorizedOperation)";
    expect(factOf(facts, "subnets", "subnet-1").status).toBe("known");
    expect(factOf(facts, "subnets", "subnet-201")).toEqual({ status: "unread", reason });
  });

  test.each([
    ["RequestLimitExceeded", 503],
    ["Server.Unavailable", 400],
    ["InternalError", 400],
    ["TimeoutError", 0],
  ])("but may work later (%s) fails the reading, and is not kept", async (name, status) => {
    const { api, reader } = setUp();
    const cause = failure(name, status);
    api.failures = { DescribeVpcEndpoints: cause };
    const reading = reader.read(NEEDS);
    await expect(reading).rejects.toThrow(NetworkUnavailableError);
    await expect(reading).rejects.toMatchObject({ cause, message: expect.stringMatching(/^DescribeVpcEndpoints did/) });
    api.failures = {};
    const before = reader.calls();
    const facts = await reader.read(NEEDS);
    expect(facts.vpcEndpoints.status).toBe("known");
    expect(api.asked.slice(before).map(([operation]) => operation)).toEqual(["DescribeVpcEndpoints"]);
  });

  test("is not kept when it was denied", async () => {
    const { api, reader } = setUp();
    api.failures = { DescribeVpcs: failure("UnauthorizedOperation", 403) };
    await reader.read(NEEDS);
    api.failures = {};
    expect((await reader.read(NEEDS)).vpcs.status).toBe("known");
  });

  test("of those who keep account of groups leaves that unread", async () => {
    const usesOf = () => Promise.reject(failure("AccessDeniedException"));
    const { reader } = setUp(oneVpc(), { usesOf });
    expect((await reader.read(NEEDS)).groupUses).toEqual({
      status: "unread",
      reason: "the look-up of what uses the security groups was denied (AccessDeniedException)",
    });
  });
});

describe("an item that cannot be used", () => {
  test("leaves its kind partial, and is not taken for missing", async () => {
    const { reader } = setUp(oneVpc({ Subnets: [subnet({ CidrBlock: "?" }), subnet({ SubnetId: "subnet-2" })] }));
    const facts = await reader.read({ ...NEEDS, subnets: ["subnet-1", "subnet-2"] });
    const reason = "DescribeSubnets: subnet-1.CidrBlock is not a CIDR block";
    expect(facts.unusable).toEqual([reason]);
    expect(facts.unreadIds).toEqual({});
    expect(factOf(facts, "subnets", "subnet-1")).toEqual({ status: "unread", reason });
    expect(factOf(facts, "subnets", "subnet-2").status).toBe("known");
  });

  test("that does not even say which it is leaves all that were asked for in doubt", async () => {
    const api = { call: async () => ({ Subnets: [{ VpcId: "vpc-1" }] }) };
    const odd = createNetworkReader({ api, now: () => new Date(0) });
    const facts = await odd.read({ ...NEEDS, networkInterfaces: [], securityGroups: [], facts: ["subnets"] });
    const reason = "DescribeSubnets: an item.SubnetId is missing";
    expect(factOf(facts, "subnets", "subnet-1")).toEqual({ status: "unread", reason });
  });

  test("that nobody asked for is left out", async () => {
    const api = { call: async () => ({ Subnets: [subnet({ SubnetId: "subnet-7", VpcId: "vpc-7" })] }) };
    const odd = createNetworkReader({ api, now: () => new Date(0) });
    const facts = await odd.read({ ...NEEDS, facts: ["subnets"] });
    expect(itemsOf(facts, "subnets")).toEqual([]);
    expect(Object.keys(facts.unreadIds)).toEqual(["subnet-1"]);
  });
});

describe("a subnet that another account shares", () => {
  const OwnerId = "444455556666";
  const shared = oneVpc({
    Subnets: [subnet({ OwnerId })],
    Vpcs: [{ VpcId: "vpc-1", OwnerId }],
    RouteTables: [
      table([route("0.0.0.0/0", { NatGatewayId: "nat-1" }), route("::/0", { EgressOnlyInternetGatewayId: "eigw-1" })], {
        OwnerId,
      }),
    ],
    NatGateways: [],
    EgressOnlyInternetGateways: [],
  });

  test("names gateways that nobody here sees", async () => {
    const { reader } = setUp(shared);
    const facts = await reader.read(NEEDS);
    const reason = (id: string) => `${id} is in vpc-1, which ${OwnerId} owns and shares without showing its gateways`;
    expect(facts.unreadIds).toEqual({ "nat-1": reason("nat-1"), "eigw-1": reason("eigw-1") });
    expect(factOf(facts, "natGateways", "nat-1")).toEqual({ status: "unread", reason: reason("nat-1") });
  });

  test("is no excuse for gateways of the account's own VPCs that are gone", async () => {
    const RouteTables = [table([route("0.0.0.0/0", { NatGatewayId: "nat-0" }, "blackhole")], { OwnerId: ACCOUNT })];
    const { reader } = setUp(oneVpc({ RouteTables }));
    expect((await reader.read(NEEDS)).unreadIds).toEqual({});
  });

  test("is no different where the account is not known", async () => {
    const { reader } = setUp(shared, { account: null });
    expect((await reader.read(NEEDS)).unreadIds).toEqual({});
  });
});
