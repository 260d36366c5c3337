/** Reading resources from SageMaker: what they are now, whether they are gone, or why nothing could be read. */
import { failureReason, isNotFound } from "../aws/errors.ts";
import type { SageMakerApi } from "../aws/sagemaker.ts";
import { nameFromArn, sameArn } from "./arn.ts";
import { member, stringAt } from "./document.ts";
import type { Looked, LookUp } from "./inherit.ts";
import { readWholePosture } from "./inherit.ts";
import type { ResourceLook } from "./look.ts";
import type { ResourceKind, ResourceRef } from "./resource-kind.ts";

export type LookResult = { status: "found"; look: ResourceLook } | Exclude<Looked, { status: "read" }>;

/** Looks up resources by name. */
export function createLookUp(api: SageMakerApi): LookUp {
  return (kind, name) => describe(api, kind, name);
}

async function describe(api: SageMakerApi, kind: ResourceKind, id: string): Promise<Looked> {
  try {
    return { status: "read", description: await api.call(kind.describe.call, { [kind.idMember]: id }) };
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
  const id = resource.id ?? nameFromArn(resource.arn) ?? resource.name;
  const described = await describe(api, kind, id);
  if (described.status === "gone" && resource.id === null) return lookInList(api, kind, resource, options);
  if (described.status !== "read") return described;
  return toLook(api, kind, resource, id, described.description as Record<string, unknown>, options);
}

async function toLook(
  api: SageMakerApi,
  kind: ResourceKind,
  resource: ResourceRef,
  id: string,
  description: Record<string, unknown>,
  options: { withTags: boolean },
): Promise<LookResult> {
  const arn = stringAt(description, kind.arnMember);
  if (arn === undefined) return { status: "unread", reason: `${kind.describe.call} gave no ARN` };
  try {
    const tags = options.withTags ? await listTags(api, arn) : [];
    const posture = await readWholePosture(kind, description, "describe", createLookUp(api));
    return {
      status: "found",
      look: {
        resource: { ...resource, id, arn, name: stringAt(description, kind.nameMember) ?? resource.name },
        creationTime: isoTime(member(description, kind.creationTimeMember)),
        status: kind.statusMember === null ? null : (stringAt(description, kind.statusMember) ?? null),
        secondaryStatus: stringAt(description, "SecondaryStatus") ?? null,
        posture,
        description: toJson(description),
        tags,
      },
    };
  } catch (error) {
    return { status: "unread", reason: failureReason("ListTags", error), error };
  }
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
  return { status: "unread", reason: `${list.call} lists no ${title} of that ARN` };
}

async function findId(api: SageMakerApi, kind: ResourceKind, resource: ResourceRef): Promise<string | null> {
  for await (const page of pagesOf(api, kind.list.call, { MaxResults: 100 })) {
    for (const item of (member(page, kind.list.items) as unknown[] | undefined) ?? []) {
      const arn = stringAt(item, kind.arnMember);
      if (arn !== undefined && resource.arn !== null && sameArn(arn, resource.arn)) {
        return stringAt(item, kind.idMember) ?? null;
      }
    }
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

/** Every page of a list, as far as it is asked for. */
async function* pagesOf(
  api: SageMakerApi,
  operation: string,
  input: Record<string, unknown>,
): AsyncGenerator<Record<string, unknown>> {
  let nextToken: string | undefined;
  do {
    const page = await api.call(operation, { ...input, ...(nextToken && { NextToken: nextToken }) });
    yield page;
    nextToken = stringAt(page, "NextToken");
  } while (nextToken !== undefined);
}

function isoTime(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value ?? "");
}

/** The answer as plain JSON: dates as ISO texts, absent members left out. */
function toJson(description: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(description)) as Record<string, unknown>;
}
