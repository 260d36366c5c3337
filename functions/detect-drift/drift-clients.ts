/** The clients that only drift needs, in a chunk of their own that the compliant path never loads. */
import { dynamoDb } from "../../shared/aws/dynamodb.ts";
import { lambda } from "../../shared/aws/lambda.ts";
import type { RemediationRequest } from "../../shared/detect/triage.ts";
import { requiredEnv } from "../../shared/observability/environment.ts";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import type { Finding } from "../../shared/record/ledger.ts";

export async function getFinding(id: string): Promise<Finding | null> {
  return createLedger({ table: requiredEnv("TABLE_NAME"), client: dynamoDb() }).getFinding(id);
}

export async function start(name: string, request: RemediationRequest): Promise<"started" | "already-started"> {
  return lambda().startExecution(requiredEnv("REMEDIATE_FUNCTION_ARN"), name, request);
}
