/** The report for people: one block a resource, the worst first, and a line that sums it up. */
import { SEVERITIES, type Verdict } from "../../shared/assess/verdict.ts";
import type { Io } from "../io.ts";
import { type Colour, columns, harmless, type Paint, painter, plural } from "../style.ts";
import type { AssessedResource } from "./assess-items.ts";

const SHOWN = ["violation", "unknown", "compliant"] as const;
type Shown = (typeof SHOWN)[number];

const MARKS: Record<Shown, { word: string; colour: Colour }> = {
  violation: { word: "VIOLATION", colour: "red" },
  unknown: { word: "UNKNOWN", colour: "yellow" },
  compliant: { word: "ok", colour: "green" },
};

export function printReportAsText(resources: readonly AssessedResource[], io: Io): void {
  const paint = painter(io);
  for (const outcome of SHOWN) {
    const blocks = resources.filter((resource) => resource.outcome === outcome).sort(bySeverity);
    const gap = outcome === "violation" ? "\n\n" : "\n";
    if (blocks.length > 0) io.out(`${blocks.map((each) => block(each, outcome, paint).join("\n")).join(gap)}\n\n`);
  }
  for (const line of ignoredLines(resources)) io.out(`${paint("dim", line)}\n`);
  io.out(`${summary(resources)}\n`);
}

function block(resource: AssessedResource, outcome: Shown, paint: Paint): string[] {
  const { word, colour } = MARKS[outcome];
  const place = [resource.account, resource.region].filter((part) => part !== null).join(" ");
  const by = resource.createdBy === null ? "" : `by ${resource.createdBy}`;
  const about = harmless([place, by].filter((part) => part !== "").join(", "));
  const title = harmless(`${resource.kind} ${resource.name}`);
  const heading = `${paint(colour, word.padEnd(10))} ${paint("bold", title)}${about === "" ? "" : paint("dim", `  ${about}`)}`;
  if (outcome === "unknown" && resource.reason !== null) {
    return [heading, `  could not assess: ${harmless(resource.reason)}`];
  }
  return [heading, ...verdictLines(worthShowing(resource.verdicts), paint)];
}

/** Violations first, by severity; what is exempt stays visible; the rest is in the JSON format. */
function worthShowing(verdicts: readonly Verdict[]): Verdict[] {
  const order = ["violation", "unknown", "exempt"];
  return verdicts
    .filter(({ status }) => order.includes(status))
    .sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status) || rank(other) - rank(one));
}

function verdictLines(verdicts: readonly Verdict[], paint: Paint): string[] {
  if (verdicts.length === 0) return [];
  const aligned = columns(verdicts.map((verdict) => [label(verdict), verdict.rule, sentence(verdict)]));
  return verdicts.flatMap((verdict, index) => {
    const line = `  ${aligned[index]}`;
    const held = heldAgainstExpected(verdict);
    return held === null ? [line] : [line, paint("dim", `  ${" ".repeat(indentOf(verdicts))}${held}`)];
  });
}

function indentOf(verdicts: readonly Verdict[]): number {
  const widest = (texts: string[]) => Math.max(...texts.map((text) => text.length));
  return widest(verdicts.map(label)) + widest(verdicts.map(({ rule }) => rule)) + 4;
}

function label({ status, severity, advisory }: Verdict): string {
  if (status === "unknown" || status === "exempt") return status;
  return advisory ? `${severity}, advisory` : severity;
}

function sentence({ unit, message }: Verdict): string {
  return harmless(unit === "" || message.includes(`(${unit})`) ? message : `${unit}: ${message}`);
}

/** The field is the unit's, which the sentence names: of the model, where a variant is judged by its model. */
function heldAgainstExpected({ status, field, actual, expected }: Verdict): string | null {
  if (status !== "violation" || field === "") return null;
  return harmless(`${field} is ${inWords(actual)}${expected === null ? "" : `; expected: ${expected}`}`);
}

function inWords(actual: unknown): string {
  if (actual === null || actual === undefined) return "not set";
  if (Array.isArray(actual)) return actual.length === 0 ? "an empty list" : actual.join(", ");
  return String(actual);
}

function bySeverity(one: AssessedResource, other: AssessedResource): number {
  return worst(other) - worst(one);
}

/** Twice the rank of the worst violation, one less when it is only advised against. */
function worst({ verdicts }: AssessedResource): number {
  const ranks = verdicts
    .filter(({ status }) => status === "violation")
    .map((each) => 2 * rank(each) - Number(each.advisory));
  return Math.max(-1, ...ranks);
}

function rank({ severity }: Verdict): number {
  return SEVERITIES.indexOf(severity);
}

function ignoredLines(resources: readonly AssessedResource[]): string[] {
  const counts = new Map<string, number>();
  for (const { outcome, reason } of resources) {
    if (outcome === "ignored") counts.set(reason ?? "", (counts.get(reason ?? "") ?? 0) + 1);
  }
  return [...counts]
    .sort((one, other) => other[1] - one[1])
    .map(([reason, count]) => `ignored    ${count} × ${harmless(reason)}`);
}

function summary(resources: readonly AssessedResource[]): string {
  const count = (outcome: AssessedResource["outcome"]) => resources.filter((each) => each.outcome === outcome).length;
  const ignored = count("ignored");
  const parts = [
    `${count("violation")} in violation`,
    `${count("unknown")} unknown`,
    `${count("compliant")} compliant`,
  ];
  const tail = ignored === 0 ? "" : `; ${ignored} ignored`;
  const hint = count("violation") === 0 ? "" : " `sagefence rules ID` says how to make it right.";
  return `${plural(resources.length - ignored, "resource")}: ${parts.join(", ")}${tail}.${hint}`;
}
