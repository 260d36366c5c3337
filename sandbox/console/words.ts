/** Small pieces that several sections of the console use. */
import { type Html, type HtmlValue, html } from "../../shared/approve/html.ts";
import { kindTitle } from "../../shared/approve/page-words.ts";
import type { RoundOutcome } from "../../shared/record/ledger.ts";
import type { Standing } from "./model.ts";

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** The time of day on this machine, `09:41:07`. */
export function clock(at: Date | string): Html {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return html`${String(at)}`;
  return html`<time datetime="${date.toISOString()}">${CLOCK.format(date)}</time>`;
}

/** How a tag looks. */
export type Tone = "calm" | "warn" | "bad" | "plain";

export function tag(text: string, tone: Tone): Html {
  return html`<span class="tag ${tone}">${text}</span>`;
}

/** `jane`, with the whole ARN at hand; `not seen` where it is not known. */
export function person(arn: string | null): Html {
  if (arn === null) return html`<span class="soft">not seen</span>`;
  const [, role, session] = /:assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  const name = arn.slice(Math.max(arn.lastIndexOf("/"), arn.lastIndexOf(":")) + 1);
  if (role === undefined || session === undefined) return html`<span title="${arn}">${name}</span>`;
  if (role.startsWith("sagefence-")) return html`<span title="${arn}">sagefence</span>`;
  return html`<span title="${arn}">${session}</span> <span class="soft">as ${role}</span>`;
}

/** `notebook instance churn-dev` with the name set off. */
export function thing({ kind, name }: { kind: string; name: string }): Html {
  return html`<span class="soft">${kindTitle(kind)}</span> <b>${name}</b>`;
}

export const STANDING: Record<Standing, { text: string; tone: Tone }> = {
  unseen: { text: "not judged yet", tone: "plain" },
  part: { text: "part of its search", tone: "plain" },
  compliant: { text: "compliant", tone: "calm" },
  "in-hand": { text: "being dealt with", tone: "warn" },
  asked: { text: "waiting for an answer", tone: "warn" },
  open: { text: "in violation", tone: "bad" },
  cause: { text: "in violation by its network", tone: "bad" },
  closed: { text: "closed", tone: "plain" },
};

export const OUTCOME: Record<RoundOutcome, { text: string; tone: Tone }> = {
  reported: { text: "reported", tone: "plain" },
  contained: { text: "contained", tone: "calm" },
  remediated: { text: "remediated", tone: "calm" },
  exempted: { text: "exempted", tone: "plain" },
  rejected: { text: "left as it is", tone: "plain" },
  expired: { text: "nobody answered", tone: "bad" },
  void: { text: "approval void", tone: "bad" },
  failed: { text: "failed", tone: "bad" },
  compliant: { text: "right again", tone: "calm" },
  ended: { text: "ended", tone: "plain" },
  gone: { text: "gone", tone: "plain" },
};

/** A titled part of the page, under an id that links and live updates use. */
export function section(id: string, title: string, count: number | null, content: HtmlValue): Html {
  const shown = count === null ? null : html` <span class="count">${count}</span>`;
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}${shown}</h2>${content}</section>`;
}

export function nothing(sentence: string): Html {
  return html`<p class="empty">${sentence}</p>`;
}

/** A JSON text, indented; as it is when it is none. */
export function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
