/** Resources that are wrong by themselves and have no finding: each gets one in the ordinary way, and many of them one message. */
import { UNKNOWN_CREATOR } from "../detect/creator.ts";
import type { Detected, TriageDeps, TriageResult } from "../detect/triage.ts";
import { triageSighting } from "../detect/triage.ts";
import type { Message } from "../notify/message.ts";
import { sweepFound } from "../notify/sentences.ts";
import type { Newcomer } from "../record/sweeps.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";

/** How many are told one by one; more of them, as a first sweep of an old account finds, are told in one message. */
export const TOLD_ONE_BY_ONE = 10;

export interface SightingContext {
  triage: TriageDeps;
  /** `Sweep` or `Recheck`. */
  operation: string;
  /** The same for every attempt of one piece of work. */
  trigger: string;
  /** Told where one could not be looked at again; the rest goes on. */
  failed(resource: ResourceRef, error: unknown): void;
}

/** What an event about it would do, without an event; null where it failed. */
export async function sight(
  resource: ResourceRef,
  creationTime: string | null,
  context: SightingContext,
): Promise<TriageResult | null> {
  try {
    return await triageSighting(detectionOf(resource, creationTime, context), context.triage);
  } catch (error) {
    context.failed(resource, error);
    return null;
  }
}

export function detectionOf(
  resource: ResourceRef,
  creationTime: string | null,
  { operation, trigger }: Pick<SightingContext, "operation" | "trigger">,
): Detected {
  return {
    status: "detected",
    trigger: "state-change",
    operation,
    resource,
    creator: UNKNOWN_CREATOR,
    eventId: trigger,
    eventTime: creationTime ?? LONG_AGO,
    parameters: null,
  };
}

/** Nothing about it is on its way any more. */
const LONG_AGO = new Date(0).toISOString();

/** The message that tells all of them; null where there are so few that each is told by itself. */
export function digestOf(
  newcomers: readonly Newcomer[],
  { account, region, sweepId }: { account: string | null; region: string | null; sweepId: string },
): Message | null {
  if (newcomers.length <= TOLD_ONE_BY_ONE) return null;
  return sweepFound({ account, region, sweepId, found: newcomers });
}

/** The rounds that these deps start are not announced one by one. */
export function quietly(triage: TriageDeps): TriageDeps {
  return {
    ...triage,
    start: (name, request) => triage.start(name, request.type === "remediate" ? { ...request, quiet: true } : request),
  };
}
