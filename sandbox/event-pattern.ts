/**
 * EventBridge's event patterns.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import { BlockList, isIP } from "node:net";
import { isObject } from "../shared/sagemaker/document.ts";

type Json = Record<string, unknown>;
type Test = (value: unknown) => boolean;

/** A pattern that EventBridge would refuse; the message says what and where. */
export class InvalidPatternError extends Error {
  override readonly name = "InvalidPatternError";
}

/** Compiles a pattern, given as its object or its JSON text. Throws InvalidPatternError. */
export function compilePattern(pattern: unknown): (event: unknown) => boolean {
  return compileObject(typeof pattern === "string" ? parse(pattern) : pattern, "");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidPatternError("Event pattern is not valid. Reason: it is not JSON", { cause });
  }
}

function compileObject(pattern: unknown, path: string): Test {
  if (!isObject(pattern)) throw invalid(path, "Filter is not an object");
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalid(path, "Empty objects are not allowed");
  const tests = entries.map(([key, value]) => compileField(key, value, path === "" ? key : `${path}.${key}`));
  return (value) => tests.every((test) => test(value));
}

function compileField(key: string, pattern: unknown, path: string): Test {
  if (key === "$or" && isAlternatives(pattern)) {
    const alternatives = pattern.map((alternative) => compileObject(alternative, path));
    return (parent) => alternatives.some((test) => test(parent));
  }
  const test = Array.isArray(pattern) ? compileLeaf(pattern, path) : compileBranch(pattern, path);
  return (parent) => test(isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined);
}

/** `$or` is an operator only with two alternatives or more, all of them objects of fields; else a field's name. */
function isAlternatives(pattern: unknown): pattern is Json[] {
  return Array.isArray(pattern) && pattern.length > 1 && pattern.every((item) => isObject(item) && !isOperator(item));
}

/** Objects in a list match when one of them matches all of the nested pattern. */
function compileBranch(pattern: unknown, path: string): Test {
  const test = compileObject(pattern, path);
  return (value) => {
    const elements = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
    return elements.length === 0 ? test(undefined) : elements.some(test);
  };
}

/** A leaf is a list of matchers, one of which has to match one of the event's values. */
function compileLeaf(matchers: unknown[], path: string): Test {
  if (matchers.length === 0) throw invalid(path, "Empty arrays are not allowed");
  const tests = matchers.map((matcher) => compileMatcher(matcher, path));
  return (value) => {
    const leaves = leavesOf(value);
    return tests.some((test) => (test.absent ? leaves.length === 0 : leaves.some(test.matches)));
  };
}

function leavesOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  const values = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
  return values.filter((item) => !isObject(item));
}

interface Matcher {
  matches: Test;
  absent?: boolean;
}

function compileMatcher(matcher: unknown, path: string): Matcher {
  if (!isObject(matcher)) {
    if (Array.isArray(matcher)) throw invalid(path, "Match values cannot be arrays");
    return { matches: (value) => value === matcher };
  }
  const [[operator, operand] = ["", undefined], ...others] = Object.entries(matcher);
  if (others.length > 0) throw invalid(path, "Only one key allowed in match expression");
  if (operator === "exists") {
    if (typeof operand !== "boolean") throw invalid(path, "exists match pattern must be either true or false");
    return operand ? { matches: () => true } : { matches: () => false, absent: true };
  }
  const compile = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (compile === undefined) throw invalid(path, `Unrecognized match type ${operator}`);
  return { matches: compile(operand, path) };
}

const OPERATORS: Record<string, (operand: unknown, path: string) => Test> = {
  "anything-but": compileAnythingBut,
  cidr: compileCidr,
  "equals-ignore-case": (operand, path) => {
    const wanted = textOf(operand, path, "equals-ignore-case").toLowerCase();
    return onText((text) => text.toLowerCase() === wanted);
  },
  numeric: compileNumeric,
  prefix: (operand, path) => compileAffix(operand, path, "prefix", (text, affix) => text.startsWith(affix)),
  suffix: (operand, path) => compileAffix(operand, path, "suffix", (text, affix) => text.endsWith(affix)),
  wildcard: compileWildcard,
};

function isOperator(item: Json): boolean {
  return Object.keys(item).some((key) => key === "exists" || Object.hasOwn(OPERATORS, key));
}

function compileAffix(
  operand: unknown,
  path: string,
  name: string,
  has: (text: string, affix: string) => boolean,
): Test {
  if (isObject(operand) && typeof operand["equals-ignore-case"] === "string") {
    const affix = operand["equals-ignore-case"].toLowerCase();
    return onText((text) => has(text.toLowerCase(), affix));
  }
  const affix = textOf(operand, path, name);
  return onText((text) => has(text, affix));
}

/** Excludes values, or with one of the text operators texts. Null counts as a value; an absent field never matches. */
function compileAnythingBut(operand: unknown, path: string): Test {
  if (!isObject(operand)) {
    const excluded = Array.isArray(operand) ? operand : [operand];
    if (excluded.length === 0) throw invalid(path, "Empty arrays are not allowed");
    const scalar = excluded.every((item) => typeof item === "string" || typeof item === "number");
    if (!scalar) throw invalid(path, "Value of anything-but must be an array or single string/number value");
    return (value) => !excluded.includes(value as string | number);
  }
  const [[name, inner] = ["", undefined], ...others] = Object.entries(operand);
  const compile = ["equals-ignore-case", "prefix", "suffix", "wildcard"].includes(name) ? OPERATORS[name] : undefined;
  if (compile === undefined || others.length > 0) throw invalid(path, `Unsupported anything-but pattern: ${name}`);
  const tests = (Array.isArray(inner) ? inner : [inner]).map((item) => compile(item, path));
  return (value) => !tests.some((test) => test(value));
}

const COMPARISONS = new Map<string, (value: number, bound: number) => boolean>([
  ["<", (value, bound) => value < bound],
  ["<=", (value, bound) => value <= bound],
  ["=", (value, bound) => value === bound],
  [">", (value, bound) => value > bound],
  [">=", (value, bound) => value >= bound],
]);

function compileNumeric(operand: unknown, path: string): Test {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length > 4 || operand.length % 2 !== 0) {
    throw invalid(path, "Value of numeric must be an array of operators and numbers");
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const [operator, bound]: unknown[] = [operand[index], operand[index + 1]];
    const compare = COMPARISONS.get(String(operator));
    if (compare === undefined) throw invalid(path, `Unrecognized numeric range operator: ${String(operator)}`);
    if (typeof bound !== "number") throw invalid(path, `Value of ${String(operator)} must be numeric`);
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function compileCidr(operand: unknown, path: string): Test {
  const [address = "", prefix = ""] = textOf(operand, path, "cidr").split("/");
  const version = isIP(address);
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (version === 0 || bits < 0 || bits > (version === 4 ? 32 : 128)) {
    throw invalid(path, `Malformed CIDR, one '/' required: ${address}/${prefix}`);
  }
  const family = (ip: string) => (isIP(ip) === 6 ? "ipv6" : "ipv4");
  const block = new BlockList();
  block.addSubnet(address, bits, family(address));
  return onText((text) => isIP(text) === version && block.check(text, family(text)));
}

/** `*` stands for any characters; a backslash makes `*` and itself ordinary. */
function compileWildcard(operand: unknown, path: string): Test {
  const pattern = textOf(operand, path, "wildcard");
  const parts = pattern.match(/\\.|[^\\]|\\$/gs) ?? [];
  let source = "";
  for (const [index, part] of parts.entries()) {
    if (part === "*" && parts[index - 1] === "*") {
      throw invalid(path, `Consecutive wildcard characters at pos ${index - 1}`);
    }
    if (part.startsWith("\\") && part !== "\\*" && part !== "\\\\") {
      throw invalid(path, `Invalid escape character at pos ${index}`);
    }
    source += part === "*" ? "[^]*" : part.slice(-1).replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  }
  const expression = new RegExp(`^${source}$`);
  return onText((text) => expression.test(text));
}

function onText(test: (text: string) => boolean): Test {
  return (value) => typeof value === "string" && test(value);
}

function textOf(operand: unknown, path: string, operator: string): string {
  if (typeof operand === "string") return operand;
  throw invalid(path, `${operator} match pattern must be a string`);
}

function invalid(path: string, reason: string): InvalidPatternError {
  const at = path === "" ? "" : ` at '${path}'`;
  return new InvalidPatternError(`Event pattern is not valid. Reason: ${reason}${at}`);
}
