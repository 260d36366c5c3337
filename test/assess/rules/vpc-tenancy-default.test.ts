import { expect, test } from "vitest";
import { vpcTenancyDefault } from "../../../shared/assess/rules/vpc-tenancy-default.ts";
import { testRule } from "./judging.ts";
import { DOMAIN, JOB, network, VPC } from "./vpc.ts";

testRule(vpcTenancyDefault, {
  compliant: [
    { name: "default", ...JOB, network: network() },
    { name: "default", ...DOMAIN, network: network() },
  ],
  violation: ["dedicated", "host"].map((InstanceTenancy) => ({
    name: InstanceTenancy,
    ...JOB,
    network: network({ vpc: { ...VPC, InstanceTenancy } }),
    field: "VpcConfig.Subnets",
    actual: ["subnet-1", "subnet-2"],
    expected: "a VPC with default tenancy",
    message: `The tenancy of vpc-1 is ${InstanceTenancy}.`,
    causes: ["vpc-1"],
  })),
  notApplicable: [{ name: "no subnets", kind: "training-job", create: {} }],
  unknown: [
    { name: "EC2 was not asked", ...JOB },
    { name: "not told", ...JOB, network: network({ vpc: { ...VPC, InstanceTenancy: undefined } }) },
    { name: "nothing could be read", kind: "domain", unread: "it was denied" },
  ],
});

test("is about Studio and training", () => {
  expect(vpcTenancyDefault.kinds).toEqual(expect.arrayContaining(["domain", "training-job"]));
  expect(vpcTenancyDefault.kinds).not.toContain("notebook-instance");
});
