/**
 * EventBridge's event patterns.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import { BlockList, isIP } from "node:net";
import { isObject } from "../shared/sagemaker/document.ts";

type Json = Record<string, unknown>;
type Test = (value: unknown) => boolean;
/** Of a part of the event, and of the whole. */
type PartTest = (value: unknown, event: unknown) => boolean;

/** A pattern that EventBridge would refuse; the message says what and where. */
export class InvalidPatternError extends Error {
  override readonly name = "InvalidPatternError";
}

/** Compiles a pattern, given as its object or its JSON text. Throws InvalidPatternError. */
export function compilePattern(pattern: unknown): (event: unknown) => boolean {
  const test = compileObject(typeof pattern === "string" ? parse(pattern) : pattern, []);
  return (event) => test(event, event);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidPatternError("Event pattern is not valid. Reason: it is not JSON", { cause });
  }
}

function compileObject(pattern: unknown, keys: readonly string[]): PartTest {
  const path = keys.join(".");
  if (!isObject(pattern)) throw invalid(path, "Filter is not an object");
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalid(path, "Empty objects are not allowed");
  const tests = entries.map(([key, value]) => compileField(key, value, keys));
  return (value, event) => tests.every((test) => test(value, event));
}

function compileField(key: string, pattern: unknown, parents: readonly string[]): PartTest {
  if (key === "$or" && isAlternatives(pattern)) {
    const alternatives = pattern.map((alternative) => compileObject(alternative, parents));
    return (parent, event) => alternatives.some((test) => test(parent, event));
  }
  const keys = [...parents, key];
  const test = Array.isArray(pattern) ? compileLeaf(pattern, keys) : compileBranch(pattern, keys);
  return (parent, event) => test(isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined, event);
}

/** `$or` is an operator only with two alternatives or more, all of them objects of fields; else a field's name. */
function isAlternatives(pattern: unknown): pattern is Json[] {
  return Array.isArray(pattern) && pattern.length > 1 && pattern.every((item) => isObject(item) && !isOperator(item));
}

/** Objects in a list match when one of them matches all of the nested pattern. */
function compileBranch(pattern: unknown, keys: readonly string[]): PartTest {
  const test = compileObject(pattern, keys);
  return (value, event) => {
    const elements = elementsOf(value);
    return elements.length === 0 ? test(undefined, event) : elements.some((element) => test(element, event));
  };
}

/**
 * A leaf is a list of matchers, one of which has to match one of the event's values. A field is absent only when no
 * object of the lists on its path has it.
 */
function compileLeaf(matchers: unknown[], keys: readonly string[]): PartTest {
  const path = keys.join(".");
  if (matchers.length === 0) throw invalid(path, "Empty arrays are not allowed");
  const tests = matchers.map((matcher) => compileMatcher(matcher, path));
  return (value, event) =>
    tests.some((test) => (test.absent ? leavesAt(event, keys).length === 0 : leavesAt(value, []).some(test.matches)));
}

function leavesAt(value: unknown, keys: readonly string[]): unknown[] {
  const [key, ...rest] = keys;
  const elements = elementsOf(value);
  if (key === undefined) return elements.filter((item) => item !== undefined && !isObject(item));
  return elements.flatMap((item) => (isObject(item) && Object.hasOwn(item, key) ? leavesAt(item[key], rest) : []));
}

function elementsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
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
  if (isObject(operand)) return compileAnythingButText(operand, path);
  const excluded = Array.isArray(operand) ? operand : [operand];
  if (excluded.length === 0) throw invalid(path, "Empty arrays are not allowed");
  const types = new Set(excluded.map((item) => typeof item));
  if ([...types].some((type) => type !== "string" && type !== "number")) {
    throw invalid(path, "Value of anything-but must be an array or single string/number value");
  }
  if (types.size > 1) {
    throw invalid(
      path,
      "Inside anything but list, either all values are number or string, mixed type is not supported",
    );
  }
  return (value) => !excluded.includes(value);
}

function compileAnythingButText(operand: Json, path: string): Test {
  const [[name, inner] = ["", undefined], ...others] = Object.entries(operand);
  const compile = ["equals-ignore-case", "prefix", "suffix", "wildcard"].includes(name) ? OPERATORS[name] : undefined;
  if (compile === undefined || others.length > 0) throw invalid(path, `Unsupported anything-but pattern: ${name}`);
  const items = Array.isArray(inner) ? inner : [inner];
  if (items.length === 0) throw invalid(path, "Empty arrays are not allowed");
  const tests = items.map((item) => compile(textOf(item, path, name), path));
  const affix = name === "prefix" || name === "suffix";
  if (affix && items.includes("")) throw invalid(path, "Null prefix/suffix not allowed");
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
  if (operand.length === 4) checkRange(operand, path);
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

/** Two comparisons are a range: from below first, and not empty. */
function checkRange([lower, bottom, upper, top]: unknown[], path: string): void {
  if (lower !== ">" && lower !== ">=") throw invalid(path, "Too many elements in numeric expression");
  if (upper !== "<" && upper !== "<=") throw invalid(path, `Bad numeric range operator: ${String(upper)}`);
  if (Number(bottom) >= Number(top)) throw invalid(path, "Bottom must be less than top");
}

function compileCidr(operand: unknown, path: string): Test {
  const [address = "", prefix = ""] = textOf(operand, path, "cidr").split("/");
  const version = isIP(address);
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (version === 0 || bits < 0) throw invalid(path, `Malformed CIDR, one '/' required: ${address}/${prefix}`);
  const most = version === 4 ? 32 : 128;
  if (bits >= most) throw invalid(path, `IPv${version} mask bits must be < ${most}`);
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
