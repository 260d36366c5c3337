/** From one item of the input to what `sagefence assess` says about it. */
import { assess } from "../../shared/assess/assess.ts";
import type { Outcome, Verdict } from "../../shared/assess/verdict.ts";
import type { Policy } from "../../shared/decide/policy.ts";
import { type Creator, describeCreator, UNKNOWN_CREATOR } from "../../shared/detect/creator.ts";
import { type Detection, detect, detectRecord, kindOfCall, MalformedEventError } from "../../shared/detect/detect.ts";
import { member, stringAt } from "../../shared/sagemaker/document.ts";
import { idIn } from "../../shared/sagemaker/identity.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { type Posture, unreadPosture } from "../../shared/sagemaker/posture.ts";
import type { ResourceKind, ResourceRef } from "../../shared/sagemaker/resource-kind.ts";
import { readWholePosture } from "../../shared/sagemaker/whole-posture.ts";
import type { Facts } from "./facts.ts";
import type { Description, Item } from "./recognise.ts";

/** One entry of the report, with every member of its JSON form. */
export interface AssessedResource {
  kind: string | null;
  name: string | null;
  arn: string | null;
  account: string | null;
  region: string | null;
  outcome: Outcome | "ignored";
  /** Why it was ignored, or why nothing of it could be read. */
  reason: string | null;
  /** Who made the call; null for a Describe answer, which does not say. */
  createdBy: string | null;
  verdicts: Verdict[];
}

export interface AssessContext {
  policy: Policy;
  facts: Facts;
  now: Date;
}

type Detected = Extract<Detection, { status: "detected" }>;

/** `fault`: the item is no input at all; one phrase says why. */
export type ItemResult = { resource: AssessedResource } | { fault: string };

export async function assessItem(item: Item, context: AssessContext): Promise<ItemResult> {
  if (item.type === "unrecognised") return { fault: item.what };
  if (item.type === "foreign") return { resource: foreign(item.resourceType, item.arn) };
  if (item.type === "description") return { resource: await assessDescription(item.description, context) };
  try {
    const detection = item.type === "event" ? detect(item.event) : detectRecord(item.record);
    const record = item.type === "event" ? member(item.event, "detail") : item.record;
    if (detection.status === "ignored") return { resource: ignored(record, item, detection.reason) };
    if (detection.trigger === "end") return { resource: ignored(record, item, endReason(detection)) };
    return { resource: await assessDetected(detection, context) };
  } catch (error) {
    if (error instanceof MalformedEventError) return { fault: error.message.replace(/\.$/, "") };
    throw error;
  }
}

async function assessDescription(description: Description, context: AssessContext): Promise<AssessedResource> {
  const posture = await readDescription(description, context);
  return judge(description.resource, posture, UNKNOWN_CREATOR, null, context);
}

/** A create call by its parameters; any other, and one whose parameters are missing, by what the facts say. */
async function assessDetected(detection: Detected, context: AssessContext): Promise<AssessedResource> {
  const { resource, creator, parameters } = detection;
  const kind = kindOf(resource.kind);
  if (parameters !== null) {
    const posture = await readWholePosture(kind, parameters, "create", context.facts.lookUpBeside(resource));
    return judge(resource, posture, creator, null, context);
  }
  const described = context.facts.describe(resource);
  if (described !== null) {
    return judge(described.resource, await readDescription(described, context), creator, null, context);
  }
  const reason = unreadReason(detection, kind);
  return judge(resource, unreadPosture(kind, reason), creator, reason, context);
}

function readDescription({ kind, resource, document }: Description, { facts }: AssessContext): Promise<Posture> {
  return readWholePosture(kind, document, "describe", facts.lookUpBeside(resource));
}

function endReason({ operation, resource }: Detected): string {
  return `${operation} ends the ${kindOf(resource.kind).title} or its work, so there is nothing to assess`;
}

function unreadReason({ operation, trigger }: Detected, kind: ResourceKind): string {
  const lacking =
    trigger === "create"
      ? `the event came without the parameters of ${operation}`
      : `${operation} does not say what the whole ${kind.title} is now`;
  return `${lacking}; give its ${kind.describe.call} answer with --facts`;
}

function judge(
  resource: ResourceRef,
  posture: Posture,
  creator: Creator,
  reason: string | null,
  { policy, now }: AssessContext,
): AssessedResource {
  const { outcome, verdicts } = assess({ kind: kindOf(resource.kind), resource, posture, policy, now });
  const { kind, name, arn, account, region } = resource;
  const createdBy = creator.name === null && creator.arn === null ? null : describeCreator(creator);
  return { kind, name, arn, account, region, outcome, reason, createdBy, verdicts };
}

/** Says of an ignored call what can be said, so that it can be found again. */
function ignored(record: unknown, item: Item, reason: string): AssessedResource {
  const kind =
    stringAt(record, "eventSource") === "sagemaker.amazonaws.com"
      ? kindOfCall(stringAt(record, "eventName") ?? "")
      : undefined;
  const parameters = member(record, "requestParameters");
  const name = kind && (stringAt(parameters, kind.nameMember) ?? idIn(kind, parameters));
  const envelope = item.type === "event" ? item.event : undefined;
  return {
    kind: kind?.id ?? null,
    name: name ?? null,
    arn: null,
    account: stringAt(record, "recipientAccountId") ?? stringAt(envelope, "account") ?? null,
    region: stringAt(record, "awsRegion") ?? stringAt(envelope, "region") ?? null,
    outcome: "ignored",
    reason,
    createdBy: null,
    verdicts: [],
  };
}

function foreign(resourceType: string, arn: string): AssessedResource {
  const [, , , region = null, account = null] = arn.split(":");
  const reason = `no resource kind covers ${resourceType}`;
  return {
    kind: null,
    name: arn.slice(arn.indexOf("/") + 1),
    arn,
    account,
    region,
    outcome: "ignored",
    reason,
    createdBy: null,
    verdicts: [],
  };
}
