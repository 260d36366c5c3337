/** From one item of the input to what `sagefence assess` says about it. */
import { assess } from "../../shared/assess/assess.ts";
import type { Outcome, Verdict } from "../../shared/assess/verdict.ts";
import type { Policy } from "../../shared/decide/policy.ts";
import { type Creator, describeCreator, UNKNOWN_CREATOR } from "../../shared/detect/creator.ts";
import { type Detection, detect, detectRecord, kindOfCall, MalformedEventError } from "../../shared/detect/detect.ts";
import type { NetworkFacts } from "../../shared/network/facts.ts";
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
  /** What EC2 says of the subnets, security groups, … that resources name; all of it unread where nobody asked. */
  network: NetworkFacts;
  now: Date;
}

type Detected = Extract<Detection, { status: "detected" }>;

/** `fault`: the item is no input at all; one phrase says why. */
export type ItemResult = { resource: AssessedResource } | { fault: string };

/** What an item says of a resource, before anybody judges it. */
export interface ReadResource {
  resource: ResourceRef;
  posture: Posture;
  creator: Creator;
  /** Why nothing of it could be read; else null. */
  reason: string | null;
}

export type ReadItem = { read: ReadResource } | { ignored: AssessedResource } | { fault: string };

export async function assessItem(item: Item, context: AssessContext): Promise<ItemResult> {
  const result = await readItem(item, context);
  if ("fault" in result) return result;
  return { resource: "ignored" in result ? result.ignored : judge(result.read, context) };
}

export async function readItem(item: Item, context: Pick<AssessContext, "facts">): Promise<ReadItem> {
  if (item.type === "unrecognised") return { fault: item.what };
  if (item.type === "network") return { fault: "an answer of EC2 is no resource to assess; give it with --facts" };
  if (item.type === "foreign") return { ignored: foreign(item.resourceType, item.arn) };
  if (item.type === "description") return { read: await readDescribed(item.description, UNKNOWN_CREATOR, context) };
  try {
    const detection = item.type === "event" ? detect(item.event) : detectRecord(item.record);
    const record = item.type === "event" ? member(item.event, "detail") : item.record;
    if (detection.status === "ignored") return { ignored: ignored(record, item, detection.reason) };
    if (detection.trigger === "end") return { ignored: ignored(record, item, endReason(detection)) };
    return { read: await readDetected(detection, context) };
  } catch (error) {
    if (error instanceof MalformedEventError) return { fault: error.message.replace(/\.$/, "") };
    throw error;
  }
}

/** A create call by its parameters; any other, and one whose parameters are missing, by what the facts say. */
async function readDetected(detection: Detected, context: Pick<AssessContext, "facts">): Promise<ReadResource> {
  const { resource, creator, parameters } = detection;
  const kind = kindOf(resource.kind);
  if (parameters !== null) {
    const posture = await readWholePosture(kind, parameters, "create", context.facts.lookUpBeside(resource));
    return { resource, posture, creator, reason: null };
  }
  const described = context.facts.describe(resource);
  if (described !== null) return readDescribed(described, creator, context);
  const reason = unreadReason(detection, kind);
  return { resource, posture: unreadPosture(kind, reason), creator, reason };
}

async function readDescribed(
  { kind, resource, document }: Description,
  creator: Creator,
  { facts }: Pick<AssessContext, "facts">,
): Promise<ReadResource> {
  const posture = await readWholePosture(kind, document, "describe", facts.lookUpBeside(resource));
  return { resource, posture, creator, reason: null };
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
  { resource, posture, creator, reason }: ReadResource,
  { policy, network, now }: AssessContext,
): AssessedResource {
  const { outcome, verdicts } = assess({ kind: kindOf(resource.kind), resource, posture, policy, network, now });
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
