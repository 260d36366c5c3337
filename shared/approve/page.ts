/** The page of a question: who made what, what is wrong, what was done, what could be done, and until when. */
import { describeCreator } from "../detect/creator.ts";
import type { FindingViolation, Question } from "../record/ledger.ts";
import { REJECT } from "../record/questions.ts";
import { type Html, html } from "./html.ts";
import { answerForm, optionList, type PageForm } from "./page-choices.ts";
import { layout } from "./page-layout.ts";
import { kindTitle, relative, STATUS_WORDS, statusNow, utc, who } from "./page-words.ts";

export interface QuestionPage {
  question: Question;
  /** When the resource was made (ISO 8601), where known. */
  creationTime: string | null;
  now: Date;
  /** Null where the page shows and decides nothing. */
  form: PageForm | null;
  /** Why the last answer was turned down. */
  problem: string | null;
}

/** A whole HTML document without any script. */
export function questionPage(page: QuestionPage): string {
  const { question, form, now } = page;
  const pending = statusNow(question, now) === "pending";
  const { name } = question.resource;
  return layout(
    `${STATUS_WORDS[statusNow(question, now)]}: ${name}`,
    html`<main>
<h1>${headline(question, now)}</h1>
<p class="lead">${whereabouts(question)}</p>
${page.problem === null ? null : html`<p class="problem" role="alert">${page.problem}</p>`}
${state(question, now)}
${facts(page)}
${wrong(question.violations)}
${list("What has been done already", question.done)}
${list("What is not offered, and why", question.notOffered)}
${pending && form !== null ? answerForm(question, form) : optionList(question)}
${pending ? commandLine(question, form === null) : null}
</main>
<footer>Question ${question.id} · finding ${question.findingId}, round ${question.round}</footer>`,
  );
}

function headline(question: Question, now: Date): string {
  const what = `${kindTitle(question.resource.kind)} ${question.resource.name}`;
  return statusNow(question, now) === "pending" ? `What should happen to the ${what}?` : `The ${what}`;
}

function whereabouts({ resource }: Question): string {
  const account = resource.account === null ? null : `account ${resource.account}`;
  return [account, resource.region].filter((part) => part !== null).join(" · ");
}

function state(question: Question, now: Date): Html {
  const status = statusNow(question, now);
  return html`<div class="state ${status}" role="status"><strong>${STATUS_WORDS[status]}</strong>${stateDetail(question, now)}</div>`;
}

function stateDetail(question: Question, now: Date): Html {
  const { decision, expiresAt } = question;
  if (decision !== null) {
    const chosen = question.options.find(({ id }) => id === decision.option)?.title;
    const said = decision.option === REJECT ? "Nothing more is done" : (chosen ?? decision.option);
    const reason = decision.reason === null ? null : html`<p>“${decision.reason}”</p>`;
    return html`<p>${said}. Decided by ${who(decision.by)}, ${time(decision.at)}.</p>${reason}${afterwards(question)}`;
  }
  if (question.status === "void") {
    return html`<p>The resource or the policy changed after it was asked. A new question follows where one is needed.</p>`;
  }
  if (statusNow(question, now) === "expired") {
    return html`<p>Until ${time(expiresAt)}. No answer counts as a no: nothing more is done by this question.</p>`;
  }
  return html`<p>Until ${time(expiresAt)}, ${relative(expiresAt, now)}. No answer counts as a no.</p>`;
}

function afterwards({ status }: Question): Html | null {
  if (status !== "approved") return null;
  return html`<p>The resource is looked at again before anything is changed; what came of it is told where the question was.</p>`;
}

function facts({ question, creationTime, now }: QuestionPage): Html {
  const made =
    creationTime === null ? null : html`<dt>Made</dt><dd>${time(creationTime)}, ${relative(creationTime, now)}</dd>`;
  return html`<dl class="facts">
<dt>Made by</dt><dd>${describeCreator(question.creator)}</dd>
${sameCreator(question) ? null : html`<dt>Brought up by</dt><dd>${describeCreator(question.requester)}</dd>`}
${made}
<dt>Asked</dt><dd>${time(question.askedAt)}, ${relative(question.askedAt, now)}</dd>
${question.resource.arn === null ? null : html`<dt>ARN</dt><dd><code>${question.resource.arn}</code></dd>`}
</dl>`;
}

function sameCreator({ creator, requester }: Question): boolean {
  return creator.arn === requester.arn && creator.name === requester.name;
}

function wrong(violations: readonly FindingViolation[]): Html {
  return html`<h2>What is wrong</h2><ul class="card plain">${violations.map(violationItem)}</ul>`;
}

function violationItem({ message, rule, severity, advisory, unit, field }: FindingViolation): Html {
  const place = [unit, field].filter((part) => part !== "").join(" · ");
  const weight = `${severity} severity${advisory ? ", advisory" : ""}`;
  return html`<li class="wrong"><p>${message}</p><p class="meta">${weight} · <code>${rule}</code>${place === "" ? null : html` · <code>${place}</code>`}</p></li>`;
}

function list(title: string, sentences: readonly string[]): Html | null {
  if (sentences.length === 0) return null;
  return html`<h2>${title}</h2><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
}

function commandLine({ id, options }: Question, only: boolean): Html {
  const commands = [
    ...options.map((option) => `npx sagefence approve ${id} ${option.id}`),
    `npx sagefence reject ${id}`,
  ];
  const block = html`<pre><code>${commands.join("\n")}</code></pre>`;
  if (!only) return html`<details><summary>Answer from the command line instead</summary>${block}</details>`;
  return html`<h2>How to answer</h2><p>This page only shows the question. Answer it on the command line, signed in to AWS as an approver:</p>${block}`;
}

function time(at: string): Html {
  return html`<time datetime="${at}">${utc(at)}</time>`;
}
