/** The routes for programs: IAM-authorised, JSON in and out. */
import { z } from "zod";
import type { Finding, Ledger, Question } from "../record/ledger.ts";
import { type AnswerDeps, answerQuestion } from "./decide.ts";
import type { HttpRequest } from "./http-request.ts";
import { type HttpResponse, jsonRefusal, jsonResponse } from "./http-response.ts";
import { iamIdentity } from "./identity.ts";
import { RefusalError } from "./refusals.ts";

/** The most findings that one answer lists. */
export const FINDINGS_LISTED = 100;

/** A question as it may leave the service: without its callback and the hashes of its links. */
export type PublicQuestion = Omit<Question, "callbackId" | "linkHashes">;

export function publicQuestion({ callbackId, linkHashes, ...question }: Question): PublicQuestion {
  return question;
}

/** A finding as it may leave the service: without what only executions need. */
export type PublicFinding = Omit<Finding, "endedBy" | "wakeCallback">;

export function publicFinding({ endedBy, wakeCallback, ...finding }: Finding): PublicFinding {
  return finding;
}

/** How many of those who stand on a cause a list of findings names. */
const AFFECTED_LISTED = 8;

/** `{findings}`: the newest that are open, at most 100. */
export async function getFindings(ledger: Ledger, request: HttpRequest): Promise<HttpResponse> {
  requireIdentity(request);
  const findings = await ledger.listOpenFindings(FINDINGS_LISTED);
  return jsonResponse(200, { findings: findings.map(inList) });
}

/** Of those who stand on a cause a list tells how many, and a few: all of them would be megabytes. */
function inList(finding: Finding): PublicFinding {
  const { affected, ...rest } = publicFinding(finding);
  if (affected === null) return { ...rest, affected };
  return { ...rest, affected: { ...affected, resources: affected.resources.slice(0, AFFECTED_LISTED) } };
}

/** `{finding, question, actions, audit}`. */
export async function getFinding(ledger: Ledger, request: HttpRequest, id: string): Promise<HttpResponse> {
  requireIdentity(request);
  const finding = await ledger.getFinding(id);
  if (finding === null) return jsonRefusal("not-found");
  const [question, actions, audit] = await Promise.all([
    finding.questionId === null ? null : ledger.getQuestion(finding.questionId),
    ledger.listActions(id),
    ledger.listAudit(id),
  ]);
  return jsonResponse(200, {
    ...{ finding: publicFinding(finding), question: question && publicQuestion(question) },
    ...{ actions, audit },
  });
}

/** `{question}`. */
export async function getQuestion(ledger: Ledger, request: HttpRequest, id: string): Promise<HttpResponse> {
  requireIdentity(request);
  const question = await ledger.getQuestion(id);
  return question === null ? jsonRefusal("not-found") : jsonResponse(200, { question: publicQuestion(question) });
}

const answerBody = z.object({
  option: z.string().min(1).max(100),
  digest: z.string().max(200).nullish(),
  reason: z.string().max(500).nullish(),
});

/** `{result: "decided" | "repeated", callback: "sent" | "later", message, question}`. */
export async function postAnswer(deps: AnswerDeps, request: HttpRequest, questionId: string): Promise<HttpResponse> {
  const identity = requireIdentity(request);
  const { option, digest, reason } = readAnswer(request.body());
  const answer = { questionId, identity, option, digest: digest ?? null, reason: reason?.trim() || null };
  const result = await answerQuestion(deps, answer);
  if (result.result === "refused") return jsonRefusal(result.reason);
  const { question, callback } = result;
  const message = callback === "sent" ? "The answer is stored and being acted on." : LATER;
  return jsonResponse(200, { result: result.result, callback, message, question: publicQuestion(question) });
}

const LATER = "The answer is stored; the remediation picks it up when it next wakes. Send it again to wake it now.";

function requireIdentity(request: HttpRequest) {
  const identity = iamIdentity(request.requestContext);
  if (identity === null) throw new RefusalError("no-identity");
  return identity;
}

function readAnswer(body: string): z.infer<typeof answerBody> {
  try {
    return answerBody.parse(JSON.parse(body));
  } catch (error) {
    throw new RefusalError("bad-request", error);
  }
}
