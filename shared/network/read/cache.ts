/** What was read of EC2, kept for a short time by source and key, parsed once. Readings that are under way are shared. */
import { compareTexts } from "../../compare.ts";
import { member, valuesAt } from "../../sagemaker/document.ts";
import { ANSWERS } from "../answers.ts";
import { UnusableAnswerError } from "../parse.ts";
import type { Calls } from "./calls.ts";
import type { Source } from "./sources.ts";

/** What a source told of one key. `problems` say of which items it could not be used. */
export type Reading =
  | { status: "told"; items: readonly object[]; problems: readonly string[] }
  | { status: "failed"; error: unknown };

export interface ReadCache {
  /** A moment, for `take`. */
  moment(): number;
  /** The reading of each key; none that began before `since` is used, which is a moment or 0. Never rejects. */
  take(source: Source, keys: readonly string[], since: number): Promise<Map<string, Reading>>;
}

export interface ReadCacheOptions {
  calls: Calls;
  now(): Date;
  ttlSeconds: number;
  /** Keys that are kept at the most; the oldest go first. */
  most: number;
}

interface Kept {
  reading: Promise<Reading>;
  /** When the reading began, in milliseconds and as a moment. */
  at: number;
  moment: number;
}

export function createReadCache({ calls, now, ttlSeconds, most }: ReadCacheOptions): ReadCache {
  const kept = new Map<string, Kept>();
  let moments = 0;

  function isUsable({ at, moment }: Kept, since: number): boolean {
    const age = now().getTime() - at;
    return moment >= since && age >= 0 && age < ttlSeconds * 1_000;
  }

  function keep(source: Source, key: string, one: Kept): void {
    const id = idOf(source, key);
    kept.delete(id);
    kept.set(id, one);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    one.reading.then(({ status }) => {
      if (status === "failed" && kept.get(id) === one) kept.delete(id);
    });
  }

  function begin(source: Source, keys: readonly string[]): Promise<Map<string, Reading>> {
    const began = { at: now().getTime(), moment: moments };
    const told = read(source, keys, calls);
    for (const key of keys)
      keep(source, key, { ...began, reading: told.then((readings) => readings.get(key) ?? NONE) });
    const { alsoTells } = source;
    return alsoTells === undefined ? told : told.then((readings) => keepItems(alsoTells, readings, began));
  }

  function keepItems(source: Source, readings: Map<string, Reading>, began: Omit<Kept, "reading">): typeof readings {
    for (const reading of readings.values()) {
      for (const item of reading.status === "told" ? reading.items : []) {
        const key = String(member(item, ANSWERS[source.name].id));
        const before = kept.get(idOf(source, key));
        if (before !== undefined && (before.at > began.at || before.moment > began.moment)) continue;
        const one: Reading = { status: "told", items: [item], problems: [] };
        keep(source, key, { ...began, reading: Promise.resolve(one) });
      }
    }
    return readings;
  }

  return {
    moment: () => ++moments,
    async take(source, keys, since) {
      const shared: [string, Promise<Reading>][] = [];
      const missing: string[] = [];
      for (const key of new Set(keys)) {
        const one = kept.get(idOf(source, key));
        if (one !== undefined && isUsable(one, since)) shared.push([key, one.reading]);
        else missing.push(key);
      }
      const begun = inBatches(missing, source.batch).map((batch) => begin(source, batch));
      const found = await Promise.all(shared.map(async ([key, reading]) => [key, await reading] as const));
      return new Map([...found, ...(await Promise.all(begun)).flatMap((readings) => [...readings])]);
    },
  };
}

const NONE: Reading = { status: "told", items: [], problems: [] };

function idOf({ operation, keyAt }: Source, key: string): string {
  return `${operation} ${keyAt} ${key}`;
}

function inBatches(keys: readonly string[], size: number): string[][] {
  const batches: string[][] = [];
  for (let from = 0; from < keys.length; from += size) batches.push(keys.slice(from, from + size));
  return batches;
}

async function read(source: Source, keys: readonly string[], calls: Calls): Promise<Map<string, Reading>> {
  try {
    return sorted(source, keys, await source.read(keys, calls));
  } catch (error) {
    return new Map(keys.map((key) => [key, { status: "failed", error }]));
  }
}

/**
 * By key, in the order of ids, for EC2 promises none. An item that names no key counts for all that were asked: it is an
 * answer to one of them.
 */
function sorted(source: Source, keys: readonly string[], told: readonly unknown[]): Map<string, Reading> {
  const readings = new Map(keys.map((key) => [key, { status: "told" as const, items: [], problems: [] } as Sorting]));
  const at = ANSWERS[source.name].id;
  for (const raw of told.toSorted((one, other) => compareTexts(String(member(one, at)), String(member(other, at))))) {
    const parsed = parse(source, raw);
    const named = source.keyAt === null ? [] : valuesAt(raw, source.keyAt).map(String);
    for (const key of named.length === 0 ? keys : keys.filter((one) => named.includes(one))) {
      if (typeof parsed === "string") readings.get(key)?.problems.push(parsed);
      else readings.get(key)?.items.push(parsed);
    }
  }
  return readings;
}

type Sorting = { status: "told"; items: object[]; problems: string[] };

/** The item, or why it cannot be used. */
function parse({ name, operation }: Source, raw: unknown): object | string {
  try {
    return ANSWERS[name].item(raw, `${operation}: ${member(raw, ANSWERS[name].id) ?? "an item"}`);
  } catch (error) {
    if (error instanceof UnusableAnswerError) return error.message;
    throw error;
  }
}
