/** The audit trail: `finding#<id>` / `audit#<entry id>`, only ever appended to. It never expires. */
import type { AuditEntry, Ledger } from "./ledger.ts";
import { auditSchema } from "./schemas.ts";
import { type LedgerTable, parseData } from "./table.ts";

const PREFIX = "audit#";

type Audit = Pick<Ledger, "audit" | "listAudit">;

export function createAudit(table: LedgerTable): Audit {
  return {
    async audit(entry) {
      await table.insert({ pk: `finding#${entry.findingId}`, sk: `${PREFIX}${entry.id}`, data: entry });
    },
    async listAudit(findingId) {
      const items = await table.list(`finding#${findingId}`, PREFIX);
      return items.map((item) => parseData(auditSchema, item)).toSorted(byTime);
    },
  };
}

function byTime(one: AuditEntry, other: AuditEntry): number {
  return one.at.localeCompare(other.at) || one.id.localeCompare(other.id);
}
