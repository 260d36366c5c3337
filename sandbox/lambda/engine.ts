/** The service's side of the durable engine's thread. */
import { Worker } from "node:worker_threads";
import type { DurableExecutionInvocationInput, DurableExecutionInvocationOutput } from "@aws/durable-execution-sdk-js";
import type { Event } from "@aws-sdk/client-lambda";
import type { CallbackAnswer, EngineData, ExecutionEnd, FromEngine, ToEngine } from "./durable-messages.ts";
import type { DurableCall, DurableReply } from "./messages.ts";

const THREAD = new URL("./durable-engine.ts", import.meta.url);

/** The end of one invocation of a durable function. */
export type DurableOutcome = { output: DurableExecutionInvocationOutput } | { crashed: string };

export interface EngineEvents {
  /** Has the function handle one invocation. Must not reject. */
  onInvoke: (arn: string, input: DurableExecutionInvocationInput) => Promise<DurableOutcome>;
  onCallback: (arn: string, callbackId: string) => void;
  onEnd: (arn: string, end: ExecutionEnd) => void;
  onLog: (line: string) => void;
}

export interface DurableEngine {
  start(arn: string, payload: string): void;
  /** Checkpoints and state for a running invocation. Rejects when the execution is over. */
  call(arn: string, call: DurableCall): Promise<DurableReply>;
  /** False when the callback takes no answer any more. */
  answer(callbackId: string, answer: CallbackAnswer): Promise<boolean>;
  /** What has happened in a running execution, without its start. */
  history(arn: string): Promise<Event[]>;
  stop(arn: string): void;
  close(): Promise<void>;
}

type Reply = Extract<FromEngine, { type: "reply" | "answered" | "events" }>;

interface PendingRequest {
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
}

interface Link {
  worker: Worker;
  pending: Map<number, PendingRequest>;
  lastRequest: number;
}

/** Its thread starts with the first execution: an account that never finds drift does not pay for it. */
export function createEngine(data: EngineData, events: EngineEvents): DurableEngine {
  let link: Link | null = null;
  function linked(): Link {
    link ??= connect(data, events);
    return link;
  }
  return {
    start: (arn, payload) => post(linked(), { type: "start", arn, payload }),
    async call(arn, call) {
      const reply = await request(linked(), (id) => ({ type: "call", id, arn, call }));
      if (reply.type !== "reply") throw new Error("The durable engine gave no state");
      return reply.reply;
    },
    async answer(callbackId, answer) {
      const reply = await request(linked(), (id) => ({ type: "answer", id, callbackId, answer }));
      return reply.type === "answered" && reply.accepted;
    },
    async history(arn) {
      const reply = await request(linked(), (id) => ({ type: "history", id, arn }));
      return reply.type === "events" ? reply.events : [];
    },
    stop: (arn) => post(linked(), { type: "stop", arn }),
    close: async () => void (await link?.worker.terminate()),
  };
}

function connect(data: EngineData, events: EngineEvents): Link {
  const worker = new Worker(THREAD, { workerData: data, execArgv: [], argv: [], env: { LOG_LEVEL: "ERROR" } });
  const link: Link = { worker, pending: new Map(), lastRequest: 0 };
  worker.on("message", (message: FromEngine) => receive(message, link, events));
  worker.on("error", (error) => events.onLog(`the durable engine ended: ${error.stack ?? error.message}`));
  worker.on("exit", () => {
    for (const { reject } of link.pending.values()) reject(new Error("The durable engine has ended"));
    link.pending.clear();
  });
  return link;
}

function receive(message: FromEngine, link: Link, events: EngineEvents): void {
  switch (message.type) {
    case "invoke":
      void invoke(message.id, message.arn, message.input, link, events);
      break;
    case "callback":
      events.onCallback(message.arn, message.callbackId);
      break;
    case "ended":
      events.onEnd(message.arn, message.end);
      break;
    default:
      settle(message, link);
  }
}

function settle(message: Reply | Extract<FromEngine, { type: "refused" }>, { pending }: Link): void {
  const waiting = pending.get(message.id);
  pending.delete(message.id);
  if (message.type === "refused") waiting?.reject(new Error(message.message));
  else waiting?.resolve(message);
}

async function invoke(
  id: number,
  arn: string,
  input: DurableExecutionInvocationInput,
  link: Link,
  events: EngineEvents,
): Promise<void> {
  const outcome = await events.onInvoke(arn, input);
  if ("output" in outcome) post(link, { type: "invoked", id, output: outcome.output });
  else post(link, { type: "crashed", id, reason: outcome.crashed });
}

function request(link: Link, message: (id: number) => ToEngine): Promise<Reply> {
  link.lastRequest += 1;
  const id = link.lastRequest;
  return new Promise((resolve, reject) => {
    link.pending.set(id, { resolve, reject });
    post(link, message(id));
  });
}

function post({ worker }: Link, message: ToEngine): void {
  worker.postMessage(message);
}
