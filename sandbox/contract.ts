/** What the parts of the local account agree on. Each service is a table of operations behind the wire protocols. */

/** Who makes a call: the principal that the access key in the request's signature belongs to. */
export interface Caller {
  type: "IAMUser" | "AssumedRole" | "Root";
  accountId: string;
  /** `arn:aws:iam::111122223333:user/jane` or `arn:aws:sts::111122223333:assumed-role/ROLE/SESSION`. */
  arn: string;
  /** User name, or role session name. */
  name: string;
  accessKeyId: string;
  /** Set for assumed roles: `arn:aws:iam::111122223333:role/ROLE`. */
  roleArn?: string;
  sourceIdentity?: string;
}

export interface CallContext {
  caller: Caller;
  region: string;
  requestId: string;
  sourceIp: string;
  userAgent: string;
  now: Date;
}

/** A refusal as AWS would word it. `code` is the error's shape name: `ValidationException`, `ResourceNotFound`. */
export class AwsError extends Error {
  readonly code: string;
  readonly statusCode: number;
  constructor(code: string, message: string, statusCode = 400) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.statusCode = statusCode;
  }
}

export type OperationHandler = (
  input: Record<string, unknown>,
  context: CallContext,
) => Promise<Record<string, unknown>> | Record<string, unknown>;

/** One AWS service: operation name → handler. Inputs arrive parsed and checked against the SDK's input schema. */
export interface ServiceBackend {
  operations: Record<string, OperationHandler>;
}

/** The clock and timers of the account, so that tests own the time. */
export interface Time {
  now(): Date;
  /** Runs `task` after `milliseconds`; the returned function cancels it. */
  after(milliseconds: number, task: () => void): () => void;
}

/** A successful or failed call, told to the trail (which turns mutating ones into CloudTrail events). */
export interface RecordedCall {
  service: string;
  operation: string;
  input: Record<string, unknown>;
  output: Record<string, unknown> | null;
  error: AwsError | null;
  context: CallContext;
}

/** Puts an event on a bus of the account; rules with matching patterns invoke their targets. */
export interface EventBus {
  put(busName: string, event: AwsEvent): void;
}

/** An EventBridge event as rules see it. */
export interface AwsEvent {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
}

/** Something that happened in the account, for the console and the terminal's story. */
export interface Happening {
  at: Date;
  type: "call" | "event" | "invocation" | "message" | "state";
  title: string;
  detail: Record<string, unknown>;
}
