/** What a JSON document is: an EventBridge event, CloudTrail records, or the answer of a Describe call of SageMaker or EC2. */
import { ANSWERS } from "../../shared/network/answers.ts";
import { resourceTypeOf } from "../../shared/sagemaker/arn.ts";
import { isObject, member, stringAt } from "../../shared/sagemaker/document.ts";
import { arnMemberOf, displayName, idIn, unwrap } from "../../shared/sagemaker/identity.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import type { ResourceKind, ResourceRef } from "../../shared/sagemaker/resource-kind.ts";
import type { LocatedDocument } from "./read-documents.ts";

type Json = Record<string, unknown>;

/** A Describe answer, as the AWS CLI and the SDKs print it. */
export interface Description {
  kind: ResourceKind;
  resource: ResourceRef & { arn: string };
  /** The resource itself, out of what the answer wraps it in. */
  document: unknown;
}

/** One thing to assess, and where it stands in its file. */
export type Item = { at: string } & (
  | { type: "event"; event: Json }
  | { type: "record"; record: Json }
  | { type: "description"; description: Description }
  /** An answer of EC2, which says something of the network. */
  | { type: "network"; answer: Json }
  /** A Describe answer of a resource type that no kind covers. */
  | { type: "foreign"; resourceType: string; arn: string }
  | { type: "unrecognised"; what: string }
);

const NEITHER = "neither an event, nor a CloudTrail record, nor a Describe answer";

/** The items of a document: lists and `{"Records":[…]}` hold several. */
export function recognise({ at, value }: LocatedDocument): Item[] {
  const documents = Array.isArray(value) ? spread(at, "", value) : [{ at, value }];
  return documents.flatMap((document) => {
    const records = member(document.value, "Records");
    const hasRecords = isObject(document.value) && Array.isArray(records);
    return (hasRecords ? spread(document.at, "Records", records) : [document]).map(recogniseOne);
  });
}

function spread(at: string, name: string, values: unknown[]): LocatedDocument[] {
  return values.map((value, index) => ({ at: `${at === "" ? "" : `${at}, `}${name}[${index}]`, value }));
}

function recogniseOne({ at, value }: LocatedDocument): Item {
  if (!isObject(value)) return { at, type: "unrecognised", what: `${NEITHER}, because it is no JSON object` };
  if (member(value, "detail-type") !== undefined) return { at, type: "event", event: value };
  if (member(value, "eventName") !== undefined || member(value, "eventSource") !== undefined) {
    return { at, type: "record", record: value };
  }
  const description = toDescription(value);
  if (description !== null) return { at, type: "description", description };
  if (isOfNetwork(value)) return { at, type: "network", answer: value };
  return foreign(at, value) ?? { at, type: "unrecognised", what: NEITHER };
}

/**
 * Recognises a Describe answer by the ARN that this kind's answers carry. They may carry ARNs of other kinds too: a
 * processing job names the training job it belongs to, so the kind whose name is there as well comes first, and then the
 * one whose status is: an inference component names its endpoint by name and ARN.
 */
function toDescription(document: Json): Description | null {
  const candidates = RESOURCE_KINDS.filter((kind) => {
    const arn = arnIn(kind, document);
    return arn !== undefined && resourceTypeOf(arn) === kind.id;
  });
  const named = candidates.filter((kind) => stringAt(unwrap(kind, document), kind.nameMember) !== undefined);
  const hasStatus = (kind: ResourceKind) =>
    kind.statusMember !== null && member(unwrap(kind, document), kind.statusMember) !== undefined;
  const kind = named.find(hasStatus) ?? named[0] ?? candidates[0];
  const arn = kind === undefined ? undefined : arnIn(kind, document);
  if (kind === undefined || arn === undefined) return null;
  const [, , , region = null, account = null] = arn.split(":");
  const described = unwrap(kind, document);
  const id = idIn(kind, described) ?? arn.slice(arn.indexOf("/") + 1);
  const name = displayName(kind, stringAt(described, kind.nameMember), id) ?? id;
  return { kind, resource: { kind: kind.id, name, id, arn, account, region }, document: described };
}

function arnIn(kind: ResourceKind, document: Json): string | undefined {
  return stringAt(unwrap(kind, document), arnMemberOf(kind, "describe"));
}

/** Beside the lists of facts, the two answers that are none: DescribeVpcAttribute and GetManagedPrefixListEntries. */
const NETWORK_MEMBERS = [
  ...Object.values(ANSWERS).map(({ member: name }) => name),
  ...["EnableDnsSupport", "EnableDnsHostnames", "Entries"],
];

function isOfNetwork(document: Json): boolean {
  return NETWORK_MEMBERS.some((name) => member(document, name) !== undefined);
}

/** `EndpointArn` with the ARN of an `endpoint`: the answer is that resource's own. */
function foreign(at: string, document: Json): Item | null {
  for (const [name, arn] of Object.entries(document)) {
    const resourceType = typeof arn === "string" ? resourceTypeOf(arn) : null;
    if (resourceType === null) continue;
    if (name.toLowerCase() === `${resourceType.replaceAll("-", "")}arn`) {
      return { at, type: "foreign", resourceType, arn: String(arn) };
    }
  }
  return null;
}
