/** The violations of each resource, the worst first. */
import { type Html, type HtmlValue, html } from "../../shared/approve/html.ts";
import { findRule } from "../../shared/assess/rules/index.ts";
import type { Verdict } from "../../shared/assess/verdict.ts";
import { inWords } from "../assess/verdict-lines.ts";
import { keyOf, type SharedCause, violationsOf } from "./causes.ts";
import { renderDrawing, waysThrough, withLegend } from "./drawing.ts";
import type { ReportData, ReportItem } from "./report-data.ts";
import {
  BY_SEVERITY,
  bounded,
  capitalised,
  kindHeading,
  kindWords,
  LONGEST_NAME,
  nameOf,
  notShown,
  number,
  ruleCode,
  SHOWN,
  section,
  severityTag,
  shortName,
} from "./words.ts";

const LONGEST_ARN = 400;
const LONGEST_VALUE = 300;
const LONGEST_REACH = 500;

/** Null where nothing is in violation. `causes`: those that have a section of their own. */
export function renderFindings(report: ReportData, causes: readonly SharedCause[]): Html | null {
  const wrong = report.items.filter(({ outcome }) => outcome === "violation");
  if (wrong.length === 0) return null;
  const anchors = new Map(causes.map((cause, at) => [keyOf(cause.cause, cause), { id: `cause-${at + 1}`, cause }]));
  const kinds = [...Map.groupBy(wrong, ({ kind }) => kind)].map(([kind, items]) => ({
    kind,
    items: items.toSorted(byWorst),
  }));
  let count = 0;
  const parts = kinds
    .sort((one, other) => byWorst(one.items[0], other.items[0]))
    .map(({ kind, items }) => {
      const shown = items.slice(0, SHOWN.findingsPerKind);
      const cards = shown.map((item) => card(item, `r-${++count}`, { report, anchors }));
      return html`<h3>${kindHeading(kind)}: ${number(items.length)} in violation</h3>
${cards}${notShown(items.length, shown.length, "the worst first")}`;
    });
  return section("findings", "Violations, resource by resource", withLegend(parts));
}

interface Context {
  report: ReportData;
  anchors: ReadonlyMap<string, { id: string; cause: SharedCause }>;
}

function card(item: ReportItem, id: string, context: Context): Html {
  const violations = violationsOf([item])
    .map(({ verdict }) => verdict)
    .sort(bySeverity);
  const points = violations.map((verdict, at) => point(item, verdict, `${id}-${at + 1}`, context));
  return html`<article class="card" aria-labelledby="${id}"><h4 id="${id}">${nameOf(item)}</h4>
${whereabouts(item)}
<ul class="points">${points}</ul>${reach(item)}</article>
`;
}

function reach({ reaches = [] }: ReportItem): HtmlValue {
  if (reaches.length === 0) return null;
  const sentences = reaches.map((sentence) => html`<li>${bounded(sentence, LONGEST_REACH)}</li>`);
  return html`<details><summary>What it reaches</summary><ul>${sentences}</ul></details>`;
}

/** The ARN, else what is known of the place. */
export function whereabouts({ kind, arn, account, region }: ReportItem): Html {
  const place = [kindWords(kind), account === null ? null : `account ${account}`, region];
  const words = place.flatMap((part) => (part === null ? [] : [bounded(part, LONGEST_NAME)])).join(" · ");
  return html`<p class="soft">${capitalised(words)}${arn === null ? null : html`<br><code>${bounded(arn, LONGEST_ARN)}</code>`}</p>`;
}

function point(item: ReportItem, verdict: Verdict, id: string, { report, anchors }: Context): Html {
  const shared = (verdict.causes ?? []).flatMap((cause) => anchors.get(keyOf(cause, verdict)) ?? []);
  const own = (verdict.causes ?? []).filter((cause) => !anchors.has(keyOf(cause, verdict)));
  const start = { label: capitalised(kindWords(item.kind)), name: shortName(item) };
  const ways = [...waysThrough(verdict, own, report)].slice(0, SHOWN.drawingsPerFinding);
  const drawings = ways.map(([subnetId, paths], at) =>
    renderDrawing({ id: `${id}-${at + 1}`, start, subnetId, paths }),
  );
  const links = shared.map(({ id: anchor, cause }) => sharedWith(anchor, cause));
  return html`<li><p>${severityTag(verdict)} ${bounded(verdict.message)}</p>
${details(verdict)}${links}${fix(verdict)}${figures(drawings)}</li>
`;
}

function sharedWith(anchor: string, { cause, resources }: SharedCause): Html {
  return html`<p class="soft">Shared with ${number(resources.length - 1)} more through <a href="#${anchor}">${bounded(cause, LONGEST_VALUE)}</a>.</p>`;
}

export function figures(drawings: readonly Html[]): Html | null {
  return drawings.length === 0 ? null : html`<div class="figures">${drawings}</div>`;
}

/** How to make it right, as the rule says it. */
export function fix({ rule }: Pick<Verdict, "rule">): Html | null {
  const found = findRule(rule);
  return found === undefined ? null : html`<p class="fix"><b>To make it right:</b> ${found.fix.sentence}</p>`;
}

function details({ rule, unit, field, actual, expected }: Verdict): Html {
  const place = [unit, field].filter((part) => part !== "").join(" · ");
  const held =
    field === ""
      ? null
      : html` · <code>${bounded(place, LONGEST_VALUE)}</code> is ${bounded(inWords(actual), LONGEST_VALUE)}`;
  const wanted = expected === null ? null : html` · expected: ${bounded(expected, LONGEST_VALUE)}`;
  return html`<p class="soft">${ruleCode({ rule })}${held}${wanted}</p>`;
}

function bySeverity(one: Verdict, other: Verdict): number {
  return rank(one) - rank(other);
}

/** Advisory ones come after all others. */
function rank({ severity, advisory }: Verdict): number {
  return BY_SEVERITY.indexOf(severity) + (advisory ? BY_SEVERITY.length : 0);
}

function byWorst(one: ReportItem | undefined, other: ReportItem | undefined): number {
  return worst(one) - worst(other);
}

function worst(item: ReportItem | undefined): number {
  const ranks = item === undefined ? [] : violationsOf([item]).map(({ verdict }) => rank(verdict));
  return Math.min(Number.MAX_SAFE_INTEGER, ...ranks);
}
