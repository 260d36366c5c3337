/** CloudTrail of the local account: mutating calls become events on the default bus, a little later. */
import { randomUUID } from "node:crypto";
import type { AwsEvent, EventBus, Happening, RecordedCall, Time } from "./contract.ts";
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
  happened?(happening: Happening): void;
}

export interface Trail {
  record(call: RecordedCall): void;
  /** The calls so far, in order, reads included. */
  calls(): readonly RecordedCall[];
}

export function createTrail(options: TrailOptions): Trail {
  const calls: RecordedCall[] = [];
  return {
    calls: () => calls,
    record(call) {
      calls.push(call);
      if (calls.length > CALLS_KEPT) calls.shift();
      options.happened?.(callHappening(call));
      if (!isManagementWrite(call)) return;
      const event = cloudTrailEvent(call, options.operationOf);
      if (Buffer.byteLength(JSON.stringify(event)) > EVENT_LIMIT) return;
      options.time.after(options.delay?.(call) ?? DEFAULT_DELAY, () => options.bus.put("default", event));
    },
  };
}

/** Calls that read, and SageMaker's that do without saying so in their name. */
const READS = /^(BatchDescribe|BatchGet|Describe|Get|List|Query|Scan|Search|Test)|^RenderUiTemplate$/;

/** Services whose calls are data events, but for these. */
const MANAGEMENT: Record<string, RegExp> = {
  appconfig: /^$/,
  dynamodb: /Table$|^UpdateTimeToLive$|^(Tag|Untag)Resource$/,
  events: /^(?!PutEvents$)/,
  lambda: /^(?!Invoke|Checkpoint|SendDurable)/,
  sns: /^(?!Publish)/,
  sqs: /Queue$|^SetQueueAttributes$/,
  sts: /^$/,
};

export function isManagementWrite({ service, operation }: RecordedCall): boolean {
  return !READS.test(operation) && (MANAGEMENT[service]?.test(operation) ?? true);
}

/** The event as rules see it; `requestParameters` is left out above 100 KB. */
export function cloudTrailEvent(call: RecordedCall, operationOf: Wire["operationOf"]): AwsEvent {
  const { context } = call;
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${call.service}`,
    account: context.caller.accountId,
    time: seconds(context.now),
    region: context.region,
    resources: [],
    detail: detailOf(call, operationOf),
  };
}

function detailOf(call: RecordedCall, operationOf: Wire["operationOf"]): Record<string, unknown> {
  const { context, error } = call;
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
    ...(error === null ? {} : { errorCode: errorCode(error.code), errorMessage: error.message }),
    ...limited("requestParameters", requestParametersOf(call, schema)),
    ...limited("responseElements", responseElementsOf(call, schema)),
    requestID: context.requestId,
    eventID: randomUUID(),
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: context.caller.accountId,
    eventCategory: "Management",
  };
}

function limited(name: string, value: unknown): Record<string, unknown> {
  return Buffer.byteLength(JSON.stringify(value)) > MEMBER_LIMIT ? {} : { [name]: value };
}

/** CloudTrail says AccessDenied whatever the service calls it. */
function errorCode(code: string): string {
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
