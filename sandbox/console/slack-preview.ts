/** Roughly what Slack makes of a Block Kit message: enough to judge it by. */
import { type Html, html } from "../../shared/approve/html.ts";
import { safeLink } from "../../shared/notify/words.ts";
import { isObject, stringAt, valuesAt } from "../../shared/sagemaker/document.ts";

export function slackPreview(body: Record<string, unknown>): Html {
  return html`<div class="slack"><p class="app"><b>sagefence</b> <span class="soft">app</span></p>${valuesAt(body, "blocks[]").map(block)}</div>`;
}

function block(value: unknown): Html | null {
  if (!isObject(value)) return null;
  switch (value.type) {
    case "header":
      return html`<p class="header">${stringAt(value, "text.text") ?? ""}</p>`;
    case "divider":
      return html`<hr>`;
    case "section":
      return sectionBlock(value);
    case "actions":
      return html`<p>${valuesAt(value, "elements[]").map(button)}</p>`;
    default:
      return null;
  }
}

function sectionBlock(value: Record<string, unknown>): Html {
  const fields = valuesAt(value, "fields[]");
  if (fields.length > 0) {
    return html`<ul class="fields">${fields.map((field) => html`<li>${stringAt(field, "text") ?? ""}</li>`)}</ul>`;
  }
  const text = stringAt(value, "text.text") ?? "";
  if (stringAt(value, "text.type") !== "mrkdwn") return html`<p>${text}</p>`;
  return html`${text.split("```").map((part, index) => (index % 2 === 1 ? html`<pre>${unescaped(part)}</pre>` : html`<p>${unescaped(part)}</p>`))}`;
}

function button(element: unknown): Html {
  const target = safeLink(stringAt(element, "url") ?? null);
  const label = stringAt(element, "text.text") ?? "";
  return target === null
    ? html`${label}`
    : html`<a class="button small" href="${target}" rel="noreferrer">${label}</a>`;
}

/** Slack's own three escapes, undone; the page escapes for itself. */
function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
