/** The planner: assessment × policy → plan. Pure; what it plans is data that people can read and approve. */
import type { Action, ActionId, ActionSubject } from "../act/action.ts";
import { findAction } from "../act/index.ts";
import { assess } from "../assess/assess.ts";
import { networkNeeds } from "../assess/network-needs.ts";
import { type Assessment, actionable, type Verdict } from "../assess/verdict.ts";
import type { NetworkFacts } from "../network/facts.ts";
import { type NetworkNeeds, NO_NEEDS } from "../network/needs.ts";
import { PREFLIGHT_FACTS } from "../network/preflight/preflight.ts";
import { kindOf } from "../sagemaker/index.ts";
import { judgedAs } from "../sagemaker/kind-settings.ts";
import type { ResourceLook } from "../sagemaker/look.ts";
import { readPosture } from "../sagemaker/posture.ts";
import { digestOf } from "./digest.ts";
import type { Plan, PlannedCall, PlanOption, PlanStep } from "./plan.ts";
import type { Policy, Response } from "./policy.ts";

export interface PlanInput {
  look: ResourceLook;
  assessment: Assessment;
  policy: Policy;
  /** What EC2 says of what `planNeeds` names. */
  network: NetworkFacts;
  findingId: string;
  /** What keeps a call from being sent as planned; see `callProblems`. */
  problemsOf(call: PlannedCall): string[];
  now: Date;
}

const NOTHING: Plan = { automatic: [], options: [], notOffered: [] };

/** Plans nothing unless the policy enforces and something is violated that may be acted on. */
export function plan(input: PlanInput): Plan {
  const violations = actionable(input.assessment.verdicts);
  if (input.policy.mode !== "enforce" || violations.length === 0) return NOTHING;
  const response = responseFor(input.policy, input.look.resource.kind, violations);
  if (response === undefined) return NOTHING;
  const planned: Plan = { automatic: [], options: [], notOffered: [] };
  for (const id of response.automatically) planAutomatic(id, input, planned);
  for (const id of response.propose) planOption(id, input, planned);
  return planned;
}

/** The first entry of the policy's `respond` that matches a finding's kind and one of its rules. */
export function responseFor(policy: Policy, kind: string, violations: readonly Verdict[]): Response | undefined {
  return policy.respond.find(
    ({ when }) =>
      (when.kinds === null || when.kinds.includes(kind)) &&
      (when.rules === null || violations.some((violation) => when.rules?.includes(violation.rule))),
  );
}

/** The actions of an option, in the order in which they run. */
export function actionsOf(id: ActionId): Action[] {
  const action = findAction(id);
  if (action === undefined) return [];
  return [...action.after.flatMap(actionsOf), action];
}

/** What has to be known of the network before actions that move something can be planned. */
export function planNeeds(look: ResourceLook, policy: Policy): NetworkNeeds {
  const kind = kindOf(look.resource.kind);
  const subject = { kind, look, findingId: "", violated: [], approvedNetwork: policy.approvedNetwork };
  const places = proposable(policy, kind.id).flatMap((id) => findAction(id)?.considers?.(subject) ?? []);
  if (policy.mode !== "enforce" || places.length === 0) return NO_NEEDS;
  return {
    subnets: [...new Set(places.flatMap(({ subnets }) => subnets))],
    securityGroups: [...new Set(places.flatMap(({ securityGroups }) => securityGroups))],
    networkInterfaces: [],
    vpcs: [],
    facts: [...new Set([...PREFLIGHT_FACTS, ...networkNeeds(kind, look.posture, policy).facts])],
  };
}

/** Every action that the policy may propose for a kind, whichever rule is broken. */
function proposable(policy: Policy, kind: string): ActionId[] {
  const entries = policy.respond.filter(({ when }) => when.kinds === null || when.kinds.includes(kind));
  return [...new Set(entries.flatMap(({ propose }) => propose))];
}

/** What an action is told about the resource. */
export function subjectOf(
  input: Pick<PlanInput, "look" | "assessment" | "policy" | "network" | "findingId">,
): ActionSubject {
  return {
    kind: kindOf(input.look.resource.kind),
    look: input.look,
    findingId: input.findingId,
    violated: [...new Set(actionable(input.assessment.verdicts).map((verdict) => verdict.rule))],
    approvedNetwork: input.policy.approvedNetwork,
    network: input.network,
  };
}

function planAutomatic(id: ActionId, input: PlanInput, planned: Plan): void {
  const action = findAction(id);
  if (action === undefined) return;
  const step = planStep(action, input);
  if (typeof step === "string") planned.notOffered.push(`${action.title}: ${step}`);
  else if (step.effect === "destructive") {
    planned.notOffered.push(`${action.title}: it would destroy something, so it is never done without a yes.`);
  } else planned.automatic.push(step);
}

function planOption(id: ActionId, input: PlanInput, planned: Plan): void {
  const option = id === "exempt" ? exemptOption(input) : actionOption(id, input);
  if (typeof option === "string") planned.notOffered.push(option);
  else planned.options.push({ ...option, digest: optionDigest(option, input) });
}

function actionOption(id: ActionId, input: PlanInput): Omit<PlanOption, "digest"> | string {
  const steps: PlanStep[] = [];
  const actions = actionsOf(id);
  for (const action of actions) {
    const step = planStep(action, input);
    if (typeof step === "string") return `${action.title}: ${step}`;
    steps.push(step);
  }
  const last = actions.at(-1) as Action;
  const proposal = last.propose(subjectOf(input));
  if (!proposal.possible) return `${last.title}: ${proposal.reason}`;
  const obstacle = replacementProblem(last, proposal.calls, input);
  if (obstacle !== null) return `${last.title}: ${obstacle}`;
  const { kept, lost, undo, place } = proposal;
  const checks = place === undefined ? [] : [...stillWrong(last, proposal.calls, input), ...place.checks];
  const reaches = place?.reaches ?? [];
  return { id, title: last.title, effect: worstEffect(steps), steps, kept, lost, undo, checks, reaches };
}

/** The step, or why it cannot be. */
function planStep(action: Action, input: PlanInput): PlanStep | string {
  const proposal = action.propose(subjectOf(input));
  if (!proposal.possible) return proposal.reason;
  const problems = proposal.calls.flatMap(input.problemsOf);
  if (problems.length > 0) return `AWS would refuse the call: ${problems.join("; ")}.`;
  return { action: action.id, effect: proposal.effect, calls: proposal.calls };
}

/** A replacement that would itself violate the policy is not offered. */
function replacementProblem(action: Action, calls: PlannedCall[], input: PlanInput): string | null {
  const call = calls.at(-1);
  if (action.replacementName === undefined || call === undefined) return null;
  const kind = kindOf(input.look.resource.kind);
  const resource = { ...input.look.resource, name: action.replacementName(subjectOf(input)), arn: null };
  const posture = readPosture(kind, call.input, "create");
  const { policy, network, now } = input;
  const [still] = actionable(assess({ kind, resource, posture, policy, network, now }).verdicts);
  return still === undefined ? null : `The replacement would still violate ${still.rule}: ${still.message}`;
}

/** What a change of the resource in its place leaves wrong, in sentences. */
function stillWrong(action: Action, calls: PlannedCall[], input: PlanInput): string[] {
  const call = calls.at(-1);
  if (action.replacementName !== undefined || call === undefined) return [];
  const { look, policy, network, now } = input;
  const kind = kindOf(look.resource.kind);
  const posture = readPosture(kind, { ...look.description, ...call.input }, "describe");
  const { verdicts } = assess({ kind, resource: look.resource, posture, policy, network, now });
  return actionable(verdicts).map(({ rule, message }) => `Still wrong afterwards: ${message} (${rule})`);
}

function exemptOption({ assessment, policy }: PlanInput): Omit<PlanOption, "digest"> {
  const rules = [...new Set(actionable(assessment.verdicts).map((verdict) => verdict.rule))];
  const days = Math.round(policy.approval.exemptFor / 86_400);
  return {
    id: "exempt",
    title: `Exempt it for ${days} ${days === 1 ? "day" : "days"}`,
    effect: "none",
    steps: [],
    kept: ["Everything stays as it is now."],
    lost: [`Protection: ${rules.join(", ")} will not be enforced on it until the exemption ends.`],
    undo: "It ends by itself.",
    checks: [],
    reaches: [],
  };
}

function worstEffect(steps: readonly PlanStep[]): PlanOption["effect"] {
  if (steps.some((step) => step.effect === "destructive")) return "destructive";
  return steps.some((step) => step.effect === "reversible") ? "reversible" : "none";
}

function optionDigest(option: Omit<PlanOption, "digest">, input: PlanInput): string {
  return digestOf({
    arn: input.look.resource.arn.toLowerCase(),
    creationTime: input.look.creationTime,
    option: option.id,
    calls: option.steps.flatMap((step) => step.calls),
    violations: violationKeys(actionable(input.assessment.verdicts)),
    policy: applicablePolicy(input.policy, input.look.resource.kind),
  });
}

/** Violations as an approval knows them, in an order that does not depend on the rules' order. */
export function violationKeys(violations: readonly Pick<Verdict, "rule" | "unit" | "field">[]): string[] {
  return violations.map(({ rule, unit, field }) => `${rule} ${unit} ${field}`).sort();
}

/** Digest of the part of the policy that decides about a resource kind: a change elsewhere voids no approval. */
export function applicablePolicy(policy: Policy, kind: string): string {
  const judged = [...judgedAs(kindOf(kind))];
  return digestOf({
    approvedNetwork: policy.approvedNetwork,
    rules: Object.entries(policy.rules).filter(
      ([, rule]) => rule.state !== "off" && judged.some((each) => rule.kinds.includes(each)),
    ),
    respond: policy.respond.filter(({ when }) => when.kinds === null || when.kinds.includes(kind)),
    approval: policy.approval,
  });
}
