/**
 * Lambda durable function: one round of one finding.
 *
 *  1. open the finding   look at the resource, assess it; nothing wrong → the end
 *  2. announce           tell people who made what and what is wrong
 *  3. contain            the policy's automatic steps: never anything destructive
 *  4. ask                a person, when there is a choice; silence is a no
 *  5. look again         an approval counts for exactly what was asked
 *  6. act                the approved steps, each verified by reading
 *  7. record             how it ended, and tell people
 *
 * This file alone knows about durability: nothing outside a step reads, calls, or depends on time or chance.
 */
import {
  CallbackError,
  CallbackSubmitterError,
  type DurableContext,
  type DurableLambdaHandler,
  DurableOperationError,
  type RetryDecision,
  StepSemantics,
  type WaitForConditionDecision,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import type { ActionId, ActionState } from "../shared/act/action.ts";
import {
  type ChangeOrder,
  type Obstacle,
  observeChange,
  prepareChange,
  type Sending,
  sendChange,
} from "../shared/act/change.ts";
import type { RemediationRequest } from "../shared/detect/triage.ts";
import { announce, type Containment, markContained, noteContainment, tellAgain } from "./remediate-drift/announce.ts";
import { type Ending, finishRound, grantExemption, tellEnding } from "./remediate-drift/finish-round.ts";
import {
  type Opened,
  type OpenRound,
  openRound,
  openUnread,
  stillViolating,
  tellClosed,
} from "./remediate-drift/open-round.ts";
import {
  ALREADY_ANSWERED,
  type Asked,
  askQuestion,
  type Reconsidered,
  reconsider,
  sendQuestion,
  settleQuestion,
  tellDecision,
} from "./remediate-drift/question.ts";
import { recordAttempt } from "./remediate-drift/record-attempt.ts";
import { parseRequest } from "./remediate-drift/request.ts";
import type { Service } from "./remediate-drift/service.ts";
import { deployedService } from "./remediate-drift/wiring.ts";

const NOTHING_TO_ASK = { asked: false, why: null } as const;

type ChangeResult = { done: string } | { obstacle: Obstacle };

/** Throttled changes and reversible ones without an effect are tried again this often. */
const MAX_ATTEMPTS = 3;
/** Looks at a resource while waiting for it, half an hour with the usual poll interval. */
const MAX_LOOKS = 60;
/** Looks after a call that had no visible effect, before it counts as unconfirmed. */
const MAX_CONFIRMATIONS = 8;

export const handler: DurableLambdaHandler = createHandler(deployedService);

/** `service` is called outside steps on every replay, so it must not do anything but wire. */
export function createHandler(service: () => Service): DurableLambdaHandler {
  return withDurableExecution(async (payload: unknown, context: DurableContext): Promise<{ outcome: string }> => {
    const request = parseRequest(payload);
    const run = request.type === "remediate" ? remediate : containAgain;
    return { outcome: await run(request, context, service()) };
  });
}

async function remediate(request: RemediationRequest, context: DurableContext, service: Service): Promise<string> {
  const opened = await open(request, context, service);
  if (opened.status !== "open") {
    if (opened.closed) await toldStep(context, "tell closed", () => tellClosed(request, opened, service));
    return opened.why;
  }
  await toldStep(context, "announce", () => announce(request, opened, service));
  try {
    const ending = await respond(request, opened, context, service);
    return await end(request, ending, context, service);
  } catch (error) {
    if (!(error instanceof DurableOperationError)) throw error;
    const ending: Ending = { outcome: "failed", action: null, obstacle: null, detail: error.message };
    return end(request, ending, context, service);
  }
}

async function respond(
  request: RemediationRequest,
  opened: OpenRound,
  context: DurableContext,
  service: Service,
): Promise<Ending> {
  const containment = await contain(request, opened, "main", context, service);
  await idempotentStep(context, "note containment", () => markContained(request, service));
  const ask = opened.asks ? await idempotentStep(context, "ask", () => askQuestion(request, service)) : NOTHING_TO_ASK;
  const follows = ask.asked ? { asked: true as const } : ask;
  await toldStep(context, "tell containment", () => noteContainment(request, containment, follows, service));
  if (!ask.asked) return { outcome: outcomeOf(containment) };
  const asked = ask.question;
  const answer = await awaitAnswer(asked, context, service);
  if (answer !== "approved") return { outcome: answer === "rejected" ? "rejected" : "expired" };
  await toldStep(context, "tell decision", () => tellDecision(asked.id, service));
  const again = await idempotentStep(context, "look again", () => reconsider(request, asked.id, service));
  if (!again.valid) return { outcome: "void", reason: again.reason };
  return act(request, asked, again, context, service);
}

async function open(request: RemediationRequest, context: DurableContext, service: Service): Promise<Opened> {
  try {
    return await idempotentStep(context, "open the finding", () => openRound(request, service));
  } catch (error) {
    if (!(error instanceof DurableOperationError)) throw error;
    const reason = error.message;
    return idempotentStep(context, "open the finding unread", () => openUnread(request, reason, service));
  }
}

async function contain(
  request: RemediationRequest,
  opened: Pick<OpenRound, "automatic">,
  run: string,
  context: DurableContext,
  service: Service,
): Promise<Containment[]> {
  const results: Containment[] = [];
  for (const { action, effect } of opened.automatic) {
    const step = { action, effect, run, approved: null };
    results.push({ action, ...(await change(request, step, context, service)) });
  }
  return results;
}

async function act(
  request: RemediationRequest,
  asked: Asked,
  approved: Extract<Reconsidered, { valid: true }>,
  context: DurableContext,
  service: Service,
): Promise<Ending> {
  if (approved.steps.length === 0) {
    await idempotentStep(context, "exempt", () => grantExemption(request, asked.id, service));
    return { outcome: "exempted" };
  }
  for (const { action, effect } of approved.steps) {
    const result = await change(request, { action, effect, run: "approved", approved }, context, service);
    if ("obstacle" in result) return endingOf(action, result.obstacle);
  }
  return { outcome: "remediated" };
}

/** A contained resource was started again while its round is live: contain it once more, within the caps. */
async function containAgain(request: RemediationRequest, context: DurableContext, service: Service): Promise<string> {
  const opened = await idempotentStep(context, "look", () => stillViolating(request, service));
  if (opened === null || opened.automatic.length === 0) return "nothing-to-do";
  const results = await contain(request, opened, request.trigger.id, context, service);
  await toldStep(context, "tell", () => tellAgain(request, results, service));
  return outcomeOf(results);
}

/** One change: as many attempts as are safe. */
async function change(
  request: RemediationRequest,
  step: Pick<ChangeOrder, "action" | "effect" | "run" | "approved">,
  context: DurableContext,
  service: Service,
): Promise<ChangeResult> {
  const order: ChangeOrder = { ...request, ...step };
  for (let attempt = 1; ; attempt += 1) {
    const before = await watch(order, `${order.action}: wait until possible`, untilPossible, context, service);
    if (before.state === "done") return { done: before.detail };
    const result = await attemptChange(request, order, attempt, context, service);
    if (result !== null) return result;
  }
}

/** Prepare or say why not, send once, verify by reading, record. Null when another attempt is needed and safe. */
async function attemptChange(
  request: RemediationRequest,
  order: ChangeOrder,
  attempt: number,
  context: DurableContext,
  service: Service,
): Promise<ChangeResult | null> {
  const prepare = () => prepareChange(order, attempt, service);
  const prepared = await idempotentStep(context, `${order.action}: prepare`, prepare);
  if (!prepared.go) return "done" in prepared ? prepared : { obstacle: prepared.obstacle };
  const sent = await oneShotStep(context, `${order.action}: change`, () => sendChange(order, service));
  const after = await watch(order, `${order.action}: verify`, untilVerified(sent), context, service);
  const done = after.state === "done";
  const detail = "detail" in after ? after.detail : "no effect is to be seen";
  const record = () => recordAttempt(request, order, attempt, { done, detail }, service);
  await idempotentStep(context, `${order.action}: record`, record);
  if (done) return { done: detail };
  const obstacle = whyNot(order, sent, after, attempt);
  return obstacle === null ? null : { obstacle };
}

/** Null when another attempt is safe: nothing was sent, or repeating it can destroy nothing. */
function whyNot(order: ChangeOrder, sent: Sending, after: ActionState, attempt: number): Obstacle | null {
  if (after.state === "impossible") return { reason: "impossible", detail: after.detail };
  if (sent.result === "refused" && !sent.retryable) return { reason: "refused", detail: sent.detail };
  const nothingSent = sent.result === "refused" || sent.result === "not-sent";
  const repeatable = nothingSent || order.effect !== "destructive";
  if (repeatable && attempt < MAX_ATTEMPTS) return null;
  return { reason: "unconfirmed", detail: sent.result === "sent" ? "the call had no effect in time" : sent.detail };
}

async function awaitAnswer(asked: Asked, context: DurableContext, service: Service): Promise<string> {
  for (const [index, seconds] of asked.waits.entries()) {
    const last = index === asked.waits.length - 1;
    try {
      const send = (callbackId: string) => sendQuestion(asked.id, callbackId, index > 0, service);
      await context.waitForCallback(`answer ${index + 1}`, send, { timeout: { seconds }, retryStrategy: patiently });
    } catch (error) {
      if (!(error instanceof CallbackError)) throw error;
      if (isUnsent(error)) await context.wait(`answer ${index + 1} without a callback`, { seconds });
    }
    const status = await idempotentStep(context, `settle ${index + 1}`, () => settleQuestion(asked.id, last, service));
    if (status !== "pending") return status;
  }
  return "expired";
}

/** No channel took the question: it can still be answered from the command line. */
function isUnsent(error: CallbackError): boolean {
  return error instanceof CallbackSubmitterError && !error.message.includes(ALREADY_ANSWERED);
}

async function end(
  request: RemediationRequest,
  ending: Ending,
  context: DurableContext,
  service: Service,
): Promise<string> {
  await idempotentStep(context, "record", () => finishRound(request, ending, service));
  await toldStep(context, "tell ending", () => tellEnding(request, ending, service));
  return ending.outcome;
}

function outcomeOf(containment: readonly Containment[]): "contained" | "reported" {
  return containment.some((result) => "done" in result) ? "contained" : "reported";
}

/** An approved action that was not done: its approval does not hold any more, or it failed. */
function endingOf(action: ActionId, obstacle: Obstacle): Ending {
  switch (obstacle.reason) {
    case "gone":
    case "replaced":
    case "fixed":
    case "changed":
    case "mode":
    case "cap":
      return { outcome: "void", reason: obstacle.reason };
    case "policy":
      return { outcome: "void", reason: "policy-invalid" };
    default:
      return { outcome: "failed", action, obstacle, detail: obstacle.detail };
  }
}

/** Looks at the resource again and again, until the strategy has seen enough. */
function watch(
  order: ChangeOrder,
  name: string,
  enough: (state: ActionState, looks: number) => boolean,
  context: DurableContext,
  service: Service,
): Promise<ActionState> {
  const { pollSeconds } = service;
  return context.waitForCondition<ActionState>(name, () => observeChange(order, service), {
    initialState: { state: "waiting", detail: "not looked at yet" },
    waitStrategy: (state, looks): WaitForConditionDecision =>
      enough(state, looks) || looks >= MAX_LOOKS
        ? { shouldContinue: false }
        : { shouldContinue: true, delay: { seconds: Math.min(pollSeconds * Math.ceil(looks / 4), 4 * pollSeconds) } },
  });
}

function untilPossible(state: ActionState): boolean {
  return state.state !== "waiting";
}

/** A call that was sent may take a moment to show; one that was refused shows nothing more. */
function untilVerified(sent: Sending): (state: ActionState, looks: number) => boolean {
  const maxReady = sent.result === "sent" || sent.result === "uncertain" ? MAX_CONFIRMATIONS : 1;
  return (state, looks) =>
    state.state === "done" || state.state === "impossible" || (state.state === "ready" && looks >= maxReady);
}

/** Repeatable: retried for the better part of an hour, unless a retry cannot help. */
function idempotentStep<Result>(context: DurableContext, name: string, run: () => Promise<Result>): Promise<Result> {
  return context.step(name, run, { retryStrategy: patiently });
}

/** A message that no channel takes must not hold up the rest: after some retries the flow goes on. */
async function toldStep(context: DurableContext, name: string, run: () => Promise<void>): Promise<void> {
  try {
    await context.step(name, run, { retryStrategy: briefly });
  } catch (error) {
    if (!(error instanceof DurableOperationError)) throw error;
  }
}

/** Changes something: runs at most once; interrupted, nobody knows, and the look that follows tells. */
async function oneShotStep(context: DurableContext, name: string, run: () => Promise<Sending>): Promise<Sending> {
  try {
    return await context.step(name, run, {
      semantics: StepSemantics.AtMostOncePerRetry,
      retryStrategy: () => ({ shouldRetry: false }),
    });
  } catch (error) {
    if (!(error instanceof DurableOperationError)) throw error;
    return { result: "uncertain", detail: error.message };
  }
}

const PERMANENT = new Set(["InvalidCallError", "LedgerError", "TypeError", "ZodError"]);

function patiently(error: Error, attempts: number): RetryDecision {
  if (error.name === ALREADY_ANSWERED || PERMANENT.has(error.name) || attempts >= 14) return { shouldRetry: false };
  return { shouldRetry: true, delay: { seconds: Math.min(2 ** attempts, 300) } };
}

function briefly(error: Error, attempts: number): RetryDecision {
  if (PERMANENT.has(error.name) || attempts >= 6) return { shouldRetry: false };
  return { shouldRetry: true, delay: { seconds: Math.min(2 ** attempts, 60) } };
}
