/** The question of a round: asking it, sending it out, settling it, and looking again once it is answered. */
import type { ActionId } from "../../shared/act/action.ts";
import { describeAbsence, observeChange } from "../../shared/act/change.ts";
import { readSituation, type Situation } from "../../shared/act/situation.ts";
import { decisionEntry } from "../../shared/approve/decide.ts";
import { hashSecret, questionLink } from "../../shared/approve/link.ts";
import { actionable } from "../../shared/assess/verdict.ts";
import { canonicalJson } from "../../shared/decide/digest.ts";
import type { Effect, PlanOption } from "../../shared/decide/plan.ts";
import { violationKeys } from "../../shared/decide/planner.ts";
import { isUnknown } from "../../shared/detect/creator.ts";
import type { RemediationRequest } from "../../shared/detect/remediation-request.ts";
import { approvalDecided, approvalRequested } from "../../shared/notify/own-events.ts";
import {
  question as ask,
  decided,
  describeDone,
  reminder as remind,
  type VoidReason,
} from "../../shared/notify/sentences.ts";
import { questionId } from "../../shared/record/finding-id.ts";
import { findingViolations } from "../../shared/record/finding-violations.ts";
import type { Question, QuestionOption, QuestionStatus } from "../../shared/record/ledger.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { isOver } from "../../shared/sagemaker/resource-kind.ts";
import type { Service } from "./service.ts";

/** A question that was stored; small, because it is checkpointed. */
export interface Asked {
  id: string;
  /** Seconds of each wait: up to each reminder, then up to expiry. */
  waits: number[];
}

/** Whether there is something to ask; where there is not, why. */
export type AskResult = { asked: true; question: Asked } | { asked: false; why: string };

/** Name of AlreadyAnsweredError, which stands in the message of what the durable engine makes of it. */
export const ALREADY_ANSWERED = "AlreadyAnsweredError";

/** Somebody answered before the wait began: there is nothing to wait for. */
export class AlreadyAnsweredError extends Error {
  constructor(id: string) {
    super(`${ALREADY_ANSWERED}: question ${id} has its answer`);
    this.name = ALREADY_ANSWERED;
  }
}

/** Stores the question with what can be offered now. One that an interrupted try stored and that is idle now is void. */
export async function askQuestion(request: RemediationRequest, service: Service): Promise<AskResult> {
  const result = await askNow(request, service);
  const id = questionId(request.findingId, request.round);
  if (!result.asked && (await service.ledger.getQuestion(id)) !== null) {
    await service.ledger.settle(id, "void", service.now().toISOString());
  }
  return result;
}

async function askNow(request: RemediationRequest, service: Service): Promise<AskResult> {
  const situation = await readSituation(request, service);
  if (situation.status !== "found") return { asked: false, why: describeAbsence(situation) };
  const { status } = situation.look;
  if (isOver(kindOf(request.resource.kind), status)) return { asked: false, why: `it is ${status} and runs no more` };
  const options = await stillUseful(request, situation.plan.options, service);
  if (options.length === 0) return { asked: false, why: "nothing that the policy proposes is left to do" };
  await learnCreator(request, service);
  const { approval } = situation.policy;
  const question = await service.ledger.ask(await questionFor(request, situation, options, service));
  const at = service.now().toISOString();
  await service.ledger.updateFinding(request.findingId, request.round, { questionId: question.id }, at);
  await service.audit(request, "question-asked", { question: question.id, options: options.map(({ id }) => id) });
  await service.publish(approvalRequested(question, service.now()));
  return { asked: true, question: { id: question.id, waits: waitsOf(approval.remindAfter, approval.expiresAfter) } };
}

/** The event history lags by minutes: what it did not tell at the beginning it may tell now. */
async function learnCreator(request: RemediationRequest, service: Service): Promise<void> {
  const finding = await service.ledger.getFinding(request.findingId);
  if (finding === null || !isUnknown(finding.creator)) return;
  const creator = await service.findCreator(request);
  if (isUnknown(creator)) return;
  await service.ledger.updateFinding(request.findingId, request.round, { creator }, service.now().toISOString());
}

/** `[1h, 3h]` and 4h → one hour, two hours, one hour; in seconds. */
export function waitsOf(remindAfter: readonly number[], expiresAfter: number): number[] {
  const moments = [0, ...remindAfter, expiresAfter];
  return moments.slice(1).map((moment, index) => Math.max(1, moment - (moments[index] ?? 0)));
}

/** Attaches the callback and sends the question, or a reminder of it, with a fresh link. Throws AlreadyAnsweredError. */
export async function sendQuestion(id: string, callbackId: string, reminder: boolean, service: Service): Promise<void> {
  const secret = service.newSecret();
  const pending = await service.ledger.attachCallback(id, callbackId, hashSecret(secret));
  const question = await service.ledger.getQuestion(id);
  if (!pending || question === null) throw new AlreadyAnsweredError(id);
  const link = questionLink(service.approvalUrl, id, secret);
  const asked = { question, link };
  await service.send(reminder ? remind({ ...asked, now: service.now() }) : ask(asked));
}

/** Tells everybody what was decided, before it is done. */
export async function tellDecision(id: string, service: Service): Promise<void> {
  const question = await service.ledger.getQuestion(id);
  if (question === null) return;
  const entry = decisionEntry(question);
  if (entry !== null) await service.ledger.audit(entry);
  const event = approvalDecided(question, service.now());
  if (event !== null) await service.publish(event);
  await service.send(decided({ question }));
}

/** What the ledger says of the question now; after the last wait, silence becomes `expired`. */
export async function settleQuestion(id: string, lastWait: boolean, service: Service): Promise<QuestionStatus> {
  if (lastWait) return (await service.ledger.settle(id, "expired", service.now().toISOString())).status;
  return (await service.ledger.getQuestion(id))?.status ?? "void";
}

export type Reconsidered =
  | { valid: false; reason: VoidReason }
  | { valid: true; option: string; by: string; digest: string; steps: { action: ActionId; effect: Effect }[] };

/** Looks again once the answer is there: an approval counts for exactly what was asked. */
export async function reconsider(request: RemediationRequest, id: string, service: Service): Promise<Reconsidered> {
  const question = await service.ledger.getQuestion(id);
  const decision = question?.decision;
  if (question === null || decision === null || decision === undefined) return { valid: false, reason: "changed" };
  const situation = await readSituation(request, service);
  if (situation.status !== "found") return { valid: false, reason: situation.status };
  if (isOver(kindOf(request.resource.kind), situation.look.status)) return { valid: false, reason: "ended" };
  const offered = situation.plan.options.find((option) => option.id === decision.option);
  if (offered !== undefined && offered.digest === decision.digest) {
    const steps = offered.steps.map(({ action, effect }) => ({ action, effect }));
    return { valid: true, option: offered.id, by: decision.by.arn, digest: offered.digest, steps };
  }
  return { valid: false, reason: voidReason(question, decision.option, situation, offered) };
}

/** Why a question that somebody voided does not stand any more, by a fresh look. */
export async function voidedBy(request: RemediationRequest, service: Service): Promise<VoidReason> {
  const situation = await readSituation(request, service);
  if (situation.status !== "found") return situation.status;
  return isOver(kindOf(request.resource.kind), situation.look.status) ? "ended" : "fixed";
}

function voidReason(
  question: Question,
  chosen: string,
  { policy, assessment, plan }: Extract<Situation, { status: "found" }>,
  offered: PlanOption | undefined,
): VoidReason {
  if (policy.mode !== "enforce") return "mode";
  const now = violationKeys(actionable(assessment.verdicts));
  if (now.length === 0) return assessment.ownOutcome === "unknown" ? "unread" : "fixed";
  const asked = violationKeys(question.violations.filter(({ advisory }) => !advisory));
  if (canonicalJson(now) !== canonicalJson(asked)) return "wrong-in-a-new-way";
  const before = question.options.find((option) => option.id === chosen);
  if (offered === undefined) {
    return plan.notOffered.some((why) => why.startsWith(`${before?.title}: `)) ? "impossible" : "policy-changed";
  }
  return canonicalJson(before?.calls ?? []) === canonicalJson(callsOf(offered)) ? "policy-changed" : "changed";
}

/** An option's calls as a question keeps them. */
function callsOf({ steps }: PlanOption): QuestionOption["calls"] {
  return steps.flatMap((step) => step.calls.map(({ operation, input }) => ({ operation, input })));
}

function toQuestionOption(option: PlanOption): QuestionOption {
  const { steps: _steps, ...kept } = option;
  return { ...kept, calls: callsOf(option) };
}

/** Options whose goal already holds are not worth a question. */
async function stillUseful(
  request: RemediationRequest,
  options: PlanOption[],
  service: Service,
): Promise<PlanOption[]> {
  const useful: PlanOption[] = [];
  for (const option of options) {
    const last = option.steps.at(-1);
    const order = last && { ...request, action: last.action, effect: last.effect, run: "ask", approved: null };
    const state = order === undefined ? null : await observeChange(order, service);
    if (state === null || (state.state !== "done" && state.state !== "impossible")) useful.push(option);
  }
  return useful;
}

async function questionFor(
  request: RemediationRequest,
  situation: Extract<Situation, { status: "found" }>,
  options: PlanOption[],
  service: Service,
): Promise<Question> {
  const asked = service.now();
  const actions = await service.ledger.listActions(request.findingId);
  const done = actions.filter(({ round, status }) => round === request.round && status === "done");
  return {
    id: questionId(request.findingId, request.round),
    findingId: request.findingId,
    round: request.round,
    resource: situation.look.resource,
    creator: (await service.ledger.getFinding(request.findingId))?.creator ?? request.creator,
    requester: request.creator,
    roles: situation.look.roles,
    violations: findingViolations(situation.assessment.verdicts),
    done: done.map(describeDone),
    options: options.map(toQuestionOption),
    notOffered: situation.plan.notOffered,
    status: "pending",
    askedAt: asked.toISOString(),
    expiresAt: new Date(asked.getTime() + situation.policy.approval.expiresAfter * 1_000).toISOString(),
    decision: null,
    callbackId: null,
    linkHashes: [],
  };
}
