import { describe, expect, it } from "vitest";
import { networkNeeds } from "../../shared/assess/network-needs.ts";
import { RULES } from "../../shared/assess/rules/index.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import { needsNothing } from "../../shared/network/needs.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { readPosture } from "../../shared/sagemaker/posture.ts";

const notebook = kindOf("notebook-instance");
const placed = { SubnetId: "subnet-1", SecurityGroupIds: ["sg-1", "sg-2"], NetworkInterfaceId: "eni-1" };

/** A policy with these rules alone. */
function only(ids: readonly string[], approvedNetwork: object = {}) {
  const rules = Object.fromEntries(RULES.map(({ id }) => [id, ids.includes(id) ? "on" : "off"]));
  return resolvePolicy({ rules, approvedNetwork });
}

function needsOf(document: object, policy = resolvePolicy(null)) {
  return networkNeeds(notebook, readPosture(notebook, document, "create"), policy);
}

describe("what has to be read of the network", () => {
  it("is what the rules that are on read, of what the posture names", () => {
    expect(needsOf(placed, only(["security-groups-closed"]))).toEqual({
      subnets: ["subnet-1"],
      securityGroups: ["sg-1", "sg-2"],
      networkInterfaces: ["eni-1"],
      vpcs: [],
      facts: ["securityGroups", "prefixLists"],
    });
  });

  it("is nothing for rules that judge the resource alone", () => {
    expect(needsNothing(needsOf(placed, only(["runs-in-vpc", "security-groups-approved"])))).toBe(true);
  });

  it("is nothing where no rule that reads it is about the kind", () => {
    expect(needsNothing(needsOf(placed, only(["studio-security-group-ports", "subnets-in-two-zones"])))).toBe(true);
  });

  it("is nothing where the policy approves subnets by their ids", () => {
    expect(needsNothing(needsOf(placed, only(["subnets-approved"])))).toBe(true);
    expect(needsNothing(needsOf(placed, only(["subnets-approved"], { subnets: ["subnet-9"] })))).toBe(true);
  });

  it.each([{ vpcs: ["vpc-1"] }, { subnets: { ids: ["subnet-9"], tags: { team: "ml" } } }])(
    "is the subnets where the policy approves by %j",
    (approvedNetwork) => {
      expect(needsOf(placed, only(["subnets-approved"], approvedNetwork))).toMatchObject({
        subnets: ["subnet-1"],
        facts: ["subnets"],
      });
    },
  );

  it("is nothing for a resource outside any VPC", () => {
    const { facts: _facts, ...ids } = needsOf({});

    expect(Object.values(ids).flat()).toEqual([]);
    expect(needsNothing(needsOf({}))).toBe(true);
  });
});
