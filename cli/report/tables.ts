/** How many of what: the tables of the summary, and what could not be read. */
import { type Html, html } from "../../shared/approve/html.ts";
import type { Verdict, VerdictStatus } from "../../shared/assess/verdict.ts";
import { compareTexts } from "../../shared/compare.ts";
import type { ReportData, ReportItem } from "./report-data.ts";
import {
  BY_SEVERITY,
  bounded,
  capitalised,
  kindHeading,
  notShown,
  number,
  ruleCode,
  ruleTitle,
  SHOWN,
  section,
  severityTag,
  table,
} from "./words.ts";

export function renderKindTable({ items, compliantByKind }: ReportData): Html | null {
  const kinds = new Set([...items.map(({ kind }) => kind), ...Object.keys(compliantByKind)]);
  if (kinds.size === 0) return null;
  const rows = [...kinds]
    .map((kind) => ({ kind, counts: countsOf(kind, items, compliantByKind) }))
    .sort(
      (one, other) =>
        byCounts(one.counts, other.counts) || compareTexts(kindHeading(one.kind), kindHeading(other.kind)),
    )
    .map(({ kind, counts }) => [kindHeading(kind), ...counts.map(number), number(sum(counts))]);
  return table({
    id: "by-kind",
    caption: "Resources by kind",
    columns: ["Kind", "In violation", "Not assessed", "Compliant", "All"],
    rows,
    numbers: 4,
  });
}

function countsOf(
  kind: string | null,
  items: readonly ReportItem[],
  compliantByKind: ReportData["compliantByKind"],
): number[] {
  const own = items.filter((item) => item.kind === kind);
  const of = (outcome: ReportItem["outcome"]) => own.filter((item) => item.outcome === outcome).length;
  const compliant = kind !== null && Object.hasOwn(compliantByKind, kind) ? (compliantByKind[kind] ?? 0) : 0;
  return [of("violation"), of("unknown"), compliant];
}

function byCounts(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((count, index) => count !== other[index]);
  return at === -1 ? 0 : (other[at] ?? 0) - (one[at] ?? 0);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** Rules that nothing was found by are left out. */
export function renderRuleTable({ items }: ReportData): Html | null {
  const tallies = [...tallyRules(items).values()].sort(bySeverityAndCount);
  if (tallies.length === 0) return null;
  const rows = tallies.map(({ verdict, violation, unknown, exempt }) => [
    html`<span class="rule">${ruleTitle(verdict)} ${ruleCode(verdict)}</span>`,
    severityTag(verdict),
    ...[violation, unknown, exempt].map((resources) => number(resources.size)),
  ]);
  return table({
    id: "by-rule",
    caption: "Resources by rule, the rules alone by which something was found",
    columns: ["Desired state", "Severity", "In violation", "Not assessed", "Exempt"],
    rows,
    numbers: 3,
  });
}

/** The resources that a rule found something in. */
interface Tally extends Record<"violation" | "unknown" | "exempt", Set<ReportItem>> {
  verdict: Verdict;
}

function tallyRules(items: readonly ReportItem[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const item of items) {
    for (const verdict of item.verdicts) {
      if (!isTold(verdict.status)) continue;
      const tally = tallies.get(verdict.rule) ?? newTally(verdict);
      tally[verdict.status].add(item);
      tallies.set(verdict.rule, tally);
    }
  }
  return tallies;
}

function isTold(status: VerdictStatus): status is "violation" | "unknown" | "exempt" {
  return status === "violation" || status === "unknown" || status === "exempt";
}

function newTally(verdict: Verdict): Tally {
  return { verdict, violation: new Set(), unknown: new Set(), exempt: new Set() };
}

function bySeverityAndCount(one: Tally, other: Tally): number {
  return (
    Number(one.verdict.advisory) - Number(other.verdict.advisory) ||
    BY_SEVERITY.indexOf(one.verdict.severity) - BY_SEVERITY.indexOf(other.verdict.severity) ||
    other.violation.size - one.violation.size ||
    compareTexts(one.verdict.rule, other.verdict.rule)
  );
}

/** Null where everything could be read. */
export function renderUnreadable({ unreadable }: ReportData): Html | null {
  if (unreadable.length === 0) return null;
  const shown = unreadable.slice(0, SHOWN.unreadable);
  const rows = shown.map(({ what, reason }) => [capitalised(bounded(what)), bounded(reason)]);
  return section(
    "unreadable",
    "What could not be read",
    html`<p>This report says nothing about these. Resources among them may break the policy.</p>
${table({ id: "unread", caption: "Not read, and why", columns: ["What", "Why"], rows, numbers: 0 })}
${notShown(unreadable.length, shown.length, "in the order in which they were met")}`,
  );
}
