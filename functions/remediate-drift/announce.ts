/** What people are told while a round goes on. */
import type { ActionId } from "../../shared/act/action.ts";
import { type Obstacle, runId } from "../../shared/act/change.ts";
import type { RemediationRequest } from "../../shared/detect/remediation-request.ts";
import { assessmentIncomplete, driftDetected } from "../../shared/notify/own-events.ts";
import {
  type Contained,
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
  const by = request.creator;
  const now = service.now();
  if (finding.violations.length > 0) await service.publish(driftDetected(finding, opened.mode, now));
  if (opened.unknowns.length > 0) await service.publish(assessmentIncomplete(finding, opened.unknowns, now));
  if (opened.policyProblem !== null) await tellPolicyProblem(finding, opened.policyProblem, service);
  if (request.quiet === true) return;
  if (opened.unknowns.length > 0)
    await service.send(couldNotAssess({ finding, operation, by, unknown: opened.unknowns }));
  else if (opened.own && finding.violations.some(({ advisory }) => !advisory))
    await service.send(ownResource({ finding, original: null }));
  else {
    const automatically = opened.automatic.map(({ action }) => action);
    const { mode, waiting, asks } = opened;
    await service.send(driftFound({ finding, operation, by, mode, automatically, waiting, asks }));
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
  await ledger.updateFinding(findingId, round, { contained: true, wakeCallback: null }, now().toISOString());
}

/** Tells what the automatic steps did, and when a question that was announced does not follow. */
export async function noteContainment(
  request: RemediationRequest,
  results: readonly Containment[],
  question: Contained["question"],
  service: Service,
): Promise<void> {
  const finding = await service.ledger.getFinding(request.findingId);
  const notDone = obstaclesOf(results);
  const expected = question.asked ? notDone.length === 0 : results.length === 0 && question.why === null;
  if (finding === null || expected) return;
  const done = await doneInRun(request, "main", service);
  const cap = notDone.find(({ obstacle }) => obstacle.reason === "cap")?.obstacle;
  if (cap?.reason === "cap" && notDone.length === results.length && notDone.every(isCapped)) {
    await service.send(capMessage(finding, cap, service));
  } else {
    const already = alreadySo(results, done);
    await service.send(contained({ finding, done, already, notDone, question }));
  }
}

/** Somebody undid the containment. Nothing is said where no step was needed after all. */
export async function tellAgain(
  request: RemediationRequest,
  results: readonly Containment[],
  service: Service,
): Promise<void> {
  const finding = await service.ledger.getFinding(request.findingId);
  if (finding === null) return;
  const notDone = obstaclesOf(results);
  const done = await doneInRun(request, request.trigger.id, service);
  if (notDone.length === 0 && done.length === 0) return;
  const { operation, time: at } = request.trigger;
  const again =
    notDone.length === 0 ? { result: "contained" as const, done } : { result: "not-contained" as const, notDone };
  await service.send(startedAgain({ finding, operation, by: request.creator, at, again }));
}

function obstaclesOf(results: readonly Containment[]): { action: ActionId; obstacle: Obstacle }[] {
  return results.flatMap((result) =>
    "obstacle" in result ? [{ action: result.action, obstacle: result.obstacle }] : [],
  );
}

function isCapped({ obstacle }: { obstacle: Obstacle }): boolean {
  return obstacle.reason === "cap";
}

/** Steps whose goal held although this round recorded no change for them. */
function alreadySo(results: readonly Containment[], done: readonly ActionRecord[]): Contained["already"] {
  return results.flatMap((result) =>
    "done" in result && !done.some(({ action }) => action === result.action)
      ? [{ action: result.action, detail: result.done }]
      : [],
  );
}

/** The latest successful record of each action that this execution took. */
async function doneInRun(
  { findingId, round }: RemediationRequest,
  run: string,
  { ledger }: Service,
): Promise<ActionRecord[]> {
  const own = runId({ findingId, round, run });
  const records = await ledger.listActions(findingId);
  const done = records.filter(({ id, status }) => status === "done" && id.startsWith(`${own}/`));
  return [...new Map(done.map((record) => [record.action, record])).values()];
}

function capMessage(finding: Finding, cap: Extract<Obstacle, { reason: "cap" }>, { now }: Service) {
  const hour = 3_600_000;
  const resumesAt = new Date((Math.floor(now().getTime() / hour) + 1) * hour).toISOString();
  return capReached({ finding, effect: cap.effect, limit: cap.limit, resumesAt });
}
