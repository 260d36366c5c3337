/** One execution environment: a worker thread that has loaded a function's code and handles one event at a time. */
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import type { DurableExecutionInvocationInput } from "@aws/durable-execution-sdk-js";
import type {
  DurableCall,
  DurableReply,
  EnvironmentData,
  FromEnvironment,
  FunctionError,
  ToEnvironment,
} from "./messages.ts";

const RUNTIME = new URL("./runtime.ts", import.meta.url);
/** Lambda gives the code of a function this long to load. */
const INIT_TIMEOUT = 10_000;
/** Megabytes of a thread's heap for new objects: with V8's own default a dozen warm environments take a gigabyte. */
const YOUNG_GENERATION = 8;

export interface EnvironmentOptions {
  data: EnvironmentData;
  /** The whole process environment that the code sees. */
  variables: Record<string, string>;
  timeoutSeconds: number;
  onLog: (line: string) => void;
}

export type Invocation = { requestId: string; invokedFunctionArn: string } & (
  | { payload: string }
  | { durable: DurableExecutionInvocationInput; engine: (call: DurableCall) => Promise<DurableReply> }
);

export type Outcome =
  | { type: "success"; payload: string }
  /** `crashed` when the environment is gone with the error: a timeout, an exit, a failed start. */
  | { type: "error"; error: FunctionError; crashed: boolean };

export interface Environment {
  /** False once its thread has ended; such an environment takes no more events. */
  readonly alive: boolean;
  /** Never rejects. Must not be called before the previous invocation is over. */
  invoke(invocation: Invocation): Promise<Outcome>;
  close(): Promise<void>;
}

interface State {
  worker: Worker;
  alive: boolean;
  requestId: string;
  settle: (outcome: Outcome) => void;
  engine: ((call: DurableCall) => Promise<DurableReply>) | null;
  thrown: FunctionError | null;
}

export function startEnvironment(options: EnvironmentOptions): Environment {
  const { data, variables, timeoutSeconds } = options;
  const worker = new Worker(RUNTIME, {
    workerData: data,
    env: variables,
    execArgv: [],
    argv: [],
    stdout: true,
    stderr: true,
    resourceLimits: {
      maxOldGenerationSizeMb: Number(data.memoryLimitInMB),
      maxYoungGenerationSizeMb: YOUNG_GENERATION,
    },
  });
  const state: State = { worker, alive: true, requestId: randomUUID(), settle: () => {}, engine: null, thrown: null };
  const started = untilSettled(
    state,
    INIT_TIMEOUT,
    "Runtime.InitTimeout",
    "The code did not load within 10.00 seconds",
  );
  listen(state);
  readLines(worker.stdout, options.onLog);
  readLines(worker.stderr, options.onLog);
  return {
    get alive() {
      return state.alive;
    },
    async invoke(invocation) {
      state.requestId = invocation.requestId;
      const init = await started;
      if (init.type === "error") return { ...init, error: withRequestId(init.error, state.requestId) };
      return run(state, invocation, timeoutSeconds);
    },
    close: async () => void (await worker.terminate()),
  };
}

function run(state: State, invocation: Invocation, timeoutSeconds: number): Promise<Outcome> {
  const { requestId: awsRequestId, invokedFunctionArn } = invocation;
  const timeout = timeoutSeconds * 1_000;
  const message = `RequestId: ${awsRequestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  const outcome = untilSettled(state, timeout, "Sandbox.Timedout", message);
  const context = { awsRequestId, invokedFunctionArn, deadline: Date.now() + timeout };
  if (!("durable" in invocation)) {
    post(state, { type: "invoke", payload: invocation.payload, context });
    return outcome;
  }
  state.engine = invocation.engine;
  post(state, { type: "invokeDurable", input: invocation.durable, context });
  return outcome;
}

/** Ends the thread when nothing has settled after `timeout` milliseconds. */
function untilSettled(state: State, timeout: number, errorType: string, errorMessage: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      state.alive = false;
      state.settle({ type: "error", error: { errorType, errorMessage }, crashed: true });
      void state.worker.terminate();
    }, timeout);
    state.settle = (outcome) => {
      clearTimeout(timer);
      state.settle = () => {};
      state.engine = null;
      resolve(outcome);
    };
  });
}

function listen(state: State): void {
  const { worker } = state;
  worker.on("message", (message: FromEnvironment) => receive(message, state));
  worker.on("error", (error) => {
    state.thrown = { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
  });
  worker.on("exit", (code) => {
    state.alive = false;
    state.settle({ type: "error", error: state.thrown ?? exitError(state.requestId, code), crashed: true });
  });
}

function receive(message: FromEnvironment, state: State): void {
  switch (message.type) {
    case "durableCall":
      relay(message.id, message.call, state);
      break;
    case "ready":
      state.settle({ type: "success", payload: "" });
      break;
    case "success":
      state.settle(message);
      break;
    case "error":
      state.settle({ type: "error", error: message.error, crashed: false });
      break;
    case "initError":
      state.alive = false;
      state.settle({ type: "error", error: message.error, crashed: true });
      void state.worker.terminate();
  }
}

function relay(id: number, call: DurableCall, state: State): void {
  const { engine } = state;
  const reply = engine === null ? Promise.reject(new Error("The invocation is over")) : engine(call);
  reply.then(
    (answer) => post(state, { type: "durableReply", id, reply: answer }),
    (error: unknown) =>
      post(state, { type: "durableError", id, message: error instanceof Error ? error.message : String(error) }),
  );
}

function post(state: State, message: ToEnvironment): void {
  if (state.alive) state.worker.postMessage(message);
}

function exitError(requestId: string, code: number): FunctionError {
  const reason =
    code === 0 ? "Runtime exited without providing a reason" : `Runtime exited with error: exit status ${code}`;
  return { errorType: "Runtime.ExitError", errorMessage: `RequestId: ${requestId} Error: ${reason}` };
}

function withRequestId(error: FunctionError, requestId: string): FunctionError {
  return error.errorMessage.startsWith("RequestId:")
    ? { ...error, errorMessage: error.errorMessage.replace(/^RequestId: \S+/, `RequestId: ${requestId}`) }
    : error;
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", onLine);
}
