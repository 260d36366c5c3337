/** The DynamoDB document client. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { getSmithyContext } from "@smithy/core/client";
import { assertInput, type OperationSchema } from "./input-schema.ts";

let shared: DynamoDBDocumentClient | undefined;

/** The client of this execution environment, made at its first use. */
export function dynamoDb(): DynamoDBDocumentClient {
  shared ??= documentClient(
    new DynamoDBClient({ maxAttempts: 5, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } }),
  );
  return shared;
}

/** Wraps a client: members that are undefined are left out instead of refused, and inputs are checked. */
export function documentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  checkMarshalledInputs(client);
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** Like `checkInputs`, one step later: the document client turns plain values into DynamoDB's when serializing. */
function checkMarshalledInputs(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next, context) => (args) => {
      const { operationSchema } = getSmithyContext(context) as { operationSchema?: OperationSchema };
      if (operationSchema !== undefined) assertInput(operationSchema, args.input);
      return next(args);
    },
    { step: "build", name: "checkMarshalledInputs" },
  );
}
