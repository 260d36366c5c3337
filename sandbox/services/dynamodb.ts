/** DynamoDB of the local account: dynalite in process, fed with request bodies as they came. */
import { EventEmitter } from "node:events";
import type * as DynamoDb from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { AwsError, type ServiceBackend } from "../contract.ts";
import type { RawAnswer, RawOperation } from "../wire/index.ts";
import { operation } from "./operation.ts";

export interface Tables {
  backend: ServiceBackend;
  /** For the wire: these take the JSON body itself. */
  raw: Record<string, RawOperation>;
  /** One call by the API's JSON, for the account's own use. Throws an AwsError. */
  call(operation: string, input: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

const RAW_OPERATIONS = [
  "BatchGetItem",
  "BatchWriteItem",
  "CreateTable",
  "DeleteItem",
  "DeleteTable",
  "DescribeTable",
  "GetItem",
  "ListTables",
  "ListTagsOfResource",
  "PutItem",
  "Query",
  "Scan",
  "TagResource",
  "UntagResource",
  "UpdateItem",
  "UpdateTable",
];

/** Operations whose failed condition may answer with the item it failed on, which dynalite does not. */
const CONDITIONAL = new Set(["DeleteItem", "PutItem", "UpdateItem"]);

/**
 * dynalite has conditions and indexes. It has no transactions, which are refused. Times to live are kept and
 * described, but nothing expires by them.
 */
export function createTables({ accountId, region }: { accountId: string; region: string }): Tables {
  const server = withEnvironment({ AWS_ACCOUNT_ID: accountId, AWS_REGION: region }, () =>
    dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }),
  );
  const timesToLive = new Map<string, DynamoDb.TimeToLiveSpecification>();

  async function send(name: string, body: Buffer): Promise<RawAnswer> {
    const answer = await exchange(server, name, body);
    if (answer.status < 300 || !CONDITIONAL.has(name)) return answer;
    const input = JSON.parse(body.toString("utf8"));
    const failure = JSON.parse(answer.body);
    const asked = input.ReturnValuesOnConditionCheckFailure === "ALL_OLD";
    if (!asked || !String(failure.__type).endsWith("#ConditionalCheckFailedException")) return answer;
    const Key = input.Key ?? (await keyOf(input.TableName, input.Item));
    const { Item } = await call("GetItem", { TableName: input.TableName, Key, ConsistentRead: true });
    return { ...answer, body: JSON.stringify({ ...failure, Item }) };
  }

  async function keyOf(TableName: string, item: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { Table } = await call("DescribeTable", { TableName });
    const { KeySchema = [] } = Table as DynamoDb.TableDescription;
    return Object.fromEntries(KeySchema.map(({ AttributeName = "" }) => [AttributeName, item[AttributeName]]));
  }

  async function call(name: string, input: object): Promise<Record<string, unknown>> {
    const answer = await send(name, Buffer.from(JSON.stringify(input)));
    const document = JSON.parse(answer.body);
    if (answer.status < 300) return document;
    const code = String(document.__type).replace(/^.*#/, "");
    throw new AwsError(code, String(document.message ?? document.Message ?? code), answer.status);
  }

  return {
    raw: Object.fromEntries(RAW_OPERATIONS.map((name) => [name, (body: Buffer) => send(name, body)])),
    call,
    close: () => new Promise((resolve) => server.close(() => resolve())),
    backend: {
      operations: {
        DescribeTimeToLive: operation(async ({ TableName = "" }: DynamoDb.DescribeTimeToLiveInput) => {
          await call("DescribeTable", { TableName });
          return { TimeToLiveDescription: describeTimeToLive(timesToLive.get(TableName)) };
        }),
        TransactGetItems: operation(refuseTransactions),
        TransactWriteItems: operation(refuseTransactions),
        UpdateTimeToLive: operation(async (input: DynamoDb.UpdateTimeToLiveInput) => {
          const { TableName = "", TimeToLiveSpecification: specification } = input;
          await call("DescribeTable", { TableName });
          if (specification !== undefined) timesToLive.set(TableName, specification);
          return { TimeToLiveSpecification: specification };
        }),
      },
    },
  };
}

function describeTimeToLive(
  specification: DynamoDb.TimeToLiveSpecification | undefined,
): DynamoDb.TimeToLiveDescription {
  if (specification?.Enabled !== true) return { TimeToLiveStatus: "DISABLED" };
  return { TimeToLiveStatus: "ENABLED", AttributeName: specification.AttributeName };
}

function refuseTransactions(): never {
  throw new AwsError("ValidationException", "The local account's tables have no transactions.");
}

/** dynalite takes the account and region of its ARNs from the environment, once, when it is made. */
function withEnvironment<Result>(variables: Record<string, string>, make: () => Result): Result {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    return make();
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

/** dynalite looks for a signature but does not check it: the wire has done what checking there is. */
const SIGNATURE = "AWS4-HMAC-SHA256 Credential=a/20260101/r/dynamodb/aws4_request, SignedHeaders=host, Signature=0";

/** Hands dynalite's request handler a request without a socket, so that no second port is opened. */
function exchange(server: EventEmitter, name: string, body: Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: SIGNATURE,
      "content-type": "application/x-amz-json-1.0",
      "x-amz-date": "20260101T000000Z",
      "x-amz-target": `DynamoDB_20120810.${name}`,
    };
    const request = Object.assign(new EventEmitter(), { method: "POST", url: "/", headers });
    const response = {
      statusCode: 200,
      setHeader: () => response,
      end: (text: string) => resolve({ status: response.statusCode, body: text }),
    };
    try {
      server.emit("request", request, response);
      request.emit("data", body.length === 0 ? Buffer.from("{}") : body);
      request.emit("end");
    } catch (cause) {
      reject(new Error(`dynalite failed on ${name}`, { cause }));
    }
  });
}
