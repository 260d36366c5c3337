/**
 * The ledger's table: string keys `pk` and `sk`; two indexes (`gsi1pk`, `gsi1sk` and `gsi2pk`, `gsi2sk`, all attributes)
 * that hold only what is open, `gsi1` by type and `gsi2` by resource; and `expiresAt` (epoch seconds) as time-to-live.
 * No transactions: items are written one by one, and in batches where none of them depends on another.
 */
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { z } from "zod";
import { errorCode } from "../aws/errors.ts";
import { LedgerError, LedgerUnavailableError, ledgerFault } from "./errors.ts";

export interface ItemKey {
  pk: string;
  sk: string;
}

/** `data` is what the ledger's types describe; whatever stands beside it serves keys, index, conditions and expiry. */
export type Item = ItemKey & Record<string, unknown>;

/** An update expression with its condition; `names` and `values` as DynamoDB takes them. */
export interface ItemUpdate {
  expression: string;
  condition: string;
  names: Record<string, string>;
  values: Record<string, unknown>;
}

export type Index = "gsi1" | "gsi2";

export interface LedgerTable {
  /** Reads consistently. */
  get(key: ItemKey): Promise<Item | null>;
  /** Stores a new item. False when its key is taken. */
  insert(item: Item): Promise<boolean>;
  /**
   * Stores items whether or not they are there, each once, 25 a call; waits with `wait` (milliseconds) before what
   * DynamoDB left out is sent again. Throws LedgerUnavailableError when it leaves something out again and again.
   */
  putAll(items: readonly Item[], wait: (milliseconds: number) => Promise<void>): Promise<void>;
  /** The item as it is after the update; null when the condition did not hold. */
  update(key: ItemKey, update: ItemUpdate): Promise<Item | null>;
  /** All items of a partition whose sort key begins with `prefix`, read consistently. */
  list(pk: string, prefix: string): Promise<Item[]>;
  /** At most `limit` items of a partition of an index, which lags behind by moments. */
  listIndexed(index: Index, pk: string, order: "ascending" | "descending", limit: number): Promise<Item[]>;
}

const YEAR_SECONDS = 365 * 24 * 3600;

/** When an item that was settled at `at` (ISO 8601) may go: a year later, in epoch seconds. */
export function yearAfter(at: string): number {
  return Math.floor(Date.parse(at) / 1000) + YEAR_SECONDS;
}

/** Checks what was read. Throws LedgerError naming the item. */
export function parseData<T>(schema: z.ZodType<T>, item: Item, data: unknown = item.data): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") || "data";
  throw new LedgerError(`The ledger's item ${item.pk} / ${item.sk} is damaged at ${where}.`, parsed.error);
}

export function createTable(client: DynamoDBDocumentClient, table: string): LedgerTable {
  return {
    async get(key) {
      const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
      const { Item: item } = await answer("a read", () => client.send(command));
      return (item as Item | undefined) ?? null;
    },
    async insert(item) {
      const command = new PutCommand({
        TableName: table,
        Item: item,
        ConditionExpression: "attribute_not_exists(pk)",
      });
      return (await conditional("a write", () => client.send(command))) !== null;
    },
    async putAll(items, wait) {
      const distinct = [...new Map(items.map((item) => [`${item.pk}\n${item.sk}`, item])).values()];
      for (let from = 0; from < distinct.length; from += BATCH) {
        await putBatch(client, table, distinct.slice(from, from + BATCH), wait);
      }
    },
    async update(key, update) {
      const output = await conditional("a write", () => client.send(updateCommand(table, key, update)));
      return (output?.Attributes as Item | undefined) ?? null;
    },
    list: (pk, prefix) => queryAll(client, Number.POSITIVE_INFINITY, partitionQuery(table, pk, prefix)),
    listIndexed: (index, pk, order, limit) => queryAll(client, limit, indexQuery(table, index, pk, order, limit)),
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH = 25;
/** Waits before what was left out is sent again, in milliseconds. */
const BATCH_WAITS = [100, 400, 1_600, 6_400, 12_800];

async function putBatch(
  client: DynamoDBDocumentClient,
  table: string,
  items: readonly Item[],
  wait: (milliseconds: number) => Promise<void>,
): Promise<void> {
  let left: WriteRequests = items.map((Item) => ({ PutRequest: { Item } }));
  for (const milliseconds of BATCH_WAITS) {
    const command = new BatchWriteCommand({ RequestItems: { [table]: left } });
    const { UnprocessedItems } = await answer("a batch of writes", () => client.send(command));
    left = UnprocessedItems?.[table] ?? [];
    if (left.length === 0) return;
    await wait(milliseconds);
  }
  throw new LedgerUnavailableError("a batch of writes", new Error(`${left.length} items were left out`));
}

type WriteRequests = NonNullable<BatchWriteCommandInput["RequestItems"]>[string];

function updateCommand(table: string, key: ItemKey, update: ItemUpdate): UpdateCommand {
  return new UpdateCommand({
    TableName: table,
    Key: key,
    UpdateExpression: update.expression,
    ConditionExpression: update.condition,
    ...(Object.keys(update.names).length > 0 && { ExpressionAttributeNames: update.names }),
    ExpressionAttributeValues: update.values,
    ReturnValues: "ALL_NEW",
  });
}

function partitionQuery(table: string, pk: string, prefix: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
    ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
    ConsistentRead: true,
  };
}

function indexQuery(table: string, index: Index, pk: string, order: "ascending" | "descending", limit: number) {
  return {
    TableName: table,
    IndexName: index,
    KeyConditionExpression: `${index}pk = :pk`,
    ExpressionAttributeValues: { ":pk": pk },
    ScanIndexForward: order === "ascending",
    Limit: Math.max(1, limit),
  };
}

async function queryAll(client: DynamoDBDocumentClient, limit: number, query: QueryCommandInput): Promise<Item[]> {
  const items: Item[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const command = new QueryCommand({ ...query, ...(from !== undefined && { ExclusiveStartKey: from }) });
    const page = await answer("a query", () => client.send(command));
    items.push(...((page.Items ?? []) as Item[]));
    from = page.LastEvaluatedKey;
  } while (from !== undefined && items.length < limit);
  return items.slice(0, limit);
}

async function conditional<Output>(operation: string, send: () => Promise<Output>): Promise<Output | null> {
  try {
    return await send();
  } catch (error) {
    if (errorCode(error) === "ConditionalCheckFailedException") return null;
    throw ledgerFault(operation, error);
  }
}

async function answer<Output>(operation: string, send: () => Promise<Output>): Promise<Output> {
  try {
    return await send();
  } catch (error) {
    throw ledgerFault(operation, error);
  }
}
