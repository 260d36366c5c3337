/** What the rules that are on need to know of the network that a posture names. Pure. */
import type { Policy } from "../decide/policy.ts";
import type { FactName } from "../network/facts.ts";
import { type NetworkNeeds, NO_NEEDS } from "../network/needs.ts";
import { namedIn, type Posture, type PostureUnit } from "../sagemaker/posture.ts";
import type { ResourceKind } from "../sagemaker/resource-kind.ts";
import { unitsFor } from "./assess.ts";
import type { Rule } from "./rule.ts";
import { RULES } from "./rules/index.ts";

/** Nothing where no rule that reads the network judges any unit of it. */
export function networkNeeds(kind: ResourceKind, posture: Posture, policy: Policy): NetworkNeeds {
  const facts = new Set<FactName>();
  const judged = new Set<PostureUnit>();
  for (const rule of RULES) {
    const units = unitsFor(rule, policy.rules[rule.id]?.kinds ?? [], { kind, posture });
    if (units.length === 0) continue;
    const read = factsRead(rule, policy);
    for (const name of read) facts.add(name);
    if (read.length > 0) for (const unit of units) judged.add(unit);
  }
  if (facts.size === 0) return NO_NEEDS;
  const units = [...judged];
  return {
    subnets: idsIn(units, "subnets"),
    securityGroups: idsIn(posture.units, "securityGroups"),
    networkInterfaces: posture.networkInterfaces ?? [],
    vpcs: [],
    facts: [...facts],
  };
}

/** None where the policy has the rule off, or leaves it nothing to ask EC2. */
function factsRead({ id, facts = [], factsWhere }: Rule, { rules, approvedNetwork }: Policy): readonly FactName[] {
  const isOn = (rules[id]?.state ?? "off") !== "off";
  return isOn && factsWhere?.holds(approvedNetwork) !== false ? facts : [];
}

/** What any of the units names, each once. */
export function idsIn(units: readonly PostureUnit[], name: "subnets" | "securityGroups"): string[] {
  return [...new Set(units.flatMap(({ settings }) => namedIn(settings[name])))];
}
