/**
 * One change to a resource, in four moves that the workflow makes one by one: is it possible yet, may it be done (the
 * switch, the policy, the cap, the undo information), send it, has it worked. Each move begins with a fresh look.
 */
import { errorCode, failureReason, isThrottled } from "../aws/errors.ts";
import { InvalidCallError } from "../aws/input-schema.ts";
import type { SageMakerApi } from "../aws/sagemaker.ts";
import type { Effect, PlannedCall } from "../decide/plan.ts";
import { subjectOf } from "../decide/planner.ts";
import type { ActionRecord } from "../record/ledger.ts";
import type { Action, ActionId, ActionState, ActionSubject } from "./action.ts";
import { findAction } from "./index.ts";
import { lookForReplacement } from "./replacement.ts";
import { readSituation, type Situation, type SituationDeps, type Subject } from "./situation.ts";

export interface ChangeDeps extends SituationDeps {
  /** Sends each call once: the SDK's own retries could repeat a change whose answer was lost. */
  sageMakerOnce: SageMakerApi;
}

/** What is to be done, and in whose name. */
export interface ChangeOrder extends Subject {
  round: number;
  action: ActionId;
  /** Tells the executions of one round apart: `main`, or the trigger of a second containment. */
  run: string;
  effect: Effect;
  /** What a person said yes to; null for an automatic step. */
  approved: { by: string; option: string; digest: string } | null;
}

/** Why a change was not made. A closed set: messages are worded from it. */
export type Obstacle =
  | { reason: "gone" }
  | { reason: "replaced" }
  | { reason: "unread"; detail: string }
  | { reason: "mode"; detail: "report" | "off" }
  | { reason: "policy"; detail: string }
  | { reason: "fixed" }
  /** What would be done is not what was approved any more. */
  | { reason: "changed" }
  | { reason: "cap"; effect: "reversible" | "destructive"; limit: number }
  | { reason: "impossible"; detail: string }
  | { reason: "refused"; detail: string }
  | { reason: "unconfirmed"; detail: string };

export type Preparation = { go: true } | { go: false; done: string } | { go: false; obstacle: Obstacle };

export type Sending =
  | { result: "sent" }
  /** AWS said no, or would have, so nothing happened; `retryable` when it only was too busy. */
  | { result: "refused"; detail: string; retryable: boolean }
  /** It is not known whether AWS did it. */
  | { result: "uncertain"; detail: string }
  /** The look right before the call showed that it must not be sent. */
  | { result: "not-sent"; detail: string };

/** How far the change is, by a fresh look; `gone` resources are an impossible goal. */
export async function observeChange(order: ChangeOrder, deps: ChangeDeps): Promise<ActionState> {
  try {
    const situation = await readSituation(order, deps, { lookingOn: true });
    if (situation.status !== "found") return { state: "impossible", detail: describeAbsence(situation) };
    return await stateOf(order, situation, deps);
  } catch (error) {
    return { state: "waiting", detail: `it could not be looked at (${errorCode(error)})` };
  }
}

/**
 * Decides whether the change may be sent now, counts it against the hour's cap and records how to undo it.
 * Idempotent for the same order and attempt.
 */
export async function prepareChange(order: ChangeOrder, attempt: number, deps: ChangeDeps): Promise<Preparation> {
  const situation = await readSituation(order, deps);
  if (situation.status !== "found") return { go: false, obstacle: absence(situation) };
  const obstacle = policyObstacle(order, situation);
  if (obstacle !== null) return { go: false, obstacle };
  const state = await stateOf(order, situation, deps);
  if (state.state === "done") return { go: false, done: state.detail };
  if (state.state !== "ready") return { go: false, obstacle: { reason: "impossible", detail: state.detail } };
  return reserveAndRecord(order, attempt, situation, deps);
}

/** Looks once more and sends the calls. Never retries, never throws for what AWS answers. */
export async function sendChange(order: ChangeOrder, deps: ChangeDeps): Promise<Sending> {
  const planned = await callsNow(order, deps);
  if ("detail" in planned) return { result: "not-sent", detail: planned.detail };
  for (const call of planned.calls) {
    const sending = await send(call, deps.sageMakerOnce);
    if (sending.result !== "sent") return sending;
  }
  return { result: "sent" };
}

/** The calls as they are to be sent this moment, or why nothing may be sent. */
async function callsNow(order: ChangeOrder, deps: ChangeDeps): Promise<{ calls: PlannedCall[] } | { detail: string }> {
  try {
    const situation = await readSituation(order, deps);
    if (situation.status !== "found") return { detail: describeAbsence(situation) };
    const state = await stateOf(order, situation, deps);
    if (state.state !== "ready") return { detail: state.detail };
    if (policyObstacle(order, situation) !== null)
      return { detail: "the policy, the mode or the plan changed meanwhile" };
    const proposal = actionOf(order).propose(subjectIn(order, situation));
    return proposal.possible ? { calls: proposal.calls } : { detail: proposal.reason };
  } catch (error) {
    return { detail: `it could not be looked at (${errorCode(error)})` };
  }
}

/** Closes the record of an attempt, and remembers what the action made. Null when the attempt was never begun. */
export async function recordChange(
  order: ChangeOrder,
  attempt: number,
  result: { done: boolean; detail: string },
  deps: ChangeDeps,
): Promise<ActionRecord | null> {
  const records = await deps.ledger.listActions(order.findingId);
  const record = records.find(({ id }) => id === attemptId(order, attempt));
  if (record === undefined) return null;
  const finishedAt = deps.now().toISOString();
  const finished = {
    ...record,
    status: result.done ? ("done" as const) : ("failed" as const),
    detail: result.detail,
    finishedAt,
  };
  await deps.ledger.finishAction(finished);
  if (result.done) await rememberReplacement(order, deps);
  return finished;
}

async function rememberReplacement(order: ChangeOrder, deps: ChangeDeps): Promise<void> {
  const situation = await readSituation(order, deps);
  if (situation.status !== "found") return;
  const subject = subjectIn(order, situation);
  const replacement = await lookForReplacement(actionOf(order), subject, situation.policy, deps);
  if (replacement === null) return;
  const change = { replacementArn: replacement.arn };
  await deps.ledger.updateFinding(order.findingId, order.round, change, deps.now().toISOString());
}

function actionOf(order: ChangeOrder): Action {
  const action = findAction(order.action);
  if (action === undefined) throw new TypeError(`no action "${order.action}" changes AWS`);
  return action;
}

function attemptId(order: ChangeOrder, attempt: number): string {
  return `${runId(order)}/${order.action}/${attempt}`;
}

/** What the ids of an execution's actions begin with. */
export function runId({ findingId, round, run }: Pick<ChangeOrder, "findingId" | "round" | "run">): string {
  return `${findingId}/${round}/${run}`;
}

type Found = Extract<Situation, { status: "found" }>;

function subjectIn({ findingId }: ChangeOrder, situation: Found): ActionSubject {
  return subjectOf({ ...situation, findingId });
}

async function stateOf(order: ChangeOrder, situation: Found, deps: ChangeDeps): Promise<ActionState> {
  const action = actionOf(order);
  const subject = subjectIn(order, situation);
  return action.state(subject, await lookForReplacement(action, subject, situation.policy, deps));
}

function policyObstacle(order: ChangeOrder, { policy, policyProblem, plan }: Found): Obstacle | null {
  if (policyProblem !== null) return { reason: "policy", detail: policyProblem };
  if (policy.mode !== "enforce") return { reason: "mode", detail: policy.mode };
  if (order.approved === null) {
    return plan.automatic.some((step) => step.action === order.action) ? null : { reason: "fixed" };
  }
  const { option, digest } = order.approved;
  return plan.options.some((offered) => offered.id === option && offered.digest === digest)
    ? null
    : { reason: "changed" };
}

async function reserveAndRecord(
  order: ChangeOrder,
  attempt: number,
  situation: Found,
  { ledger, now }: ChangeDeps,
): Promise<Preparation> {
  const proposal = actionOf(order).propose(subjectIn(order, situation));
  if (!proposal.possible) return { go: false, obstacle: { reason: "impossible", detail: proposal.reason } };
  const at = now().toISOString();
  const actionId = attemptId(order, attempt);
  const effect = proposal.effect === "destructive" ? "destructive" : "reversible";
  const limit = situation.policy.limits.perHour[effect];
  const account = order.resource.account ?? "unknown";
  if (!(await ledger.reserve({ account, effect, hour: at.slice(0, 13), limit, actionId }))) {
    return { go: false, obstacle: { reason: "cap", effect, limit } };
  }
  const calls = proposal.calls.map(({ operation, input }) => ({ operation, input }));
  await ledger.startAction({
    ...{ id: actionId, findingId: order.findingId, round: order.round, action: order.action, effect: proposal.effect },
    ...{ calls, undo: proposal.undo, status: "started", detail: null, startedAt: at, finishedAt: null },
    approvedBy: order.approved?.by ?? null,
  } satisfies ActionRecord);
  return { go: true };
}

async function send(call: PlannedCall, api: SageMakerApi): Promise<Sending> {
  try {
    await api.call(call.operation, call.input);
    return { result: "sent" };
  } catch (error) {
    const detail = `${failureReason(call.operation, error)}${inShort(error)}`;
    if (error instanceof InvalidCallError) return { result: "refused", detail, retryable: false };
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
    if (isThrottled(error)) return { result: "refused", detail, retryable: true };
    if (status >= 400 && status < 500) return { result: "refused", detail, retryable: false };
    return { result: "uncertain", detail };
  }
}

/** What AWS says of a call whose input holds no secrets: the calls of actions carry settings and names alone. */
function inShort(error: unknown): string {
  return error instanceof Error && error.message !== "" ? `: ${error.message.slice(0, 200)}` : "";
}

function absence(situation: Exclude<Situation, Found>): Obstacle {
  if (situation.status === "unread") return { reason: "unread", detail: situation.reason };
  return { reason: situation.status };
}

/** Why nothing can be done about a resource that is not there to be looked at, as a clause. */
export function describeAbsence(situation: Exclude<Situation, Found>): string {
  if (situation.status === "unread") return situation.reason;
  return situation.status === "gone" ? "it is gone" : "another resource has its name now";
}
