/** Reading resources from SageMaker: what they are now, whether they are gone, or why nothing could be read. */
import { failureReason, isNotFound } from "../aws/errors.ts";
import type { SageMakerApi } from "../aws/sagemaker.ts";
import { sameArn } from "./arn.ts";
import { member, stringAt, valuesAt } from "./document.ts";
import { arnMemberOf, displayName, idIn, idInArn, idMembersOf, unwrap } from "./identity.ts";
import { listResources } from "./list-resources.ts";
import type { ParentRef, ResourceLook, Run } from "./look.ts";
import { pagesOf } from "./pages.ts";
import type { ResourceKind, ResourceRef } from "./resource-kind.ts";
import { type Looked, type LookUp, readWholePosture } from "./whole-posture.ts";

export type LookResult = { status: "found"; look: ResourceLook } | Exclude<Looked, { status: "read" }>;

/** Looks up resources by id or ARN. */
export function createLookUp(api: SageMakerApi): LookUp {
  return (kind, id) => describe(api, kind, id.startsWith("arn:") ? (idInArn(kind, id) ?? id) : id);
}

async function describe(api: SageMakerApi, kind: ResourceKind, id: string): Promise<Looked> {
  try {
    return { status: "read", description: await api.call(kind.describe.call, idMembersOf(kind, id)) };
  } catch (error) {
    if (isNotFound(kind, error)) return { status: "gone" };
    return { status: "unread", reason: failureReason(kind.describe.call, error), error };
  }
}

/** Reads a resource as it is now, with its tags where `withTags` asks for them. Never throws for what AWS answers. */
export async function lookAt(
  api: SageMakerApi,
  kind: ResourceKind,
  resource: ResourceRef,
  options: { withTags: boolean },
): Promise<LookResult> {
  const id = resource.id ?? idInArn(kind, resource.arn);
  if (id === null) return lookInList(api, kind, resource, options);
  const described = await describe(api, kind, id);
  if (described.status === "gone" && resource.id === null) return lookInList(api, kind, resource, options);
  if (described.status !== "read") return described;
  const description = unwrap(kind, described.description) as Record<string, unknown>;
  return toLook(api, kind, { ...resource, id }, description, options);
}

async function toLook(
  api: SageMakerApi,
  kind: ResourceKind,
  resource: ResourceRef & { id: string },
  description: Record<string, unknown>,
  options: { withTags: boolean },
): Promise<LookResult> {
  const arn = stringAt(description, arnMemberOf(kind, "describe"));
  if (arn === undefined) return { status: "unread", reason: `${kind.describe.call} gave no ARN` };
  let reading = "ListTags";
  try {
    const tags = options.withTags && kind.taggable ? await listTags(api, arn) : [];
    reading = kind.runs?.call ?? reading;
    const runs = options.withTags ? await listRuns(api, kind, resource.id) : [];
    const posture = await readWholePosture(kind, description, "describe", createLookUp(api));
    const id = idIn(kind, description) ?? resource.id;
    const name = displayName(kind, stringAt(description, kind.nameMember), id) ?? resource.name;
    return {
      status: "found",
      look: {
        resource: { ...resource, id, arn, name },
        creationTime: isoTime(member(description, kind.creationTimeMember)),
        status: kind.statusMember === null ? null : (stringAt(description, kind.statusMember) ?? null),
        secondaryStatus: stringAt(description, kind.stop?.beforeCompute?.member ?? "SecondaryStatus") ?? null,
        posture,
        parent: parentOf(kind, description),
        roles: posture.roles,
        runs,
        description: toJson(description),
        tags,
      },
    };
  } catch (error) {
    return { status: "unread", reason: failureReason(reading, error), error };
  }
}

function parentOf(kind: ResourceKind, description: unknown): ParentRef | null {
  for (const { member: path, kind: parent } of kind.parents) {
    const arn = stringAt(description, path);
    if (arn !== undefined) return { kind: parent, arn };
  }
  return null;
}

/** Pages of a hundred runs that are looked through, latest first. */
const MAX_RUN_PAGES = 10;

/** What runs, or has lately run, of a resource that does not run itself. */
async function listRuns(api: SageMakerApi, kind: ResourceKind, id: string): Promise<Run[]> {
  const { runs } = kind;
  if (runs === undefined) return [];
  const named = runs.of === undefined ? idMembersOf(kind, id) : { [runs.of]: id };
  const found: Run[] = [];
  let pages = 0;
  for await (const page of pagesOf(api, runs.call, { ...named, ...runs.input, MaxResults: 100 })) {
    for (const run of valuesAt(page, `${runs.items}[]`)) {
      const ids = runs.idMembers.map((name) => stringAt(run, name) ?? "");
      found.push({ id: ids.join("/"), status: stringAt(run, runs.statusMember) ?? "" });
    }
    pages += 1;
    if (pages === MAX_RUN_PAGES) break;
  }
  return found;
}

/**
 * A name taken from an ARN may have lost its letter case: the resource whose ARN is equal but for case is taken, and
 * no other.
 */
async function lookInList(
  api: SageMakerApi,
  kind: ResourceKind,
  resource: ResourceRef,
  options: { withTags: boolean },
): Promise<LookResult> {
  try {
    const id = await findId(api, kind, resource);
    if (id === null) return notListed(kind);
    return await lookAt(api, kind, { ...resource, id }, options);
  } catch (error) {
    return { status: "unread", reason: failureReason(kind.list.call, error), error };
  }
}

/** It may be gone; but the list may also lag behind, so nothing is concluded from its absence. */
function notListed({ list, title }: ResourceKind): LookResult {
  const reason = `${list.call} lists no ${title} of that ARN`;
  return { status: "unread", reason, ...(list.arnMember !== null && { unlisted: true }) };
}

async function findId(api: SageMakerApi, kind: ResourceKind, resource: ResourceRef): Promise<string | null> {
  if (kind.list.arnMember === null || resource.arn === null) return null;
  for await (const { arn, id } of listResources(api, kind)) {
    if (arn !== null && sameArn(arn, resource.arn)) return id;
  }
  return null;
}

async function listTags(api: SageMakerApi, arn: string): Promise<ResourceLook["tags"]> {
  const tags: ResourceLook["tags"] = [];
  for await (const page of pagesOf(api, "ListTags", { ResourceArn: arn })) {
    tags.push(...((page.Tags as ResourceLook["tags"] | undefined) ?? []));
  }
  return tags;
}

function isoTime(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value ?? "");
}

/** The answer as plain JSON: dates as ISO texts, absent members left out. */
function toJson(description: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(description)) as Record<string, unknown>;
}
