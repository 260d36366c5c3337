/** What the service and the thread with the durable engine say to each other. */

import type {
  DurableExecutionInvocationInput,
  DurableExecutionInvocationOutput,
  ErrorObject,
} from "@aws/durable-execution-sdk-js";
import type { Event } from "@aws-sdk/client-lambda";
import type { DurableCall, DurableReply } from "./messages.ts";

export interface EngineData {
  /** Multiplies waits and the delays of retried steps; 1 is real time. */
  waitScale: number;
  /** Multiplies the timeouts of callbacks. */
  timeoutScale: number;
  /** Milliseconds before an invocation that crashed is made again; doubles with each crash in a row. */
  crashDelay: number;
}

export type CallbackAnswer =
  | { type: "success"; result: string | undefined }
  | { type: "failure"; error: ErrorObject | undefined }
  | { type: "heartbeat" };

export type ExecutionEnd =
  | { status: "SUCCEEDED"; result: string | undefined; history: Event[] }
  | { status: "FAILED"; error: ErrorObject; history: Event[] };

export type ToEngine =
  | { type: "start"; arn: string; payload: string }
  | { type: "invoked"; id: number; output: DurableExecutionInvocationOutput }
  | { type: "crashed"; id: number; reason: string }
  | { type: "call"; id: number; arn: string; call: DurableCall }
  | { type: "answer"; id: number; callbackId: string; answer: CallbackAnswer }
  | { type: "history"; id: number; arn: string }
  | { type: "stop"; arn: string };

export type FromEngine =
  | { type: "invoke"; id: number; arn: string; input: DurableExecutionInvocationInput }
  | { type: "callback"; arn: string; callbackId: string; name: string | undefined }
  | { type: "ended"; arn: string; end: ExecutionEnd }
  | { type: "reply"; id: number; reply: DurableReply }
  | { type: "answered"; id: number; accepted: boolean }
  | { type: "events"; id: number; events: Event[] }
  | { type: "refused"; id: number; message: string };
