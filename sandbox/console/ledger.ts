/** The service's ledger, read where the account keeps it: without a call that the account would record. */
import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { type HttpRequest, HttpResponse } from "@smithy/core/transport";
import { documentClient } from "../../shared/aws/dynamodb.ts";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import type { Ledger } from "../../shared/record/ledger.ts";
import { type LocalAccount, REGION } from "../account.ts";
import { AwsError } from "../contract.ts";
import type { Tables } from "../services/dynamodb.ts";

/** What the console may do with the ledger. */
export type LedgerReader = Pick<
  Ledger,
  "getFinding" | "getQuestion" | "listActions" | "listAudit" | "listOpenFindings" | "listPendingQuestions"
>;

/** Null when the template has no table. */
export function openLedger({ stack, tables }: Pick<LocalAccount, "stack" | "tables">): LedgerReader | null {
  const table = stack.tables[0]?.name;
  if (table === undefined) return null;
  const client = new DynamoDBClient({
    region: REGION,
    endpoint: "http://127.0.0.1",
    credentials: { accessKeyId: "console", secretAccessKey: "console" },
    requestHandler: inProcess(tables),
  });
  return createLedger({ table, client: documentClient(client) });
}

/** Hands the SDK's requests to the account's tables without a socket. */
function inProcess(tables: Pick<Tables, "call">): NonNullable<DynamoDBClientConfig["requestHandler"]> {
  return {
    async handle({ headers, body }: HttpRequest) {
      const name = String(headers["x-amz-target"]).split(".").at(-1) ?? "";
      const { statusCode, document } = await answer(tables, name, JSON.parse(textOf(body)));
      return { response: new HttpResponse({ statusCode, headers: {}, body: Buffer.from(JSON.stringify(document)) }) };
    },
  };
}

/** The SDK hands over text or bytes, depending on the protocol. */
function textOf(body: unknown): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);
}

async function answer(tables: Pick<Tables, "call">, operation: string, input: object) {
  try {
    return { statusCode: 200, document: await tables.call(operation, input) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { statusCode: error.statusCode, document: { __type: error.code, message: error.message } };
  }
}
