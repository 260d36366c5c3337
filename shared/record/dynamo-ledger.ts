/** The ledger on one DynamoDB table. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createActions } from "./actions.ts";
import { createAudit } from "./audit.ts";
import { createBudgets } from "./budgets.ts";
import { createFindings } from "./findings.ts";
import type { Ledger } from "./ledger.ts";
import { createQuestions } from "./questions.ts";
import { createTable } from "./table.ts";

/**
 * Every method throws LedgerUnavailableError when the table does not answer (worth a retry) and LedgerError when a
 * retry would not help. `table` is the table's name.
 */
export function createLedger({ table, client }: { table: string; client: DynamoDBDocumentClient }): Ledger {
  const items = createTable(client, table);
  return {
    ...createFindings(items),
    ...createQuestions(items),
    ...createActions(items),
    ...createBudgets(items),
    ...createAudit(items),
  };
}
