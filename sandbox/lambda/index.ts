/** AWS Lambda as one account sees it: runs packaged functions in worker threads, durable ones on AWS's local engine. */
import { randomUUID } from "node:crypto";
import type { DurableExecutionInvocationInput, DurableExecutionInvocationOutput } from "@aws/durable-execution-sdk-js";
import type { AwsEvent, Happening, ServiceBackend, Time } from "../contract.ts";
import type { SessionCredentials } from "../principals.ts";
import type { ArtifactStore } from "./artifact.ts";
import { createAsynchronousInvocations, type Deliver, deadLetter } from "./asynchronous.ts";
import { createDurableExecutions, type DurableExecution, type DurableExecutions } from "./durable-executions.ts";
import { createEngine, type DurableOutcome } from "./engine.ts";
import type { Invocation, Outcome } from "./environment.ts";
import { type LambdaFunction, parseFunctionReference, versionOf } from "./functions.ts";
import { createOperations, requireVersion } from "./operations.ts";
import { notFound } from "./paging.ts";
import type { EnvironmentPool } from "./pool.ts";
import { startPool } from "./start-pool.ts";

/** Multipliers; 1 is as slow as AWS. */
export interface LambdaSpeeds {
  /** Waits between the tries of an asynchronous invocation. */
  retries: number;
  /** Waits and the delays of retried steps in durable executions. */
  waits: number;
  /** Timeouts of callbacks and of durable executions. */
  timeouts: number;
}

export interface LogLine {
  at: Date;
  functionName: string;
  logGroup: string;
  line: string;
}

export interface LambdaOptions {
  accountId: string;
  region: string;
  time: Time;
  functions: readonly LambdaFunction[];
  artifacts: ArtifactStore;
  speeds: LambdaSpeeds;
  /** Keys for the session of a function's role. */
  credentials: (roleArn: string, sessionName: string) => SessionCredentials;
  /** Variables that every function has besides its own, asked for whenever an environment starts. */
  variables: (fn: LambdaFunction) => Record<string, string>;
  deliver: Deliver;
  emit: (event: AwsEvent) => void;
  happened: (happening: Happening) => void;
  log: (line: LogLine) => void;
  /** Told about each invocation that failed. */
  onError: (functionName: string) => void;
}

export interface Lambda extends ServiceBackend {
  /** By name or ARN, qualified or not; throws an AwsError (ResourceNotFoundException). */
  find(reference: string): { fn: LambdaFunction; qualifier: string | null };
  /** Never rejects for a function's error; throws an AwsError for an unknown function. */
  invoke(reference: string, event: unknown): Promise<Outcome>;
  /** Queues an event as EventBridge and other services do; starts an execution of a durable function. */
  enqueue(reference: string, event: unknown): void;
  executions: DurableExecutions;
  close(): Promise<void>;
}

/** Milliseconds before a crashed invocation of a durable function is made again, at full speed. */
const CRASH_DELAY = 1_000;

export function createLambda(options: LambdaOptions): Lambda {
  const { time, speeds, deliver } = options;
  const functions = new Map(options.functions.map((fn) => [fn.name, fn]));
  const pools = new Map<string, Promise<EnvironmentPool>>();
  let closed = false;
  const engine = createEngine(
    { waitScale: speeds.waits, timeoutScale: speeds.timeouts, crashDelay: CRASH_DELAY * speeds.retries },
    {
      onInvoke: (arn, input) => invokeDurable(arn, input),
      onCallback: (arn, callbackId) => executions.opened(arn, callbackId),
      onEnd: (arn, end) => executions.settle(arn, end),
      onLog: (line) => options.log({ at: time.now(), functionName: "durable-engine", logGroup: "", line }),
    },
  );
  const executions = createDurableExecutions({
    time,
    engine,
    timeoutScale: speeds.timeouts,
    onStatus: (execution) => announce(execution, options),
  });
  const asynchronous = createAsynchronousInvocations({
    time,
    delayScale: speeds.retries,
    deliver,
    invoke: (fn, qualifier, payload, requestId) => {
      const invokedFunctionArn = qualifier === null ? fn.arn : `${fn.arn}:${qualifier}`;
      return invoke(fn, qualifier, { requestId, invokedFunctionArn, payload });
    },
  });

  function poolOf(fn: LambdaFunction, version: string): Promise<EnvironmentPool> {
    const key = `${fn.name}:${version}`;
    const pool = pools.get(key) ?? startPool(fn, version, options);
    pools.set(key, pool);
    return pool;
  }

  async function invoke(fn: LambdaFunction, qualifier: string | null, invocation: Invocation): Promise<Outcome> {
    const began = performance.now();
    const outcome = await poolOf(fn, versionOf(fn, qualifier) ?? "$LATEST").then(
      (pool) => pool.invoke(invocation),
      notStarted,
    );
    if (closed) return outcome;
    options.happened(invocationHappening(fn, invocation, outcome, time.now(), performance.now() - began));
    if (outcome.type === "error") options.onError(fn.name);
    return outcome;
  }

  async function invokeDurable(arn: string, input: DurableExecutionInvocationInput): Promise<DurableOutcome> {
    const { fn, version } = executions.get(arn);
    const invokedFunctionArn = `${fn.arn}:${version}`;
    const invocation: Invocation = {
      ...{ requestId: randomUUID(), invokedFunctionArn, durable: input },
      engine: (call) => engine.call(call.params.DurableExecutionArn ?? arn, call),
    };
    const outcome = await invoke(fn, version, invocation);
    if (outcome.type === "error") return { crashed: outcome.error.errorMessage };
    return { output: JSON.parse(outcome.payload) as DurableExecutionInvocationOutput };
  }

  function find(reference: string): { fn: LambdaFunction; qualifier: string | null } {
    const parsed = parseFunctionReference(reference);
    const fn = functions.get(parsed?.name ?? "");
    if (fn === undefined) throw notFound(`Function not found: ${reference}`);
    return { fn, qualifier: parsed?.qualifier ?? null };
  }

  return {
    find,
    executions,
    operations: createOperations({ ...options, find, invoke, executions, enqueue: asynchronous.enqueue }),
    invoke(reference, event) {
      const { fn, qualifier } = find(reference);
      return invoke(fn, qualifier, { requestId: randomUUID(), invokedFunctionArn: reference, payload: text(event) });
    },
    enqueue(reference, event) {
      const { fn, qualifier } = find(reference);
      if (fn.durable === null) return asynchronous.enqueue(fn, qualifier, text(event));
      const version = requireVersion(fn, qualifier);
      executions.start({ fn, version, name: undefined, payload: text(event), asynchronous: true });
    },
    async close() {
      closed = true;
      asynchronous.close();
      executions.close();
      await engine.close();
      const open = await Promise.allSettled(pools.values());
      await Promise.all(open.map((pool) => (pool.status === "fulfilled" ? pool.value.close() : undefined)));
    },
  };
}

function notStarted(error: unknown): Outcome {
  const errorMessage = error instanceof Error ? error.message : String(error);
  return { type: "error", error: { errorType: "Runtime.ArtifactError", errorMessage }, crashed: true };
}

function announce(execution: DurableExecution, options: LambdaOptions): void {
  const { arn, name, fn, version, status, asynchronous, payload, error } = execution;
  const at = options.time.now();
  const detail = { function: fn.name, execution: name, arn, status };
  options.happened({ at, type: "invocation", title: `${fn.name} ${name} is ${status}`, detail });
  options.emit(statusEvent(execution, `${fn.arn}:${version}`, options, at));
  const failed = status === "FAILED" || status === "TIMED_OUT";
  if (failed && asynchronous) deadLetter(fn, payload, name, error?.ErrorMessage ?? status, options.deliver);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/durable-monitoring.html */
function statusEvent(
  { arn, name, status, startedAt, endedAt }: DurableExecution,
  functionArn: string,
  { accountId, region }: LambdaOptions,
  at: Date,
): AwsEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Durable Execution Status Change",
    source: "aws.lambda",
    account: accountId,
    time: at.toISOString(),
    region,
    resources: [arn],
    detail: {
      durableExecutionArn: arn,
      durableExecutionName: name,
      functionArn,
      status,
      startTimestamp: startedAt.toISOString(),
      ...(endedAt !== null && { endTimestamp: endedAt.toISOString() }),
    },
  };
}

function invocationHappening(
  fn: LambdaFunction,
  { requestId }: Invocation,
  outcome: Outcome,
  at: Date,
  milliseconds: number,
): Happening {
  const error = outcome.type === "error" ? outcome.error : null;
  const ending = error === null ? "answered" : `failed: ${error.errorType}`;
  const detail = { function: fn.name, requestId, milliseconds: Math.round(milliseconds), error };
  return { at, type: "invocation", title: `${fn.name} ${ending}`, detail };
}

function text(event: unknown): string {
  return JSON.stringify(event) ?? "null";
}
