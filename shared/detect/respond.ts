/** What a sighting of a resource asks for: nothing, patience, or an execution. Pure. */
import type { Assessment } from "../assess/verdict.ts";
import type { Policy } from "../decide/policy.ts";
import { findingViolations } from "../record/finding-violations.ts";
import type { Finding } from "../record/ledger.ts";
import { kindOf } from "../sagemaker/index.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import { UNKNOWN_CREATOR } from "./creator.ts";
import type { RemediationRequest } from "./remediation-request.ts";
import type { Detected } from "./triage.ts";

/** A resource as a trigger found it, and what the ledger knows of it. */
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

export type Answer =
  | { type: "nothing"; result: { result: "compliant" } | { result: "handled"; reason: string } }
  | { type: "put-off" }
  | { type: "start"; request: RemediationRequest["type"] };

interface Circumstances {
  policy: Policy;
  now(): Date;
  graceSeconds: number;
}

export function answerTo(sighting: Sighting, circumstances: Circumstances): Answer {
  const { finding, detection, assessment } = sighting;
  const compliant = assessment.outcome === "compliant";
  if (finding?.status !== "open") {
    if (compliant) return { type: "nothing", result: { result: "compliant" } };
    return firstRound(sighting, circumstances);
  }
  if (finding.triggers.includes(detection.eventId)) return handled("a redelivered event");
  if (compliant && isExempted(sighting)) return handled("a person exempted it");
  if (compliant || isOver(sighting)) return { type: "start", request: "conclude" };
  if (isHint(sighting)) return whileOpen(sighting, circumstances);
  if (!isLive(finding, circumstances)) return { type: "start", request: "remediate" };
  if (!finding.contained) return handled("its finding is being dealt with");
  return { type: "start", request: "contain-again" };
}

/** People see what they allowed for as long as it lasts. */
function isExempted({ finding, assessment, ...sighting }: Sighting): boolean {
  const exempt = assessment.verdicts.some(({ status }) => status === "exempt");
  return exempt && finding?.outcome === "exempted" && !isOver(sighting);
}

/** A state change and a child say that something is there, not that somebody did something about it. */
function isHint({ detection, child }: Sighting): boolean {
  return detection.trigger === "state-change" || child !== null;
}

/** Nothing is open: drift opens a round, once CloudTrail has had time to tell whose it is. */
function firstRound(sighting: Sighting, circumstances: Circumstances): Answer {
  const { finding, detection } = sighting;
  if (!isHint(sighting)) return { type: "start", request: "remediate" };
  if (finding !== null && isOver(sighting)) return handled("it has ended, and its finding is closed");
  return isEarly(detection, circumstances) ? { type: "put-off" } : { type: "start", request: "remediate" };
}

/** Whether what belongs to the event may still be on its way. */
export function isEarly(
  { eventTime }: Detected,
  { now, graceSeconds }: Pick<Circumstances, "now" | "graceSeconds">,
): boolean {
  return (now().getTime() - Date.parse(eventTime)) / 1_000 < graceSeconds;
}

/** A hint opens no further round of an open finding; it only shows when containment was undone. */
function whileOpen(sighting: Sighting, circumstances: Circumstances): Answer {
  const { finding, child, resource, status } = sighting;
  const runs = kindOf(resource.kind).stop?.startsFrom.includes(status ?? "") === true;
  const undone = child === null && runs && finding?.contained === true;
  if (finding === null || !undone || !isLive(finding, circumstances)) return handled("its finding is open");
  return { type: "start", request: "contain-again" };
}

function handled(reason: string): Answer {
  return { type: "nothing", result: { result: "handled", reason } };
}

function isOver({ resource, status }: Pick<Sighting, "resource" | "status">): boolean {
  return status !== null && kindOf(resource.kind).over.includes(status);
}

/** Seconds that a round may take beside waiting for a person: containment, retries, reminders sent late. */
const ROUND_OVERHEAD = 6 * 3_600;

/** An execution that died cannot end its round; after the longest time that a round takes, it counts as over. */
function isLive(finding: Finding, { policy, now }: Circumstances): boolean {
  if (finding.roundStatus !== "live") return false;
  const age = (now().getTime() - Date.parse(finding.updatedAt)) / 1_000;
  return age < policy.approval.expiresAfter + ROUND_OVERHEAD;
}

/** Canonical: the same for every delivery of the same trigger. */
export function requestOf(sighting: Sighting, type: RemediationRequest["type"]): RemediationRequest {
  const { detection, assessment, resource, creationTime, id, finding, child } = sighting;
  const { operation, eventId, eventTime } = detection;
  return {
    version: 1,
    type,
    findingId: id,
    round: type === "remediate" ? (finding?.round ?? 0) + 1 : (finding?.round ?? 1),
    resource,
    creationTime,
    creator: child === null ? detection.creator : UNKNOWN_CREATOR,
    trigger: { operation, id: eventId, time: eventTime },
    violations: findingViolations(assessment.verdicts),
  };
}
