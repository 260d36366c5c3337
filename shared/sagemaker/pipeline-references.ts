/**
 * The references and functions that stand for values in a pipeline definition.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-parameters.html
 */
import { isObject, Unresolved } from "./document.ts";

/** The value of a reference, such as `Parameters.Subnets` or `Steps.Train.ModelArtifacts`, or why there is none. */
export type Lookup = (reference: string) => unknown;

const MAX_DEPTH = 64;
/** Characters; more than any setting has. It keeps a short definition from making endless texts. */
const LONGEST_TEXT = 4_096;

/**
 * `value` with each reference replaced by what `lookup` finds, and by an `Unresolved` where that is none. What holds
 * no reference is returned as it is, not copied. Never throws, unless `lookup` does.
 */
export function resolveReferences(value: unknown, lookup: Lookup): unknown {
  return resolve(value, lookup, 0);
}

function resolve(value: unknown, lookup: Lookup, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) return new Unresolved(`it is nested more than ${MAX_DEPTH} levels deep`);
  if (Array.isArray(value)) return resolveList(value, lookup, depth);
  const members = Object.entries(value);
  const [only] = members;
  if (only !== undefined && members.length === 1) {
    const [name, argument] = only;
    if (name === "Get" && typeof argument === "string") return lookup(argument);
    if (name === "Std:Join") return join(argument, lookup, depth + 1);
    if (name.startsWith("Std:")) return new Unresolved(`the value of ${name} is known only when the pipeline runs`);
  }
  const resolved = members.map(([name, member]) => [name, resolve(member, lookup, depth + 1)] as const);
  return resolved.every(([, member], index) => member === members[index]?.[1]) ? value : Object.fromEntries(resolved);
}

function resolveList(list: readonly unknown[], lookup: Lookup, depth: number): readonly unknown[] {
  const resolved = list.map((item) => resolve(item, lookup, depth + 1));
  return resolved.every((item, index) => item === list[index]) ? list : resolved;
}

function join(argument: unknown, lookup: Lookup, depth: number): unknown {
  const { On = "", Values } = isObject(argument) ? argument : {};
  const parts = Array.isArray(Values) ? resolveList([On, ...Values], lookup, depth) : [undefined];
  const unresolved = parts.find((part) => part instanceof Unresolved);
  if (unresolved !== undefined) return unresolved;
  const texts: string[] = [];
  let length = 0;
  for (const part of parts) {
    if (!isScalar(part)) return new Unresolved("Std:Join joins what is no text");
    texts.push(String(part));
    length += String(part).length + String(parts[0]).length;
    if (length > LONGEST_TEXT) return new Unresolved(`Std:Join makes more than ${LONGEST_TEXT} characters`);
  }
  const [separator, ...values] = texts;
  return values.join(separator);
}

/** What a pipeline parameter can be. */
export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
