/** One change: wait until it is possible, prepare, send once, verify by reading, record; again only where that is safe. */
import type { ActionState } from "../../shared/act/action.ts";
import {
  type ChangeOrder,
  type Obstacle,
  observeChange,
  prepareChange,
  type Sending,
  sendChange,
} from "../../shared/act/change.ts";
import { rememberWait } from "./await-state.ts";
import { recordAttempt } from "./record-attempt.ts";
import type { Round } from "./round.ts";

export type ChangeResult = { done: string } | { obstacle: Obstacle };

/** Throttled changes and reversible ones without an effect are tried again this often. */
const MAX_ATTEMPTS = 3;
/** Looks after a call that had no visible effect, before it counts as unconfirmed. */
const MAX_CONFIRMATIONS = 8;

/** As many attempts as are safe. */
export async function makeChange(
  round: Round,
  step: Pick<ChangeOrder, "action" | "effect" | "run" | "approved">,
): Promise<ChangeResult> {
  const order: ChangeOrder = { ...round.request, ...step };
  for (let attempt = 1; ; attempt += 1) {
    const before = await watch(round, order, "wait until possible", ({ state }) => state !== "waiting");
    if (before.state === "done") return { done: before.detail };
    const result = await attemptChange(round, order, attempt);
    if (result !== null) return result;
  }
}

/** Prepare or say why not, send once, verify by reading, record. Null when another attempt is needed and safe. */
async function attemptChange(round: Round, order: ChangeOrder, attempt: number): Promise<ChangeResult | null> {
  const { request, service, steps } = round;
  const { action } = order;
  const prepared = await steps.idempotent(`${action}: prepare`, () => prepareChange(order, attempt, service));
  if (!prepared.go) return "done" in prepared ? prepared : { obstacle: prepared.obstacle };
  const sent = await steps.oneShot(`${action}: change`, () => sendChange(order, service));
  const after = await watch(round, order, "verify", untilVerified(sent));
  const done = after.state === "done";
  const detail = "detail" in after ? after.detail : "no effect is to be seen";
  const record = () => recordAttempt(request, order, attempt, { done, detail }, service);
  await steps.idempotent(`${action}: record`, record);
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

function watch(
  { request, service, steps }: Round,
  order: ChangeOrder,
  purpose: string,
  enough: (state: ActionState, rounds: number) => boolean,
): Promise<ActionState> {
  const look = () => observeChange(order, service);
  const register = (callbackId: string) => rememberWait(request, callbackId, service);
  return steps.watch(`${order.action}: ${purpose}`, service.pollSeconds, look, enough, register);
}

/** A call that was sent may take a moment to show; one that was refused shows nothing more. */
function untilVerified(sent: Sending): (state: ActionState, rounds: number) => boolean {
  const maxReady = sent.result === "sent" || sent.result === "uncertain" ? MAX_CONFIRMATIONS : 1;
  return ({ state }, rounds) => state === "done" || state === "impossible" || (state === "ready" && rounds >= maxReady);
}
