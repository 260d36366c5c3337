/** Asynchronous invocations: queued, retried after function errors, and kept when nothing helped. */
import { randomUUID } from "node:crypto";
import type { Time } from "../contract.ts";
import type { Outcome } from "./environment.ts";
import { type LambdaFunction, versionOf } from "./functions.ts";

/** Lambda's waits before its second and third try: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_DELAYS = [60_000, 120_000];

/** Puts a text into a queue or topic, by ARN. */
export type Deliver = (targetArn: string, body: string, attributes: Record<string, string>) => void;

export interface AsynchronousOptions {
  time: Time;
  /** Multiplies the waits between tries. */
  delayScale: number;
  invoke: (fn: LambdaFunction, qualifier: string | null, payload: string, requestId: string) => Promise<Outcome>;
  deliver: Deliver;
}

export interface AsynchronousInvocations {
  /** Returns at once; `requestId` is the same for every try. */
  enqueue(fn: LambdaFunction, qualifier: string | null, payload: string, requestId?: string): void;
  close(): void;
}

interface QueuedEvent {
  fn: LambdaFunction;
  qualifier: string | null;
  payload: string;
  requestId: string;
  /** Milliseconds spent waiting, as Lambda would count them. */
  age: number;
  tries: number;
}

interface Queue extends AsynchronousOptions {
  waiting: Set<() => void>;
  closed: boolean;
}

export function createAsynchronousInvocations(options: AsynchronousOptions): AsynchronousInvocations {
  const queue: Queue = { ...options, waiting: new Set(), closed: false };
  return {
    enqueue: (fn, qualifier, payload, requestId = randomUUID()) =>
      void attempt({ fn, qualifier, payload, requestId, age: 0, tries: 0 }, queue),
    close() {
      queue.closed = true;
      for (const cancel of queue.waiting) cancel();
      queue.waiting.clear();
    },
  };
}

async function attempt(event: QueuedEvent, queue: Queue): Promise<void> {
  event.tries += 1;
  const { fn, qualifier, payload, requestId } = event;
  const outcome = await queue.invoke(fn, qualifier, payload, requestId);
  if (queue.closed) return;
  const { onSuccessArn, maximumRetryAttempts, maximumEventAgeSeconds } = fn.asynchronous;
  if (outcome.type === "success") {
    if (onSuccessArn !== null) send(onSuccessArn, event, outcome, "Success", queue);
    return;
  }
  if (event.tries > maximumRetryAttempts) return giveUp(event, outcome, "RetriesExhausted", queue);
  const delay = RETRY_DELAYS[event.tries - 1] ?? 0;
  event.age += delay;
  if (event.age > maximumEventAgeSeconds * 1_000) return giveUp(event, outcome, "EventAgeExceeded", queue);
  const cancel = queue.time.after(delay * queue.delayScale, () => {
    queue.waiting.delete(cancel);
    void attempt(event, queue);
  });
  queue.waiting.add(cancel);
}

function giveUp(event: QueuedEvent, outcome: Outcome, condition: string, queue: Queue): void {
  const { onFailureArn } = event.fn.asynchronous;
  if (onFailureArn !== null) send(onFailureArn, event, outcome, condition, queue);
  const message = outcome.type === "error" ? outcome.error.errorMessage : "";
  deadLetter(event.fn, event.payload, event.requestId, message, queue.deliver);
}

/** Keeps the event of a function that has a dead-letter queue, with the attributes Lambda adds. */
export function deadLetter(
  fn: LambdaFunction,
  payload: string,
  requestId: string,
  message: string,
  deliver: Deliver,
): void {
  if (fn.deadLetterArn === null) return;
  deliver(fn.deadLetterArn, payload, { RequestID: requestId, ErrorCode: "200", ErrorMessage: message.slice(0, 1_024) });
}

/** The invocation record: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function send(target: string, event: QueuedEvent, outcome: Outcome, condition: string, queue: Queue): void {
  const { fn, qualifier, requestId, payload, tries } = event;
  const record = {
    version: "1.0",
    timestamp: queue.time.now().toISOString(),
    requestContext: {
      requestId,
      functionArn: `${fn.arn}:${qualifier ?? "$LATEST"}`,
      condition,
      approximateInvokeCount: tries,
    },
    requestPayload: JSON.parse(payload),
    responseContext: {
      statusCode: 200,
      executedVersion: versionOf(fn, qualifier) ?? "$LATEST",
      ...(outcome.type === "error" && { functionError: "Unhandled" }),
    },
    responsePayload: outcome.type === "error" ? outcome.error : JSON.parse(outcome.payload),
  };
  queue.deliver(target, JSON.stringify(record), {});
}
