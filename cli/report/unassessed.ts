/** What could not be assessed, and what is exempt. */
import { type Html, html } from "../../shared/approve/html.ts";
import type { Verdict } from "../../shared/assess/verdict.ts";
import { whereabouts } from "./findings.ts";
import { type ReportData, type ReportItem, unreadReason } from "./report-data.ts";
import { bounded, counted, members, nameOf, notShown, ruleCode, SHOWN, section, severityTag, table } from "./words.ts";

/** Grouped by the reason: one missing permission is one thing to mend. Null where everything could be told. */
export function renderUnassessed(report: ReportData): Html | null {
  const reasons = new Map<string, { items: Set<ReportItem>; rules: Set<string> }>();
  for (const item of report.items) {
    for (const { message, rule } of unknownsOf(item)) {
      const known = reasons.get(message) ?? { items: new Set(), rules: new Set() };
      known.items.add(item);
      if (rule !== null) known.rules.add(rule);
      reasons.set(message, known);
    }
  }
  if (reasons.size === 0) return null;
  const sorted = [...reasons].sort(([, one], [, other]) => other.items.size - one.items.size);
  const shown = sorted.slice(0, SHOWN.reasons);
  return section(
    "unknown",
    "What could not be assessed",
    html`<p>Not known is not compliant. Each reason is followed by the resources it stands in the way of.</p>
${shown.map(([message, { items: resources, rules }], at) => reason({ message, items: [...resources], rules: [...rules] }, at, report))}${notShown(sorted.length, shown.length, "the most frequent first")}`,
  );
}

/** One reason for the whole resource where nothing of it could be read. */
function unknownsOf(item: ReportItem): { message: string; rule: string | null }[] {
  const whole = unreadReason(item);
  if (whole !== null) return [{ message: `Could not assess: ${whole}.`, rule: null }];
  return item.verdicts.filter(({ status }) => status === "unknown");
}

interface Reason {
  message: string;
  items: readonly ReportItem[];
  rules: readonly string[];
}

function reason({ message, items, rules }: Reason, at: number, report: ReportData): Html {
  const shown = items.slice(0, SHOWN.resourcesPerReason);
  const by = rules.length === 0 ? null : html`<p class="soft">${rules.map((rule) => html`${ruleCode({ rule })} `)}</p>`;
  return html`<article class="card" aria-labelledby="u-${at + 1}"><h3 id="u-${at + 1}">${bounded(message)}</h3>
${by}<p class="soft">${counted(items.length, "resource")}</p>${members(shown, report)}${notShown(items.length, shown.length, "in the order of the scan")}</article>
`;
}

/** Null where nothing is exempt. */
export function renderExempt({ items }: ReportData): Html | null {
  const exempt = items.flatMap((item) =>
    item.verdicts.filter(({ status }) => status === "exempt").map((verdict) => ({ item, verdict })),
  );
  if (exempt.length === 0) return null;
  const shown = exempt.slice(0, SHOWN.exempt);
  const rows = shown.map(({ item, verdict }) => [
    html`${nameOf(item)}${whereabouts(item)}`,
    ruleCell(verdict),
    bounded(verdict.message),
  ]);
  return section(
    "exempt",
    "Exempt",
    html`<p>Each of these violations has an owner, a reason and a last day. Until then it counts as compliant.</p>
${table({ id: "exempt-table", caption: "Exempt violations", columns: ["Resource", "Rule", "What, until when and why"], rows, numbers: 0 })}
${notShown(exempt.length, shown.length, "in the order of the scan")}`,
  );
}

function ruleCell(verdict: Verdict): Html {
  return html`${severityTag(verdict)}<br>${ruleCode(verdict)}`;
}
