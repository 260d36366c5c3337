/** The tags that the service sets. They tell people what happened; nothing is ever decided by them alone. */
import type { ResourceLook } from "../sagemaker/look.ts";

export const FINDING_TAG = "sagefence:finding";
export const STATUS_TAG = "sagefence:status";
export const REPLACES_TAG = "sagefence:replaces";

/** CloudFormation, Service Catalog and others own what carries their `aws:` tags: changing it breaks their stack. */
export function stackOwner(look: ResourceLook): string | null {
  const tag = look.tags.find(({ Key }) => Key.startsWith("aws:"));
  return tag === undefined ? null : tag.Key;
}

export function hasTag(tags: ResourceLook["tags"], key: string, value: string): boolean {
  return tags.some((tag) => tag.Key === key && tag.Value === value);
}
