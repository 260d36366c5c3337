/**
 * Runs in a worker thread: AWS's local durable engine, one runner per execution. The handlers run elsewhere, in their
 * functions' environments; an environment may be lost at any point and the invocation is then made again.
 */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type {
  DurableExecutionClient,
  DurableExecutionInvocationInput,
  DurableExecutionInvocationOutput,
  ErrorObject,
  Operation,
} from "@aws/durable-execution-sdk-js";
import { LocalDurableTestRunner, type TestResult } from "@aws/durable-execution-sdk-js-testing";
import type { CallbackAnswer, EngineData, ExecutionEnd, FromEngine, ToEngine } from "./durable-messages.ts";
import { scaled } from "./durable-scale.ts";
import type { DurableCall, DurableReply } from "./messages.ts";

/** Milliseconds between invocations that crash in a row, at most. */
const LONGEST_CRASH_DELAY = 60_000;
/** Lambda tries until the execution times out; here an execution fails after this many crashes in a row. */
const MAXIMUM_CRASHES = 8;

type InputWithClient = DurableExecutionInvocationInput & { durableExecutionClient: DurableExecutionClient };
type Invoked = { output: DurableExecutionInvocationOutput } | { crashed: string };

type TrackedOperation = ReturnType<LocalDurableTestRunner["getOperationById"]>;

interface Execution {
  arn: string;
  runner: LocalDurableTestRunner<unknown>;
  /** The engine's own id of the execution and its transport, known from the first invocation on. */
  engine: { id: string; client: DurableExecutionClient } | null;
  stopped: boolean;
  operations: Map<string, TrackedOperation>;
}

interface Engine {
  port: MessagePort;
  data: EngineData;
  executions: Map<string, Execution>;
  callbacks: Map<string, { execution: Execution; operationId: string; answered: boolean }>;
  invocations: Map<number, (invoked: Invoked) => void>;
  lastInvocation: number;
}

if (parentPort !== null) await start(parentPort, workerData as EngineData);

async function start(port: MessagePort, data: EngineData): Promise<void> {
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: false });
  const engine: Engine = {
    port,
    data,
    executions: new Map(),
    callbacks: new Map(),
    invocations: new Map(),
    lastInvocation: 0,
  };
  process.on("unhandledRejection", (error) => console.error("the durable engine failed", error));
  port.on("message", (message: ToEngine) => receive(message, engine));
}

function receive(message: ToEngine, engine: Engine): void {
  switch (message.type) {
    case "start":
      void execute(message.arn, message.payload, engine);
      break;
    case "invoked":
      settleInvocation(message.id, { output: message.output }, engine);
      break;
    case "crashed":
      settleInvocation(message.id, { crashed: message.reason }, engine);
      break;
    case "stop":
      stop(message.arn, engine);
      break;
    case "history":
      send(engine, { type: "events", id: message.id, events: historySoFar(message.arn, engine) });
      break;
    case "call":
      respond(engine, message.id, async () => {
        const reply = await relay(message.arn, message.call, engine);
        return { type: "reply", id: message.id, reply };
      });
      break;
    case "answer":
      respond(engine, message.id, async () => {
        const accepted = await answerCallback(message.callbackId, message.answer, engine);
        return { type: "answered", id: message.id, accepted };
      });
  }
}

function respond(engine: Engine, id: number, work: () => Promise<FromEngine>): void {
  work().then(
    (answer) => send(engine, answer),
    (error: unknown) => send(engine, { type: "refused", id, message: messageOf(error) }),
  );
}

async function execute(arn: string, payload: string, engine: Engine): Promise<void> {
  const runner = new LocalDurableTestRunner<unknown>({
    handlerFunction: (input) => invoke(arn, input as InputWithClient, engine),
  });
  const execution: Execution = { arn, runner, engine: null, stopped: false, operations: new Map() };
  engine.executions.set(arn, execution);
  const end = await runner.run({ payload: JSON.parse(payload) }).then(endOf, failedWith);
  if (!execution.stopped) send(engine, { type: "ended", arn, end });
}

function endOf(result: TestResult<unknown>): ExecutionEnd {
  const history = result.getHistoryEvents();
  if (result.getStatus() === "SUCCEEDED") {
    return { status: "SUCCEEDED", result: JSON.stringify(result.getResult()), history };
  }
  const { errorMessage, errorType, errorData, stackTrace } = result.getError();
  const error = { ErrorMessage: errorMessage, ErrorType: errorType, ErrorData: errorData, StackTrace: stackTrace };
  return { status: "FAILED", error, history };
}

function failedWith(error: unknown): ExecutionEnd {
  return { status: "FAILED", error: errorObject(error), history: [] };
}

function errorObject(error: unknown): ErrorObject {
  if (error instanceof Error) return { ErrorType: error.name, ErrorMessage: error.message };
  const rejected = error as { error?: ErrorObject } | null;
  return rejected?.error ?? { ErrorType: "Error", ErrorMessage: String(error) };
}

/** Has the function's environments handle one invocation, again after each crash, with the state as it then is. */
async function invoke(arn: string, input: InputWithClient, engine: Engine): Promise<DurableExecutionInvocationOutput> {
  const execution = engine.executions.get(arn);
  if (execution === undefined) throw new Error(`There is no execution ${arn}`);
  const client = input.durableExecutionClient;
  execution.engine = { id: input.DurableExecutionArn, client };
  const { CheckpointToken } = input;
  let { InitialExecutionState } = input;
  for (let crashes = 1; ; crashes += 1) {
    const invoked = await invokeOnce({ DurableExecutionArn: arn, CheckpointToken, InitialExecutionState }, engine);
    if ("output" in invoked) return invoked.output;
    if (execution.stopped || crashes === MAXIMUM_CRASHES) throw new Error(invoked.crashed);
    await sleep(Math.min(engine.data.crashDelay * 2 ** (crashes - 1), LONGEST_CRASH_DELAY));
    const params = { DurableExecutionArn: input.DurableExecutionArn, CheckpointToken };
    const { Operations = [] } = await client.getExecutionState({ ...params, Marker: "" });
    InitialExecutionState = { Operations, NextMarker: "" };
  }
}

function invokeOnce(input: DurableExecutionInvocationInput, engine: Engine): Promise<Invoked> {
  engine.lastInvocation += 1;
  const id = engine.lastInvocation;
  return new Promise((resolve) => {
    engine.invocations.set(id, resolve);
    send(engine, { type: "invoke", id, arn: input.DurableExecutionArn, input });
  });
}

function settleInvocation(id: number, invoked: Invoked, engine: Engine): void {
  engine.invocations.get(id)?.(invoked);
  engine.invocations.delete(id);
}

async function relay(arn: string, call: DurableCall, engine: Engine): Promise<DurableReply> {
  const execution = engine.executions.get(arn);
  if (execution === undefined || execution.engine === null) throw new Error(`There is no execution ${arn}`);
  if (execution.stopped) throw new Error("Invalid checkpoint token: the execution was stopped");
  const { id, client } = execution.engine;
  if (call.operation === "getExecutionState") {
    return client.getExecutionState({ ...call.params, DurableExecutionArn: id });
  }
  const reply = await client.checkpoint(scaled({ ...call.params, DurableExecutionArn: id }, engine.data));
  for (const operation of reply.NewExecutionState?.Operations ?? []) follow(operation as Operation, execution, engine);
  return reply;
}

/** Remembers an operation, and of a callback the id that answers will name. */
function follow(operation: Operation, execution: Execution, engine: Engine): void {
  const { Id: operationId, CallbackDetails, Name: name } = operation;
  if (operationId === undefined || execution.operations.has(operationId)) return;
  execution.operations.set(operationId, execution.runner.getOperationById(operationId));
  const callbackId = CallbackDetails?.CallbackId;
  if (callbackId === undefined) return;
  engine.callbacks.set(callbackId, { execution, operationId, answered: false });
  send(engine, { type: "callback", arn: execution.arn, callbackId, name });
}

/** False for a callback that is answered, timed out, or of an execution that is over. */
async function answerCallback(callbackId: string, answer: CallbackAnswer, engine: Engine): Promise<boolean> {
  const callback = engine.callbacks.get(callbackId);
  const operation = callback?.execution.operations.get(callback.operationId);
  if (callback === undefined || operation === undefined) throw new Error("There is no such callback");
  const open = operation.getStatus() === undefined || operation.getStatus() === "STARTED";
  if (callback.answered || callback.execution.stopped || !open) return false;
  if (answer.type !== "heartbeat") callback.answered = true;
  await operation.waitForData();
  if (answer.type === "heartbeat") {
    if (takesHeartbeats(operation)) await operation.sendCallbackHeartbeat();
    return true;
  }
  if (answer.type === "success") await operation.sendCallbackSuccess(answer.result);
  else await operation.sendCallbackFailure(answer.error);
  return true;
}

/** The engine refuses heartbeats of a callback that has no timeout for them; to AWS they mean nothing. */
function takesHeartbeats(operation: TrackedOperation): boolean {
  const events = operation.getEvents() ?? [];
  return events.some((event) => event.CallbackStartedDetails?.HeartbeatTimeout !== undefined);
}

function stop(arn: string, engine: Engine): void {
  const execution = engine.executions.get(arn);
  if (execution !== undefined) execution.stopped = true;
}

function historySoFar(arn: string, engine: Engine) {
  const operations = [...(engine.executions.get(arn)?.operations.values() ?? [])];
  return operations
    .flatMap((operation) => operation.getEvents() ?? [])
    .sort((a, b) => (a.EventId ?? 0) - (b.EventId ?? 0));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function send(engine: Engine, message: FromEngine): void {
  engine.port.postMessage(message);
}
