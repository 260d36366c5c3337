/** Findings: one item per resource, `finding#<id>` / `finding`. They never expire: their rounds name executions. */

import { isUnknown } from "../detect/creator.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import { LedgerError } from "./errors.ts";
import { type Finding, type Ledger, type OpenRound, type RoundEnd, TRIGGERS_KEPT } from "./ledger.ts";
import { findingSchema } from "./schemas.ts";
import { type Item, type ItemKey, type ItemUpdate, type LedgerTable, parseData } from "./table.ts";

const OPEN = "findings#open";
/** Open findings that one look-up by resource gives: of one name there is one resource, and its closed predecessors. */
const MOST_OF_ONE_NAME = 20;

type Findings = Pick<
  Ledger,
  "getFinding" | "listOpenFindings" | "findOpenFindings" | "openRound" | "updateFinding" | "endRound"
>;

export function createFindings(table: LedgerTable): Findings {
  return {
    getFinding: (id) => getFinding(table, id),
    async listOpenFindings(limit) {
      const items = await table.listIndexed("gsi1", OPEN, "descending", limit);
      return items.map(readFinding).filter((finding) => finding.status === "open");
    },
    async findOpenFindings(key) {
      const items = await table.listIndexed("gsi2", key, "ascending", MOST_OF_ONE_NAME);
      return items.map(readFinding).filter((finding) => finding.status === "open");
    },
    openRound: (finding) => openRound(table, finding),
    async updateFinding(id, round, change, at) {
      const update = setData({ ...change, updatedAt: at }, "#data.#round = :current");
      update.values[":current"] = round;
      update.names["#round"] = "round";
      return (await table.update(findingKey(id), update)) !== null;
    },
    endRound: (id, round, end, by) => endRound(table, id, round, end, by),
  };
}

function findingKey(id: string): ItemKey {
  return { pk: `finding#${id}`, sk: "finding" };
}

function readFinding(item: Item): Finding {
  return parseData(findingSchema, item);
}

async function getFinding(table: LedgerTable, id: string): Promise<Finding | null> {
  const item = await table.get(findingKey(id));
  return item === null ? null : readFinding(item);
}

/**
 * Opens the first round with an insert and a later one with an update that holds only while the round it read stands.
 * What lasts beyond a round stays: when the finding was opened, who made the resource, an exemption, a replacement,
 * the triggers seen.
 */
async function openRound(table: LedgerTable, wanted: Finding): Promise<OpenRound> {
  const stored = await getFinding(table, wanted.id);
  if (stored === null) {
    const item = { ...findingKey(wanted.id), ...indexKeys(wanted), data: wanted };
    if (await table.insert(item)) return { result: "opened", finding: wanted };
    return openRound(table, wanted);
  }
  if (stored.round > wanted.round) return { result: "superseded", finding: stored };
  if (stored.round === wanted.round) return { result: "opened", finding: stored };
  const next = await table.update(findingKey(wanted.id), nextRound(stored, wanted));
  return next === null ? openRound(table, wanted) : { result: "opened", finding: readFinding(next) };
}

function nextRound(stored: Finding, wanted: Finding): ItemUpdate {
  const { id, openedAt, exemption, replacementArn, creator, creationTime, ...fresh } = wanted;
  const change = {
    ...fresh,
    creator: isUnknown(stored.creator) ? creator : stored.creator,
    creationTime: creationTime ?? stored.creationTime,
    triggers: [...new Set([...stored.triggers, ...wanted.triggers])].slice(-TRIGGERS_KEPT),
  };
  const update = setData(change, "#data.#round = :seen");
  const keys = Object.entries(indexKeys({ id, openedAt: stored.openedAt, resource: wanted.resource }));
  return {
    ...update,
    expression: [update.expression, ...keys.map(([name]) => `${name} = :${name}`)].join(", "),
    values: {
      ...update.values,
      ":seen": stored.round,
      ...Object.fromEntries(keys.map(([name, key]) => [`:${name}`, key])),
    },
  };
}

async function endRound(
  table: LedgerTable,
  id: string,
  round: number,
  { outcome, close, at }: RoundEnd,
  endedBy: string,
): Promise<boolean> {
  const change = { roundStatus: "ended", outcome, updatedAt: at, endedBy, ...(close && { status: "closed" }) };
  const unless = close ? "#data.#status = :unless" : "#data.#roundStatus = :unless";
  const update = setData(change, `#data.#round = :current AND ${unless}`);
  const ended = await table.update(findingKey(id), {
    expression: close ? `${update.expression} REMOVE gsi1pk, gsi1sk, gsi2pk, gsi2sk` : update.expression,
    condition: update.condition,
    names: { ...update.names, "#round": "round" },
    values: { ...update.values, ":current": round, ":unless": close ? "open" : "live" },
  });
  if (ended !== null) return true;
  const stored = await getFinding(table, id);
  if (stored === null) throw new LedgerError(`Finding ${id} is not there.`);
  return stored.round === round && stored.endedBy === endedBy && (!close || stored.status === "closed");
}

function indexKeys({ id, openedAt, resource }: Pick<Finding, "id" | "openedAt" | "resource">) {
  const place = `${openedAt}#${id}`;
  return { gsi1pk: OPEN, gsi1sk: place, gsi2pk: resourceKey(resource), gsi2sk: place };
}

/** Sets members of `data`, one by one, so that two changes to different members never undo each other. */
function setData(change: Record<string, unknown>, condition: string): ItemUpdate {
  const members = Object.entries(change).filter(([, value]) => value !== undefined);
  return {
    expression: `SET ${members.map(([name]) => `#data.#${name} = :${name}`).join(", ")}`,
    condition,
    names: { "#data": "data", ...Object.fromEntries(members.map(([name]) => [`#${name}`, name])) },
    values: Object.fromEntries(members.map(([name, value]) => [`:${name}`, value])),
  };
}
