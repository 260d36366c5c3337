/** The choices of a question: as a form where the page decides, as a list where it only shows. */
import type { Question, QuestionOption } from "../record/ledger.ts";
import { REJECT } from "../record/questions.ts";
import { type Html, html } from "./html.ts";
import type { LocalIdentity } from "./identity.ts";
import { EFFECT_WORDS } from "./page-words.ts";

export interface PageForm {
  /** Path that the form is sent to. */
  action: string;
  token: string;
  /** The link's secret. */
  secret: string;
  identities: readonly LocalIdentity[];
  /** What was filled in before, when the answer was turned down. */
  filled: { option: string; as: string; reason: string };
}

/** The options for reading; the one that was chosen says so. */
export function optionList({ options, decision, status }: Question): Html {
  const cards = options.map((option) => {
    const chosen = option.id === decision?.option ? html`<span class="badge">Chosen</span>` : null;
    return html`<li class="card"><div class="title"><span class="name">${option.title}</span>${chosen}${badge(option)}</div>${consequences(option)}</li>`;
  });
  const title = status === "pending" ? "The choices" : "What the choices were";
  return html`<h2>${title}</h2><ul class="plain">${cards}</ul>`;
}

export function answerForm(question: Question, form: PageForm): Html {
  return html`<form method="post" action="${form.action}" autocomplete="off">
<input type="hidden" name="k" value="${form.secret}">
<input type="hidden" name="token" value="${form.token}">
<fieldset>
<legend>What should happen?</legend>
${question.options.map((option) => choice(question, option, form))}
${leaveIt(form)}
</fieldset>
<label class="field"><span>You are</span><select name="as" required>
<option value="">Choose who you are</option>
${form.identities.map(({ arn, label }) => identityOption(arn, label, form.filled.as))}
</select></label>
<label class="field"><span>Why <span class="hint">(optional; kept in the record)</span></span>
<textarea name="reason" maxlength="500">${form.filled.reason}</textarea></label>
<button type="submit">Send the answer</button>
</form>`;
}

function choice(question: Question, option: QuestionOption, form: PageForm): Html {
  return html`<div class="card choice">
<label class="title">${radio(option.id, form)}<span class="name">${option.title}</span>${badge(option)}</label>
<input type="hidden" name="digest:${option.id}" value="${option.digest}">
${consequences(option)}
${option.effect === "destructive" ? confirmation(question, option) : null}
</div>`;
}

function leaveIt(form: PageForm): Html {
  return html`<div class="card choice">
<label class="title">${radio(REJECT, form)}<span class="name">Leave it as it is</span><span class="badge none">${EFFECT_WORDS.none}</span></label>
<p>Nothing more is done. What has been done already stays done.</p>
</div>`;
}

function radio(id: string, form: PageForm): Html {
  const checked = form.filled.option === id ? html` checked` : null;
  return html`<input type="radio" name="option" value="${id}" required${checked}>`;
}

function badge({ effect }: QuestionOption): Html {
  return html`<span class="badge ${effect}">${EFFECT_WORDS[effect]}</span>`;
}

function consequences({ kept, lost, undo, reaches, checks, calls }: QuestionOption): Html {
  return html`<dl class="facts">
${kept.length === 0 ? null : html`<dt>Kept</dt><dd>${sentences(kept)}</dd>`}
<dt>Lost</dt>${lost.length === 0 ? html`<dd>Nothing.</dd>` : html`<dd class="lost">${sentences(lost)}</dd>`}
<dt>Undo</dt><dd>${undo}</dd>
${reaches.length === 0 ? null : html`<dt>Afterwards</dt><dd>${sentences(reaches)}</dd>`}
${checks.length === 0 ? null : html`<dt>Checked</dt><dd>${sentences(checks)}</dd>`}
</dl>${apiCalls(calls)}`;
}

function sentences(list: readonly string[]): Html | string {
  const [only = "", ...others] = list;
  return others.length === 0 ? only : html`<ul>${list.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
}

function apiCalls(calls: QuestionOption["calls"]): Html {
  if (calls.length === 0) return html`<p class="hint">No API call is sent.</p>`;
  return html`<details><summary>The exact API calls</summary>${calls.map(apiCall)}</details>`;
}

function apiCall({ operation, input }: QuestionOption["calls"][number]): Html {
  return html`<pre><code>${operation} ${JSON.stringify(input, null, 2)}</code></pre>`;
}

function confirmation({ resource }: Question, option: QuestionOption): Html {
  return html`<div class="confirm"><label class="field"><span>Type <code>${resource.name}</code> to confirm the loss</span>
<input type="text" name="confirm:${option.id}" spellcheck="false" autocapitalize="off" maxlength="300"></label></div>`;
}

function identityOption(arn: string, label: string, chosen: string): Html {
  return html`<option value="${arn}"${arn === chosen ? html` selected` : null}>${label}</option>`;
}
