import { factOf } from "../../network/facts.ts";
import { judgeIds } from "../judge-ids.ts";
import { functionOf } from "../kind-function.ts";
import { defineRule } from "../rule.ts";

export const securityGroupsDedicated = defineRule({
  id: "security-groups-dedicated",
  title: "A security group serves one function",
  why: "Where notebooks, training and endpoints share a group, a rule that one of them needs opens all of them, and members that may reach each other do so across functions.",
  severity: "low",
  setting: "securityGroups",
  facts: ["groupUses"],
  byDefault: "off",
  sameCheck: {},
  fix: {
    sentence:
      "Give notebooks, Studio, training, processing and inference a security group each. Who uses a group is known from the last sweep.",
    set: { securityGroups: ["sg-…"] },
  },
  check(groups, unit, { kind, network }) {
    const expected = "groups that serve one function each";
    const right = "Every security group serves one function.";
    return judgeIds(groups, { noun: "security group", expected, right }, (id) => {
      const uses = factOf(network, "groupUses", id);
      if (uses.status === "unread") return { status: "unknown", reason: uses.reason };
      const own = functionOf(unit.as ?? kind.id);
      const functions = [...new Set([...uses.value.Functions, ...(own === null ? [] : [own])])].sort();
      if (functions.length < 2) return { status: "compliant" };
      return { status: "violation", message: `${id} serves ${functions.join(", ")} alike.`, causes: [] };
    });
  },
});
