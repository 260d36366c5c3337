/**
 * Parsers for answers of EC2, small enough to be loaded with every event. Members that a parser does not name are dropped;
 * `null` counts as absent, because `aws … --query` prints it so.
 */
import { isObject, member } from "../sagemaker/document.ts";
import { parseCidr } from "./cidr.ts";

/** A document or one item of it is not what EC2 answers. Caught by `createNetworkFacts`, which lists the message. */
export class UnusableAnswerError extends Error {
  override name = "UnusableAnswerError";
}

/** Reads `value`, which stands at the path `at`; throws UnusableAnswerError. */
export type Parser<Value> = (value: unknown, at: string) => Value;
export type Parsed<P> = P extends Parser<infer Value> ? Value : never;

export const text: Parser<string> = (value, at) => {
  if (typeof value === "string" && value !== "") return value;
  throw new UnusableAnswerError(isAbsent(value) || value === "" ? `${at} is missing` : `${at} is not text`);
};

export const flag: Parser<boolean> = (value, at) => {
  if (typeof value === "boolean") return value;
  throw new UnusableAnswerError(isAbsent(value) ? `${at} is missing` : `${at} is not true or false`);
};

export const whole: Parser<number> = (value, at) => {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw new UnusableAnswerError(isAbsent(value) ? `${at} is missing` : `${at} is not a whole number`);
};

/** A CIDR block, as it was written. */
export const block: Parser<string> = (value, at) => {
  const written = text(value, at);
  if (parseCidr(written) !== undefined) return written;
  throw new UnusableAnswerError(`${at} is not a CIDR block`);
};

/** Empty text counts as absent, too: EC2 answers so for a tag without a value. */
export function optional<Value>(parser: Parser<Value>): Parser<Value | undefined> {
  return (value, at) => (isAbsent(value) || value === "" ? undefined : parser(value, at));
}

export function list<Value>(parser: Parser<Value>): Parser<Value[]> {
  return (value, at) => {
    if (Array.isArray(value)) return value.map((item, index) => parser(item, `${at}[${index}]`));
    throw new UnusableAnswerError(isAbsent(value) ? `${at} is missing` : `${at} is not a list`);
  };
}

/** A list that EC2 leaves out when it is empty. */
export function listOrNone<Value>(parser: Parser<Value>): Parser<Value[]> {
  const whenThere = list(parser);
  return (value, at) => (isAbsent(value) ? [] : whenThere(value, at));
}

/** An object with these members; those that are absent are left out of it. */
export function object<Shape extends Record<string, Parser<unknown>>>(
  shape: Shape,
): Parser<{ [Name in keyof Shape]: Parsed<Shape[Name]> }> {
  return (value, at) => {
    if (!isObject(value))
      throw new UnusableAnswerError(isAbsent(value) ? `${at} is missing` : `${at} is not an object`);
    const read: Record<string, unknown> = {};
    for (const [name, parser] of Object.entries(shape)) {
      const parsed = parser(member(value, name), `${at}.${name}`);
      if (parsed !== undefined) read[name] = parsed;
    }
    return read as { [Name in keyof Shape]: Parsed<Shape[Name]> };
  };
}

/** The same, refused with `problem` unless it holds. */
export function checked<Value>(
  parser: Parser<Value>,
  holds: (value: Value) => boolean,
  problem: string,
): Parser<Value> {
  return (value, at) => {
    const parsed = parser(value, at);
    if (holds(parsed)) return parsed;
    throw new UnusableAnswerError(`${at} ${problem}`);
  };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
