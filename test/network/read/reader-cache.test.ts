import { describe, expect, test, vi } from "vitest";
import { factOf, itemsOf } from "../../../shared/network/facts.ts";
import { subnet } from "../answers.ts";
import { failure } from "./reader-ec2.ts";
import { FOR_SUBNETS_PRIVATE, NEEDS, oneVpc, setUp } from "./reader-setup.ts";

describe("what was read before", () => {
  test("is used again for 60 seconds, the same items without parsing them again", async () => {
    const { clock, reader } = setUp();
    const first = await reader.read(NEEDS);
    clock.seconds = 59.9;
    const again = await reader.read(NEEDS);
    expect(reader.calls()).toBe(16);
    expect(again).toEqual(first);
    expect(itemsOf(again, "routeTables")[0]).toBe(itemsOf(first, "routeTables")[0]);
  });

  test.each([
    ["after that", 60],
    ["when the clock was put back", -1],
  ])("is not %s", async (_when, seconds) => {
    const { clock, reader } = setUp();
    await reader.read(NEEDS);
    clock.seconds = seconds;
    await reader.read(NEEDS);
    expect(reader.calls()).toBe(32);
  });

  test("is used as long as it is told to", async () => {
    const { clock, reader } = setUp(oneVpc(), { ttlSeconds: 5 });
    await reader.read(NEEDS);
    clock.seconds = 5;
    await reader.read(NEEDS);
    expect(reader.calls()).toBe(32);
  });

  test("serves other subnets of the same VPC", async () => {
    const { reader } = setUp();
    await reader.read(NEEDS);
    const facts = await reader.read({ ...NEEDS, subnets: ["subnet-2"], facts: FOR_SUBNETS_PRIVATE });
    expect(factOf(facts, "subnets", "subnet-2").status).toBe("known");
    expect(reader.calls()).toBe(16);
  });

  test("is passed over by a fresh reading, whose answers count from then on", async () => {
    const { api, reader } = setUp();
    await reader.read(NEEDS);
    api.network = oneVpc({ Subnets: [subnet({ AvailableIpAddressCount: 7 })] });
    const fresh = await reader.read(NEEDS, { fresh: true });
    expect(factOf(fresh, "subnets", "subnet-1")).toMatchObject({ value: { AvailableIpAddressCount: 7 } });
    expect(reader.calls()).toBe(32);
    expect(await reader.read(NEEDS)).toEqual(fresh);
    expect(reader.calls()).toBe(32);
  });

  test("does not hold more than it may", async () => {
    const { reader } = setUp(oneVpc(), { mostKept: 3 });
    await reader.read(NEEDS);
    const facts = await reader.read(NEEDS);
    expect(facts.unreadIds).toEqual({});
    expect(itemsOf(facts, "subnets")).toHaveLength(2);
    expect(reader.calls()).toBeGreaterThan(16 + 8);
  });

  test("is the same facts in the same order, whoever read what first", async () => {
    const one = setUp();
    const other = setUp(oneVpc({ Subnets: oneVpc().Subnets?.toReversed() ?? [] }));
    await other.reader.read({ ...NEEDS, subnets: ["subnet-2"], facts: ["networkAcls", "subnets"] });
    const needs = { ...NEEDS, subnets: ["subnet-2", "subnet-1"] };
    expect(JSON.stringify(await other.reader.read(needs))).toBe(JSON.stringify(await one.reader.read(needs)));
  });
});

describe("readings at the same time", () => {
  test("share their calls", async () => {
    const { reader } = setUp();
    const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => reader.read(NEEDS)));
    for (const other of others) expect(other).toEqual(first);
    expect(reader.calls()).toBe(16);
  });

  test("do not give a fresh one the answers to what was asked before it", async () => {
    const { api, reader } = setUp();
    const earlier = reader.read(NEEDS);
    api.network = oneVpc({ Subnets: [subnet({ AvailableIpAddressCount: 7 })] });
    const fresh = reader.read(NEEDS, { fresh: true });
    const later = reader.read(NEEDS);
    const isChanged = { value: { AvailableIpAddressCount: 7 } };
    expect(factOf(await fresh, "subnets", "subnet-1")).toMatchObject(isChanged);
    expect(factOf(await later, "subnets", "subnet-1")).toMatchObject(isChanged);
    await earlier;
    expect(factOf(await reader.read(NEEDS), "subnets", "subnet-1")).toMatchObject(isChanged);
  });

  test("do not put back what a fresh one has replaced, however late they end", async () => {
    const { api, reader } = setUp();
    const needs = { ...NEEDS, facts: ["subnets" as const] };
    const answer = api.call.bind(api);
    const late = Promise.withResolvers<void>();
    api.call = async (operation, input) => {
      const given = await answer(operation, input);
      if (api.asked.length === 2) await late.promise;
      return given;
    };
    const earlier = reader.read(needs);
    await vi.waitFor(() => expect(api.asked).toHaveLength(2));
    api.network = oneVpc({ Subnets: [subnet({ AvailableIpAddressCount: 7 })] });
    await reader.read(needs, { fresh: true });
    late.resolve();
    await earlier;
    const { subnets } = await reader.read({ ...needs, facts: ["routeTables"] });
    expect(subnets).toMatchObject({ items: [{ AvailableIpAddressCount: 7 }] });
  });

  test("fail together, and none of it is kept", async () => {
    const { api, reader } = setUp();
    api.failures = { DescribeSubnets: failure("RequestLimitExceeded", 503) };
    const results = await Promise.allSettled([reader.read(NEEDS), reader.read(NEEDS)]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(api.counts().DescribeSubnets).toBe(1);
    api.failures = {};
    expect((await reader.read(NEEDS)).subnets.status).toBe("known");
  });
});
