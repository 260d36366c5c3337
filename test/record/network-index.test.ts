import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LedgerUnavailableError } from "../../shared/record/errors.ts";
import { createNetworkIndex } from "../../shared/record/network-index.ts";
import { createTable } from "../../shared/record/table.ts";
import type { ResourceRef } from "../../shared/sagemaker/resource-kind.ts";
import { type LocalTable, startTable } from "./local-table.ts";

let table: LocalTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const now = () => new Date("2026-11-21T05:00:00Z");

function resource(name: string, kind = "notebook-instance"): ResourceRef {
  return { kind, name, id: name, arn: null, account: "111122223333", region: "eu-west-1" };
}

it("finds resources directly and over what lies between, each once", async () => {
  const index = createNetworkIndex({ ...table, now, wait: async () => {} });
  const one = { resource: resource("one"), ids: ["subnet-1", "sg-1"] };
  const two = { resource: resource("two"), ids: ["subnet-2", "sg-1"] };
  const edges = [
    { from: "vpc-1", on: "subnet-1" },
    { from: "vpc-1", on: "subnet-2" },
    { from: "rtb-1", on: "vpc-1" },
    { from: "subnet-2", on: "vpc-1" },
  ];
  await index.put([one, two], edges);

  const namesOn = async (...ids: string[]) => (await index.resourcesOn(ids)).resources.map(({ name }) => name).sort();
  expect(await namesOn("subnet-1")).toEqual(["one"]);
  expect(await namesOn("rtb-1")).toEqual(["one", "two"]);
  expect(await namesOn("sg-1", "rtb-1")).toEqual(["one", "two"]);
  expect(await namesOn("rtb-9")).toEqual([]);
  expect((await index.resourcesOn(["rtb-1"])).ids).toEqual(new Set(["rtb-1", "vpc-1", "subnet-1", "subnet-2"]));
});

it("knows the kinds of those that name a group", async () => {
  const index = createNetworkIndex({ ...table, now, wait: async () => {} });
  await index.put(
    [
      { resource: resource("job", "training-job"), ids: ["sg-7"] },
      { resource: resource("notebook"), ids: ["sg-7", "subnet-7"] },
    ],
    [],
  );
  expect(await index.kindsOn(["sg-7", "sg-8"])).toEqual(
    new Map([
      ["sg-7", ["notebook-instance", "training-job"]],
      ["sg-8", []],
    ]),
  );
});

it("writes 25 items a call, each once, and sends again what was left out", async () => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "eu-west-1" }));
  const mock = mockClient(client);
  const left = [{ PutRequest: { Item: { pk: "a", sk: "0" } } }];
  mock
    .on(BatchWriteCommand)
    .resolvesOnce({ UnprocessedItems: { ledger: left } })
    .resolves({});
  const waited: number[] = [];
  const items = Array.from({ length: 30 }, (_, index) => ({ pk: "a", sk: String(index % 27) }));

  await createTable(client, "ledger").putAll(items, async (milliseconds) => void waited.push(milliseconds));

  const sent = mock.commandCalls(BatchWriteCommand).map(({ args }) => args[0].input.RequestItems?.ledger?.length);
  expect(sent).toEqual([25, 1, 2]);
  expect(waited).toEqual([100]);
});

it("gives up on a table that leaves items out again and again", async () => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "eu-west-1" }));
  const left = [{ PutRequest: { Item: { pk: "a", sk: "0" } } }];
  mockClient(client)
    .on(BatchWriteCommand)
    .resolves({ UnprocessedItems: { ledger: left } });
  const writing = createTable(client, "ledger").putAll([{ pk: "a", sk: "0" }], async () => {});
  await expect(writing).rejects.toBeInstanceOf(LedgerUnavailableError);
});
