/** Words and small pieces that every part of the report uses. */
import { type Html, type HtmlValue, html } from "../../shared/approve/html.ts";
import { kindTitle } from "../../shared/approve/page-words.ts";
import { findRule } from "../../shared/assess/rules/index.ts";
import { SEVERITIES, type Severity, type Verdict } from "../../shared/assess/verdict.ts";
import { manyOf, plural } from "../style.ts";
import type { ReportData, ReportItem } from "./report-data.ts";

/** How many of each list are shown; the rest is counted. */
export const SHOWN = {
  causes: 40,
  findingsPerKind: 50,
  resourcesPerCause: 100,
  resourcesPerReason: 20,
  reasons: 50,
  exempt: 100,
  unreadable: 100,
  drawingsPerFinding: 4,
  waysPerDrawing: 6,
  calls: 60,
} as const;

const LONGEST = 1_200;
/** For names, ids and other single words. */
export const LONGEST_NAME = 160;

/** The worst first. */
export const BY_SEVERITY: readonly Severity[] = [...SEVERITIES].reverse();

/** A text of at most `longest` characters: of a longer one its two ends, and how long it is. */
export function bounded(text: string, longest: number = LONGEST): string {
  if (text.length <= longest) return text;
  const signs = [...text];
  if (signs.length <= longest) return text;
  const half = Math.floor(longest / 2);
  return `${signs.slice(0, half).join("")} … ${signs.slice(-half).join("")} (${number(signs.length)} characters)`;
}

/** The name people use, kept apart from the text around it whatever its script. */
export function nameOf({ name, arn }: Pick<ReportItem, "name" | "arn">): Html {
  return html`<bdi>${shortName({ name, arn })}</bdi>`;
}

export function shortName({ name, arn }: Pick<ReportItem, "name" | "arn">): string {
  return bounded(name ?? arn ?? "without a name", LONGEST_NAME);
}

/** `notebook instance`. */
export function kindWords(kind: string | null): string {
  return kind === null ? "resource" : bounded(kindTitle(kind), LONGEST_NAME);
}

/** `Notebook instances`. */
export function kindHeading(kind: string | null): string {
  return capitalised(manyOf(kindWords(kind)));
}

export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

const NUMBER = new Intl.NumberFormat("en-GB");

/** `12,345`. */
export function number(count: number): string {
  return NUMBER.format(count);
}

export function counted(count: number, noun: string): string {
  return plural(count, noun).replace(String(count), number(count));
}

/** The id of a rule. */
export function ruleCode({ rule }: Pick<Verdict, "rule">): Html {
  return html`<code>${bounded(rule, LONGEST_NAME)}</code>`;
}

/** Its title, else its id. */
export function ruleTitle({ rule }: Pick<Verdict, "rule">): string {
  return findRule(rule)?.title ?? bounded(rule, LONGEST_NAME);
}

export function severityTag({ severity, advisory }: Pick<Verdict, "severity" | "advisory">): Html {
  return html`<span class="tag ${severity}">${capitalised(severity)}</span>${advisory ? html` <span class="tag">Advisory</span>` : null}`;
}

/** Resources in a list, each with its kind and with what of its place the report has several of. */
export function members(items: readonly ReportItem[], { accounts, regions }: ReportData): Html {
  const listed = items.map((item) => {
    const place = [
      kindWords(item.kind),
      accounts.length > 1 ? item.account : null,
      regions.length > 1 ? item.region : null,
    ];
    const words = place.flatMap((part) => (part === null ? [] : [bounded(part, LONGEST_NAME)])).join(" · ");
    return html`<li>${nameOf(item)} <span class="soft">${words}</span></li>\n`;
  });
  return html`<ul class="members">
${listed}</ul>`;
}

/** What says that a list goes on; null where all of it is shown. */
export function notShown(total: number, shown: number, order: string): Html | null {
  if (total <= shown) return null;
  return html`<p class="more">Shown here: ${number(shown)} of ${number(total)}, ${order}. <code>--format json</code> has all of them.</p>`;
}

/** A section under a heading of its own. */
export function section(id: string, title: string, content: HtmlValue): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}
</section>
`;
}

export interface Table {
  id: string;
  caption: string;
  columns: readonly string[];
  /** The first cell heads its row. */
  rows: readonly (readonly HtmlValue[])[];
  /** How many columns at the end hold numbers. */
  numbers: number;
}

/** A table that scrolls by itself where the screen is narrow. */
export function table({ id, caption, columns, rows, numbers }: Table): Html {
  const kind = (at: number) => (at >= columns.length - numbers ? "number" : "");
  const head = columns.map((column, at) => html`<th scope="col" class="${kind(at)}">${column}</th>`);
  const body = rows.map(
    ([first = null, ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((cell, at) => html`<td class="${kind(at + 1)}">${cell}</td>`)}</tr>\n`,
  );
  return html`<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}"><table>
<caption id="${id}">${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>`;
}
