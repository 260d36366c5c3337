/**
 * The durable steps of a remediation, named by intent. What runs inside one is checkpointed; everything between them
 * runs again on every replay, so it must not read, call, or depend on time or chance.
 */
import {
  CallbackError,
  CallbackSubmitterError,
  type DurableContext,
  DurableOperationError,
  type RetryDecision,
  StepSemantics,
} from "@aws/durable-execution-sdk-js";
import type { ActionState } from "../../shared/act/action.ts";
import type { Sending } from "../../shared/act/change.ts";
import { ALREADY_ANSWERED } from "./question.ts";

export interface Steps {
  /** Repeatable: retried for the better part of an hour, unless a retry cannot help. Rejects with a StepFailure then. */
  idempotent<Result>(name: string, run: () => Promise<Result>): Promise<Result>;
  /** A message that no channel takes must not hold up the rest: after some retries the flow goes on. */
  told(name: string, run: () => Promise<void>): Promise<void>;
  /** Changes something: runs at most once; interrupted, nobody knows, and the look that follows tells. */
  oneShot(name: string, run: () => Promise<Sending>): Promise<Sending>;
  /**
   * Looks again and again until it is enough or half an hour is over: `seconds` apart and later longer, and at once when
   * the callback that `register` is given is completed. `rounds` counts the looks that nobody called for.
   */
  watch(
    name: string,
    seconds: number,
    look: () => Promise<ActionState>,
    enough: (state: ActionState, rounds: number) => boolean,
    register: (callbackId: string) => Promise<void>,
  ): Promise<ActionState>;
  /** Waits for somebody's answer for that long; `send` is given the callback that ends the wait. */
  wait(name: string, seconds: number, send: (callbackId: string) => Promise<void>): Promise<void>;
}

/** What a step rejects with when its retries are used up. */
export { DurableOperationError as StepFailure };

/** Looks that a watch takes by the clock, and in all: every one is a handful of the execution's 3,000 operations. */
const MAX_ROUNDS = 60;
const MAX_LOOKS = 120;

export function createSteps(context: DurableContext): Steps {
  return {
    idempotent: (name, run) => context.step(name, run, { retryStrategy: patiently }),
    told: (name, run) => unlessFailed(context.step(name, run, { retryStrategy: briefly }), () => undefined),
    oneShot: (name, run) =>
      unlessFailed(
        context.step(name, run, {
          semantics: StepSemantics.AtMostOncePerRetry,
          retryStrategy: () => ({ shouldRetry: false }),
        }),
        ({ message }) => ({ result: "uncertain", detail: message }),
      ),
    async watch(name, seconds, look, enough, register) {
      for (let rounds = 1, looks = 1; ; looks += 1) {
        const state = await context.step(`${name}: look ${looks}`, look, { retryStrategy: patiently });
        if (enough(state, rounds) || rounds >= MAX_ROUNDS || looks >= MAX_LOOKS) return state;
        const longest = seconds * Math.min(Math.ceil(rounds / 4), 4);
        const woken = await waitOrWake(context, `${name}: next state ${looks}`, longest, register);
        if (!woken) rounds += 1;
      }
    },
    wait: (name, seconds, send) => waitForAnswer(context, name, seconds, send),
  };
}

/** Waits that long, or until the callback is completed; true when it was. Unregistered, the clock ends it. */
async function waitOrWake(
  context: DurableContext,
  name: string,
  seconds: number,
  register: (callbackId: string) => Promise<void>,
): Promise<boolean> {
  const [woken, callbackId] = await context.createCallback(name, { timeout: { seconds } });
  const registered = context.step(`${name}: register`, () => register(callbackId), { retryStrategy: briefly });
  await unlessFailed(registered, () => undefined);
  try {
    await woken;
    return true;
  } catch (error) {
    if (!(error instanceof CallbackError)) throw error;
    return false;
  }
}

async function waitForAnswer(
  context: DurableContext,
  name: string,
  seconds: number,
  send: (callbackId: string) => Promise<void>,
): Promise<void> {
  try {
    await context.waitForCallback(name, send, { timeout: { seconds }, retryStrategy: patiently });
  } catch (error) {
    if (!(error instanceof CallbackError)) throw error;
    if (isUnsent(error)) await context.wait(`${name} without a callback`, { seconds });
  }
}

/** No channel took the question: it can still be answered from the command line. */
function isUnsent(error: CallbackError): boolean {
  return error instanceof CallbackSubmitterError && !error.message.includes(ALREADY_ANSWERED);
}

async function unlessFailed<Result>(
  step: PromiseLike<Result>,
  instead: (error: DurableOperationError) => Result,
): Promise<Result> {
  try {
    return await step;
  } catch (error) {
    if (!(error instanceof DurableOperationError)) throw error;
    return instead(error);
  }
}

const PERMANENT = new Set([ALREADY_ANSWERED, "InvalidCallError", "LedgerError", "TypeError", "ZodError"]);

function patiently(error: Error, attempts: number): RetryDecision {
  return retry(error, attempts, { most: 14, longest: 300 });
}

function briefly(error: Error, attempts: number): RetryDecision {
  return retry(error, attempts, { most: 6, longest: 60 });
}

function retry({ name }: Error, attempts: number, { most, longest }: { most: number; longest: number }): RetryDecision {
  if (PERMANENT.has(name) || attempts >= most) return { shouldRetry: false };
  return { shouldRetry: true, delay: { seconds: Math.min(2 ** attempts, longest) } };
}
