/**
 * The hot path: event → nothing wrong, or a remediation started. On the compliant path it calls nothing but what the
 * assessment itself needs; on drift it reads the resource and one item of the ledger.
 */
import { assessInNetwork } from "../assess/assess-in-network.ts";
import type { Assessment } from "../assess/verdict.ts";
import { isRetryable } from "../aws/errors.ts";
import type { SageMakerApi } from "../aws/sagemaker.ts";
import type { Policy } from "../decide/policy.ts";
import type { NetworkReader } from "../network/needs.ts";
import type { Finding } from "../record/ledger.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import { kindOf } from "../sagemaker/index.ts";
import { createLookUp, type LookResult, lookAt } from "../sagemaker/look-at.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import { readWholePosture } from "../sagemaker/whole-posture.ts";
import type { Creator } from "./creator.ts";
import { type Detection, detect, MalformedEventError } from "./detect.ts";
import { executionOf, type RemediationRequest } from "./remediation-request.ts";
import { type Answer, answerTo, requestOf } from "./respond.ts";
import { reasonOf, type Sighting, sightingOf } from "./sighting.ts";

/** A delivered event names itself: without its id, a second delivery could not be told from a second call. */
export type Detected = Extract<Detection, { status: "detected" }> & { eventId: string; eventTime: string };

export interface TriageDeps {
  policy: Policy;
  now(): Date;
  /** Loaded only when the event alone does not say enough. */
  sageMaker(): Promise<SageMakerApi>;
  /** Loaded only when a rule reads the network that the resource names. */
  network(): Promise<NetworkReader>;
  getFinding(id: string): Promise<Finding | null>;
  /** The open findings of a resource by its `resourceKey`. */
  findOpenFindings(key: string): Promise<Finding[]>;
  /** Starts the durable execution; `already-started` when one of that name exists. */
  start(name: string, request: RemediationRequest): Promise<"started" | "already-started">;
  /** Records who made the resource of a finding that did not know. */
  nameCreator(finding: Finding, creator: Creator): Promise<void>;
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
  if (detection.trigger === "end") {
    if (!isPause(detection)) return concludeOpen(detection, "handled", deps);
    return { result: "handled", resource: detection.resource, reason: "it can be started again" };
  }
  if (detection.parameters === null) return triageResource(event, detection, null, deps);
  const atCreation = await assessParameters(detection, detection.parameters, deps);
  if (atCreation.ownOutcome === "compliant") return { result: "compliant", resource: detection.resource };
  return triageResource(event, detection, atCreation, deps);
}

/** What can be started again by a call has not ended. */
function isPause({ operation, resource }: Detected): boolean {
  const { stop, calls } = kindOf(resource.kind);
  return calls.start.length > 0 && stop?.call === operation;
}

/** What a survey of many resources found in one of them goes the same way as what an event tells. Throws like `triage`. */
export function triageSighting(detection: Detected, deps: TriageDeps): Promise<TriageResult> {
  return triageResource(null, detection, null, deps);
}

/** An open finding whose resource is not there any more, or another one by now, is concluded. */
export function concludeFinding(finding: Finding, detection: Detected, deps: TriageDeps): Promise<TriageResult> {
  return startConclusion(finding, detection, deps);
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
  { policy, now, sageMaker, network }: TriageDeps,
): Promise<Assessment> {
  const kind = kindOf(resource.kind);
  const posture = await readWholePosture(kind, parameters, "create", async (other, name) =>
    createLookUp(await sageMaker())(other, name),
  );
  return assessInNetwork({ kind, resource, posture, policy, now: now() }, network);
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
  const sighting = await sightingOf({ detection, looked, resource, atCreation }, deps);
  if (sighting === "compliant") return { result: "compliant", resource };
  if (sighting === "ended-child")
    return { result: "handled", resource, reason: "it ended, and its parent answers for it" };
  if (sighting === "claimed") return putOff(event, resource, "its pipeline may still own it", deps);
  return respond(event, sighting, deps);
}

async function respond(event: unknown, sighting: Sighting, deps: TriageDeps): Promise<TriageResult> {
  const { resource, finding, child } = sighting;
  if (finding !== null && child === null) await wakeWaiting(finding, deps);
  const answer: Answer = answerTo(sighting, deps);
  if (answer.type === "nothing") return { resource, ...answer.result };
  if (answer.type === "name-creator") {
    await deps.nameCreator(answer.finding, sighting.detection.creator);
    return { result: "handled", resource, reason: "its finding is there already, and knows its maker now" };
  }
  if (answer.type === "put-off") {
    return putOff(event, resource, "CloudTrail may still tell who did it", deps);
  }
  const request = requestOf(sighting, answer.request);
  const execution = executionOf(request);
  const outcome = answer.request === "conclude" ? "ended" : sighting.assessment.ownOutcome;
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
  const assessment: Assessment = { resource, outcome: "compliant", ownOutcome: "compliant", verdicts: [] };
  const sighting = { detection, assessment, resource, creationTime, status: null, id, finding, child: null };
  const request = requestOf(sighting, "conclude");
  const execution = executionOf(request);
  return { result: await deps.start(execution, request), resource, execution, outcome: "ended" };
}

function unassessed({ operation, resource }: Detected, looked: LookResult): Error {
  return new Error(`${operation} of ${resource.name} could not be assessed: ${reasonOf(looked)}`);
}
