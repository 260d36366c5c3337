/** Who made a resource, from the event history, for triggers that carry no caller. */
import type { EventHistory } from "../aws/cloudtrail.ts";
import { sameArn } from "../sagemaker/arn.ts";
import { isObject } from "../sagemaker/document.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import { kindOf } from "../sagemaker/index.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import { type Creator, UNKNOWN_CREATOR } from "./creator.ts";
import { type Detection, detectRecord, MalformedEventError } from "./detect.ts";

export const FIND_CREATOR_PERMISSIONS = ["cloudtrail:LookupEvents"] as const;

/**
 * How far from the time of creation that Describe tells the call may be, in milliseconds: clocks and whole seconds apart,
 * it is the same moment. Wider spans would hold the calls that made others of the same name, deleted since.
 */
const BEFORE = 2 * 60_000;
const AFTER = 60_000;

/**
 * Who made the nearest create call of this resource; unknown without a time of creation, and where the history has no such
 * call. Throws what AWS answers.
 */
export async function findCreator(
  history: EventHistory,
  resource: ResourceRef,
  creationTime: string | null,
): Promise<Creator> {
  const created = Date.parse(creationTime ?? "");
  if (Number.isNaN(created)) return UNKNOWN_CREATOR;
  const from = new Date(created - BEFORE);
  const until = new Date(created + AFTER);
  let nearest: Creation | null = null;
  for (const call of kindOf(resource.kind).calls.create) {
    for await (const record of history.lookUp(call, from, until)) {
      const creation = creationIn(record, resource);
      if (creation === null) continue;
      nearest = nearer(nearest, creation, created);
      if (creation.at <= created) break;
    }
  }
  return nearest?.creator ?? UNKNOWN_CREATOR;
}

interface Creation {
  creator: Creator;
  /** Milliseconds of the epoch. */
  at: number;
}

/** Null for what did not make this resource. */
function creationIn(record: unknown, resource: ResourceRef): Creation | null {
  const detection = read(record);
  if (detection?.status !== "detected" || detection.trigger !== "create") return null;
  const at = Date.parse(detection.eventTime ?? "");
  return Number.isNaN(at) || !isSame(detection.resource, resource) ? null : { creator: detection.creator, at };
}

function nearer(one: Creation | null, other: Creation, created: number): Creation {
  if (one === null) return other;
  return Math.abs(other.at - created) < Math.abs(one.at - created) ? other : one;
}

function read(record: unknown): Detection | null {
  if (!isObject(record)) return null;
  try {
    return detectRecord(record);
  } catch (error) {
    if (error instanceof MalformedEventError) return null;
    throw error;
  }
}

function isSame(made: ResourceRef, wanted: ResourceRef): boolean {
  if (made.arn !== null && wanted.arn !== null) return sameArn(made.arn, wanted.arn);
  return resourceKey(made) === resourceKey(wanted);
}
