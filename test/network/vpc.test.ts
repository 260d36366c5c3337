import { describe, expect, test } from "vitest";
import { createNetworkFacts } from "../../shared/network/facts.ts";
import { dnsOff, hiddenIn, tenancyOf, vpcOf } from "../../shared/network/vpc.ts";
import { ACCOUNT, subnet } from "./answers.ts";

const OTHER = "444455556666";

function vpc(more: object) {
  return createNetworkFacts([{ Vpcs: [{ VpcId: "vpc-1", ...more }] }]);
}

test("a subnet's VPC", () => {
  expect(vpcOf("subnet-1", createNetworkFacts([{ Subnets: [subnet()] }]))).toStrictEqual({
    status: "known",
    value: "vpc-1",
  });
  expect(vpcOf("subnet-2", createNetworkFacts([{ Subnets: [subnet()] }]))).toMatchObject({ status: "unread" });
});

describe("DNS attributes", () => {
  const on = { Value: true };
  const off = { Value: false };

  test.each([
    [on, on, []],
    [off, on, ["enableDnsSupport"]],
    [on, off, ["enableDnsHostnames"]],
    [off, off, ["enableDnsSupport", "enableDnsHostnames"]],
    [undefined, off, ["enableDnsHostnames"]],
  ])("support %o, hostnames %o", (EnableDnsSupport, EnableDnsHostnames, expected) => {
    const facts = createNetworkFacts([{ VpcId: "vpc-1", EnableDnsSupport, EnableDnsHostnames }]);

    expect(dnsOff("vpc-1", facts)).toStrictEqual({ status: "known", value: expected });
  });

  test("come in two answers, of which one alone says only what is off", () => {
    const one = { VpcId: "vpc-1", EnableDnsSupport: on };

    expect(dnsOff("vpc-1", createNetworkFacts([one]))).toStrictEqual({
      status: "unread",
      reason: "enableDnsHostnames of vpc-1 was not told",
    });
    expect(dnsOff("vpc-1", createNetworkFacts([one, { VpcId: "vpc-1", EnableDnsHostnames: on }]))).toStrictEqual({
      status: "known",
      value: [],
    });
    expect(dnsOff("vpc-1", createNetworkFacts([]))).toMatchObject({ status: "unread" });
  });
});

test("tenancy", () => {
  expect(tenancyOf("vpc-1", vpc({ InstanceTenancy: "dedicated" }))).toStrictEqual({
    status: "known",
    value: "dedicated",
  });
  expect(tenancyOf("vpc-1", vpc({}))).toStrictEqual({ status: "unread", reason: "the tenancy of vpc-1 was not told" });
  expect(tenancyOf("vpc-1", createNetworkFacts([]))).toMatchObject({ status: "unread" });
});

describe("what a VPC may hide", () => {
  const why = `account ${OTHER}, which shares vpc-1, may have what is not seen from here`;

  test.each([
    ["its own", vpc({ OwnerId: ACCOUNT }), ACCOUNT, null],
    ["another account's", vpc({ OwnerId: OTHER }), ACCOUNT, why],
    ["another account's, by its subnet", createNetworkFacts([{ Subnets: [subnet({ OwnerId: OTHER })] }]), ACCOUNT, why],
    ["one whose owner is not told", vpc({}), ACCOUNT, null],
    ["one for a resource of no known account", vpc({ OwnerId: OTHER }), null, null],
  ])("%s", (_name, facts, account, expected) => {
    expect(hiddenIn("vpc-1", account, facts)).toBe(expected);
  });
});
