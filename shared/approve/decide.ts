/** The decision: an answer by an identity, judged, stored by one conditional write, then told to the execution. */
import { createHash } from "node:crypto";
import type { Policy } from "../decide/policy.ts";
import { isUnknown } from "../detect/creator.ts";
import type { AuditEntry, Decision, Identity, Ledger, Question } from "../record/ledger.ts";
import { isSameDecision, REJECT } from "../record/questions.ts";
import { hasRole, isApprover, isCreator } from "./approvers.ts";
import type { Refusal } from "./refusals.ts";

export interface Answer {
  questionId: string;
  identity: Identity;
  /** An option's id, or `reject`. */
  option: string;
  /** The digest of the option as it was shown; ignored for a rejection. */
  digest: string | null;
  reason: string | null;
}

export interface AnswerDeps {
  ledger: Ledger;
  /** The policy in force. Throws when it cannot be read or is not valid. */
  policy(): Promise<Policy>;
  completeCallback(callbackId: string, result: { questionId: string }): Promise<void>;
  now(): Date;
  log: { warn(message: string, detail: Record<string, unknown>): void };
}

/** `callback`: whether the waiting execution was told; `later` means it finds the stored decision when it wakes. */
export type AnswerResult =
  | { result: "decided" | "repeated"; question: Question; callback: "sent" | "later" }
  | { result: "refused"; reason: Refusal; question: Question | null };

export type Judgement = { allowed: true } | { allowed: false; reason: Refusal };

/**
 * Judges an answer without changing anything. Turning down destroys nothing, so the creator may do that too. The same
 * answer by the same identity is allowed again, whatever has become of the question.
 */
export function judge(question: Question, decision: Decision, policy: Policy): Judgement {
  const reason =
    (decision.option === REJECT ? null : choiceProblem(question, decision)) ??
    identityProblem(question, decision, policy) ??
    statusProblem(question, decision);
  return reason === null ? { allowed: true } : { allowed: false, reason };
}

/** Judges an answer, stores it and wakes the execution. Throws the ledger's errors; whatever else fails is a refusal. */
export async function answerQuestion(deps: AnswerDeps, answer: Answer): Promise<AnswerResult> {
  const question = await readQuestion(deps, answer.questionId);
  if (question === null) return { result: "refused", reason: "not-found", question };
  const policy = await readPolicy(deps);
  if (policy === null) return { result: "refused", reason: "policy-unavailable", question };
  const decision = decisionOf(answer, deps.now());
  const judgement = judge(question, decision, policy);
  if (!judgement.allowed) return refuse(deps, question, decision, judgement.reason);
  const { result, question: stored } = await deps.ledger.decide(question.id, decision);
  if (result === "refused")
    return { result, reason: statusProblem(stored, decision) ?? "already-decided", question: stored };
  await audit(deps, decisionEntry(stored));
  return { result, question: stored, callback: await wake(deps, stored) };
}

/** The question, with who made the resource as far as it is known by now. */
async function readQuestion({ ledger }: AnswerDeps, id: string): Promise<Question | null> {
  const question = await ledger.getQuestion(id);
  if (question === null || !isUnknown(question.creator)) return question;
  const creator = (await ledger.getFinding(question.findingId))?.creator ?? question.creator;
  return { ...question, creator };
}

/** The trail's entry about a decided question: the same whoever writes it. Null while it is undecided. */
export function decisionEntry(question: Question): AuditEntry | null {
  const { decision } = question;
  if (decision === null) return null;
  return {
    id: `${question.round}/question-decided/${question.id}`,
    findingId: question.findingId,
    at: decision.at,
    type: "question-decided",
    by: decision.by.arn,
    detail: {
      question: question.id,
      option: decision.option,
      digest: decision.digest,
      reason: decision.reason,
      provider: decision.by.provider,
      before: "pending",
      after: question.status,
    },
  };
}

function decisionOf({ identity, option, digest, reason }: Answer, now: Date): Decision {
  return { option, by: identity, at: now.toISOString(), digest: option === REJECT ? null : digest, reason };
}

function choiceProblem(question: Question, { option, digest }: Decision): Refusal | null {
  const chosen = question.options.find(({ id }) => id === option);
  if (chosen === undefined) return "unknown-option";
  return chosen.digest === digest ? null : "wrong-digest";
}

function identityProblem(question: Question, { option, by }: Decision, policy: Policy): Refusal | null {
  const { approvers, minimum, requesterMayApprove } = policy.approval;
  const involved = involvement(by, question);
  if (involved !== null && option === REJECT) return null;
  if (involved !== null && !requesterMayApprove) return involved;
  if (!isApprover(by, approvers)) return "not-an-approver";
  return minimum > 1 && option !== REJECT ? "quorum-not-supported" : null;
}

/** Whether the resource, or the call that brought the round up, is the identity's own. */
function involvement(by: Identity, question: Question): "creator" | "requester" | "execution-role" | null {
  const { creator, requester, roles } = question;
  if (isCreator(by, creator)) return "creator";
  if (isCreator(by, requester)) return "requester";
  return isUnknown(creator) && hasRole(by, roles) ? "execution-role" : null;
}

function statusProblem(question: Question, decision: Decision): Refusal | null {
  if (isSameDecision(question.decision, decision)) return null;
  if (question.status === "void" || question.status === "expired") return question.status;
  if (question.status !== "pending") return "already-decided";
  return Date.parse(question.expiresAt) > Date.parse(decision.at) ? null : "expired";
}

async function readPolicy(deps: AnswerDeps): Promise<Policy | null> {
  try {
    return await deps.policy();
  } catch (error) {
    deps.log.warn("The policy cannot be read", { error });
    return null;
  }
}

/** Refusals that the audit trail keeps: somebody tried who may not. */
const REFUSED_PEOPLE = new Set<Refusal>(["creator", "execution-role", "requester", "not-an-approver"]);

async function refuse(deps: AnswerDeps, question: Question, decision: Decision, reason: Refusal) {
  if (REFUSED_PEOPLE.has(reason)) {
    await audit(deps, refusalEntry(question, decision, reason));
  }
  return { result: "refused" as const, reason, question };
}

/** One entry per question, identity and reason, however often it is tried. */
function refusalEntry(question: Question, { by, at, option }: Decision, reason: Refusal): AuditEntry {
  const who = createHash("sha256").update(by.arn).digest("hex").slice(0, 16);
  return {
    id: `${question.round}/answer-refused/${question.id}/${reason}/${who}`,
    findingId: question.findingId,
    at,
    type: "answer-refused",
    by: by.arn,
    detail: { question: question.id, option, reason },
  };
}

/** The decision is stored, or was refused, whatever becomes of its entry: the execution writes it again. */
async function audit(deps: AnswerDeps, entry: AuditEntry | null): Promise<void> {
  if (entry === null) return;
  try {
    await deps.ledger.audit(entry);
  } catch (error) {
    deps.log.warn("An audit entry was not written", { entry: entry.id, error });
  }
}

async function wake(deps: AnswerDeps, { id, callbackId }: Question): Promise<"sent" | "later"> {
  if (callbackId === null) return "later";
  try {
    await deps.completeCallback(callbackId, { questionId: id });
    return "sent";
  } catch (error) {
    deps.log.warn("The execution was not woken; it finds the decision when it wakes", { questionId: id, error });
    return "later";
  }
}
