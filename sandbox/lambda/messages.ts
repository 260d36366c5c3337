/** What an execution environment and the service say to each other over the worker's port. */
import type {
  CheckpointDurableExecutionRequest,
  CheckpointDurableExecutionResponse,
  DurableExecutionInvocationInput,
  GetDurableExecutionStateRequest,
  GetDurableExecutionStateResponse,
} from "@aws/durable-execution-sdk-js";

/** The error object that Lambda answers with: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** The parts of Lambda's context object that differ between invocations. */
export interface InvocationContext {
  awsRequestId: string;
  invokedFunctionArn: string;
  /** Milliseconds since the epoch. */
  deadline: number;
}

/** The members of the context object and the module that stay the same for an environment's life. */
export interface EnvironmentData {
  /** Folder of the unpacked artifact. */
  root: string;
  handler: string;
  durable: boolean;
  functionName: string;
  functionVersion: string;
  memoryLimitInMB: string;
  logGroupName: string;
  logStreamName: string;
}

/** The durable engine's two operations, as the SDK's transport calls them. */
export type DurableCall =
  | { operation: "checkpoint"; params: CheckpointDurableExecutionRequest }
  | { operation: "getExecutionState"; params: GetDurableExecutionStateRequest };

export type DurableReply = CheckpointDurableExecutionResponse | GetDurableExecutionStateResponse;

export type ToEnvironment =
  | { type: "invoke"; payload: string; context: InvocationContext }
  | { type: "invokeDurable"; input: DurableExecutionInvocationInput; context: InvocationContext }
  | { type: "durableReply"; id: number; reply: DurableReply }
  | { type: "durableError"; id: number; message: string };

export type FromEnvironment =
  | { type: "ready" }
  | { type: "initError"; error: FunctionError }
  | { type: "success"; payload: string }
  | { type: "error"; error: FunctionError }
  | { type: "durableCall"; id: number; call: DurableCall };
