import { describe, expect, test } from "vitest";
import { ANSWERS } from "../../../shared/network/answers.ts";
import { factOf, itemsOf } from "../../../shared/network/facts.ts";
import { NO_NEEDS } from "../../../shared/network/needs.ts";
import { READ_NETWORK_PERMISSIONS, READ_OPERATIONS } from "../../../shared/network/read/calls.ts";
import { createNetworkReader } from "../../../shared/network/read/reader.ts";
import { exposureOf } from "../../../shared/network/routes/exposure.ts";
import { ACCOUNT, route, subnet, table } from "../answers.ts";
import { failure } from "./reader-ec2.ts";
import { EVERY_FACT, FOR_SUBNETS_PRIVATE, group, NEEDS, oneVpc, prefixLists, setUp } from "./reader-setup.ts";

describe("what is read", () => {
  test("everything around a subnet, a group and an interface, in 16 calls", async () => {
    const { api, reader } = setUp(oneVpc(), { usesOf: async () => [{ GroupId: "sg-1", Functions: ["notebooks"] }] });

    const { unreadIds, unusable, ...lists } = await reader.read(NEEDS);

    expect(unusable).toEqual([]);
    expect(unreadIds).toEqual({});
    const ids = Object.fromEntries(
      EVERY_FACT.map((name) => [
        name,
        itemsOf({ ...lists, unreadIds, unusable }, name).map((item) => (item as never)[ANSWERS[name].id]),
      ]),
    );
    expect(ids).toEqual({
      subnets: ["subnet-1", "subnet-2"],
      vpcs: ["vpc-1"],
      vpcAttributes: ["vpc-1"],
      routeTables: ["rtb-1"],
      internetGateways: ["igw-1"],
      natGateways: ["nat-1"],
      egressOnlyInternetGateways: ["eigw-1"],
      prefixLists: [],
      securityGroups: ["sg-1"],
      networkAcls: ["acl-1"],
      vpcEndpoints: ["vpce-1"],
      flowLogs: ["fl-1", "fl-2"],
      blockPublicAccessOptions: [ACCOUNT],
      blockPublicAccessExclusions: [],
      networkInterfaces: ["eni-1"],
      groupUses: ["sg-1"],
    });
    expect(Object.values(lists).map((list) => list.status === "known" && list.partial)).toEqual(
      EVERY_FACT.map(() => null),
    );
    expect(reader.calls()).toBe(16);
    expect(api.asked).toHaveLength(16);
  });

  test("both DNS attributes of a VPC are one fact", async () => {
    const { reader } = setUp();
    expect(factOf(await reader.read(NEEDS), "vpcAttributes", "vpc-1")).toEqual({
      status: "known",
      value: { VpcId: "vpc-1", EnableDnsSupport: { Value: true }, EnableDnsHostnames: { Value: true } },
    });
  });

  test("subnets-private alone costs nine calls", async () => {
    const { reader } = setUp();
    const facts = await reader.read({ ...NEEDS, facts: FOR_SUBNETS_PRIVATE });
    expect(exposureOf("subnet-1", ["eni-1"], facts)).toEqual({ class: "private" });
    expect(reader.calls()).toBe(9);
  });

  test("500 subnets in three VPCs cost 24 calls", async () => {
    const ids = Array.from({ length: 500 }, (_, index) => `subnet-${index}`);
    const vpcs = ["vpc-0", "vpc-1", "vpc-2"];
    const { api, reader } = setUp(
      oneVpc({
        Subnets: ids.map((SubnetId, index) => subnet({ SubnetId, VpcId: `vpc-${index % 3}` })),
        Vpcs: vpcs.map((VpcId) => ({ VpcId })),
      }),
    );
    const facts = await reader.read({ ...NEEDS, subnets: ids });
    expect(itemsOf(facts, "subnets")).toHaveLength(500);
    expect(itemsOf(facts, "vpcAttributes").map(({ VpcId }) => VpcId)).toEqual(vpcs);
    expect(api.counts()).toMatchObject({
      DescribeSubnets: 3 + 1,
      DescribeVpcs: 1,
      DescribeVpcAttribute: 6,
      DescribeRouteTables: 1,
      DescribeFlowLogs: 3,
    });
    expect(reader.calls()).toBe(24);
    expect(api.mostUnderWay).toBeLessThanOrEqual(8);
  });

  test.each(EVERY_FACT.filter((name) => name !== "groupUses"))(
    "%s alone needs no call of another kind",
    async (name) => {
      const { api, reader } = setUp(oneVpc(prefixLists("pl-1")));
      await reader.read({ ...NEEDS, facts: [name] });
      const others = Object.keys(api.counts()).filter(
        (call) => call !== ANSWERS[name].call && call !== "DescribeSubnets",
      );
      expect(others).toEqual([]);
    },
  );

  test("nothing is asked where nothing is needed", async () => {
    const { reader } = setUp();
    const facts = await reader.read({ ...NO_NEEDS, facts: EVERY_FACT });
    expect(reader.calls()).toBe(0);
    expect(facts.subnets.status).toBe("unread");
  });

  test("VPCs can be asked for by themselves", async () => {
    const { reader } = setUp();
    const facts = await reader.read({ ...NO_NEEDS, vpcs: ["vpc-9"], facts: ["vpcs", "routeTables"] });
    expect(itemsOf(facts, "routeTables").map(({ RouteTableId }) => RouteTableId)).toEqual(["rtb-9"]);
    expect(reader.calls()).toBe(2);
  });

  test("a group in another VPC brings that VPC", async () => {
    const { reader } = setUp(oneVpc({ SecurityGroups: [group("sg-1", { VpcId: "vpc-9" })] }));
    const facts = await reader.read(NEEDS);
    expect(itemsOf(facts, "vpcs").map(({ VpcId }) => VpcId)).toEqual(["vpc-1", "vpc-9"]);
  });

  test("the groups of endpoints are read with the endpoints", async () => {
    const VpcEndpoints = [{ VpcEndpointId: "vpce-1", VpcId: "vpc-1", Groups: [{ GroupId: "sg-9" }] }];
    const { api, reader } = setUp(oneVpc({ VpcEndpoints }));
    expect(factOf(await reader.read(NEEDS), "securityGroups", "sg-9").status).toBe("known");
    expect(api.counts().DescribeSecurityGroups).toBe(2);
  });

  test("who uses a group is known only where somebody can tell", async () => {
    const { reader } = setUp();
    expect((await reader.read(NEEDS)).groupUses).toEqual({
      status: "unread",
      reason: "who else uses it is known only after a sweep",
    });
  });

  test("its permissions are those of its calls", () => {
    expect(READ_NETWORK_PERMISSIONS).toEqual(READ_OPERATIONS.map((operation) => `ec2:${operation}`));
  });
});

describe("pages", () => {
  test("all are read", async () => {
    const tables = Array.from({ length: 250 }, (_, index) =>
      table([], { RouteTableId: `rtb-${index}`, Associations: [] }),
    );
    const { api, reader } = setUp(oneVpc({ RouteTables: tables }));
    const facts = await reader.read({ ...NEEDS, facts: ["routeTables"] });
    expect(itemsOf(facts, "routeTables")).toHaveLength(250);
    expect(api.inputs("DescribeRouteTables").map(({ NextToken }) => NextToken)).toEqual([undefined, "100", "200"]);
  });

  test("without an end are no answer", async () => {
    const api = { call: async () => ({ Subnets: [], NextToken: "again" }) };
    const reader = createNetworkReader({ api, now: () => new Date(0) });
    expect((await reader.read({ ...NEEDS, facts: ["subnets"] })).subnets).toEqual({
      status: "unread",
      reason: "DescribeSubnets failed (EndlessAnswerError)",
    });
  });
});

describe("prefix lists", () => {
  test("that routes name are read with all their entries", async () => {
    const Cidrs = Array.from({ length: 1_000 }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`);
    const { api, reader } = setUp(
      oneVpc({
        RouteTables: [table([route("pl-1", { GatewayId: "vpce-1" })])],
        PrefixLists: [
          { PrefixListId: "pl-1", AddressFamily: "IPv4", Cidrs },
          { PrefixListId: "pl-9", Cidrs: [] },
        ],
      }),
    );
    const facts = await reader.read(NEEDS);
    expect(factOf(facts, "prefixLists", "pl-1")).toMatchObject({ value: { AddressFamily: "IPv4", Cidrs } });
    expect(api.counts()).toMatchObject({ DescribeManagedPrefixLists: 1, GetManagedPrefixListEntries: 10 });
    expect(reader.calls()).toBe(16 + 1 + 10);
  });

  test.each(["IpPermissions", "IpPermissionsEgress"])("that only a group's %s name are read", async (direction) => {
    const permissions = [{ IpProtocol: "tcp", PrefixListIds: [{ PrefixListId: "pl-1" }] }];
    const SecurityGroups = [group("sg-1", { [direction]: permissions })];
    const { reader } = setUp(oneVpc({ SecurityGroups, ...prefixLists("pl-1") }));
    const facts = await reader.read({ ...NEEDS, subnets: [], facts: ["securityGroups", "prefixLists"] });
    expect(factOf(facts, "prefixLists", "pl-1")).toMatchObject({ value: { Cidrs: ["192.0.2.0/24"] } });
    expect(reader.calls()).toBe(3);
  });

  test("that are gone are not asked for their entries", async () => {
    const { api, reader } = setUp(oneVpc({ RouteTables: [table([route("pl-1", { GatewayId: "igw-1" })])] }));
    const facts = await reader.read(NEEDS);
    expect(facts.unreadIds).toEqual({ "pl-1": "pl-1 does not exist, or is not shared with this account" });
    expect(api.counts().GetManagedPrefixListEntries).toBeUndefined();
  });

  test("whose entries are denied say so", async () => {
    const { api, reader } = setUp(
      oneVpc({ RouteTables: [table([route("pl-1", { GatewayId: "igw-1" })])], ...prefixLists("pl-1") }),
    );
    api.failures = { GetManagedPrefixListEntries: failure("UnauthorizedOperation", 403) };
    const reason = "GetManagedPrefixListEntries was denied (UnauthorizedOperation)";
    expect(factOf(await reader.read(NEEDS), "prefixLists", "pl-1")).toEqual({ status: "unread", reason });
  });
});
