/** What a trigger found: the resource as it is, or the one that answers for it, with what the ledger knows of it. */
import { assess } from "../assess/assess.ts";
import { assessInNetwork, NO_FACTS } from "../assess/assess-in-network.ts";
import type { Assessment } from "../assess/verdict.ts";
import type { Exemption } from "../decide/policy.ts";
import { exemptionsOf } from "../record/finding-exemption.ts";
import { findingId } from "../record/finding-id.ts";
import type { Finding } from "../record/ledger.ts";
import { kindOf } from "../sagemaker/index.ts";
import type { LookResult } from "../sagemaker/look-at.ts";
import { unreadPosture, withUnseen } from "../sagemaker/posture.ts";
import { isOver, type ResourceRef } from "../sagemaker/resource-kind.ts";
import { answeringParent, type Parent, type ParentDeps, wrongRules } from "./parent.ts";
import { isEarly } from "./respond.ts";
import type { Detected } from "./triage.ts";

export interface Sighting {
  detection: Detected;
  assessment: Assessment;
  resource: ResourceRef;
  creationTime: string | null;
  /** Its status now; null where it has none or could not be read. */
  status: string | null;
  id: string;
  finding: Finding | null;
  /** The resource that the trigger was about, where another answers for it. */
  child: ResourceRef | null;
}

interface Seen {
  detection: Detected;
  looked: LookResult;
  resource: ResourceRef;
  /** What the create call's parameters said; null where they said nothing. */
  atCreation: Assessment | null;
}

interface Deps extends ParentDeps {
  graceSeconds: number;
}

/**
 * `compliant`: nothing is wrong with what was just made. `claimed`: a pipeline may answer for it, and its steps do not say
 * so yet. `ended-child`: it runs no more, has no finding of its own, and was its parent's to answer for. Throws for what
 * may be answered later.
 */
export async function sightingOf(seen: Seen, deps: Deps): Promise<Sighting | "compliant" | "claimed" | "ended-child"> {
  const { detection, looked } = seen;
  const fresh = await assessSeen(seen, [], deps);
  if (fresh.ownOutcome === "compliant") {
    return detection.trigger === "create" ? "compliant" : ownSighting(seen, fresh, deps);
  }
  if (looked.status !== "found") return ownSighting(seen, fresh, deps);
  const { look } = looked;
  const over = isOver(kindOf(look.resource.kind), look.status);
  const own = over ? await ownSighting(seen, fresh, deps) : null;
  if (own?.finding?.status === "open") return own;
  const parent = await answeringParent(look, wrongRules(fresh), deps);
  if (parent === "claimed" && detection.trigger === "state-change" && isEarly(detection, deps)) return "claimed";
  if (parent === null || parent === "claimed") return own ?? ownSighting(seen, fresh, deps);
  return own === null ? parentSighting(detection, parent, fresh) : "ended-child";
}

async function ownSighting(seen: Seen, fresh: Assessment, deps: Deps): Promise<Sighting> {
  const { detection, looked } = seen;
  const found = looked.status === "found" ? looked.look : null;
  const resource = found?.resource ?? seen.resource;
  const creationTime = found?.creationTime ?? null;
  const id = findingId(resource.arn ?? "", creationTime);
  const finding = await deps.getFinding(id);
  const assessment = finding === null ? fresh : await assessSeen(seen, exemptionsOf(finding, deps.now()), deps);
  return { detection, assessment, resource, creationTime, status: found?.status ?? null, id, finding, child: null };
}

/** A child's drift, seen as its parent's. */
function parentSighting(detection: Detected, parent: Parent, child: Assessment): Sighting {
  const { resource, creationTime, status, id, finding } = parent;
  const assessment = parent.assessment ?? {
    ...child,
    resource,
    outcome: "unknown" as const,
    ownOutcome: "unknown" as const,
  };
  return { detection, assessment, resource, creationTime, status, id, finding, child: detection.resource };
}

async function assessSeen(
  { looked, detection, atCreation }: Seen,
  granted: readonly Exemption[],
  { policy, now, network }: Deps,
): Promise<Assessment> {
  const { resource } = detection;
  const kind = kindOf(resource.kind);
  if (looked.status === "found") {
    const { look } = looked;
    const posture = withUnseen(kind, look.posture, detection.operation);
    return assessInNetwork({ kind, resource: look.resource, posture, policy, granted, now: now() }, network);
  }
  if (atCreation !== null) return atCreation;
  const posture = unreadPosture(kind, reasonOf(looked));
  return assess({ kind, resource, posture, policy, network: NO_FACTS, granted, now: now() });
}

export function reasonOf(looked: LookResult): string {
  return looked.status === "unread" ? looked.reason : "it is gone";
}
