/** The verdicts on one resource as lines for people. */
import { findRule } from "../../shared/assess/rules/index.ts";
import { SEVERITIES, type Verdict } from "../../shared/assess/verdict.ts";
import { ANSWERS } from "../../shared/network/answers.ts";
import type { FactName, NetworkFacts } from "../../shared/network/facts.ts";
import { columns, harmless, type Paint } from "../style.ts";

/** One line, and what is set beside what is expected where that is worth a line below it. */
interface Row {
  label: string;
  rule: string;
  sentence: string;
  held: string | null;
}

/** Violations first, by severity; then what is unknown, told once where several rules lack the same; then what is exempt. */
export function verdictLines(verdicts: readonly Verdict[], network: NetworkFacts | undefined, paint: Paint): string[] {
  const rows = [
    ...withStatus(verdicts, "violation").sort(bySeverity).map(toRow),
    ...unknownRows(withStatus(verdicts, "unknown").sort(bySeverity), network),
    ...withStatus(verdicts, "exempt").sort(bySeverity).map(toRow),
  ];
  if (rows.length === 0) return [];
  const aligned = columns(rows.map(({ label, rule, sentence }) => [label, rule, sentence]));
  const indent = " ".repeat(widest(rows.map(({ label }) => label)) + widest(rows.map(({ rule }) => rule)) + 4);
  return rows.flatMap(({ held }, index) => {
    const line = `  ${aligned[index]}`;
    return held === null ? [line] : [line, paint("dim", `  ${indent}${held}`)];
  });
}

/** Twice the rank of the worst violation, one less when it is only advised against; -1 where there is none. */
export function worstViolation(verdicts: readonly Verdict[]): number {
  const ranks = withStatus(verdicts, "violation").map((each) => 2 * rank(each) - Number(each.advisory));
  return Math.max(-1, ...ranks);
}

function withStatus(verdicts: readonly Verdict[], wanted: Verdict["status"]): Verdict[] {
  return verdicts.filter(({ status }) => status === wanted);
}

function toRow(verdict: Verdict): Row {
  return { label: label(verdict), rule: verdict.rule, sentence: sentence(verdict), held: heldAgainstExpected(verdict) };
}

function unknownRows(verdicts: readonly Verdict[], network: NetworkFacts | undefined): Row[] {
  const unasked = network === undefined ? [] : verdicts.filter((verdict) => lacksAnswers(verdict, network));
  const others = Map.groupBy(
    verdicts.filter((verdict) => !unasked.includes(verdict)),
    sentence,
  );
  const rows = [...others.values()].flatMap(rowOf);
  return network === undefined || unasked.length === 0 ? rows : [...rows, unaskedRow(unasked, network)];
}

/** What is the same of several rules, in one row. */
function rowOf(same: readonly Verdict[]): Row[] {
  const [first] = same;
  if (first === undefined || same.length === 1) return same.map(toRow);
  const rules = distinct(same.map(({ rule }) => rule));
  const said = `${sentence(first).replace(/\.$/, "")} (${firstOf(rules)}).`;
  return [{ label: "unknown", rule: counted(rules.length), sentence: said, held: null }];
}

/** Unread for want of an answer, and not because its ids themselves could not be read. */
function lacksAnswers({ rule, message }: Verdict, network: NetworkFacts): boolean {
  return /\bno answer of \w+ was given/.test(message) && missingCalls([rule], network).length > 0;
}

/** The calls of EC2 whose answers nobody gave, of those that the rules read. */
function missingCalls(rules: readonly string[], network: NetworkFacts): string[] {
  const read = new Set<FactName>(rules.flatMap((rule) => findRule(rule)?.facts ?? []));
  return [...read]
    .filter((name) => network[name].status === "unread" && name !== "groupUses")
    .map((name) => ANSWERS[name].call);
}

const NAMED = 3;

/** `DescribeSubnets, DescribeVpcs, DescribeRouteTables and 9 more`. */
function firstOf(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function unaskedRow(verdicts: readonly Verdict[], network: NetworkFacts): Row {
  const rules = distinct(verdicts.map(({ rule }) => rule));
  const named = firstOf(missingCalls(rules, network));
  const ways = "give them with --facts, or leave out what needs them with --without-network";
  const verb = rules.length === 1 ? "needs" : "need";
  const what = rules.length === 1 ? (rules[0] ?? "") : counted(rules.length);
  return { label: "unknown", rule: what, sentence: `${verb} EC2's answers (${named}): ${ways}.`, held: null };
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

/** What a field holds. */
export function inWords(actual: unknown): string {
  if (actual === null || actual === undefined) return "not set";
  if (Array.isArray(actual)) return actual.length === 0 ? "an empty list" : actual.map(String).join(", ");
  return typeof actual === "object" ? JSON.stringify(actual) : String(actual);
}

function counted(rules: number): string {
  return rules === 1 ? "1 rule" : `${rules} rules`;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(({ length }) => length));
}

function bySeverity(one: Verdict, other: Verdict): number {
  return rank(other) - rank(one);
}

function rank({ severity }: Verdict): number {
  return SEVERITIES.indexOf(severity);
}
