/** What event-ruler answered, held against what must be and against the local account's own implementation. */
import { MAXIMUM_PATTERN_LENGTH } from "../../infra/event-rules.ts";
import { compilePattern } from "../../sandbox/event-pattern.ts";
import type { Case } from "./cases.ts";

export interface CheckedRule {
  name: string;
  pattern: unknown;
  /** The Ids of its targets. */
  targets: readonly string[];
}

/** The names of the matching rules, by the event's name. */
export type Matching = Readonly<Record<string, readonly string[]>>;

/** Rules whose pattern EventBridge would refuse for its length, one line each. */
export function overlongPatterns(rules: readonly CheckedRule[]): string[] {
  return rules.flatMap(({ name, pattern }) => {
    const { length } = JSON.stringify(pattern);
    return length <= MAXIMUM_PATTERN_LENGTH
      ? []
      : [`${name}: the pattern has ${length} characters, EventBridge takes ${MAXIMUM_PATTERN_LENGTH}`];
  });
}

/** One line for each event that reaches another target than it must, or that the local account matches otherwise. */
export function disagreements(cases: readonly Case[], rules: readonly CheckedRule[], matching: Matching): string[] {
  const compiled = rules.map(({ name, pattern }) => ({ name, matches: compilePattern(pattern) }));
  return cases.flatMap(({ name, event, destination }) => {
    const asked = matching[name];
    if (asked === undefined) return [`${name}: event-ruler gave no answer`];
    const local = compiled.filter(({ matches }) => matches(event)).map((rule) => rule.name);
    const lines: string[] = [];
    if (!reaches(asked, rules, destination)) lines.push(`${name}: ${listed(asked)}, must be ${wanted(destination)}`);
    if (listed(local) !== listed(asked)) {
      lines.push(`${name}: event-ruler matches ${listed(asked)}, sandbox/event-pattern.ts ${listed(local)}`);
    }
    return lines;
  });
}

function reaches(matching: readonly string[], rules: readonly CheckedRule[], destination: string | null): boolean {
  if (destination === null) return matching.length === 0;
  const [only, ...others] = matching;
  const targets = rules.find(({ name }) => name === only)?.targets ?? [];
  return others.length === 0 && targets.length === 1 && targets[0] === destination;
}

function wanted(destination: string | null): string {
  return destination === null ? "no rule" : `exactly one rule, to ${destination}`;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "no rule" : [...names].sort().join(" and ");
}
