import { type Html, html } from "../../../shared/approve/html.ts";
import { EFFECT_WORDS, kindTitle } from "../../../shared/approve/page-words.ts";
import { safeLink } from "../../../shared/notify/words.ts";
import type { ConsoleModel, OpenQuestion } from "../model.ts";
import { clock, nothing, person, section, type Tone, tag } from "../words.ts";

export function questionsSection({ questions }: ConsoleModel): Html {
  const content =
    questions.length === 0
      ? nothing("Nobody is asked anything at the moment.")
      : html`<div class="asks">${questions.map(card)}</div>`;
  return section("questions", "Waiting for a person", questions.length, content);
}

function card({ question, link }: OpenQuestion): Html {
  const { id, resource, creator, violations, done, options, expiresAt, askedAt } = question;
  return html`<article class="card ask" id="${id}">
<h3>What should become of ${resource.name}?</h3>
<p class="soft">${kindTitle(resource.kind)} · made by ${person(creator.arn)} · asked ${clock(askedAt)} · no answer by ${clock(expiresAt)} means no</p>
<ul class="wrong">${violations.filter(({ advisory }) => !advisory).map(({ unit, message, severity }) => html`<li>${tag(severity, severity === "low" ? "plain" : "bad")} ${unit === "" ? null : html`<code>${unit}</code> `}${message}</li>`)}</ul>
${done.length === 0 ? null : html`<p class="soft done">${done.join(" ")}</p>`}
<ul class="options">${options.map((option) => html`<li>${tag(EFFECT_WORDS[option.effect], TONES[option.effect])} ${option.title}</li>`)}</ul>
${decide(link)}
</article>`;
}

const TONES: Record<"none" | "reversible" | "destructive", Tone> = {
  none: "plain",
  reversible: "calm",
  destructive: "bad",
};

function decide(link: string | null): Html {
  const target = safeLink(link);
  if (target === null) return html`<p class="soft">The link to decide comes with the message.</p>`;
  return html`<p><a class="button" href="${target}">Decide</a> <span class="soft">the link from the message</span></p>`;
}
