/** The executions of durable functions: their names, states and callbacks. */
import { randomUUID } from "node:crypto";
import type { ErrorObject } from "@aws/durable-execution-sdk-js";
import type { Event } from "@aws-sdk/client-lambda";
import { AwsError, type Time } from "../contract.ts";
import type { CallbackAnswer, ExecutionEnd } from "./durable-messages.ts";
import type { DurableEngine } from "./engine.ts";
import type { LambdaFunction } from "./functions.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "STOPPED" | "TIMED_OUT";

export interface DurableExecution {
  /** `FUNCTION-ARN:VERSION/durable-execution/NAME/ID`. */
  arn: string;
  name: string;
  fn: LambdaFunction;
  version: string;
  /** JSON text. */
  payload: string;
  status: ExecutionStatus;
  result: string | undefined;
  error: ErrorObject | undefined;
  startedAt: Date;
  endedAt: Date | null;
  asynchronous: boolean;
}

export interface StartRequest {
  fn: LambdaFunction;
  version: string;
  /** One is made up when absent. */
  name: string | undefined;
  payload: string;
  asynchronous: boolean;
}

export interface DurableExecutionsOptions {
  time: Time;
  engine: DurableEngine;
  /** Multiplies how long executions may take. */
  timeoutScale: number;
  /** Told when an execution starts and when it ends. */
  onStatus: (execution: DurableExecution) => void;
}

export interface DurableExecutions {
  /**
   * Starts an execution, or returns the one of the same name and payload, running or over.
   * Throws an AwsError (InvalidParameterValueException, DurableExecutionAlreadyStartedException).
   * https://docs.aws.amazon.com/lambda/latest/dg/durable-execution-idempotency.html
   */
  start(request: StartRequest): DurableExecution;
  /** Resolves once the execution is over, however it ends. */
  ended(execution: DurableExecution): Promise<DurableExecution>;
  /** Throws an AwsError (ResourceNotFoundException). */
  get(arn: string): DurableExecution;
  /** In the order they were started. */
  list(): DurableExecution[];
  history(arn: string): Promise<Event[]>;
  stop(arn: string, error: ErrorObject | undefined): Date;
  /** Throws an AwsError (InvalidParameterValueException, CallbackTimeoutException). */
  answer(callbackId: string, answer: CallbackAnswer): Promise<void>;
  opened(arn: string, callbackId: string): void;
  /** The ARN of the execution that a callback belongs to; undefined for an unknown one. */
  ofCallback(callbackId: string): string | undefined;
  settle(arn: string, end: ExecutionEnd): void;
  close(): void;
}

interface Entry {
  execution: DurableExecution;
  history: Event[] | null;
  cancelTimeout: () => void;
  waiting: ((execution: DurableExecution) => void)[];
}

interface Registry extends DurableExecutionsOptions {
  entries: Map<string, Entry>;
  /** Function name and execution name → ARN. */
  names: Map<string, string>;
  /** Callback id → ARN of its execution. */
  callbacks: Map<string, string>;
}

const NAME = /^[a-zA-Z0-9-_]{1,64}$/;
/** The longest that a timer of Node can wait, in milliseconds. */
const LONGEST_TIMER = 2_147_483_647;

export function createDurableExecutions(options: DurableExecutionsOptions): DurableExecutions {
  const registry: Registry = { ...options, entries: new Map(), names: new Map(), callbacks: new Map() };
  return {
    start: (request) => start(request, registry),
    ended: (execution) => ended(execution, registry),
    get: (arn) => entryOf(arn, registry).execution,
    list: () => [...registry.entries.values()].map(({ execution }) => execution),
    history: (arn) => history(arn, registry),
    stop(arn, error) {
      const entry = entryOf(arn, registry);
      if (entry.execution.status === "RUNNING") finish(entry, { status: "STOPPED", error }, registry);
      return entry.execution.endedAt ?? registry.time.now();
    },
    answer: (callbackId, answer) => answerCallback(callbackId, answer, registry),
    opened: (arn, callbackId) => void registry.callbacks.set(callbackId, arn),
    ofCallback: (callbackId) => registry.callbacks.get(callbackId),
    settle: (arn, end) => settle(arn, end, registry),
    close() {
      for (const { cancelTimeout } of registry.entries.values()) cancelTimeout();
    },
  };
}

function start(request: StartRequest, registry: Registry): DurableExecution {
  const { fn, version, name = randomUUID(), payload } = request;
  if (!NAME.test(name)) throw invalid(`DurableExecutionName must match [a-zA-Z0-9-_]+ and have 1 to 64 characters.`);
  const key = `${fn.name}/${name}`;
  const known = registry.entries.get(registry.names.get(key) ?? "")?.execution;
  if (known !== undefined) return sameOrRefused(known, payload);
  const arn = `${fn.arn}:${version}/durable-execution/${name}/${randomUUID()}`;
  const startedAt = registry.time.now();
  const execution: DurableExecution = {
    ...request,
    ...{ arn, name, startedAt, status: "RUNNING", result: undefined, error: undefined, endedAt: null },
  };
  registry.names.set(key, arn);
  const entry: Entry = { execution, history: null, cancelTimeout: () => {}, waiting: [] };
  registry.entries.set(arn, entry);
  entry.cancelTimeout = timeOut(entry, registry);
  registry.engine.start(arn, payload);
  registry.onStatus(execution);
  return execution;
}

function sameOrRefused(known: DurableExecution, payload: string): DurableExecution {
  if (known.payload === payload) return known;
  throw new AwsError(
    "DurableExecutionAlreadyStartedException",
    `Durable execution ${known.name} was already started with another payload`,
    409,
  );
}

function timeOut(entry: Entry, registry: Registry): () => void {
  const seconds = entry.execution.fn.durable?.executionTimeoutSeconds ?? 0;
  const milliseconds = Math.min(seconds * 1_000 * registry.timeoutScale, LONGEST_TIMER);
  return registry.time.after(milliseconds, () => {
    const error = { ErrorType: "ExecutionTimeout", ErrorMessage: "The durable execution timed out" };
    finish(entry, { status: "TIMED_OUT", error }, registry);
  });
}

/** Ends an execution from outside. What its running invocation does goes on until its next checkpoint. */
function finish(
  entry: Entry,
  end: { status: "STOPPED" | "TIMED_OUT"; error: ErrorObject | undefined },
  registry: Registry,
): void {
  registry.engine.stop(entry.execution.arn);
  close(entry, end, registry);
}

function settle(arn: string, { history: events, ...end }: ExecutionEnd, registry: Registry): void {
  const entry = registry.entries.get(arn);
  if (entry === undefined || entry.execution.status !== "RUNNING") return;
  entry.history = events;
  close(entry, end, registry);
}

function close(
  entry: Entry,
  end: { status: ExecutionStatus; result?: string | undefined; error?: ErrorObject | undefined },
  registry: Registry,
): void {
  entry.cancelTimeout();
  Object.assign(entry.execution, end, { endedAt: registry.time.now() });
  registry.onStatus(entry.execution);
  for (const resolve of entry.waiting.splice(0)) resolve(entry.execution);
}

function ended(execution: DurableExecution, registry: Registry): Promise<DurableExecution> {
  const entry = entryOf(execution.arn, registry);
  if (entry.execution.status !== "RUNNING") return Promise.resolve(entry.execution);
  return new Promise((resolve) => {
    entry.waiting.push(resolve);
  });
}

async function history(arn: string, registry: Registry): Promise<Event[]> {
  const { execution, history: complete } = entryOf(arn, registry);
  if (complete !== null && complete.length > 0) return complete;
  const started: Event = {
    EventType: "ExecutionStarted",
    EventId: 1,
    EventTimestamp: execution.startedAt,
    Name: execution.name,
    ExecutionStartedDetails: {
      Input: { Payload: execution.payload },
      ExecutionTimeout: execution.fn.durable?.executionTimeoutSeconds,
    },
  };
  return [started, ...(await registry.engine.history(arn))];
}

async function answerCallback(callbackId: string, answer: CallbackAnswer, registry: Registry): Promise<void> {
  const arn = registry.callbacks.get(callbackId);
  if (arn === undefined) throw invalid("Invalid callback id");
  const { status } = entryOf(arn, registry).execution;
  if (status === "RUNNING" && (await registry.engine.answer(callbackId, answer))) return;
  throw new AwsError("CallbackTimeoutException", "The callback has already been completed or has expired");
}

function entryOf(arn: string, registry: Registry): Entry {
  const entry = registry.entries.get(arn);
  if (entry === undefined) throw new AwsError("ResourceNotFoundException", `Durable execution not found: ${arn}`, 404);
  return entry;
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}
