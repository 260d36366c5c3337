/**
 * Sweeps: `sweep#<region>` / `state` for where the latest one stands, held by one invocation at a time, and
 * `sweep#<id>` / `cause#…`, `new#…` for what it has found so far, which goes after two days.
 */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { SEVERITIES } from "../assess/verdict.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import { resource } from "./schemas.ts";
import { createTable, type Item, type ItemUpdate, type LedgerTable, parseData } from "./table.ts";

const reasons = z.record(z.string(), z.number().int().min(0));

const stateSchema = z.object({
  /** Of the moment it began: `2026-11-21T05-00-00Z`. */
  id: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** When the sweep before it began: what was made since may be missing in the index until this one has surveyed all. */
  before: z.string().nullable().default(null),
  phase: z.enum(["survey", "tell", "causes", "done"]),
  /** The last resource of the last finished batch, or of what was told; null at the beginning of a phase. */
  cursor: z.object({ kind: z.string(), id: z.string() }).nullable(),
  /** Whether people have had the one message about all that is new. */
  digestSent: z.boolean(),
  looked: z.number().int().min(0),
  inViolation: z.number().int().min(0),
  /** Resources of which something could not be read. */
  unknown: z.number().int().min(0),
  /** Calls of SageMaker and EC2, retries of the SDK not counted. */
  calls: z.number().int().min(0),
  /** What could not be read, each reason with the number of resources. */
  unread: reasons,
  /** Kinds of which not everything could be listed, each with the reason. */
  unlisted: z.record(z.string(), z.string()),
});
/** Where a sweep stands. Times are ISO 8601 in UTC. */
export type SweepState = z.infer<typeof stateSchema>;

const evidenceSchema = z.object({
  cause: z.string(),
  owner: z.string().nullable(),
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  advisory: z.boolean(),
  message: z.string(),
  resource,
  told: z.boolean(),
});
/** A resource that breaks a rule because of something in the network. */
export interface Evidence extends z.infer<typeof evidenceSchema> {
  /** The account that owns the cause, where EC2 tells. */
  owner: string | null;
  /** A finding of the resource's own says it already. */
  told: boolean;
}

const newcomerSchema = z.object({ resource, creationTime: z.string().nullable(), rules: z.array(z.string()) });
/** A resource that is wrong by itself and has no finding yet. */
export interface Newcomer {
  resource: ResourceRef;
  creationTime: string | null;
  rules: string[];
}

/** Another invocation holds the sweep now. */
export class SweepLostError extends Error {
  constructor(id: string) {
    super(`The sweep ${id} is another invocation's now: this one stops, and that one goes on.`);
    this.name = "SweepLostError";
  }
}

export interface SweepStore {
  /** Where the latest sweep of the Region stands; null where there was none. */
  latest(): Promise<SweepState | null>;
  /**
   * Takes the sweep for `by` until a moment, in the given state: the next one, or `seen` as it was read. False when another
   * holds it, or has moved it on since.
   */
  take(state: SweepState, seen: SweepState | null, by: string, until: Date): Promise<boolean>;
  /** Stores the state while `by` holds it. Throws SweepLostError when it does not any more. */
  save(state: SweepState, by: string): Promise<void>;
  /** Lets go of it, so that the next tick need not wait. */
  release(by: string): Promise<void>;
  addEvidence(id: string, evidence: readonly Evidence[]): Promise<void>;
  evidence(id: string): Promise<Evidence[]>;
  addNewcomers(id: string, newcomers: readonly Newcomer[]): Promise<void>;
  newcomers(id: string): Promise<Newcomer[]>;
}

export interface SweepStoreOptions {
  /** The table's name. */
  table: string;
  client: DynamoDBDocumentClient;
  region: string;
  now(): Date;
  wait(milliseconds: number): Promise<void>;
}

const KEPT_SECONDS = 2 * 24 * 3_600;

export function createSweepStore({ table: name, client, region, now, wait }: SweepStoreOptions): SweepStore {
  const table = createTable(client, name);
  const key = { pk: `sweep#${region}`, sk: "state" };
  const add = (id: string, items: { sk: string; data: object }[]) => {
    const expiresAt = Math.floor(now().getTime() / 1_000) + KEPT_SECONDS;
    return table.putAll(
      items.map((item) => ({ pk: `sweep#${id}`, ...item, expiresAt })),
      wait,
    );
  };
  return {
    async latest() {
      const item = await table.get(key);
      return item === null ? null : parseData(stateSchema, item);
    },
    take: (state, seen, by, until) => take(table, key, { state, seen, by, until, at: now() }),
    async save(state, by) {
      if ((await table.update(key, stateUpdate(state, by))) === null) throw new SweepLostError(state.id);
    },
    async release(by) {
      await table.update(key, {
        expression: "SET heldUntil = :never",
        condition: "heldBy = :by",
        names: {},
        values: { ":never": 0, ":by": by },
      });
    },
    addEvidence: (id, evidence) => add(id, evidence.map(evidenceItem)),
    evidence: (id) => readAll(table, id, "cause#", evidenceSchema),
    addNewcomers: (id, newcomers) => add(id, newcomers.map(newcomerItem)),
    newcomers: (id) => readAll(table, id, "new#", newcomerSchema),
  };
}

interface Taking {
  state: SweepState;
  seen: SweepState | null;
  by: string;
  until: Date;
  at: Date;
}

async function take(table: LedgerTable, key: { pk: string; sk: string }, taking: Taking): Promise<boolean> {
  const { state, seen, by, until, at } = taking;
  const heldUntil = until.getTime();
  if (seen === null) return table.insert({ ...key, heldBy: by, heldUntil, data: state });
  const taken = await table.update(key, {
    expression: "SET heldBy = :by, heldUntil = :until, #data = :data",
    condition: "heldUntil <= :now AND #data.#id = :seen AND #data.#phase = :phase AND #data.#calls = :calls",
    names: { "#data": "data", "#id": "id", "#phase": "phase", "#calls": "calls" },
    values: {
      ...{ ":by": by, ":until": heldUntil, ":data": state, ":now": at.getTime() },
      ...{ ":seen": seen.id, ":phase": seen.phase, ":calls": seen.calls },
    },
  });
  return taken !== null;
}

function stateUpdate(state: SweepState, by: string): ItemUpdate {
  return {
    expression: "SET #data = :data",
    condition: "heldBy = :by",
    names: { "#data": "data" },
    values: { ":data": state, ":by": by },
  };
}

function evidenceItem(evidence: Evidence): { sk: string; data: object } {
  return { sk: `cause#${evidence.cause}#${evidence.rule}#${resourceKey(evidence.resource)}`, data: evidence };
}

function newcomerItem(newcomer: Newcomer): { sk: string; data: object } {
  return { sk: `new#${resourceKey(newcomer.resource)}`, data: newcomer };
}

async function readAll<T>(table: LedgerTable, id: string, prefix: string, schema: z.ZodType<T>): Promise<T[]> {
  const items: Item[] = await table.list(`sweep#${id}`, prefix);
  return items.map((item) => parseData(schema, item));
}
