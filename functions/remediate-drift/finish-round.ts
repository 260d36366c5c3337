/** Ending a round: the ledger, the audit trail, an event, and a word to people. */
import type { ActionId } from "../../shared/act/action.ts";
import type { Obstacle } from "../../shared/act/change.ts";
import { readSituation } from "../../shared/act/situation.ts";
import { executionOf, type RemediationRequest } from "../../shared/detect/remediation-request.ts";
import { findingClosed, remediationFinished } from "../../shared/notify/own-events.ts";
import { type Finished, finished, type VoidReason } from "../../shared/notify/sentences.ts";
import { LedgerError } from "../../shared/record/errors.ts";
import type { ActionRecord, Finding } from "../../shared/record/ledger.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { isOver } from "../../shared/sagemaker/resource-kind.ts";
import type { Service } from "./service.ts";

/** How the round ended, and why; small, because it is checkpointed. */
export type Ending =
  | { outcome: "reported" | "contained" | "remediated" | "exempted" | "rejected" | "expired" | "gone" }
  | { outcome: "void"; reason: VoidReason; approved: boolean }
  | { outcome: "failed"; action: ActionId | null; obstacle: Obstacle | null; detail: string };

/**
 * Ends the round. The finding stays open while the resource is there and in violation, unless it is a job that has
 * ended: that one cannot run again. An exempt resource keeps its finding, so that people see what they allowed.
 */
export async function finishRound(request: RemediationRequest, ending: Ending, service: Service): Promise<void> {
  const finding = await service.ledger.getFinding(request.findingId);
  if (finding === null) return;
  const close = ending.outcome !== "exempted" && (await isOverNow(request, service));
  const end = { outcome: ending.outcome, close, at: service.now().toISOString() };
  await service.ledger.endRound(request.findingId, request.round, end, executionOf(request));
  const why = ending.outcome === "void" ? { reason: ending.reason } : {};
  await service.audit(request, "round-ended", { outcome: ending.outcome, closed: close, ...why });
  await service.publish(remediationFinished(finding, ending.outcome, service.now()));
  if (close) await service.publish(findingClosed(finding, ending.outcome, service.now()));
}

/** By a fresh look: gone, replaced, ended for good, or right meanwhile. What cannot be read is not over. */
async function isOverNow(request: RemediationRequest, service: Service): Promise<boolean> {
  try {
    const situation = await readSituation(request, service);
    if (situation.status !== "found") return situation.status !== "unread";
    const { assessment, look } = situation;
    return assessment.ownOutcome === "compliant" || isOver(kindOf(request.resource.kind), look.status);
  } catch {
    return false;
  }
}

/** Tells people how it ended; apart from the record, so that a channel's failure repeats nothing else. */
export async function tellEnding(request: RemediationRequest, ending: Ending, service: Service): Promise<void> {
  if (ending.outcome === "reported" || ending.outcome === "contained") return;
  const finding = await service.ledger.getFinding(request.findingId);
  if (finding === null) return;
  const message = await endingMessage(finding, ending, service);
  if (message !== null) await service.send(finished(message));
}

async function endingMessage(finding: Finding, ending: Ending, service: Service): Promise<Finished | null> {
  const { outcome } = ending;
  if (outcome === "void") return { finding, outcome, reason: ending.reason, approved: ending.approved, detail: null };
  if (outcome === "failed") return failure(finding, ending, service);
  if (outcome === "remediated") return remediation(finding, await doneSteps(finding, service));
  if (outcome !== "rejected" && outcome !== "expired") return { finding, outcome };
  const question = finding.questionId === null ? null : await service.ledger.getQuestion(finding.questionId);
  return question === null ? null : { finding, outcome, question };
}

function remediation(finding: Finding, done: ActionRecord[]): Finished {
  const created = done.find(({ action }) => action === "recreate-beside")?.calls[0]?.input.NotebookInstanceName;
  return { finding, outcome: "remediated", done, replacement: typeof created === "string" ? created : null };
}

async function failure(
  finding: Finding,
  { action, obstacle, detail }: Extract<Ending, { outcome: "failed" }>,
  { ledger }: Service,
): Promise<Finished> {
  const records = (await ledger.listActions(finding.id)).filter((record) => record.round === finding.round);
  const undo = records.findLast((record) => record.action === action)?.undo ?? null;
  return { finding, outcome: "failed", action, reason: failureReason(obstacle), detail, undo };
}

function failureReason(obstacle: Obstacle | null): Extract<Finished, { outcome: "failed" }>["reason"] {
  const reason = obstacle?.reason;
  return reason === "refused" || reason === "unconfirmed" || reason === "impossible" || reason === "unread"
    ? reason
    : "error";
}

async function doneSteps({ id, round }: Finding, { ledger }: Service): Promise<ActionRecord[]> {
  const records = await ledger.listActions(id);
  return records.filter((record) => record.round === round && record.status === "done" && record.approvedBy !== null);
}

/** Records the exemption that a person chose. Throws LedgerError when a later round has taken the finding over. */
export async function grantExemption(request: RemediationRequest, questionId: string, service: Service): Promise<void> {
  const question = await service.ledger.getQuestion(questionId);
  const decision = question?.decision;
  if (question === null || decision === null || decision === undefined) return;
  const { policy } = await service.currentPolicy();
  const until = new Date(Date.parse(decision.at) + policy.approval.exemptFor * 1_000).toISOString();
  const rules = [...new Set(question.violations.filter(({ advisory }) => !advisory).map(({ rule }) => rule))];
  const exemption = { rules, until, by: decision.by.arn, reason: decision.reason ?? "no reason was given" };
  const at = service.now().toISOString();
  if (!(await service.ledger.updateFinding(request.findingId, request.round, { exemption }, at))) {
    throw new LedgerError(`The exemption was not stored: finding ${request.findingId} is in a later round.`);
  }
  await service.audit(request, "exempted", { rules, until });
}
