/** The clients that only drift needs, in a chunk of their own that the compliant path never loads. */
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { dynamoDb } from "../../shared/aws/dynamodb.ts";
import { errorCode } from "../../shared/aws/errors.ts";
import { lambda } from "../../shared/aws/lambda.ts";
import { sqsClient } from "../../shared/aws/sqs.ts";
import type { Creator } from "../../shared/detect/creator.ts";
import type { RemediationRequest } from "../../shared/detect/remediation-request.ts";
import type { UsesOf } from "../../shared/network/read/sources.ts";
import { requiredEnv } from "../../shared/observability/environment.ts";
import { logger } from "../../shared/observability/logger.ts";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import type { Finding, Ledger } from "../../shared/record/ledger.ts";
import { createNetworkIndexReader } from "../../shared/record/network-index.ts";
import { groupUsesIn } from "../../shared/sweep/group-uses.ts";

export async function getFinding(id: string): Promise<Finding | null> {
  return ledger().getFinding(id);
}

export async function findOpenFindings(key: string): Promise<Finding[]> {
  return ledger().findOpenFindings(key);
}

/** What the index knows of who else uses the groups. */
export async function groupUses(groupIds: readonly string[]): ReturnType<UsesOf> {
  return groupUsesIn(createNetworkIndexReader({ table: requiredEnv("TABLE_NAME"), client: dynamoDb() }))(groupIds);
}

/** Lost when a later round begins at this moment: then the round's own look-up has to find it. */
export async function nameCreator({ id, round }: Finding, creator: Creator): Promise<void> {
  await ledger().updateFinding(id, round, { creator }, new Date().toISOString());
}

/** A callback that is closed belongs to an execution that is awake; one that cannot be completed ends by the clock. */
export async function wake(callbackId: string): Promise<void> {
  try {
    await lambda().completeCallback(callbackId, {});
  } catch (error) {
    logger.info("Execution not woken", { code: errorCode(error) });
  }
}

/** The queue gives the event back to this function after the grace period. */
export async function putOff(event: unknown, seconds: number): Promise<void> {
  const message = {
    QueueUrl: requiredEnv("PUT_OFF_QUEUE_URL"),
    MessageBody: JSON.stringify(event),
    DelaySeconds: seconds,
  };
  await sqsClient().send(new SendMessageCommand(message));
}

export async function start(name: string, request: RemediationRequest): Promise<"started" | "already-started"> {
  return lambda().startExecution(requiredEnv("REMEDIATE_FUNCTION_ARN"), name, request);
}

function ledger(): Ledger {
  return createLedger({ table: requiredEnv("TABLE_NAME"), client: dynamoDb() });
}
