/** CloudTrail of the local account: mutating calls become events on the default bus, a little later. */
import { randomUUID } from "node:crypto";
import type { AwsError, AwsEvent, EventBus, Happening, RecordedCall, Time } from "./contract.ts";
import { principalId, roleName } from "./principals.ts";
import { userId } from "./services/sts.ts";
import { requestParametersOf, responseElementsOf } from "./trail-members.ts";
import type { Wire } from "./wire/index.ts";

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const MEMBER_LIMIT = 100 * 1024;
const EVENT_LIMIT = 256 * 1024;
const DEFAULT_DELAY = 1000;
/** Calls that are remembered; older ones are forgotten. */
const CALLS_KEPT = 10_000;

export interface TrailOptions {
  bus: EventBus;
  time: Time;
  /** Schemas, by which structure members are told from the keys of maps. */
  operationOf: Wire["operationOf"];
  /** Milliseconds between a call and its event, asked for each; a second, when absent. */
  delay?(call: RecordedCall): number;
  /** Milliseconds between a call and its place in the event history, asked for each; those of `delay`, when absent. */
  historyDelay?(call: RecordedCall): number;
  happened?(happening: Happening): void;
}

/** A call in the event history. */
export interface HistoryEntry {
  call: RecordedCall;
  /** The same for every look, and the `detail` of the event on the bus. */
  record: TrailRecord;
}

export interface Trail {
  record(call: RecordedCall): void;
  /** The calls so far, in order, reads included. */
  calls(): readonly RecordedCall[];
  /** The management calls that the event history has by now, in order, reads and failed calls included. */
  history(): HistoryEntry[];
}

interface Remembered {
  call: RecordedCall;
  /** Null for a data event. Made at the first look for a read, whose record has nothing that could change. */
  recordOf: (() => TrailRecord) | null;
  /** When the history has it, in milliseconds. */
  visibleAt: number;
}

export function createTrail(options: TrailOptions): Trail {
  const remembered: Remembered[] = [];
  return {
    calls: () => remembered.map(({ call }) => call),
    history() {
      const now = options.time.now().getTime();
      return remembered.flatMap(({ call, recordOf, visibleAt }) =>
        recordOf === null || visibleAt > now ? [] : [{ call, record: recordOf() }],
      );
    },
    record(call) {
      const delay = options.delay?.(call) ?? DEFAULT_DELAY;
      const visibleAt = options.time.now().getTime() + (options.historyDelay?.(call) ?? delay);
      const recordOf = isManagement(call) ? once(() => recordedAs(call, options.operationOf)) : null;
      remembered.push({ call, recordOf, visibleAt });
      if (remembered.length > CALLS_KEPT) remembered.shift();
      options.happened?.(callHappening(call));
      if (recordOf === null || isRead(call)) return;
      const event = cloudTrailEvent(call, recordOf());
      if (Buffer.byteLength(JSON.stringify(event)) > EVENT_LIMIT) return;
      options.time.after(delay, () => options.bus.put("default", event));
    },
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Calls that read, and those that do without saying so in their name. */
const READS = /^(AssumeRole|BatchDescribe|BatchGet|Describe|Get|List|Lookup|Query|Scan|Search|Test)|^RenderUiTemplate$/;

/** Services whose calls are data events, but for these. */
const MANAGEMENT: Record<string, RegExp> = {
  appconfig: /^$/,
  dynamodb: /^(Describe|List)|Table$|^UpdateTimeToLive$|^(Tag|Untag)Resource$/,
  events: /^(?!PutEvents$)/,
  lambda: /^(?!Invoke|Checkpoint|GetDurableExecutionState|SendDurable)/,
  sns: /^(?!Publish)/,
  sqs: /Queue/,
};

function isManagement({ service, operation }: RecordedCall): boolean {
  return MANAGEMENT[service]?.test(operation) ?? true;
}

function isRead({ operation }: RecordedCall): boolean {
  return READS.test(operation);
}

/** The event as rules see it. */
function cloudTrailEvent({ service, context }: RecordedCall, detail: TrailRecord): AwsEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${service}`,
    account: context.caller.accountId,
    time: seconds(context.now),
    region: context.region,
    resources: [],
    detail,
  };
}

/** A record as trails, events and the history have it; its other members are for whoever reads it by their paths. */
export interface TrailRecord extends Record<string, unknown> {
  eventID: string;
  eventName: string;
  eventSource: string;
  /** ISO 8601, in whole seconds. */
  eventTime: string;
  readOnly: boolean;
  /** Null for a call without any; absent above 100 KB, like `responseElements`. */
  requestParameters?: unknown;
  /** Null for a read, a failed call and an empty answer. */
  responseElements?: unknown;
}

function recordedAs(call: RecordedCall, operationOf: Wire["operationOf"]): TrailRecord {
  const { context, error } = call;
  const readOnly = isRead(call);
  const schema = operationOf(call.service, call.operation);
  return {
    eventVersion: "1.11",
    userIdentity: userIdentity(call),
    eventTime: seconds(context.now),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.operation,
    awsRegion: context.region,
    sourceIPAddress: context.sourceIp,
    userAgent: context.userAgent,
    ...(error === null ? {} : { errorCode: errorCode(call.service, error), errorMessage: error.message }),
    ...limited("requestParameters", requestParametersOf(call, schema)),
    ...limited("responseElements", readOnly ? null : responseElementsOf(call, schema)),
    requestID: context.requestId,
    eventID: randomUUID(),
    readOnly,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: context.caller.accountId,
    eventCategory: "Management",
  };
}

function limited(name: string, value: unknown): Record<string, unknown> {
  return Buffer.byteLength(JSON.stringify(value)) > MEMBER_LIMIT ? {} : { [name]: value };
}

/** CloudTrail says AccessDenied whatever the service calls it, and of EC2's errors whose fault they are. */
function errorCode(service: string, { code, statusCode }: AwsError): string {
  if (service === "ec2") return `${statusCode < 500 ? "Client" : "Server"}.${code}`;
  return code === "AccessDeniedException" ? "AccessDenied" : code;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function userIdentity({ context: { caller, now } }: RecordedCall): Record<string, unknown> {
  const { type, arn, accountId, accessKeyId, name, roleArn, sourceIdentity } = caller;
  const identity = { type, principalId: userId(caller), arn, accountId, accessKeyId };
  if (roleArn === undefined) return type === "IAMUser" ? { ...identity, userName: name } : identity;
  const userName = roleName(roleArn);
  return {
    ...identity,
    sessionContext: {
      sessionIssuer: { type: "Role", principalId: principalId("AROA", userName), arn: roleArn, accountId, userName },
      attributes: { creationDate: seconds(now), mfaAuthenticated: "false" },
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    },
  };
}

function seconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

function callHappening(call: RecordedCall): Happening {
  const { service, operation, input, output, error, context } = call;
  const outcome = error === null ? "" : `: ${error.code}`;
  return {
    at: context.now,
    type: "call",
    title: `${context.caller.name} ${service}:${operation}${outcome}`,
    detail: {
      service,
      operation,
      input,
      output,
      error: error === null ? null : { code: error.code, message: error.message },
      caller: context.caller.arn,
      requestId: context.requestId,
    },
  };
}
