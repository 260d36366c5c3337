/** From an EventBridge event to the resource it is about and who made it; or a reason why it is not ours. */

import { resourceTypeOf } from "../sagemaker/arn.ts";
import { isObject, member, stringAt, valuesAt } from "../sagemaker/document.ts";
import { arnMemberOf, displayName, idIn, idInArn } from "../sagemaker/identity.ts";
import { RESOURCE_KINDS } from "../sagemaker/index.ts";
import type { ResourceKind, ResourceRef } from "../sagemaker/resource-kind.ts";
import { type Creator, readCreator, UNKNOWN_CREATOR } from "./creator.ts";

/** Why an event leads to nothing. */
export type IgnoredReason =
  | "neither a CloudTrail API call event nor a SageMaker state change"
  | "another service's call"
  | "the call failed"
  | "a read-only call"
  | `no resource kind has the operation ${string}`;

/** `end`: a call that ends the resource or its work. `state-change`: SageMaker's own event, which carries no caller. */
export type Trigger = "create" | "update" | "start" | "end" | "state-change";

export type Detection =
  | { status: "ignored"; reason: IgnoredReason }
  | {
      status: "detected";
      trigger: Trigger;
      /** The call, or the detail type of a state change. */
      operation: string;
      resource: ResourceRef;
      creator: Creator;
      /** CloudTrail's id of the event, the same for every delivery; null in a record that somebody shortened. */
      eventId: string | null;
      /** ISO 8601; null like the id. */
      eventTime: string | null;
      /**
       * The create call's parameters, when they say all there is. Null when the resource must be read: after any other
       * trigger, and when CloudTrail dropped the parameters (over 100 KB).
       */
      parameters: Record<string, unknown> | null;
    };

/** The event claims to be ours and makes no sense: a fault to look at, so the event is kept for a person. */
export class MalformedEventError extends Error {
  constructor(what: string) {
    super(`The event cannot be understood: ${what}.`);
    this.name = "MalformedEventError";
  }
}

interface Call {
  kind: ResourceKind;
  trigger: Trigger;
}

const CALLS = new Map<string, Call>(
  RESOURCE_KINDS.flatMap((kind) =>
    (["create", "update", "start", "end"] as const).flatMap((trigger) =>
      kind.calls[trigger].map((call): [string, Call] => [call, { kind, trigger }]),
    ),
  ),
);

const STATE_CHANGES = new Map<string, ResourceKind>(
  RESOURCE_KINDS.flatMap((kind): [string, ResourceKind][] =>
    kind.stateChange === null ? [] : [[kind.stateChange.detailType, kind]],
  ),
);

/** The kind that a call makes, changes, starts or ends; undefined for a call that is none of ours. */
export function kindOfCall(operation: string): ResourceKind | undefined {
  return CALLS.get(operation)?.kind;
}

/** Reads an event as EventBridge delivers it. Throws MalformedEventError. */
export function detect(event: unknown): Detection {
  if (!isObject(event)) throw new MalformedEventError("it is not a JSON object");
  const detail = member(event, "detail");
  const detailType = stringAt(event, "detail-type") ?? "";
  const changed = stringAt(event, "source") === "aws.sagemaker" ? STATE_CHANGES.get(detailType) : undefined;
  if (changed === undefined && detailType !== "AWS API Call via CloudTrail") {
    return { status: "ignored", reason: "neither a CloudTrail API call event nor a SageMaker state change" };
  }
  if (!isObject(detail)) throw new MalformedEventError("detail is not an object");
  return changed === undefined ? detectRecord(detail) : detectStateChange(changed, event, detail);
}

/** Reads a CloudTrail record, as it stands in a trail's files and in an event's `detail`. */
export function detectRecord(record: Record<string, unknown>): Detection {
  const source = stringAt(record, "eventSource");
  const operation = stringAt(record, "eventName");
  if (source === undefined) throw new MalformedEventError("eventSource is missing");
  if (source !== "sagemaker.amazonaws.com") return { status: "ignored", reason: "another service's call" };
  if (operation === undefined) throw new MalformedEventError("eventName is missing");
  if (stringAt(record, "errorCode") !== undefined || stringAt(record, "errorMessage") !== undefined) {
    return { status: "ignored", reason: "the call failed" };
  }
  if (member(record, "readOnly") === true) return { status: "ignored", reason: "a read-only call" };
  const call = CALLS.get(operation);
  if (call === undefined) return { status: "ignored", reason: `no resource kind has the operation ${operation}` };
  return detectCall(call, operation, record);
}

function detectCall({ kind, trigger }: Call, operation: string, record: Record<string, unknown>): Detection {
  const parameters = objectOrNull(record, "requestParameters");
  const response = objectOrNull(record, "responseElements");
  return {
    status: "detected",
    trigger,
    operation,
    resource: readResource(kind, operation, record, parameters, response),
    creator: readCreator(member(record, "userIdentity")),
    eventId: stringAt(record, "eventID") ?? null,
    eventTime: stringAt(record, "eventTime") ?? null,
    parameters: trigger === "create" ? parameters : null,
  };
}

function readResource(
  kind: ResourceKind,
  operation: string,
  record: Record<string, unknown>,
  parameters: Record<string, unknown> | null,
  response: Record<string, unknown> | null,
): ResourceRef {
  const arnMember = arnMemberOf(kind, "create");
  const told = idIn(kind, parameters, response);
  const named = told?.startsWith("arn:") ? told : null;
  const arn = stringAt(response, arnMember) ?? stringAt(parameters, arnMember) ?? named;
  if (arn !== null && resourceTypeOf(arn) !== kind.id) {
    throw new MalformedEventError(`${operation} names the ARN of another resource type, ${quoted(arn)}`);
  }
  const id = named === null ? told : null;
  const given = named === null ? stringAt(parameters, kind.nameMember) : undefined;
  const name = displayName(kind, given, id) ?? nameIn(kind, arn);
  if (name === null) throw new MalformedEventError(`${operation} names no ${kind.title}`);
  return { kind: kind.id, name, id, arn, ...accountAndRegion(record, arn) };
}

/** What an ARN calls the resource; the ARN's last part where that is no id. */
function nameIn(kind: ResourceKind, arn: string | null): string | null {
  return idInArn(kind, arn) ?? arn?.split("/").at(-1) ?? null;
}

/** https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html */
function detectStateChange(
  kind: ResourceKind,
  event: Record<string, unknown>,
  detail: Record<string, unknown>,
): Detection {
  const operation = stringAt(event, "detail-type") ?? "";
  // AWS's own sample of a tuning job's event has an ARN of another type (`tuningJob`); the name in it counts then.
  const told = [stringAt(detail, kind.stateChange?.arnMember ?? ""), ...valuesAt(event, "resources[]")];
  const arn = told.find((each): each is string => typeof each === "string" && resourceTypeOf(each) === kind.id) ?? null;
  const id = idIn(kind, detail);
  const name = displayName(kind, stringAt(detail, kind.nameMember), id) ?? nameIn(kind, arn);
  if (name === null) throw new MalformedEventError(`${operation} names no ${kind.title}`);
  return {
    status: "detected",
    trigger: "state-change",
    operation,
    resource: { kind: kind.id, name, id, arn, ...accountAndRegion(event, arn) },
    creator: UNKNOWN_CREATOR,
    eventId: stringAt(event, "id") ?? null,
    eventTime: stringAt(event, "time") ?? null,
    parameters: null,
  };
}

function accountAndRegion(record: Record<string, unknown>, arn: string | null) {
  const parts = arn?.split(":") ?? [];
  const told = stringAt(record, "recipientAccountId") ?? stringAt(record, "userIdentity.accountId");
  return {
    account: parts[4] ?? told ?? stringAt(record, "account") ?? null,
    region: parts[3] ?? stringAt(record, "awsRegion") ?? stringAt(record, "region") ?? null,
  };
}

/** An object member, or null when absent or null. Any other type is no CloudTrail record. */
function objectOrNull(record: Record<string, unknown>, name: string): Record<string, unknown> | null {
  const value = member(record, name);
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw new MalformedEventError(`${name} is not an object`);
  return value;
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 120));
}
