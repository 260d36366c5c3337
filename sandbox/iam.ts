/** Identity-based IAM policies: what a role may do, decided as IAM decides it. */

type OneOrMany<Value> = Value | readonly Value[];

export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Action?: OneOrMany<string>;
  NotAction?: OneOrMany<string>;
  Resource?: OneOrMany<string>;
  NotResource?: OneOrMany<string>;
  /** Operator → condition key → values. */
  Condition?: Record<string, Record<string, OneOrMany<string | boolean>>>;
}

export interface PolicyDocument {
  Version?: string;
  Statement: OneOrMany<PolicyStatement>;
}

export interface AccessRequest {
  /** `sagemaker:StopNotebookInstance`. */
  action: string;
  resource: string;
  /** Condition keys in any letter case; a list for the multi-valued ones (`aws:TagKeys`). Absent keys are absent. */
  keys: Record<string, string | readonly string[]>;
}

export type Decision = "allow" | "explicitDeny" | "implicitDeny";

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * Throws a TypeError for a condition operator that is not implemented, rather than guess.
 */
export function evaluatePolicies(policies: readonly PolicyDocument[], request: AccessRequest): Decision {
  let decision: Decision = "implicitDeny";
  for (const statement of policies.flatMap((policy) => listOf(policy.Statement))) {
    if (!applies(statement, request)) continue;
    if (statement.Effect === "Deny") return "explicitDeny";
    decision = "allow";
  }
  return decision;
}

function applies(statement: PolicyStatement, request: AccessRequest): boolean {
  return (
    names(statement.Action, statement.NotAction, request.action, matchesAction) &&
    names(statement.Resource, statement.NotResource, request.resource, matchesWildcard) &&
    conditionsHold(statement.Condition ?? {}, request.keys)
  );
}

function names(
  wanted: OneOrMany<string> | undefined,
  unwanted: OneOrMany<string> | undefined,
  value: string,
  matches: (pattern: string, value: string) => boolean,
): boolean {
  if (wanted !== undefined) return listOf(wanted).some((pattern) => matches(pattern, value));
  return unwanted !== undefined && !listOf(unwanted).some((pattern) => matches(pattern, value));
}

function matchesAction(pattern: string, action: string): boolean {
  return matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
}

/** `*` stands for any characters, also none, `?` for exactly one. */
export function matchesWildcard(pattern: string, value: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*+/g, "[\\s\\S]*");
  return new RegExp(`^${source.replace(/\?/g, "[\\s\\S]")}$`).test(value);
}

type Compare = (expected: string, actual: string) => boolean;

const equals: Compare = (expected, actual) => expected === actual;
const equalsIgnoreCase: Compare = (expected, actual) => expected.toLowerCase() === actual.toLowerCase();

const OPERATORS: Record<string, { compare: Compare; negated?: boolean }> = {
  ArnEquals: { compare: matchesArn },
  ArnLike: { compare: matchesArn },
  ArnNotEquals: { compare: matchesArn, negated: true },
  ArnNotLike: { compare: matchesArn, negated: true },
  Bool: { compare: equalsIgnoreCase },
  StringEquals: { compare: equals },
  StringEqualsIgnoreCase: { compare: equalsIgnoreCase },
  StringLike: { compare: matchesWildcard },
  StringNotEquals: { compare: equals, negated: true },
  StringNotEqualsIgnoreCase: { compare: equalsIgnoreCase, negated: true },
  StringNotLike: { compare: matchesWildcard, negated: true },
};

function conditionsHold(conditions: NonNullable<PolicyStatement["Condition"]>, given: AccessRequest["keys"]): boolean {
  const keys = new Map(Object.entries(given).map(([key, value]) => [key.toLowerCase(), listOf(value)]));
  for (const [operator, tests] of Object.entries(conditions)) {
    for (const [key, values] of Object.entries(tests)) {
      if (!holds(operator, listOf(values).map(String), keys.get(key.toLowerCase()))) return false;
    }
  }
  return true;
}

/** One operator on one key: any of the expected values, and for negated operators none of them. */
function holds(operator: string, expected: string[], actual: readonly string[] | undefined): boolean {
  if (operator === "Null") return expected.some((value) => (value === "true") === (actual === undefined));
  const [, quantifier, name = "", ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const known = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (known === undefined) throw new TypeError(`the IAM condition operator "${operator}" is not implemented`);
  const { compare, negated = false } = known;
  if (actual === undefined || actual.length === 0) {
    return ifExists !== undefined || quantifier === "ForAllValues" || (negated && quantifier === undefined);
  }
  const passes = (value: string) => expected.some((candidate) => compare(candidate, value)) !== negated;
  return quantifier === "ForAnyValue" ? actual.some(passes) : actual.every(passes);
}

/** Each of the six parts of an ARN is compared by itself, so that `*` does not reach across colons. */
function matchesArn(pattern: string, arn: string): boolean {
  const wanted = partsOf(pattern);
  const parts = partsOf(arn);
  return wanted.length === parts.length && wanted.every((part, index) => matchesWildcard(part, parts[index] ?? ""));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function listOf<Value>(value: OneOrMany<Value>): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
}
