/** A resource's id: what Describe takes, as one string. Kinds of several id members join their values: `d-1abc/jane`. */
import { isObject, stringAt } from "./document.ts";
import type { ResourceKind, ResourceRef } from "./resource-kind.ts";

/** The id by the members of a document, read in `sources` order; null when a member it needs is missing. */
export function idIn(kind: ResourceKind, ...sources: unknown[]): string | null {
  const values: string[] = [];
  for (const name of kind.idMembers) {
    const value = sources.map((source) => stringAt(source, name)).find((found) => found !== undefined);
    if (value === undefined && kind.optionalIdMembers?.includes(name) !== true) return null;
    values.push(kind.idMembers.length === 1 ? (value ?? "") : withoutArn(value ?? ""));
  }
  return values.join("/");
}

/** One part of several may be named by its ARN: `arn:aws:sagemaker:eu-west-1:111122223333:hub/models` → `models`. */
function withoutArn(value: string): string {
  return value.startsWith("arn:") ? value.slice(value.indexOf("/") + 1) : value;
}

/**
 * What people call the resource: its name, or its whole id where names alone tell nobody which one it is (most Studio apps
 * are called `default`).
 */
export function displayName(kind: ResourceKind, name: string | undefined, id: string | null): string | null {
  if (kind.optionalIdMembers === undefined || id === null) return name ?? id;
  return id.split("/").filter(Boolean).join("/");
}

/** The members that Describe, Stop and Delete take, of an id. */
export function idMembersOf(kind: ResourceKind, id: string): Record<string, string> {
  const values = kind.idMembers.length === 1 ? [id] : id.split("/");
  const members = kind.idMembers.map((name, index): [string, string] => [name, values[index] ?? ""]);
  return Object.fromEntries(members.filter(([, value]) => value !== ""));
}

/** The id that an ARN holds; null where it holds none, or is no ARN. Its letter case may have been lost. */
export function idInArn(kind: ResourceKind, arn: string | null): string | null {
  if (arn === null || kind.arnLacksId === true) return null;
  const parts = arn.split("/").slice(1);
  const id = (kind.idMembers.length === 1 ? parts : parts.slice(0, kind.idMembers.length)).join("/");
  return id === "" ? null : id;
}

/**
 * The same for every mention of a resource in an account and Region, whatever the letter case of its id: what findings
 * are looked up by when a call names the resource and not its ARN.
 */
export function resourceKey({ account, region, kind, id, name }: ResourceRef): string {
  return `${region ?? ""}:${account ?? ""}:${kind}/${id ?? name}`.toLowerCase();
}

/** The resource itself in a Describe answer. */
export function unwrap(kind: ResourceKind, answer: unknown): unknown {
  const { root } = kind.describe;
  return root === undefined || !isObject(answer) ? answer : answer[root];
}

export function arnMemberOf(kind: ResourceKind, document: "create" | "describe"): string {
  return typeof kind.arnMember === "string" ? kind.arnMember : kind.arnMember[document];
}
