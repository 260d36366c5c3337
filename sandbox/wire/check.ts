/** Checks a call's input, as JSON, against the SDK's schema: unknown, missing and mistyped members. */
import type { NormalizedSchema } from "@smithy/core/schema";
import { isObject } from "../../shared/sagemaker/document.ts";
import { requiredCount } from "./schema.ts";

const MAX_PROBLEMS = 10;
const MAX_DEPTH = 64;

/**
 * What is wrong with `input`, one clause per problem in the words of AWS's own validation errors, naming each member
 * by its path; empty when nothing is. A `null` member counts as absent. Enum values, patterns and lengths are not in
 * the schemas and so are not checked here.
 */
export function inputProblems(schema: NormalizedSchema, input: unknown): string[] {
  const problems: string[] = [];
  check(schema, input, "", { problems, depth: 0 });
  return problems.slice(0, MAX_PROBLEMS);
}

/** The sentence AWS makes of such problems: `1 validation error detected: …`. */
export function problemsMessage(problems: readonly string[]): string {
  const errors = problems.length === 1 ? "1 validation error" : `${problems.length} validation errors`;
  return `${errors} detected: ${problems.join("; ")}`;
}

interface State {
  problems: string[];
  depth: number;
}

function check(schema: NormalizedSchema, value: unknown, path: string, state: State): void {
  if (schema.isDocumentSchema() || state.problems.length >= MAX_PROBLEMS) return;
  if (state.depth > MAX_DEPTH) {
    state.problems.push(`Value at '${path}' failed to satisfy constraint: Member must not be nested this deep`);
    return;
  }
  const inner = { problems: state.problems, depth: state.depth + 1 };
  if (schema.isStructSchema() && isObject(value)) checkStructure(schema, value, path, inner);
  else if (schema.isListSchema() && Array.isArray(value)) checkList(schema, value, path, inner);
  else if (schema.isMapSchema() && isObject(value)) checkMap(schema, value, path, inner);
  else if (!schema.isUnitSchema()) checkType(schema, value, path, state);
}

function checkType(schema: NormalizedSchema, value: unknown, path: string, state: State): void {
  const { wanted, fits } = expectation(schema);
  if (fits(value)) return;
  const at = path === "" ? "the request" : `'${path}'`;
  state.problems.push(`Value at ${at} failed to satisfy constraint: Member must be ${wanted}, not ${nameOf(value)}`);
}

function checkStructure(schema: NormalizedSchema, value: Record<string, unknown>, path: string, state: State): void {
  const members = new Map(schema.structIterator());
  for (const name of Object.keys(value)) {
    if (members.has(name)) continue;
    state.problems.push(`Value at '${join(path, name)}' failed to satisfy constraint: Member is not known`);
  }
  const given = [...members].filter(([name]) => value[name] !== null && value[name] !== undefined);
  for (const [name, member] of given) check(member, value[name], join(path, name), state);
  const present = new Set(given.map(([name]) => name));
  for (const name of [...members.keys()].slice(0, requiredCount(schema))) {
    if (present.has(name)) continue;
    state.problems.push(`Value null at '${join(path, name)}' failed to satisfy constraint: Member must not be null`);
  }
  if (schema.isUnionSchema() && given.length !== 1) {
    state.problems.push(`Value at '${path}' failed to satisfy constraint: Member must have exactly one member set`);
  }
}

function checkList(schema: NormalizedSchema, value: unknown[], path: string, state: State): void {
  const item = schema.getValueSchema();
  for (const [index, element] of value.entries()) {
    if (element === null && schema.getMergedTraits().sparse) continue;
    check(item, element, `${path}.${index + 1}.member`, state);
  }
}

function checkMap(schema: NormalizedSchema, value: Record<string, unknown>, path: string, state: State): void {
  const item = schema.getValueSchema();
  for (const [key, element] of Object.entries(value)) {
    if (element === null && schema.getMergedTraits().sparse) continue;
    check(item, element, `${path}.${key}`, state);
  }
}

interface Expectation {
  wanted: string;
  fits(value: unknown): boolean;
}

/** Containers whose value is one were checked before, so whatever else arrives here does not fit them. */
function expectation(schema: NormalizedSchema): Expectation {
  if (schema.isStructSchema()) return { wanted: "a structure", fits: () => false };
  if (schema.isListSchema()) return { wanted: "a list", fits: () => false };
  if (schema.isMapSchema()) return { wanted: "a map", fits: () => false };
  if (schema.isBlobSchema()) return { wanted: "base64-encoded bytes", fits: isBase64 };
  if (schema.isTimestampSchema()) return { wanted: "a timestamp", fits: (value) => typeof value === "number" };
  if (schema.isBooleanSchema()) return { wanted: "a boolean", fits: (value) => typeof value === "boolean" };
  if (schema.isStringSchema()) return { wanted: "a string", fits: (value) => typeof value === "string" };
  return { wanted: "a number", fits: (value) => typeof value === "number" };
}

function isBase64(value: unknown): boolean {
  return typeof value === "string" && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a structure" : `a ${typeof value}`;
}

function join(path: string, name: string): string {
  const own = name.charAt(0).toLowerCase() + name.slice(1);
  return path === "" ? own : `${path}.${own}`;
}
