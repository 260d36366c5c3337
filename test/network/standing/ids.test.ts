import { expect, it } from "vitest";
import { networkIdsIn } from "../../../shared/network/standing/ids.ts";

it.each<[string, unknown, string[]]>([
  [
    "a route",
    { routeTableId: "rtb-0a1b2c3d4e5f60001", destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-0a1b2c3d4e5f60000" },
    ["rtb-0a1b2c3d4e5f60001", "igw-0a1b2c3d4e5f60000"],
  ],
  ["the lists of older calls", { groupSet: { items: [{ groupId: "sg-0a1b2c3d" }] } }, ["sg-0a1b2c3d"]],
  [
    "the requests of later calls",
    { CreateVpcEndpointRequest: { VpcId: "vpc-0a1b2c3d", SubnetId: { tag: 1, content: "subnet-0a1b2c3d" } } },
    ["vpc-0a1b2c3d", "subnet-0a1b2c3d"],
  ],
  ["an id that comes twice", ["pl-6da54004", "pl-6da54004"], ["pl-6da54004"]],
  ["associations", ["rtbassoc-0a1b2c3d", "aclassoc-0a1b2c3d"], ["rtbassoc-0a1b2c3d", "aclassoc-0a1b2c3d"]],
  ["what only looks like one", ["sg-OA1B2C3D", "xsg-0a1b2c3d", "vpc-", "my vpc-0a1b2c3d", "ami-0a1b2c3d", 7, null], []],
  ["nothing", null, []],
])("finds the ids of %s", (_, document, expected) => {
  expect(networkIdsIn(document)).toEqual(expected);
});

it("does not follow a document without end", () => {
  const loop: Record<string, unknown> = { id: "vpc-0a1b2c3d" };
  loop.self = loop;
  expect(networkIdsIn(loop)).toEqual(["vpc-0a1b2c3d"]);
});
