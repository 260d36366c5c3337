import { expect, test } from "vitest";
import { functionOf } from "../../../shared/assess/kind-function.ts";
import { securityGroupsDedicated } from "../../../shared/assess/rules/security-groups-dedicated.ts";
import { testRule } from "./judging.ts";

const kind = "notebook-instance";
const create = { SecurityGroupIds: ["sg-1", "sg-2"] };
const uses = (...functions: readonly string[][]) => [
  { GroupUses: functions.map((Functions, index) => ({ GroupId: `sg-${index + 1}`, Functions })) },
];
const wrong = { field: "SecurityGroupIds", actual: ["sg-1", "sg-2"], expected: "groups that serve one function each" };

testRule(securityGroupsDedicated, {
  compliant: [
    { name: "notebooks alone", kind, create, network: uses(["notebooks"], ["notebooks"]) },
    { name: "nothing else so far", kind, create, network: uses([], []) },
  ],
  violation: [
    {
      ...{ name: "training as well", kind, create, ...wrong },
      network: uses(["notebooks"], ["notebooks", "training"]),
      message: "sg-2 serves notebooks, training alike.",
    },
    // The sweep may not have seen the resource itself yet.
    {
      ...{ name: "only others, until it came", kind, create, ...wrong },
      network: uses(["training"], []),
      message: "sg-1 serves notebooks, training alike.",
    },
    {
      name: "a group of a Studio profile that endpoints have, too",
      kind: "user-profile",
      create: { UserSettings: { SecurityGroups: ["sg-1"] } },
      network: uses(["inference", "studio"]),
      ...{ field: "UserSettings.SecurityGroups", actual: ["sg-1"], expected: wrong.expected },
    },
  ],
  notApplicable: [{ name: "no group", kind, create: {} }],
  unknown: [
    { name: "before a sweep", kind, create, message: /no answer of the sweep was given/ },
    { name: "one that the sweep did not meet", kind, create, network: uses(["notebooks"]), message: /sg-2/ },
    { name: "the resource was not read", kind, unread: "DescribeNotebookInstance was denied" },
  ],
});

test("every kind with security groups has a function, but those that only hold what becomes others", () => {
  const without = securityGroupsDedicated.kinds.filter((id) => functionOf(id) === null);

  expect(without).toEqual(["hub-content", "pipeline"]);
});
