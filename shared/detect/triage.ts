/**
 * The hot path: event → nothing wrong, or a remediation started. On the compliant path it calls nothing but what the
 * assessment itself needs; on drift it reads the resource and one item of the ledger.
 */
import { assess } from "../assess/assess.ts";
import { type Assessment, actionable } from "../assess/verdict.ts";
import { isRetryable } from "../aws/errors.ts";
import type { SageMakerApi } from "../aws/sagemaker.ts";
import type { Exemption, Policy } from "../decide/policy.ts";
import { exemptionsOf } from "../record/finding-exemption.ts";
import { findingId } from "../record/finding-id.ts";
import type { Finding } from "../record/ledger.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import { kindOf } from "../sagemaker/index.ts";
import { createLookUp, type LookResult, lookAt } from "../sagemaker/look-at.ts";
import { unreadPosture } from "../sagemaker/posture.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import { readWholePosture } from "../sagemaker/whole-posture.ts";
import { type Detection, detect, MalformedEventError } from "./detect.ts";
import { answeringParent, type Parent } from "./parent.ts";
import { executionOf, type RemediationRequest } from "./remediation-request.ts";
import { type Answer, answerTo, isEarly, requestOf, type Sighting } from "./respond.ts";

/** A delivered event names itself: without its id, a second delivery could not be told from a second call. */
export type Detected = Extract<Detection, { status: "detected" }> & { eventId: string; eventTime: string };

export interface TriageDeps {
  policy: Policy;
  now(): Date;
  /** Loaded only when the event alone does not say enough. */
  sageMaker(): Promise<SageMakerApi>;
  getFinding(id: string): Promise<Finding | null>;
  /** The open findings of a resource by its `resourceKey`. */
  findOpenFindings(key: string): Promise<Finding[]>;
  /** Starts the durable execution; `already-started` when one of that name exists. */
  start(name: string, request: RemediationRequest): Promise<"started" | "already-started">;
  /** Ends the wait of an execution for the resource's next state. Never throws. */
  wake(callbackId: string): Promise<void>;
  /** Has the same event delivered again when CloudTrail has had time to tell who did it. */
  putOff(event: unknown): Promise<void>;
  /** Seconds that CloudTrail is given to tell about a change before SageMaker's own event about it counts. */
  graceSeconds: number;
}

export type TriageResult =
  | { result: "ignored"; reason: string }
  | { result: "compliant"; resource: ResourceRef }
  | { result: "gone"; resource: ResourceRef }
  | { result: "handled" | "put-off"; resource: ResourceRef; reason: string }
  | {
      result: "started" | "already-started";
      resource: ResourceRef;
      execution: string;
      outcome: Assessment["outcome"] | "ended";
    };

/**
 * Throws MalformedEventError for an event that makes no sense, an Error for a resource that could not be read and named,
 * and what DynamoDB and Lambda throw: Lambda tries again, and keeps the event in the end.
 */
export async function triage(event: unknown, deps: TriageDeps): Promise<TriageResult> {
  if (deps.policy.mode === "off") return { result: "ignored", reason: "the policy's mode is off" };
  const found = detect(event);
  if (found.status === "ignored") return { result: "ignored", reason: found.reason };
  const detection = named(found);
  if (detection.trigger === "end") return concludeOpen(detection, "handled", deps);
  if (detection.parameters === null) return triageResource(event, detection, null, deps);
  const atCreation = await assessParameters(detection, detection.parameters, deps);
  if (atCreation.outcome === "compliant") return { result: "compliant", resource: detection.resource };
  return triageResource(event, detection, atCreation, deps);
}

function named(detection: Extract<Detection, { status: "detected" }>): Detected {
  const { eventId, eventTime } = detection;
  if (eventId === null) throw new MalformedEventError("its id is missing");
  if (eventTime === null) throw new MalformedEventError("its time is missing");
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
  event: unknown,
  detection: Detected,
  atCreation: Assessment | null,
  deps: TriageDeps,
): Promise<TriageResult> {
  const kind = kindOf(detection.resource.kind);
  const looked = await lookAt(await deps.sageMaker(), kind, detection.resource, { withTags: false });
  if (looked.status === "unread" && isRetryable(looked.error)) throw unassessed(detection, looked);
  if (looked.status === "gone") return concludeOpen(detection, "gone", deps);
  const resource = looked.status === "found" ? looked.look.resource : detection.resource;
  if (resource.arn === null) throw unassessed(detection, looked);
  const fresh = assessLooked(looked, detection, atCreation, deps, []);
  if (fresh.outcome === "compliant" && detection.trigger === "create") return { result: "compliant", resource };
  const parent = await parentFor(looked, fresh, deps);
  if (parent === "claimed" && isEarly(detection, deps))
    return putOff(event, resource, "its pipeline may still own it", deps);
  const sighting =
    parent === null || parent === "claimed"
      ? await sight(
          detection,
          looked,
          fresh,
          (granted) => assessLooked(looked, detection, atCreation, deps, granted),
          deps,
        )
      : ofParent(detection, parent, fresh);
  return respond(event, sighting, deps);
}

async function parentFor(looked: LookResult, fresh: Assessment, deps: TriageDeps): Promise<Parent | "claimed" | null> {
  if (looked.status !== "found" || fresh.outcome === "compliant") return null;
  return answeringParent(looked.look, [...new Set(actionable(fresh.verdicts).map(({ rule }) => rule))], deps);
}

async function sight(
  detection: Detected,
  looked: LookResult,
  fresh: Assessment,
  assessWith: (granted: readonly Exemption[]) => Assessment,
  deps: TriageDeps,
): Promise<Sighting> {
  const found = looked.status === "found" ? looked.look : null;
  const resource = found?.resource ?? detection.resource;
  const creationTime = found?.creationTime ?? null;
  const id = findingId(resource.arn ?? "", creationTime);
  const finding = await deps.getFinding(id);
  const assessment = finding === null ? fresh : assessWith(exemptionsOf(finding, deps.now()));
  return { detection, assessment, resource, creationTime, status: found?.status ?? null, id, finding, child: null };
}

/** A child's drift, seen as its parent's. */
function ofParent(detection: Detected, parent: Parent, child: Assessment): Sighting {
  const assessment = parent.assessment ?? { ...child, resource: parent.resource, outcome: "unknown" as const };
  return { ...parent, detection, assessment, child: detection.resource };
}

async function respond(event: unknown, sighting: Sighting, deps: TriageDeps): Promise<TriageResult> {
  const { resource, finding, child } = sighting;
  if (finding !== null && child === null) await wakeWaiting(finding, deps);
  const answer: Answer = answerTo(sighting, deps);
  if (answer.type === "nothing") return { resource, ...answer.result };
  if (answer.type === "put-off") {
    return putOff(event, resource, "CloudTrail may still tell who did it", deps);
  }
  const request = requestOf(sighting, answer.request);
  const execution = executionOf(request);
  const outcome = answer.request === "conclude" ? "ended" : sighting.assessment.outcome;
  return { result: await deps.start(execution, request), resource, execution, outcome };
}

async function putOff(event: unknown, resource: ResourceRef, reason: string, deps: TriageDeps): Promise<TriageResult> {
  await deps.putOff(event);
  return { result: "put-off", resource, reason };
}

/** An execution that waits for the resource's next state looks at once. */
async function wakeWaiting({ roundStatus, wakeCallback }: Finding, deps: TriageDeps): Promise<void> {
  if (roundStatus === "live" && wakeCallback !== null) await deps.wake(wakeCallback);
}

/** Something ended, or is not there any more: its open findings are concluded. */
async function concludeOpen(
  detection: Detected,
  otherwise: "gone" | "handled",
  deps: TriageDeps,
): Promise<TriageResult> {
  const { resource } = detection;
  const [finding, ...others] = await deps.findOpenFindings(resourceKey(resource));
  if (finding === undefined) {
    return otherwise === "gone"
      ? { result: "gone", resource }
      : { result: "handled", resource, reason: "it has no open finding" };
  }
  for (const other of others) await startConclusion(other, detection, deps);
  return startConclusion(finding, detection, deps);
}

async function startConclusion(finding: Finding, detection: Detected, deps: TriageDeps): Promise<TriageResult> {
  await wakeWaiting(finding, deps);
  const { resource, id, creationTime } = finding;
  const assessment: Assessment = { resource, outcome: "compliant", verdicts: [] };
  const sighting = { detection, assessment, resource, creationTime, status: null, id, finding, child: null };
  const request = requestOf(sighting, "conclude");
  const execution = executionOf(request);
  return { result: await deps.start(execution, request), resource, execution, outcome: "ended" };
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
