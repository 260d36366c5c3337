/** What people are told while a round goes on. */
import type { ActionId } from "../../shared/act/action.ts";
import type { Obstacle } from "../../shared/act/change.ts";
import type { RemediationRequest } from "../../shared/detect/triage.ts";
import { assessmentIncomplete, driftDetected } from "../../shared/notify/own-events.ts";
import {
  capReached,
  contained,
  couldNotAssess,
  driftFound,
  ownResource,
  policyInvalid,
  startedAgain,
} from "../../shared/notify/sentences.ts";
import type { ActionRecord, Finding } from "../../shared/record/ledger.ts";
import type { OpenRound } from "./open-round.ts";
import type { Service } from "./service.ts";

/** What became of one automatic step. */
export type Containment = { action: ActionId } & ({ done: string } | { obstacle: Obstacle });

/** The first word: who made what, and what is wrong with it. */
export async function announce(request: RemediationRequest, opened: OpenRound, service: Service): Promise<void> {
  const finding = await service.ledger.getFinding(request.findingId);
  if (finding === null) return;
  const { operation } = request.trigger;
  const now = service.now();
  if (finding.violations.length > 0) await service.publish(driftDetected(finding, opened.mode, now));
  if (opened.unknowns.length > 0) await service.publish(assessmentIncomplete(finding, opened.unknowns, now));
  if (opened.policyProblem !== null) await tellPolicyProblem(finding, opened.policyProblem, service);
  if (opened.unknowns.length > 0) await service.send(couldNotAssess({ finding, operation, unknown: opened.unknowns }));
  else if (opened.own && finding.violations.some(({ advisory }) => !advisory))
    await service.send(ownResource({ finding, original: null }));
  else {
    const automatically = opened.automatic.map(({ action }) => action);
    const { mode, waiting, asks } = opened;
    await service.send(driftFound({ finding, operation, mode, automatically, waiting, asks }));
  }
}

/** Said once an hour, however many findings run into it; the alarm rings anyway. */
async function tellPolicyProblem(
  { id, resource }: Finding,
  problem: string,
  { ledger, now, send }: Service,
): Promise<void> {
  const hour = now().toISOString().slice(0, 13);
  const first = { account: resource.account ?? "unknown", effect: "none" as const, hour, limit: 1, actionId: id };
  if (await ledger.reserve(first)) await send(policyInvalid({ problem }));
}

/** From now on a trigger means that somebody undid the automatic steps. */
export async function markContained({ findingId, round }: RemediationRequest, { ledger, now }: Service): Promise<void> {
  await ledger.updateFinding(findingId, round, { contained: true }, now().toISOString());
}

/** Tells what the automatic steps did, unless a question is about to say it. */
export async function noteContainment(
  request: RemediationRequest,
  results: readonly Containment[],
  asks: boolean,
  service: Service,
): Promise<void> {
  const finding = await service.ledger.getFinding(request.findingId);
  if (finding === null || results.length === 0) return;
  const notDone = obstaclesOf(results);
  if (asks && notDone.length === 0) return;
  const done = await doneActions(finding, service);
  if (done.length === 0 && notDone.every(({ obstacle }) => obstacle.reason === "cap")) {
    await service.send(capMessage(finding, notDone[0]?.obstacle, service));
  } else await service.send(contained({ finding, done, notDone, asks }));
}

/** Somebody started a contained resource again. */
export async function tellAgain(
  request: RemediationRequest,
  results: readonly Containment[],
  service: Service,
): Promise<void> {
  const finding = await service.ledger.getFinding(request.findingId);
  if (finding === null) return;
  const notDone = obstaclesOf(results);
  const done = await doneActions(finding, service);
  const again =
    notDone.length === 0 ? { result: "contained" as const, done } : { result: "not-contained" as const, notDone };
  await service.send(startedAgain({ finding, by: request.creator, at: request.trigger.time, again }));
}

function obstaclesOf(results: readonly Containment[]): { action: ActionId; obstacle: Obstacle }[] {
  return results.flatMap((result) =>
    "obstacle" in result ? [{ action: result.action, obstacle: result.obstacle }] : [],
  );
}

/** The latest successful record of each action in this round. */
async function doneActions({ id, round }: Finding, { ledger }: Service): Promise<ActionRecord[]> {
  const records = (await ledger.listActions(id)).filter((record) => record.round === round && record.status === "done");
  return [...new Map(records.map((record) => [record.action, record])).values()];
}

function capMessage(finding: Finding, obstacle: Obstacle | undefined, { now }: Service) {
  const cap = obstacle?.reason === "cap" ? obstacle : { effect: "reversible" as const, limit: 0 };
  const hour = 3_600_000;
  const resumesAt = new Date((Math.floor(now().getTime() / hour) + 1) * hour).toISOString();
  return capReached({ finding, effect: cap.effect, limit: cap.limit, resumesAt });
}
