/** The report for people: one block a resource, the worst first, and a line that sums it up. */
import type { NetworkFacts } from "../../shared/network/facts.ts";
import type { Io } from "../io.ts";
import { type Colour, harmless, type Paint, painter, plural } from "../style.ts";
import type { AssessedResource } from "./assess-items.ts";
import { verdictLines, worstViolation } from "./verdict-lines.ts";

const SHOWN = ["violation", "unknown", "compliant"] as const;
type Shown = (typeof SHOWN)[number];

const MARKS: Record<Shown, { word: string; colour: Colour }> = {
  violation: { word: "VIOLATION", colour: "red" },
  unknown: { word: "UNKNOWN", colour: "yellow" },
  compliant: { word: "ok", colour: "green" },
};

export interface TextReport {
  resources: readonly AssessedResource[];
  /** What was given of the network; left out where EC2 was asked, so that nothing more can be given. */
  network?: NetworkFacts;
  /** Compliant resources beside those in `resources`: how many, by kind. */
  compliantByKind?: Readonly<Record<string, number>>;
  /** What several resources have in common, a line each. */
  shared?: readonly string[];
}

export function printReportAsText(report: TextReport, io: Pick<Io, "out" | "outIsTerminal" | "env">): void {
  const { resources, network, compliantByKind = {}, shared = [] } = report;
  const paint = painter(io);
  for (const outcome of SHOWN) {
    const blocks = resources.filter((resource) => resource.outcome === outcome).sort(byWorst);
    const gap = outcome === "violation" ? "\n\n" : "\n";
    const printed = blocks.map((each) => block(each, outcome, network, paint).join("\n"));
    if (printed.length > 0) io.out(`${printed.join(gap)}\n\n`);
  }
  if (shared.length > 0) io.out(`${shared.map(harmless).join("\n")}\n\n`);
  for (const line of compliantLines(compliantByKind, paint)) io.out(`${line}\n`);
  for (const line of ignoredLines(resources)) io.out(`${paint("dim", line)}\n`);
  io.out(`${summary(report)}\n`);
}

function block(resource: AssessedResource, outcome: Shown, network: NetworkFacts | undefined, paint: Paint): string[] {
  const place = [resource.account, resource.region].filter((part) => part !== null).join(" ");
  const by = resource.createdBy === null ? "" : `by ${resource.createdBy}`;
  const about = harmless([place, by].filter((part) => part !== "").join(", "));
  const title = harmless(`${resource.kind} ${resource.name}`);
  const heading = `${mark(outcome, paint)} ${paint("bold", title)}${about === "" ? "" : paint("dim", `  ${about}`)}`;
  if (outcome === "unknown" && resource.reason !== null) {
    return [heading, `  could not assess: ${harmless(resource.reason)}`];
  }
  return [heading, ...verdictLines(resource.verdicts, network, paint)];
}

function mark(outcome: Shown, paint: Paint): string {
  const { word, colour } = MARKS[outcome];
  return paint(colour, word.padEnd(10));
}

function byWorst(one: AssessedResource, other: AssessedResource): number {
  return worstViolation(other.verdicts) - worstViolation(one.verdicts);
}

function compliantLines(counts: Readonly<Record<string, number>>, paint: Paint): string[] {
  return Object.entries(counts).map(([kind, count]) => `${mark("compliant", paint)} ${count} × ${kind}`);
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

function summary({ resources, compliantByKind = {} }: TextReport): string {
  const count = (outcome: AssessedResource["outcome"]) => resources.filter((each) => each.outcome === outcome).length;
  const others = Object.values(compliantByKind).reduce((sum, each) => sum + each, 0);
  const ignored = count("ignored");
  const parts = [
    `${count("violation")} in violation`,
    `${count("unknown")} unknown`,
    `${count("compliant") + others} compliant`,
  ];
  const tail = ignored === 0 ? "" : `; ${ignored} ignored`;
  const hint = count("violation") === 0 ? "" : " `sagefence rules ID` says how to make it right.";
  return `${plural(resources.length - ignored + others, "resource")}: ${parts.join(", ")}${tail}.${hint}`;
}
