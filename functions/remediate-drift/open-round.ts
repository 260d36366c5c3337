/** Opening a round: look, assess, and record the finding; or close it when nothing is wrong any more. */
import type { ActionId } from "../../shared/act/action.ts";
import { observeChange } from "../../shared/act/change.ts";
import { readSituation, type Situation } from "../../shared/act/situation.ts";
import { assess } from "../../shared/assess/assess.ts";
import { NO_FACTS } from "../../shared/assess/assess-in-network.ts";
import type { Verdict } from "../../shared/assess/verdict.ts";
import type { Effect } from "../../shared/decide/plan.ts";
import type { Mode, Policy } from "../../shared/decide/policy.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import { type Creator, UNKNOWN_CREATOR } from "../../shared/detect/creator.ts";
import { executionOf, type RemediationRequest } from "../../shared/detect/remediation-request.ts";
import { reachesOfPosture } from "../../shared/network/reach/of-posture.ts";
import { findingClosed } from "../../shared/notify/own-events.ts";
import { finished } from "../../shared/notify/sentences.ts";
import { findingViolations } from "../../shared/record/finding-violations.ts";
import { type Finding, type FindingViolation, TRIGGERS_KEPT } from "../../shared/record/ledger.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { unreadPosture } from "../../shared/sagemaker/posture.ts";
import type { Service } from "./service.ts";

/** Why nothing is left to do. */
export type Over = "gone" | "replaced" | "compliant" | "ended";

/** What the round begins with; small, because it is checkpointed. */
export type Opened =
  | { status: "nothing-to-do"; why: Over | "superseded" | "off"; closed: boolean }
  | {
      status: "open";
      mode: Mode;
      /** The service itself made the resource: it is reported and never acted on. */
      own: boolean;
      /** What could not be assessed. */
      unknowns: { rule: string; unit: string; message: string }[];
      automatic: { action: ActionId; effect: Effect }[];
      /** The resource is not yet in a state from which it can be stopped. */
      waiting: boolean;
      asks: boolean;
      policyProblem: string | null;
    };

export type OpenRound = Extract<Opened, { status: "open" }>;

export async function openRound(request: RemediationRequest, service: Service): Promise<Opened> {
  return openWith(request, await readSituation(request, service), service);
}

/** Opens the round of a resource that could not be read in all the time there was. */
export function openUnread(request: RemediationRequest, reason: string, service: Service): Promise<Opened> {
  return openWith(request, { status: "unread", reason }, service);
}

/** For a live round: what would be done by itself now. Null when nothing is wrong or nothing may be done. */
export async function stillViolating(request: RemediationRequest, service: Service): Promise<OpenRound | null> {
  const situation = await readSituation(request, service);
  if (situation.status !== "found" || whyOver(situation) !== null) return null;
  const opened = await describeOpened(request, situation, await madeByService(request, service), service);
  const needed = await Promise.all(opened.automatic.map((step) => isNeeded(request, step, service)));
  return { ...opened, automatic: opened.automatic.filter((_step, index) => needed[index]) };
}

/** A trigger that comes again must not open a round once this one has ended. */
export async function noteTrigger({ findingId, round, trigger }: RemediationRequest, service: Service): Promise<void> {
  const finding = await service.ledger.getFinding(findingId);
  if (finding === null || finding.triggers.includes(trigger.id)) return;
  const triggers = [...finding.triggers, trigger.id].slice(-TRIGGERS_KEPT);
  await service.ledger.updateFinding(findingId, round, { triggers }, service.now().toISOString());
}

async function isNeeded(
  request: RemediationRequest,
  step: { action: ActionId; effect: Effect },
  service: Service,
): Promise<boolean> {
  const order = { ...request, ...step, run: request.trigger.id, approved: null };
  const { state } = await observeChange(order, service);
  return state === "ready" || state === "waiting";
}

async function openWith(request: RemediationRequest, situation: Situation, service: Service): Promise<Opened> {
  const off = situation.status === "found" && situation.policy.mode === "off";
  const why = off ? "off" : whyOver(situation);
  if (why !== null) return passRound(request, why, situation, service);
  const violations =
    situation.status === "found" ? findingViolations(situation.assessment.verdicts) : request.violations;
  const opened = await service.ledger.openRound(findingFor(request, situation, violations, service));
  if (opened.result === "superseded") return { status: "nothing-to-do", why: "superseded", closed: false };
  await service.audit(request, "finding-opened", { rules: violations.map(({ rule }) => rule) });
  return describeOpened(request, situation, isOwn(opened.finding.creator, service), service);
}

/** Why there is nothing left to do for the finding; also how its round ends. */
export function whyOver(situation: Situation): Over | null {
  if (situation.status === "gone" || situation.status === "replaced") return situation.status;
  if (situation.status === "found" && situation.assessment.ownOutcome === "compliant") return "compliant";
  return null;
}

/**
 * Opens the round and ends it at once: the execution's name is used up, so the next drift has to find the round taken.
 * Switched off, the service leaves an open finding open.
 */
async function passRound(
  request: RemediationRequest,
  why: Over | "off",
  situation: Situation,
  service: Service,
): Promise<Opened> {
  const before = await service.ledger.getFinding(request.findingId);
  const wasOpen = before?.status === "open" && request.round > 1;
  const passed = findingFor(request, situation, before?.violations ?? [], service);
  if ((await service.ledger.openRound(passed)).result === "superseded") {
    return { status: "nothing-to-do", why: "superseded", closed: false };
  }
  const close = why !== "off" || !wasOpen;
  const outcome = why === "off" ? null : closingOutcome(why);
  const end = { outcome, close, at: service.now().toISOString() };
  const ended = await service.ledger.endRound(request.findingId, request.round, end, executionOf(request));
  if (!ended || !wasOpen || outcome === null) return { status: "nothing-to-do", why, closed: false };
  await recordClosed(request, outcome, service);
  return { status: "nothing-to-do", why, closed: true };
}

/** The audit entry and the event about a finding that is closed now. */
export async function recordClosed(
  request: RemediationRequest,
  outcome: ClosingOutcome,
  service: Service,
): Promise<void> {
  const finding = await service.ledger.getFinding(request.findingId);
  await service.audit(request, "finding-closed", { outcome });
  if (finding !== null) await service.publish(findingClosed(finding, outcome, service.now()));
}

export type ClosingOutcome = "compliant" | "ended" | "gone";

export function closingOutcome(why: Over): ClosingOutcome {
  return why === "replaced" ? "gone" : why;
}

/** Tells people that an earlier round's finding is over. */
export async function tellClosed(
  { findingId }: RemediationRequest,
  { why }: Extract<Opened, { status: "nothing-to-do" }>,
  service: Service,
): Promise<void> {
  const finding = await service.ledger.getFinding(findingId);
  if (finding === null || why === "superseded" || why === "off") return;
  await service.send(finished({ finding, outcome: closingOutcome(why) }));
}

/** A round's beginning; what lasts beyond rounds the ledger keeps. */
function findingFor(
  request: RemediationRequest,
  situation: Situation,
  violations: FindingViolation[],
  service: Service,
): Finding {
  const at = service.now().toISOString();
  const look = situation.status === "found" ? situation.look : null;
  return {
    id: request.findingId,
    resource: look?.resource ?? request.resource,
    creationTime: look?.creationTime ?? request.creationTime,
    creator: request.maker ?? (makesIt(request) ? request.creator : UNKNOWN_CREATOR),
    status: "open",
    round: request.round,
    roundStatus: "live",
    outcome: null,
    violations,
    openedAt: at,
    updatedAt: at,
    exemption: null,
    replacementArn: null,
    questionId: null,
    triggers: [request.trigger.id],
    contained: false,
    wakeCallback: null,
    endedBy: null,
    reaches: situation.status === "found" ? reachesNow(situation) : [],
    affected: null,
  };
}

function reachesNow({ look, network }: Extract<Situation, { status: "found" }>): string[] {
  return reachesOfPosture(look.posture, look.resource, network);
}

/** Whether the request's creator is who made the resource. */
function makesIt({ resource, trigger }: RemediationRequest): boolean {
  return kindOf(resource.kind).calls.create.includes(trigger.operation);
}

function isOwn({ roleArn }: Creator, { ownRoleArn }: Service): boolean {
  return ownRoleArn !== null && roleArn === ownRoleArn;
}

/** Whoever starts or changes it later: what the service made is never acted on. */
async function madeByService({ findingId }: RemediationRequest, service: Service): Promise<boolean> {
  const finding = await service.ledger.getFinding(findingId);
  return finding !== null && isOwn(finding.creator, service);
}

async function describeOpened(
  request: RemediationRequest,
  situation: Situation,
  own: boolean,
  service: Service,
): Promise<OpenRound> {
  const base = { status: "open" as const, own, automatic: [], waiting: false, asks: false, policyProblem: null };
  if (situation.status !== "found")
    return { ...base, mode: "report", unknowns: await unreadVerdicts(request, situation, service) };
  const { assessment, plan, policy, policyProblem, look } = situation;
  const known = { ...base, mode: policy.mode, unknowns: unknownsOf(assessment.verdicts), policyProblem };
  if (own) return known;
  return {
    ...known,
    automatic: plan.automatic.map(({ action, effect }) => ({ action, effect })),
    waiting: kindOf(request.resource.kind).stop?.waitsIn.includes(look.status ?? "") ?? false,
    asks: plan.options.length > 0,
  };
}

function unknownsOf(verdicts: readonly Verdict[]): OpenRound["unknowns"] {
  const unknown = verdicts.filter(({ status }) => status === "unknown");
  return unknown.map(({ rule, unit, message }) => ({ rule, unit, message }));
}

/** What every rule says of a resource of which nothing could be read. */
async function unreadVerdicts(
  request: RemediationRequest,
  situation: Exclude<Situation, { status: "found" }>,
  service: Service,
): Promise<OpenRound["unknowns"]> {
  const reason = situation.status === "unread" ? situation.reason : `it is ${situation.status}`;
  const kind = kindOf(request.resource.kind);
  const policy = await policyForReport(service);
  const input = {
    kind,
    resource: request.resource,
    posture: unreadPosture(kind, reason),
    policy,
    network: NO_FACTS,
    now: service.now(),
  };
  return unknownsOf(assess(input).verdicts);
}

/** The policy that says which rules there are to name; the default one where none can be read. */
async function policyForReport(service: Service): Promise<Policy> {
  try {
    return (await service.currentPolicy()).policy;
  } catch {
    return resolvePolicy(null);
  }
}
