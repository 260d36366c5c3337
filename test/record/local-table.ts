/** A ledger table on dynalite, a DynamoDB implementation in this process, reached through the real client. */
import { once } from "node:events";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../shared/aws/dynamodb.ts";

const dynalite = createRequire(import.meta.url)("dynalite") as (options: { createTableMs: number }) => Server;

export interface LocalTable {
  table: string;
  endpoint: string;
  client: DynamoDBDocumentClient;
  stop(): Promise<void>;
}

export async function startTable(): Promise<LocalTable> {
  const server = dynalite({ createTableMs: 0 }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const plain = new DynamoDBClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await plain.send(new CreateTableCommand(TABLE));
  while (!(await isActive(plain)));
  return { table: TABLE.TableName, endpoint, client: documentClient(plain), stop: () => stop(server, plain) };
}

const TABLE = {
  TableName: "sagefence-ledger",
  BillingMode: "PAY_PER_REQUEST" as const,
  AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk"].map((name) => ({
    AttributeName: name,
    AttributeType: "S" as const,
  })),
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" as const },
    { AttributeName: "sk", KeyType: "RANGE" as const },
  ],
  GlobalSecondaryIndexes: ["gsi1", "gsi2"].map((IndexName) => ({
    IndexName,
    KeySchema: [
      { AttributeName: `${IndexName}pk`, KeyType: "HASH" as const },
      { AttributeName: `${IndexName}sk`, KeyType: "RANGE" as const },
    ],
    Projection: { ProjectionType: "ALL" as const },
  })),
};

/** Before it is, DynamoDB says of every request that there is no such table. */
async function isActive(client: DynamoDBClient): Promise<boolean> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE.TableName }));
  return Table?.TableStatus === "ACTIVE";
}

async function stop(server: Server, client: DynamoDBClient): Promise<void> {
  client.destroy();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
