/**
 * Reading members of documents that AWS wrote. CloudTrail lower-cases the first letter of every key, and spells some
 * acronyms its own way, so keys are matched whatever their case.
 */

type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member by name, exact spelling first; undefined when `document` is no object or has no such key. */
export function member(document: unknown, name: string): unknown {
  if (!isObject(document)) return undefined;
  if (Object.hasOwn(document, name)) return document[name];
  const wanted = name.toLowerCase();
  for (const key of Object.keys(document)) {
    if (key.toLowerCase() === wanted) return document[key];
  }
  return undefined;
}

/** A member that is a non-empty string, by dotted path; undefined otherwise. */
export function stringAt(document: unknown, path: string): string | undefined {
  const value = valuesAt(document, path)[0];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The values at a dotted path; `[]` after a name stands for every element of that list. */
export function valuesAt(document: unknown, path: string): unknown[] {
  return membersAt(document, path).map((found) => found.value);
}

/** The members at a dotted path that are there, each with its concrete path (`Containers[1].ImageConfig`). */
export function membersAt(document: unknown, path: string): { path: string; value: unknown }[] {
  let found = [{ path: "", value: document }];
  for (const part of path === "" ? [] : path.split(".")) {
    const list = part.endsWith("[]");
    const name = list ? part.slice(0, -2) : part;
    found = found.flatMap((parent) => {
      const value = member(parent.value, name);
      const at = parent.path === "" ? name : `${parent.path}.${name}`;
      if (!list) return value === undefined || value === null ? [] : [{ path: at, value }];
      return Array.isArray(value) ? value.map((item, index) => ({ path: `${at}[${index}]`, value: item })) : [];
    });
  }
  return found;
}

/** Stands where a document refers to a value that it does not hold, such as a pipeline parameter without a default. */
export class Unresolved {
  /** Why there is no value, as a clause: `the parameter Subnets has no default`. */
  readonly reason: string;
  /** What it stands for is judged in its own place, so nothing has to be known of it here. */
  readonly judgedElsewhere: boolean;

  constructor(reason: string, judgedElsewhere = false) {
    this.reason = reason;
    this.judgedElsewhere = judgedElsewhere;
  }
}
