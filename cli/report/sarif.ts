/**
 * The report as a SARIF 2.1.0 log, for tools that collect findings.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
 */
import { createHash } from "node:crypto";
import type { Rule } from "../../shared/assess/rule.ts";
import { RULES } from "../../shared/assess/rules/index.ts";
import type { Severity, Verdict } from "../../shared/assess/verdict.ts";
import { countOutcomes, type ReportData, type ReportItem, unreadReason } from "./report-data.ts";
import { kindWords } from "./words.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

type Level = "none" | "note" | "warning" | "error";

const LEVELS: Record<Severity, Level> = { critical: "error", high: "error", medium: "warning", low: "note" };

/** What GitHub's code scanning takes for critical, high, medium and low. */
const SCORES: Record<Severity, string> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

/** The resource of which nothing could be read is a result of no rule's own. */
const UNREAD_RULE = "resource-readable";

/**
 * A log of one run. A violation has kind `fail`, an unknown verdict `open` (insufficient information to decide), and an
 * exemption is an accepted suppression. There are no files, so results have logical locations alone.
 */
export function renderSarif(report: ReportData): object {
  const results = report.items.flatMap(resultsOf);
  return { $schema: SCHEMA, version: "2.1.0", runs: [{ ...describeRun(report), results }] };
}

function describeRun(report: ReportData): object {
  const { accounts, regions, policy, calls, compliantByKind } = report;
  const properties = { accounts, regions, policy, calls, resources: countOutcomes(report), compliantByKind };
  return {
    tool: { driver: { name: "sagefence", version: report.version, rules: [...RULES.map(describeRule), READABLE] } },
    invocations: [
      {
        executionSuccessful: true,
        endTimeUtc: report.generatedAt,
        toolExecutionNotifications: report.unreadable.map(({ what, reason }) => ({
          level: "warning",
          message: message(`Could not read ${what}: ${reason}.`),
        })),
      },
    ],
    columnKind: "utf16CodeUnits",
    properties,
  };
}

function describeRule({ id, title, why, severity, fix, sameCheck }: Rule): object {
  const snippet = fix.commands === undefined ? "" : `\n\n\`\`\`sh\n${fix.commands}\n\`\`\``;
  return {
    id,
    shortDescription: plain(`${title}.`),
    fullDescription: plain(why),
    help: { text: doubled(`${why} ${fix.sentence}`), markdown: doubled(`${why}\n\n${fix.sentence}${snippet}`) },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ["security", "network"], "security-severity": SCORES[severity], sameCheck },
  };
}

const READABLE = {
  id: UNREAD_RULE,
  shortDescription: plain("The resource can be read."),
  fullDescription: plain("What cannot be read cannot be assessed, and never counts as compliant."),
  help: plain("Give sagefence the permission that the message names, or run it again where AWS did not answer."),
  defaultConfiguration: { level: "none" },
  properties: { tags: ["security", "network"] },
};

function resultsOf(item: ReportItem): object[] {
  const reason = unreadReason(item);
  if (reason !== null) return [unreadResult(item, reason)];
  return item.verdicts.flatMap((verdict) => {
    const { status } = verdict;
    return status === "violation" || status === "exempt" || status === "unknown" ? [resultOf(item, verdict)] : [];
  });
}

function unreadResult(item: ReportItem, reason: string): object {
  const place = { rule: UNREAD_RULE, unit: "", field: "" };
  return {
    ...ruleOf(UNREAD_RULE),
    kind: "open",
    level: "none",
    message: message(`${subject(item)}: could not assess: ${reason}.`),
    ...located(item, place),
    suppressions: [],
  };
}

function resultOf(item: ReportItem, verdict: Verdict): object {
  const { rule, severity, advisory, status, unit, field, actual, expected, causes = [] } = verdict;
  const { kind, account, region } = item;
  return {
    ...ruleOf(rule),
    kind: status === "unknown" ? "open" : "fail",
    level: status === "unknown" ? "none" : LEVELS[severity],
    message: message(`${subject(item)}: ${verdict.message}`),
    ...located(item, verdict),
    suppressions: status === "exempt" ? [suppression(verdict)] : [],
    properties: { kind, account, region, severity, advisory, unit, field, actual, expected, causes },
  };
}

function ruleOf(id: string): { ruleId: string; ruleIndex?: number } {
  const at = id === UNREAD_RULE ? RULES.length : RULES.findIndex((rule) => rule.id === id);
  return at === -1 ? { ruleId: id } : { ruleId: id, ruleIndex: at };
}

function subject({ kind, name, arn }: ReportItem): string {
  return `${kindWords(kind)} ${name ?? arn ?? ""}`.trim();
}

function suppression({ message: justification }: Verdict): object {
  return { kind: "external", status: "accepted", justification };
}

/** Where it is, and what stays the same of it from scan to scan. */
function located(item: ReportItem, place: Pick<Verdict, "rule" | "unit" | "field">): object {
  const name = item.arn ?? [item.account, item.region, item.kind, item.name].filter((part) => part !== null).join("/");
  const identity = JSON.stringify([name, place.rule, place.unit, place.field]);
  return {
    locations: [{ logicalLocations: [{ name, fullyQualifiedName: name, kind: "resource" }] }],
    partialFingerprints: { "resourceRuleField/v1": createHash("sha256").update(identity).digest("hex") },
  };
}

/** A text that holds names that others gave: braces are doubled as SARIF asks, and no link comes of brackets. */
function message(text: string): { text: string } {
  return plain(text.replaceAll("](", "] ("));
}

function plain(text: string): { text: string } {
  return { text: doubled(text) };
}

function doubled(text: string): string {
  return text.replaceAll(/[{}]/g, "$&$&");
}
