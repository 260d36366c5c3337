/** Caps: one item per account, effect and hour, holding the ids of the actions counted in it. */
import type { Ledger } from "./ledger.ts";
import type { ItemUpdate, LedgerTable } from "./table.ts";

const KEPT_SECONDS = 3 * 24 * 3600;

type Budgets = Pick<Ledger, "reserve">;
type Cap = Parameters<Ledger["reserve"]>[0];

export function createBudgets(table: LedgerTable): Budgets {
  return {
    /** With a limit of 0 nothing is allowed, not even what was counted before. */
    async reserve(cap) {
      if (cap.limit < 1) return false;
      const key = { pk: `budget#${cap.account}`, sk: `${cap.effect}#${cap.hour}` };
      return (await table.update(key, count(cap))) !== null;
    },
  };
}

function count({ hour, limit, actionId }: Cap): ItemUpdate {
  return {
    expression: "SET expiresAt = :goes ADD #ids :one",
    condition: "attribute_not_exists(#ids) OR contains(#ids, :id) OR size(#ids) < :limit",
    names: { "#ids": "ids" },
    values: { ":goes": goes(hour), ":one": new Set([actionId]), ":id": actionId, ":limit": limit },
  };
}

/** `hour` is `2026-11-21T05`, in UTC. */
function goes(hour: string): number {
  const start = Date.parse(`${hour}:00:00Z`);
  if (Number.isNaN(start)) throw new TypeError(`A cap's hour reads like 2026-11-21T05, not ${JSON.stringify(hour)}.`);
  return start / 1000 + KEPT_SECONDS;
}
