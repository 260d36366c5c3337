/** What a sighting of a resource asks for: nothing, patience, or an execution. Pure. */
import type { Policy } from "../decide/policy.ts";
import { findingViolations } from "../record/finding-violations.ts";
import type { Finding } from "../record/ledger.ts";
import { kindOf } from "../sagemaker/index.ts";
import { isOver } from "../sagemaker/resource-kind.ts";
import { type Creator, isUnknown, UNKNOWN_CREATOR } from "./creator.ts";
import type { RemediationRequest } from "./remediation-request.ts";
import type { Sighting } from "./sighting.ts";
import type { Detected } from "./triage.ts";

export type Answer =
  | { type: "nothing"; result: { result: "compliant" } | { result: "handled"; reason: string } }
  | { type: "put-off" }
  /** The finding learns who made the resource. */
  | { type: "name-creator"; finding: Finding }
  | { type: "start"; request: RemediationRequest["type"] };

interface Circumstances {
  policy: Policy;
  now(): Date;
  graceSeconds: number;
}

export function answerTo(sighting: Sighting, circumstances: Circumstances): Answer {
  const { finding, detection, assessment } = sighting;
  const compliant = assessment.ownOutcome === "compliant";
  if (finding?.triggers.includes(detection.eventId)) return handled("a redelivered event");
  if (isLateCreation(sighting)) return lateCreation(sighting);
  if (finding?.status !== "open") {
    if (compliant) return { type: "nothing", result: { result: "compliant" } };
    return firstRound(sighting, circumstances);
  }
  if (compliant && isExempted(sighting)) return handled("a person exempted it");
  if (compliant || hasEnded(sighting)) return { type: "start", request: "conclude" };
  if (isHint(sighting)) return whileOpen(sighting, circumstances);
  if (!isRoundLive(finding, circumstances)) return { type: "start", request: "remediate" };
  if (!finding.contained) return handled("its finding is being dealt with");
  return { type: "start", request: "contain-again" };
}

/** A resource is made once: its create call tells nothing new of a finding that something else brought up, but its maker. */
function isLateCreation({ detection, finding, child, creationTime }: Sighting): boolean {
  const known = finding !== null && (finding.status === "open" || finding.violations.length > 0);
  return detection.trigger === "create" && child === null && creationTime !== null && known;
}

function lateCreation({ detection, finding }: Sighting): Answer {
  const news = finding !== null && isUnknown(finding.creator) && !isUnknown(detection.creator);
  return news ? { type: "name-creator", finding } : handled("its finding is there already");
}

/** People see what they allowed for as long as it lasts. */
function isExempted({ finding, assessment, ...sighting }: Sighting): boolean {
  const exempt = assessment.verdicts.some(({ status }) => status === "exempt");
  return exempt && finding?.outcome === "exempted" && !hasEnded(sighting);
}

/** A state change and a child say that something is there, not that somebody did something about it. */
function isHint({ detection, child }: Sighting): boolean {
  return detection.trigger === "state-change" || child !== null;
}

/** Nothing is open: drift opens a round, once CloudTrail has had time to tell whose it is. */
function firstRound(sighting: Sighting, circumstances: Circumstances): Answer {
  const { finding, detection } = sighting;
  if (!isHint(sighting)) return { type: "start", request: "remediate" };
  if (hasEnded(sighting) && finding !== null) return handled("it has ended, and its finding is closed");
  return isEarly(detection, circumstances) ? { type: "put-off" } : { type: "start", request: "remediate" };
}

/** Whether what belongs to the event may still be on its way. */
export function isEarly(
  { eventTime }: Detected,
  { now, graceSeconds }: Pick<Circumstances, "now" | "graceSeconds">,
): boolean {
  return (now().getTime() - Date.parse(eventTime)) / 1_000 < graceSeconds;
}

/** A hint opens a further round of an open finding only when containment was undone and no call tells of it. */
function whileOpen(sighting: Sighting, circumstances: Circumstances): Answer {
  const { finding } = sighting;
  if (finding === null || !isUndone(sighting, circumstances)) return handled("its finding is open");
  if (isEarly(sighting.detection, circumstances)) return { type: "put-off" };
  return { type: "start", request: isRoundLive(finding, circumstances) ? "contain-again" : "remediate" };
}

/** It runs although the policy has such resources stopped, and this one was dealt with. */
function isUndone({ finding, child, resource, status }: Sighting, { policy }: Circumstances): boolean {
  const runs = kindOf(resource.kind).stop?.startsFrom.includes(status ?? "") === true;
  const stops = policy.respond.some(
    ({ when, automatically }) =>
      (when.kinds === null || when.kinds.includes(resource.kind)) && automatically.includes("stop"),
  );
  return child === null && runs && stops && policy.mode === "enforce" && finding?.contained === true;
}

function handled(reason: string): Answer {
  return { type: "nothing", result: { result: "handled", reason } };
}

function hasEnded({ resource, status }: Pick<Sighting, "resource" | "status">): boolean {
  return isOver(kindOf(resource.kind), status);
}

/** Seconds that a round may take beside waiting for a person: containment, retries, reminders sent late. */
const ROUND_OVERHEAD = 6 * 3_600;

/** An execution that died cannot end its round; after the longest time that a round takes, it counts as over. */
export function isRoundLive(finding: Finding, { policy, now }: Pick<Circumstances, "policy" | "now">): boolean {
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
    creator: child === null ? creatorOf(detection, creationTime) : UNKNOWN_CREATOR,
    trigger: { operation, id: eventId, time: eventTime },
    violations: findingViolations(assessment.verdicts),
  };
}

/** Milliseconds that a resource's time of creation may be after the time of the call that made it. */
const CREATION_LAG = 5 * 60_000;

/** A create event that comes so late that another resource has the name by now tells nothing about that one's maker. */
function creatorOf({ trigger, creator, eventTime }: Detected, creationTime: string | null): Creator {
  const lag = Date.parse(creationTime ?? "") - Date.parse(eventTime);
  return trigger === "create" && lag > CREATION_LAG ? UNKNOWN_CREATOR : creator;
}
