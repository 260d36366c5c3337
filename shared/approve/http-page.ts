/** The routes for people: the page behind a question's link, and the form on it. */
import type { Question } from "../record/ledger.ts";
import { REJECT } from "../record/questions.ts";
import { type AnswerDeps, answerQuestion } from "./decide.ts";
import { formProblem, formToken } from "./form-token.ts";
import { type HttpRequest, isLoopback } from "./http-request.ts";
import { type HttpResponse, pageRefusal, pageResponse, seeOther } from "./http-response.ts";
import { type LocalIdentity, localIdentity } from "./identity.ts";
import { isLinkSecret, type RandomBytes } from "./link.ts";
import { questionPage } from "./page.ts";
import { type Refusal, RefusalError, refusalText } from "./refusals.ts";

export interface PageDeps extends AnswerDeps {
  random: RandomBytes;
  /** The identities of the local account; null everywhere else, where the page decides nothing. */
  local: readonly LocalIdentity[] | null;
}

interface Filled {
  option: string;
  as: string;
  reason: string;
}

const NOTHING_FILLED: Filled = { option: "", as: "", reason: "" };

/** Shows the question to whoever has a secret of its links; to others there is nothing. Changes nothing. */
export async function showPage(deps: PageDeps, request: HttpRequest, id: string): Promise<HttpResponse> {
  const secret = request.query.k ?? "";
  const question = await linkedQuestion(deps, id, secret);
  if (question === null) return pageRefusal("not-found");
  return render(deps, request, { question, secret, filled: NOTHING_FILLED, refusal: null });
}

/** Takes the form's answer, then shows the page anew. */
export async function answerPage(deps: PageDeps, request: HttpRequest, id: string): Promise<HttpResponse> {
  const form = readForm(request);
  const secret = form.get("k") ?? "";
  const question = await linkedQuestion(deps, id, secret);
  if (question === null) return pageRefusal("not-found");
  const refusal = await decide(deps, request, question, form);
  if (refusal === null) return seeOther(`${request.path}?k=${encodeURIComponent(secret)}`);
  const filled = { option: form.get("option") ?? "", as: form.get("as") ?? "", reason: form.get("reason") ?? "" };
  const current = (await deps.ledger.getQuestion(id)) ?? question;
  return render(deps, request, { question: current, secret, filled, refusal });
}

async function decide(deps: PageDeps, request: HttpRequest, question: Question, form: URLSearchParams) {
  if (!decidesHere(deps, request)) return "page-disabled";
  const problem = formProblem(request, form.get("token") ?? "") ?? fieldProblem(question, form);
  if (problem !== null) return problem;
  const identity = localIdentity(deps.local ?? [], form.get("as") ?? "");
  if (identity === null) return "unknown-identity";
  const option = form.get("option") ?? "";
  const digest = form.get(`digest:${option}`);
  const reason = reasonOf(form) || null;
  const result = await answerQuestion(deps, { questionId: question.id, identity, option, digest, reason });
  return result.result === "refused" ? result.reason : null;
}

function fieldProblem(question: Question, form: URLSearchParams): Refusal | null {
  const id = form.get("option") ?? "";
  const option = question.options.find((candidate) => candidate.id === id);
  if (id !== REJECT && option === undefined) return "unknown-option";
  if (reasonOf(form).length > 500) return "bad-request";
  if (option?.effect !== "destructive") return null;
  return form.get(`confirm:${id}`)?.trim() === question.resource.name ? null : "confirmation-missing";
}

/** Forms send each line break as two characters. */
function reasonOf(form: URLSearchParams): string {
  return (form.get("reason") ?? "").replaceAll("\r\n", "\n").trim();
}

async function linkedQuestion(deps: PageDeps, id: string, secret: string): Promise<Question | null> {
  const question = await deps.ledger.getQuestion(id);
  return question !== null && isLinkSecret(secret, question.linkHashes) ? question : null;
}

interface View {
  question: Question;
  secret: string;
  filled: Filled;
  refusal: Refusal | null;
}

async function render(deps: PageDeps, request: HttpRequest, view: View): Promise<HttpResponse> {
  const { question, secret, filled, refusal } = view;
  const finding = await deps.ledger.getFinding(question.findingId);
  const token = decidesHere(deps, request) ? formToken(request, deps.random) : null;
  const page = questionPage({
    question,
    creationTime: finding?.creationTime ?? null,
    now: deps.now(),
    form: token && { action: request.path, token: token.value, secret, identities: deps.local ?? [], filled },
    problem: refusal === null ? null : refusalText(refusal).message,
  });
  const status = refusal === null ? 200 : refusalText(refusal).status;
  return pageResponse(status, page, token === null ? [] : [token.cookie]);
}

/** Pages have no sign-in yet, so they decide in the local account alone: on this machine, under a loopback name. */
function decidesHere(deps: PageDeps, request: HttpRequest): boolean {
  return deps.local !== null && isLoopback(request.domain);
}

function readForm(request: HttpRequest): URLSearchParams {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") throw new RefusalError("unsupported-media-type");
  return new URLSearchParams(request.body());
}
