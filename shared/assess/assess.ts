/** The loop over the rules: posture × policy → verdicts. Pure. */
import type { Exemption, Policy } from "../decide/policy.ts";
import type { NetworkFacts } from "../network/facts.ts";
import type { Posture, PostureUnit } from "../sagemaker/posture.ts";
import type { ResourceKind, ResourceRef } from "../sagemaker/resource-kind.ts";
import { findExemption } from "./exemptions.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { RULES } from "./rules/index.ts";
import { type Assessment, type Judgement, outcomeOf, type Verdict } from "./verdict.ts";

export interface AssessInput {
  kind: ResourceKind;
  resource: ResourceRef;
  posture: Posture;
  policy: Policy;
  /** What EC2 says of what the posture names; see `networkNeeds`. */
  network: NetworkFacts;
  /** Exemptions that people granted, beside the policy's. */
  granted?: readonly Exemption[];
  /** Decides which exemptions still hold. */
  now: Date;
}

/** Ids of the rules that judge by what EC2 says. */
export const NETWORK_RULES: ReadonlySet<string> = new Set(
  RULES.filter(({ facts }) => facts !== undefined).map(({ id }) => id),
);

/** Judges every unit of the posture by every rule that the policy has on for this kind. */
export function assess(input: AssessInput): Assessment {
  const context: RuleContext = {
    kind: input.kind,
    approvedNetwork: input.policy.approvedNetwork,
    network: input.network,
    units: input.posture.units,
    networkInterfaces: input.posture.networkInterfaces ?? [],
    account: input.resource.account,
    region: input.resource.region,
    egressLimited: isOn("internet-egress-limited", input),
  };
  const verdicts: Verdict[] = [];
  for (const rule of RULES) {
    const { state, kinds } = input.policy.rules[rule.id] ?? { state: "off", kinds: [] };
    if (state !== "off") verdicts.push(...judge(rule, kinds, input, context));
  }
  const own = verdicts.filter(({ rule, advisory }) => !advisory || !NETWORK_RULES.has(rule));
  return { resource: input.resource, outcome: outcomeOf(verdicts), ownOutcome: outcomeOf(own), verdicts };
}

function isOn(id: string, { policy, kind }: AssessInput): boolean {
  const rule = policy.rules[id];
  return rule !== undefined && rule.state !== "off" && rule.kinds.includes(kind.id);
}

function judge(rule: Rule, kinds: readonly string[], input: AssessInput, context: RuleContext): Verdict[] {
  const units = unitsFor(rule, kinds, input);
  if (!kinds.includes(input.kind.id) && units.length === 0) return [];
  if (units.length === 0) return [toVerdict(rule, input, "", noUnit(input.posture))];
  return units.map((unit) => toVerdict(rule, input, unit.path, rule.check(unit, context)));
}

/** A rule applies to the kinds that the policy has it on for, and to what becomes a resource of such a kind. */
export function unitsFor(
  rule: Pick<Rule, "setting">,
  kinds: readonly string[],
  { kind, posture }: Pick<AssessInput, "kind" | "posture">,
): PostureUnit[] {
  const carrying = posture.units.filter((unit) => unit.settings[rule.setting] !== undefined);
  const applies = kinds.includes(kind.id);
  return carrying.filter(({ as }) => applies || (as !== undefined && kinds.includes(as)));
}

function noUnit(posture: Posture): Judgement {
  const nothing = { field: "", actual: null, expected: null };
  if (posture.units.length > 0) {
    return { status: "notApplicable", ...nothing, message: "No part of it carries this setting." };
  }
  return {
    status: "unknown",
    ...nothing,
    message: "Could not assess: no part of it that carries network settings could be read.",
  };
}

function toVerdict(rule: Rule, input: AssessInput, unit: string, judgement: Judgement): Verdict {
  const { state, severity } = input.policy.rules[rule.id] ?? { state: "on", severity: rule.severity };
  const verdict: Verdict = { rule: rule.id, severity, advisory: state === "advisory", unit, ...judgement };
  if (judgement.status !== "violation") return verdict;
  const exemption = findExemption(
    [...input.policy.exemptions, ...(input.granted ?? [])],
    input.resource,
    rule.id,
    input.now,
  );
  if (exemption === undefined) return verdict;
  const { owner, expires, reason } = exemption;
  return { ...verdict, status: "exempt", message: `${verdict.message} Exempt until ${expires} (${owner}: ${reason}).` };
}
