/** Runs in a worker thread: loads one packaged handler and answers its invocations, one at a time. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { DurableExecutionClient, DurableExecutionInvocationInput } from "@aws/durable-execution-sdk-js";
import type {
  DurableCall,
  DurableReply,
  EnvironmentData,
  FromEnvironment,
  FunctionError,
  InvocationContext,
  ToEnvironment,
} from "./messages.ts";

type Handler = (event: unknown, context: object) => unknown;
type WrapInput = (input: DurableExecutionInvocationInput) => unknown;

interface PendingCall {
  resolve: (reply: DurableReply) => void;
  reject: (error: Error) => void;
}

const ENDINGS = [".mjs", ".js", ".cjs"];

if (parentPort !== null) await start(parentPort, workerData as EnvironmentData);

async function start(port: MessagePort, data: EnvironmentData): Promise<void> {
  const pending = new Map<number, PendingCall>();
  try {
    const handler = await loadHandler(data);
    const wrap = data.durable ? await durableInput(port, pending) : null;
    port.on("message", (message: ToEnvironment) => void receive(message, { port, data, handler, wrap, pending }));
    send(port, { type: "ready" });
  } catch (error) {
    send(port, { type: "initError", error: describe(error) });
  }
}

interface Runtime {
  port: MessagePort;
  data: EnvironmentData;
  handler: Handler;
  wrap: WrapInput | null;
  pending: Map<number, PendingCall>;
}

async function receive(message: ToEnvironment, runtime: Runtime): Promise<void> {
  if (message.type === "invoke") return invoke(JSON.parse(message.payload), message.context, runtime);
  if (message.type === "invokeDurable") return invoke(runtime.wrap?.(message.input), message.context, runtime);
  const call = runtime.pending.get(message.id);
  runtime.pending.delete(message.id);
  if (message.type === "durableReply") call?.resolve(message.reply);
  else call?.reject(new Error(message.message));
}

async function invoke(event: unknown, context: InvocationContext, { port, data, handler }: Runtime): Promise<void> {
  try {
    const result = await handler(event, contextObject(data, context));
    send(port, { type: "success", payload: JSON.stringify(result) ?? "null" });
  } catch (error) {
    send(port, { type: "error", error: describe(error) });
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextObject(data: EnvironmentData, { awsRequestId, invokedFunctionArn, deadline }: InvocationContext) {
  const { functionName, functionVersion, memoryLimitInMB, logGroupName, logStreamName } = data;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion,
    invokedFunctionArn,
    memoryLimitInMB,
    awsRequestId,
    logGroupName,
    logStreamName,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function loadHandler({ root, handler }: EnvironmentData): Promise<Handler> {
  const dot = handler.lastIndexOf(".");
  const path = join(root, handler.slice(0, dot));
  const file = ENDINGS.map((ending) => path + ending).find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw runtimeError("Runtime.ImportModuleError", `Cannot find module '${handler.slice(0, dot)}' in the artifact`);
  }
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const exported = module[handler.slice(dot + 1)];
  if (typeof exported !== "function") {
    throw runtimeError("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  }
  return exported as Handler;
}

function runtimeError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** Gives the handler the account's durable engine in place of Lambda's checkpoint API. */
async function durableInput(port: MessagePort, pending: Map<number, PendingCall>): Promise<WrapInput> {
  const { DurableExecutionInvocationInputWithClient } = await import("@aws/durable-execution-sdk-js");
  let last = 0;
  function call<Reply extends DurableReply>(call: DurableCall): Promise<Reply> {
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve: resolve as (reply: DurableReply) => void, reject });
      send(port, { type: "durableCall", id, call });
    });
  }
  const client: DurableExecutionClient = {
    checkpoint: (params) => call({ operation: "checkpoint", params }),
    getExecutionState: (params) => call({ operation: "getExecutionState", params }),
  };
  return (input) => new DurableExecutionInvocationInputWithClient(input, client);
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
}

function send(port: MessagePort, message: FromEnvironment): void {
  port.postMessage(message);
}
