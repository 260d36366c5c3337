/** Looking for network settings all through a JSON text whose schema is not known here. */
import { isObject, member, Unresolved } from "./document.ts";
import type { DocumentUnit } from "./document-unit.ts";

export type DocumentValues = Extract<DocumentUnit, { values: unknown }>["values"];

/** What a member says, by its name in lower case; undefined for one that is no network setting. */
export type ReadPlace = (name: string, value: unknown) => DocumentValues | undefined;

const MAX_DEPTH = 16;
const MAX_PLACES = 32;
/** Keys of the document reach messages only when they look like what they stand for. */
const KEY = /^[\w-]{1,64}$/;

/** Null for a text that is no JSON object. Never throws. */
export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const document: unknown = JSON.parse(text);
    return isObject(document) ? document : null;
  } catch {
    return null;
  }
}

/**
 * One unit for each member that `readPlace` knows, wherever it stands, at its path below `whole`; with a reason for what is
 * too deep or too much to look through.
 */
export function placesIn(document: Record<string, unknown>, whole: string, readPlace: ReadPlace): DocumentUnit[] {
  const places = search(document, whole, readPlace, 0);
  if (places.length <= MAX_PLACES) return places;
  const reason = `it has more than ${MAX_PLACES} places with network settings`;
  return [...places.slice(0, MAX_PLACES), { path: whole, reason }];
}

function search(value: unknown, path: string, readPlace: ReadPlace, depth: number): DocumentUnit[] {
  if (typeof value !== "object" || value === null) return [];
  if (depth > MAX_DEPTH) return [{ path, reason: `it is nested more than ${MAX_DEPTH} levels deep` }];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => search(item, `${path}[${index}]`, readPlace, depth + 1));
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}.${KEY.test(key) ? key : "(illegible)"}`;
    const values = readPlace(key.toLowerCase(), inner);
    return values === undefined ? search(inner, at, readPlace, depth + 1) : [{ path: at, values }];
  });
}

export function readVpcConfig(config: unknown): DocumentValues {
  const problem = config === null || isObject(config) ? undefined : new Unresolved("VpcConfig is no JSON object");
  return {
    subnets: problem ?? member(config, "Subnets"),
    securityGroups: problem ?? member(config, "SecurityGroupIds"),
  };
}
