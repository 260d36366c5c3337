/** Actions: `finding#<id>` / `action#<action id>`, stored before the change they describe. They never expire. */
import { LedgerError } from "./errors.ts";
import type { ActionRecord, Ledger } from "./ledger.ts";
import { actionSchema } from "./schemas.ts";
import { type Item, type ItemKey, type LedgerTable, parseData } from "./table.ts";

const PREFIX = "action#";

type Actions = Pick<Ledger, "startAction" | "finishAction" | "listActions">;

export function createActions(table: LedgerTable): Actions {
  return {
    async startAction(action) {
      if (await table.insert({ ...actionKey(action), data: action })) return action;
      return storedAction(table, action);
    },
    finishAction: (action) => finishAction(table, action),
    async listActions(findingId) {
      const items = await table.list(`finding#${findingId}`, PREFIX);
      return items.map(readAction).toSorted(byStart);
    },
  };
}

function actionKey(action: ActionRecord): ItemKey {
  return { pk: `finding#${action.findingId}`, sk: `${PREFIX}${action.id}` };
}

function readAction(item: Item): ActionRecord {
  return parseData(actionSchema, item);
}

async function storedAction(table: LedgerTable, action: ActionRecord): Promise<ActionRecord> {
  const item = await table.get(actionKey(action));
  if (item === null) throw new LedgerError(`Action ${action.id} is not there.`);
  return readAction(item);
}

/** The first end that is told stays; telling it again changes nothing. */
async function finishAction(table: LedgerTable, action: ActionRecord): Promise<void> {
  const finished = await table.update(actionKey(action), {
    expression: "SET #data.#status = :status, #data.detail = :detail, #data.finishedAt = :at",
    condition: "#data.#status = :started",
    names: { "#data": "data", "#status": "status" },
    values: {
      ":status": action.status,
      ":detail": action.detail,
      ":at": action.finishedAt,
      ":started": "started",
    },
  });
  if (finished === null) await storedAction(table, action);
}

function byStart(one: ActionRecord, other: ActionRecord): number {
  return one.startedAt.localeCompare(other.startedAt) || one.id.localeCompare(other.id);
}
