import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentClient } from "../../shared/aws/dynamodb.ts";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import { LedgerError, LedgerUnavailableError } from "../../shared/record/errors.ts";
import { type LocalTable, startTable } from "./local-table.ts";
import { actionOf, decisionOf, findingOf, questionOf } from "./samples.ts";

let local: LocalTable;

beforeAll(async () => {
  local = await startTable();
});

afterAll(() => local.stop());

function ledgerThatFails(error: Error) {
  const client = { send: () => Promise.reject(error) } as unknown as DynamoDBDocumentClient;
  return createLedger({ table: "ledger", client });
}

function named(name: string, extra: object = {}): Error {
  return Object.assign(new Error(`${name} happened`), { name }, extra);
}

describe("errors worth a retry", () => {
  it.each([
    named("ProvisionedThroughputExceededException", { $metadata: { httpStatusCode: 400 } }),
    named("ThrottlingException"),
    named("RequestLimitExceeded"),
    named("InternalServerError", { $metadata: { httpStatusCode: 500 } }),
    named("TimeoutError"),
    named("Error", { code: "ECONNREFUSED" }),
  ])("%s", async (error) => {
    const ledger = ledgerThatFails(error);
    await expect(ledger.getFinding("f-1")).rejects.toBeInstanceOf(LedgerUnavailableError);
    await expect(ledger.listAudit("f-1")).rejects.toBeInstanceOf(LedgerUnavailableError);
    await expect(ledger.startAction(actionOf())).rejects.toMatchObject({ cause: error });
  });

  it("a table that is not reachable", async () => {
    const plain = new DynamoDBClient({
      endpoint: "http://127.0.0.1:1",
      region: "eu-west-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    });
    const ledger = createLedger({ table: "ledger", client: documentClient(plain) });
    await expect(ledger.decide("q-1", decisionOf())).rejects.toBeInstanceOf(LedgerUnavailableError);
  });
});

describe("permanent errors", () => {
  it("access denied says so", async () => {
    const ledger = ledgerThatFails(named("AccessDeniedException", { $metadata: { httpStatusCode: 400 } }));
    await expect(ledger.ask(questionOf())).rejects.toThrow(LedgerError);
    await expect(ledger.ask(questionOf())).rejects.toThrow("AccessDeniedException");
  });

  it("a table that does not exist says so", async () => {
    const ledger = createLedger({ table: "nowhere", client: local.client });
    await expect(ledger.getQuestion("q-1")).rejects.toThrow("ResourceNotFoundException");
    await expect(ledger.openRound(findingOf())).rejects.toThrow(LedgerError);
  });

  it("a call with a member that DynamoDB does not have is not sent", async () => {
    const input = { TableName: local.table, Item: { pk: "a", sk: "b" }, Condition: "attribute_not_exists(pk)" };
    await expect(local.client.send(new PutCommand(input))).rejects.toThrow('no member "Condition"');
  });
});

describe("expiry", () => {
  async function expiryOf(pk: string, sk: string): Promise<unknown> {
    const { Item } = await local.client.send(new GetCommand({ TableName: local.table, Key: { pk, sk } }));
    return Item?.expiresAt;
  }

  it("a settled question goes after a year, a cap after days, and nothing else goes", async () => {
    const ledger = createLedger(local);
    await ledger.ask(questionOf({ id: "q-ttl" }));
    expect(await expiryOf("question#q-ttl", "question")).toBeUndefined();
    await ledger.decide("q-ttl", decisionOf({ at: "2026-11-21T06:00:00.000Z" }));
    expect(await expiryOf("question#q-ttl", "question")).toBe(Date.parse("2027-11-21T06:00:00Z") / 1000);
    const cap = { account: "1", effect: "reversible" as const, hour: "2026-11-21T05", limit: 1, actionId: "a" };
    await ledger.reserve(cap);
    expect(await expiryOf("budget#1", "reversible#2026-11-21T05")).toBe(Date.parse("2026-11-24T05:00:00Z") / 1000);
    await ledger.openRound(findingOf({ id: "f-ttl" }));
    await ledger.startAction(actionOf({ findingId: "f-ttl", id: "x" }));
    await ledger.endRound("f-ttl", 1, { outcome: "gone", close: true, at: "2026-11-21T06:00:00.000Z" }, "execution");
    expect(await expiryOf("finding#f-ttl", "finding")).toBeUndefined();
    expect(await expiryOf("finding#f-ttl", "action#x")).toBeUndefined();
  });
});
