/** From an EventBridge event to the resource it is about and who made it; or a reason why it is not ours. */

import { nameFromArn, resourceTypeOf } from "../sagemaker/arn.ts";
import { isObject, member, stringAt } from "../sagemaker/document.ts";
import { RESOURCE_KINDS } from "../sagemaker/index.ts";
import type { ResourceKind, ResourceRef } from "../sagemaker/resource-kind.ts";
import { type Creator, readCreator } from "./creator.ts";

/** Why an event leads to nothing. */
export type IgnoredReason =
  | "not a CloudTrail API call event"
  | "another service's call"
  | "the call failed"
  | "a read-only call"
  | `no resource kind has the operation ${string}`;

export type Trigger = "create" | "update" | "start";

export type Detection =
  | { status: "ignored"; reason: IgnoredReason }
  | {
      status: "detected";
      trigger: Trigger;
      operation: string;
      resource: ResourceRef;
      creator: Creator;
      /** CloudTrail's id of the event, the same for every delivery; null in a record that somebody shortened. */
      eventId: string | null;
      /** ISO 8601; null like the id. */
      eventTime: string | null;
      /**
       * The create call's parameters, when they say all there is. Null when the resource must be read: after an
       * update or start, and when CloudTrail dropped the parameters (over 100 KB).
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
  (RESOURCE_KINDS as readonly ResourceKind[]).flatMap((kind) => [
    [kind.calls.create, { kind, trigger: "create" }] as [string, Call],
    ...kind.calls.update.map((call): [string, Call] => [call, { kind, trigger: "update" }]),
    ...kind.calls.start.map((call): [string, Call] => [call, { kind, trigger: "start" }]),
  ]),
);

/** The kind that a call makes, changes or starts; undefined for a call that is none of ours. */
export function kindOfCall(operation: string): ResourceKind | undefined {
  return CALLS.get(operation)?.kind;
}

/** Reads an event as EventBridge delivers it. Throws MalformedEventError. */
export function detect(event: unknown): Detection {
  if (!isObject(event)) throw new MalformedEventError("it is not a JSON object");
  const detail = member(event, "detail");
  if (stringAt(event, "detail-type") !== "AWS API Call via CloudTrail") {
    return { status: "ignored", reason: "not a CloudTrail API call event" };
  }
  if (!isObject(detail)) throw new MalformedEventError("detail is not an object");
  return detectRecord(detail);
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
    resource: readResource(kind, trigger, operation, record, parameters, response),
    creator: readCreator(member(record, "userIdentity")),
    eventId: stringAt(record, "eventID") ?? null,
    eventTime: stringAt(record, "eventTime") ?? null,
    parameters: trigger === "create" ? parameters : null,
  };
}

function readResource(
  kind: ResourceKind,
  trigger: Trigger,
  operation: string,
  record: Record<string, unknown>,
  parameters: Record<string, unknown> | null,
  response: Record<string, unknown> | null,
): ResourceRef {
  const arn = stringAt(response, kind.arnMember) ?? stringAt(parameters, kind.arnMember) ?? null;
  if (arn !== null && resourceTypeOf(arn) !== kind.id) {
    throw new MalformedEventError(`${operation} answered with the ARN of another resource type, ${quoted(arn)}`);
  }
  const id = stringAt(parameters, kind.idMember) ?? stringAt(response, kind.idMember) ?? null;
  const name = (trigger === "create" ? stringAt(parameters, kind.nameMember) : undefined) ?? id ?? nameFromArn(arn);
  if (name === null) throw new MalformedEventError(`${operation} names no ${kind.title}`);
  return { kind: kind.id, name, id, arn, ...accountAndRegion(record, arn) };
}

function accountAndRegion(record: Record<string, unknown>, arn: string | null) {
  const parts = arn?.split(":") ?? [];
  return {
    account: parts[4] ?? stringAt(record, "recipientAccountId") ?? stringAt(record, "userIdentity.accountId") ?? null,
    region: parts[3] ?? stringAt(record, "awsRegion") ?? null,
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
