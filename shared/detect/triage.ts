/**
 * The hot path: event → nothing wrong, or a remediation started. On the compliant path it calls nothing but what the
 * assessment itself needs; on drift it reads the resource and one item of the ledger.
 */
import { assess } from "../assess/assess.ts";
import type { Assessment } from "../assess/verdict.ts";
import { isRetryable } from "../aws/errors.ts";
import type { SageMakerApi } from "../aws/sagemaker.ts";
import type { Exemption, Policy } from "../decide/policy.ts";
import { exemptionsOf } from "../record/finding-exemption.ts";
import { executionName, findingId, recontainName } from "../record/finding-id.ts";
import { findingViolations } from "../record/finding-violations.ts";
import type { Finding, FindingViolation } from "../record/ledger.ts";
import { kindOf } from "../sagemaker/index.ts";
import { readWholePosture } from "../sagemaker/inherit.ts";
import { createLookUp, type LookResult, lookAt } from "../sagemaker/look-at.ts";
import { unreadPosture } from "../sagemaker/posture.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import type { Creator } from "./creator.ts";
import { type Detection, detect, MalformedEventError } from "./detect.ts";

/** A delivered event names itself: without its id, a second delivery could not be told from a second call. */
type Detected = Extract<Detection, { status: "detected" }> & { eventId: string; eventTime: string };

/** What a remediation is started with. Canonical: the same for every delivery of the same event. */
export interface RemediationRequest {
  version: 1;
  /** `contain-again`: somebody undid the containment of a live round. */
  type: "remediate" | "contain-again";
  findingId: string;
  round: number;
  resource: ResourceRef;
  creationTime: string | null;
  creator: Creator;
  trigger: { operation: string; id: string; time: string };
  /** What was wrong at the time, for the case that the resource cannot be read any more. */
  violations: FindingViolation[];
}

export interface TriageDeps {
  policy: Policy;
  now(): Date;
  /** Loaded only when the event alone does not say enough. */
  sageMaker(): Promise<SageMakerApi>;
  getFinding(id: string): Promise<Finding | null>;
  /** Starts the durable execution; `already-started` when one of that name exists. */
  start(name: string, request: RemediationRequest): Promise<"started" | "already-started">;
}

export type TriageResult =
  | { result: "ignored"; reason: string }
  | { result: "compliant"; resource: ResourceRef }
  | { result: "gone"; resource: ResourceRef }
  | { result: "handled"; resource: ResourceRef; reason: string }
  | { result: "started" | "already-started"; resource: ResourceRef; execution: string; outcome: Assessment["outcome"] };

/**
 * Throws MalformedEventError for an event that makes no sense, an Error for a resource that could not be read and named,
 * and what DynamoDB and Lambda throw: Lambda tries again, and keeps the event in the end.
 */
export async function triage(event: unknown, deps: TriageDeps): Promise<TriageResult> {
  if (deps.policy.mode === "off") return { result: "ignored", reason: "the policy's mode is off" };
  const found = detect(event);
  if (found.status === "ignored") return { result: "ignored", reason: found.reason };
  const detection = named(found);
  if (detection.parameters === null) return triageResource(detection, null, deps);
  const atCreation = await assessParameters(detection, detection.parameters, deps);
  if (atCreation.outcome === "compliant") return { result: "compliant", resource: detection.resource };
  return triageResource(detection, atCreation, deps);
}

function named(detection: Extract<Detection, { status: "detected" }>): Detected {
  const { eventId, eventTime } = detection;
  if (eventId === null) throw new MalformedEventError("eventID is missing");
  if (eventTime === null) throw new MalformedEventError("eventTime is missing");
  return { ...detection, eventId, eventTime };
}

async function assessParameters(
  { resource }: Detected,
  parameters: Record<string, unknown>,
  { policy, now, sageMaker }: TriageDeps,
): Promise<Assessment> {
  const kind = kindOf(resource.kind);
  const posture = await readWholePosture(kind, parameters, "create", async (other, name) =>
    createLookUp(await sageMaker())(other, name),
  );
  return assess({ kind, resource, posture, policy, now: now() });
}

/** The event is a hint, the resource is the truth: what is wrong is decided by what it is now, if it can be read. */
async function triageResource(
  detection: Detected,
  atCreation: Assessment | null,
  deps: TriageDeps,
): Promise<TriageResult> {
  const kind = kindOf(detection.resource.kind);
  const looked = await lookAt(await deps.sageMaker(), kind, detection.resource, { withTags: false });
  if (looked.status === "unread" && isRetryable(looked.error)) throw unassessed(detection, looked);
  if (looked.status === "gone") return { result: "gone", resource: detection.resource };
  const resource = looked.status === "found" ? looked.look.resource : detection.resource;
  if (resource.arn === null) {
    throw unassessed(detection, looked);
  }
  const creationTime = looked.status === "found" ? looked.look.creationTime : null;
  const id = findingId(resource.arn, creationTime);
  const fresh = assessLooked(looked, detection, atCreation, deps, []);
  if (fresh.outcome === "compliant" && detection.trigger === "create") return { result: "compliant", resource };
  const finding = await deps.getFinding(id);
  const assessment =
    finding === null ? fresh : assessLooked(looked, detection, atCreation, deps, exemptionsOf(finding, deps.now()));
  return startFor({ detection, assessment, resource, creationTime, id, finding, live: isLive(finding, deps) }, deps);
}

interface Drift {
  detection: Detected;
  assessment: Assessment;
  resource: ResourceRef;
  creationTime: string | null;
  id: string;
  finding: Finding | null;
  /** An execution is at work on the finding's round. */
  live: boolean;
}

/** Seconds that a round may take beside waiting for a person: containment, retries, reminders sent late. */
const ROUND_OVERHEAD = 6 * 3_600;

/** An execution that died cannot end its round; after the longest time that a round takes, it counts as over. */
function isLive(finding: Finding | null, { policy, now }: TriageDeps): boolean {
  if (finding?.roundStatus !== "live") return false;
  const age = (now().getTime() - Date.parse(finding.updatedAt)) / 1_000;
  return age < policy.approval.expiresAfter + ROUND_OVERHEAD;
}

async function startFor(drift: Drift, deps: TriageDeps): Promise<TriageResult> {
  const { resource, assessment, detection } = drift;
  const handled = alreadyHandled(drift);
  if (handled !== null) return handled;
  const request = requestFor(drift);
  const execution =
    request.type === "remediate"
      ? executionName(request.findingId, request.round)
      : recontainName(request.findingId, request.round, detection.eventId);
  return { result: await deps.start(execution, request), resource, execution, outcome: assessment.outcome };
}

/** What needs no execution: nothing wrong and nothing open, or a round that sees to it. */
function alreadyHandled({ resource, finding, detection, assessment, live }: Drift): TriageResult | null {
  const compliant = assessment.outcome === "compliant";
  if (compliant && finding?.status !== "open") return { result: "compliant", resource };
  if (finding === null) return null;
  if (finding.triggers.includes(detection.eventId))
    return { result: "handled", resource, reason: "a redelivered event" };
  if (!live) return null;
  if (!finding.contained) return { result: "handled", resource, reason: "its finding is being dealt with" };
  if (compliant) return { result: "handled", resource, reason: "its live round looks again before it acts" };
  return null;
}

function requestFor({ detection, assessment, resource, creationTime, id, finding, live }: Drift): RemediationRequest {
  return {
    version: 1,
    type: live ? "contain-again" : "remediate",
    findingId: id,
    round: finding === null ? 1 : live ? finding.round : finding.round + 1,
    resource,
    creationTime,
    creator: detection.creator,
    trigger: { operation: detection.operation, id: detection.eventId, time: detection.eventTime },
    violations: findingViolations(assessment.verdicts),
  };
}

function assessLooked(
  looked: LookResult,
  { resource }: Detected,
  atCreation: Assessment | null,
  { policy, now }: TriageDeps,
  granted: readonly Exemption[],
): Assessment {
  const kind = kindOf(resource.kind);
  if (looked.status === "found") {
    const { look } = looked;
    return assess({ kind, resource: look.resource, posture: look.posture, policy, granted, now: now() });
  }
  if (atCreation !== null) return atCreation;
  return assess({ kind, resource, posture: unreadPosture(kind, reasonOf(looked)), policy, granted, now: now() });
}

function unassessed({ operation, resource }: Detected, looked: LookResult): Error {
  return new Error(`${operation} of ${resource.name} could not be assessed: ${reasonOf(looked)}`);
}

function reasonOf(looked: LookResult): string {
  return looked.status === "unread" ? looked.reason : "it is gone";
}
