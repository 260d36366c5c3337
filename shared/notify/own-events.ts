/** The service's records as its own events: one function per event, all pure. */
import type { Mode } from "../decide/policy.ts";
import type { Creator } from "../detect/creator.ts";
import type { ActionRecord, Affected, Finding, Question, RoundOutcome } from "../record/ledger.ts";
import type { SweepState } from "../record/sweeps.ts";
import { buildEvent, type EventDetail, type OwnEvent } from "./events.ts";
import { findingIdOf, type Topic, worstSeverity } from "./sentences/wording.ts";

export function driftDetected(finding: Finding, mode: Mode, time: Date): OwnEvent {
  const { violations, affected } = finding;
  const detail = {
    ...about(finding),
    mode,
    affected: affected === null ? null : { count: affected.count, resources: arnsOf(affected) },
    createdBy: createdBy(finding.creator),
    severity: worstSeverity(violations),
    violations: violations.map(({ rule, unit, severity, advisory, field }) => ({
      rule,
      unit,
      severity,
      advisory,
      field,
    })),
  };
  return buildEvent("Drift Detected", detail, time);
}

export function assessmentIncomplete(
  finding: Finding,
  unknown: readonly { rule: string; unit: string }[],
  time: Date,
): OwnEvent {
  const verdicts = unknown.map(({ rule, unit }) => ({ rule, unit }));
  const detail = { ...about(finding), createdBy: createdBy(finding.creator), unknown: verdicts };
  return buildEvent("Assessment Incomplete", detail, time);
}

/** `status`: how the action ended; a record of status `started` has not. */
export function actionTaken(finding: Finding, action: ActionRecord, status: "done" | "failed", time: Date): OwnEvent {
  const detail = {
    ...about(finding),
    action: action.action,
    effect: action.effect,
    operations: action.calls.map(({ operation }) => operation),
    status,
    approvedBy: action.approvedBy,
    at: action.finishedAt ?? time.toISOString(),
  };
  return buildEvent("Action Taken", detail, time);
}

export function approvalRequested(question: Question, time: Date): OwnEvent {
  const options = question.options.map(({ id, effect }) => ({ id, effect }));
  const detail = { ...about(question), questionId: question.id, options, expiresAt: question.expiresAt };
  return buildEvent("Approval Requested", detail, time);
}

/** For a question that is not pending any more; null while it is. */
export function approvalDecided(question: Question, time: Date): OwnEvent | null {
  const { status, decision } = question;
  if (status === "pending") return null;
  const detail = {
    ...about(question),
    questionId: question.id,
    result: status,
    option: status === "approved" ? (decision?.option ?? null) : null,
    decidedBy: decision?.by.arn ?? null,
  };
  return buildEvent("Approval Decided", detail, time);
}

export function remediationFinished(finding: Finding, outcome: RoundOutcome, time: Date): OwnEvent {
  const { replacementArn } = finding;
  return buildEvent("Remediation Finished", { ...about(finding), outcome, replacementArn }, time);
}

export function findingClosed(finding: Finding, outcome: RoundOutcome, time: Date): OwnEvent {
  return buildEvent("Finding Closed", { ...about(finding), outcome }, time);
}

/** The latest sweep as programs are told of it; `sweep` has ended. */
export function sweepFinished(
  sweep: SweepState,
  { account, region }: { account: string | null; region: string | null },
  time: Date,
): OwnEvent {
  const { id: sweepId, startedAt, looked, inViolation, unknown, calls } = sweep;
  const detail = {
    ...{ version: 1 as const, sweepId, account, region, startedAt, finishedAt: time.toISOString() },
    ...{ looked, inViolation, unknown, calls },
    unread: Object.entries(sweep.unread).map(([reason, count]) => ({ reason, count })),
    unlisted: Object.entries(sweep.unlisted).map(([kind, reason]) => ({ kind, reason })),
  };
  return buildEvent("Sweep Finished", detail, time);
}

/** ARNs that an event names of those who stand on a cause. */
const ARNS_TOLD = 20;

function arnsOf({ resources }: Affected): string[] {
  return resources.flatMap(({ arn }) => (arn === null ? [] : [arn])).slice(0, ARNS_TOLD);
}

function about(topic: Topic): Pick<EventDetail<"Finding Closed">, "version" | "findingId" | "round" | "resource"> {
  const { kind, name, arn, account, region } = topic.resource;
  return {
    version: 1,
    findingId: findingIdOf(topic),
    round: topic.round,
    resource: { kind, name, arn, account, region },
  };
}

function createdBy({ type, arn, name }: Creator): EventDetail<"Drift Detected">["createdBy"] {
  return { type, arn, name };
}
