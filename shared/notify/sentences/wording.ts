/** Words and building blocks that the sentences share. */
import { SEVERITIES, type Severity } from "../../assess/verdict.ts";
import type { Mode } from "../../decide/policy.ts";
import { type Creator, describeCreator, describePrincipal } from "../../detect/creator.ts";
import { networkTitle } from "../../network/standing/network-kind.ts";
import type { Finding, FindingViolation, Question } from "../../record/ledger.ts";
import { findKind } from "../../sagemaker/index.ts";
import type { ResourceRef } from "../../sagemaker/resource-kind.ts";
import type { Message, Moment } from "../message.ts";
import { plain } from "../plain.ts";

const MAX_HEADLINE = 100;
const MAX_SENTENCE = 500;
/** Lists are cut to what a phone shows; the ledger has the rest. */
const MAX_LISTED = 8;

/** What a message is about: a finding, or a question about one. */
export type Topic = Finding | Question;

export function findingIdOf(topic: Topic): string {
  return "findingId" in topic ? topic.findingId : topic.id;
}

/** A message about a finding, with the facts that every such message carries. */
export function messageAbout(
  topic: Topic,
  moment: Moment,
  headline: string,
  paragraphs: readonly (string | null)[],
  more: Partial<Message> = {},
): Message {
  return {
    moment,
    threadId: findingIdOf(topic),
    severity: worstSeverity(topic.violations),
    headline: headlineText(headline),
    paragraphs: paragraphs.filter((paragraph) => paragraph !== null && paragraph !== "") as string[],
    facts: factsOf(topic),
    options: [],
    notOffered: [],
    link: null,
    commands: [],
    keywords: [topic.resource.kind, ...rulesOf(topic.violations)].map((word) => plain(word, 75)),
    ...more,
  };
}

export function headlineText(text: string): string {
  return plain(text, MAX_HEADLINE);
}

/** A sentence that holds words from outside: one harmless line. */
export function sentence(text: string): string {
  return plain(text, MAX_SENTENCE);
}

/** `notebook instance churn-dev`, `route table rtb-0a1b2c3d`. */
export function nameOf(resource: ResourceRef): string {
  const title = findKind(resource.kind)?.title ?? networkTitle(resource.kind) ?? plain(resource.kind, 60);
  return `${title} ${plain(resource.name, 70)}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function creatorName(creator: Creator): string {
  return plain(describeCreator(creator), 160);
}

/** Who answered, by ARN: `sam (assumed-role/ml-oncall/sam)`; what is no ARN stays as it is. */
export function identityName(arn: string): string {
  return plain(describePrincipal(arn), 160);
}

/** `2026-11-21 09:00 UTC`. */
export function utc(time: string | Date): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "an unknown time";
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** A span of time in its largest fitting unit: `45 minutes`, `4 hours`, `3 days`. */
export function span(from: string | Date, until: string | Date): string {
  const minutes = Math.max(0, Math.round((new Date(until).getTime() - new Date(from).getTime()) / 60_000));
  if (minutes < 120) return counted(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? counted(hours, "hour") : counted(Math.round(hours / 24), "day");
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A title and a list below it, cut to what a phone shows; null for an empty list. */
export function list(title: string, items: readonly string[]): string | null {
  if (items.length === 0) return null;
  const shown = items.slice(0, MAX_LISTED).map((item) => `- ${sentence(item)}`);
  const rest = items.length - shown.length;
  if (rest > 0) shown.push(`- and ${rest} more`);
  return [title, ...shown].join("\n");
}

/** What is wrong: the violations that count; null where there are none. */
export function wrongs(violations: readonly FindingViolation[]): string | null {
  return list("What is wrong:", counting(violations).map(violationLine));
}

/** What could be better and is never acted on; null where there is nothing. */
export function advice(violations: readonly FindingViolation[]): string | null {
  const advisory = violations.filter((violation) => violation.advisory);
  return list("Advice, never acted on:", advisory.map(violationLine));
}

/** `TrainingJobDefinitions[1]: No VPC is set. (runs-in-vpc, high)`. */
export function violationLine({ unit, message, rule, severity }: FindingViolation): string {
  return `${unit === "" ? "" : `${plain(unit, 120)}: `}${plain(message, 300)} (${rule}, ${severity})`;
}

/** The first thing that is wrong, for a headline: `direct internet access is on, and 2 more`. */
export function worstInShort(violations: readonly FindingViolation[]): string {
  const severity = worstSeverity(violations);
  const shown = counting(violations).length > 0 ? counting(violations) : violations;
  const worst = shown.find((violation) => violation.severity === severity);
  if (worst === undefined) return "network settings to look at";
  const more = shown.length > 1 ? `, and ${shown.length - 1} more` : "";
  return `${firstClause(worst.message)}${more}`;
}

/** The most severe of the violations that count; of the advisory ones where there are no others. */
export function worstSeverity(violations: readonly FindingViolation[]): Severity | null {
  const shown = counting(violations).length > 0 ? counting(violations) : violations;
  const severities = shown.map((violation) => violation.severity);
  return SEVERITIES.findLast((severity) => severities.includes(severity)) ?? null;
}

export function modeSentence(mode: Mode): string {
  if (mode === "off") return "The service is switched off: nothing will be changed.";
  return "The service is in report mode: it tells you and changes nothing.";
}

/** The command that shows all that is known about a finding. */
export function findingCommand(topic: Topic): string {
  return `npx sagefence findings ${plain(findingIdOf(topic), 40)}`;
}

/** The command that says why a rule is there and how to make it right. */
export function ruleCommands(violations: readonly FindingViolation[]): string[] {
  return rulesOf(counting(violations))
    .slice(0, 3)
    .map((rule) => `npx sagefence rules ${plain(rule, 60)}`);
}

function counting(violations: readonly FindingViolation[]): FindingViolation[] {
  return violations.filter((violation) => !violation.advisory);
}

function rulesOf(violations: readonly FindingViolation[]): string[] {
  return [...new Set(violations.map((violation) => violation.rule))];
}

function factsOf(topic: Topic): Message["facts"] {
  const { resource, creator, violations } = topic;
  const facts = [
    { label: "Account", value: resource.account },
    { label: "Region", value: resource.region },
    { label: "By", value: creatorName(creator) },
    { label: "Found", value: "openedAt" in topic ? utc(topic.openedAt) : null },
    { label: "Rules", value: rulesOf(violations).join(", ") },
    { label: "ARN", value: resource.arn },
    { label: "Finding", value: findingIdOf(topic) },
  ];
  return facts.flatMap(({ label, value }) =>
    value === null || value === "" ? [] : [{ label, value: plain(value, 300) }],
  );
}

/** `Direct internet access is on, because it was not set.` → `direct internet access is on`. */
function firstClause(message: string): string {
  const clause = plain(message, 300).split(/[.;]\s|[.;]$|, (?:because|so) /)[0] ?? "";
  return /^[A-Z][a-z]*\s/.test(clause) ? clause.charAt(0).toLowerCase() + clause.slice(1) : clause;
}
