/**
 * Lambda: messages of the Slack queue → the incoming webhook. A message leaves the queue only when Slack has taken it;
 * any other stays hidden for as long as waiting makes sense, and ends in the dead-letter queue after its last receipt.
 */
import { ChangeMessageVisibilityCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { errorCode } from "../shared/aws/errors.ts";
import { sqsClient } from "../shared/aws/sqs.ts";
import { ssmClient } from "../shared/aws/ssm.ts";
import { isSlackPayload, secondsHidden, type Undelivered } from "../shared/notify/slack-queue.ts";
import { createWebhookSource, type Delivery, postToSlack, type WebhookSource } from "../shared/notify/webhook.ts";
import { requiredEnv } from "../shared/observability/environment.ts";
import { logger } from "../shared/observability/logger.ts";

const POST_TIMEOUT_MS = 10_000;

interface Log {
  warn(message: string, values: Record<string, unknown>): void;
  error(message: string, values: Record<string, unknown>): void;
}

export interface DeliverSlackDeps {
  webhook: WebhookSource;
  sqs: Pick<SQSClient, "send">;
  queueUrl: string;
  fetch: typeof fetch;
  timeoutMs: number;
  now(): Date;
  log: Log;
}

/** The handler. Posts one after the other; once Slack asks to wait, the rest of the batch waits unsent. */
export function createDeliverSlack(deps: DeliverSlackDeps): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async ({ Records }) => {
    if (!Array.isArray(Records))
      throw new TypeError("deliver-slack takes the events of its queue; this one has no Records");
    const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
    let pause: Undelivered | null = null;
    for (const record of Records) {
      const delivery: Delivery = pause ?? (await deliver(record, deps));
      if (delivery.result === "delivered") continue;
      if (delivery.result === "wait") pause = delivery;
      await keep(record, delivery, deps);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
    return { batchItemFailures };
  };
}

async function deliver({ body }: SQSRecord, deps: DeliverSlackDeps): Promise<Delivery> {
  if (!isSlackPayload(body)) return { result: "refused", detail: "the queue's message is no Slack payload" };
  try {
    const url = await deps.webhook.url();
    if (url === null) return { result: "delivered" };
    return await postToSlack(url, body, deps);
  } catch (error) {
    return { result: "wait", seconds: null, detail: error instanceof Error ? error.message : "no webhook" };
  }
}

/** Logs why, and hides the message for a while; where that fails, the queue's own visibility timeout counts. */
async function keep(record: SQSRecord, delivery: Undelivered, deps: DeliverSlackDeps): Promise<void> {
  const seconds = secondsHidden(delivery, Number(record.attributes.ApproximateReceiveCount));
  const values = { messageId: record.messageId, reason: delivery.detail, againInSeconds: seconds };
  if (delivery.result === "refused") {
    deps.webhook.forget();
    deps.log.error("Slack refused a message", values);
  } else deps.log.warn("A message waits for Slack", values);
  const input = { QueueUrl: deps.queueUrl, ReceiptHandle: record.receiptHandle, VisibilityTimeout: seconds };
  try {
    await deps.sqs.send(new ChangeMessageVisibilityCommand(input));
  } catch (error) {
    deps.log.warn("The waiting time of a message could not be set", { reason: errorCode(error) });
  }
}

let deliverSlack: ReturnType<typeof createDeliverSlack> | undefined;

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  logger.addContext(context);
  deliverSlack ??= createDeliverSlack(deployedDeps());
  return deliverSlack(event);
}

function deployedDeps(): DeliverSlackDeps {
  const now = () => new Date();
  const parameter = requiredEnv("SLACK_WEBHOOK_PARAMETER");
  const local = process.env.SAGEFENCE_LOCAL !== undefined;
  return {
    webhook: createWebhookSource({ ssm: ssmClient(), parameter, local, now }),
    sqs: sqsClient(),
    queueUrl: requiredEnv("SLACK_QUEUE_URL"),
    fetch,
    timeoutMs: POST_TIMEOUT_MS,
    now,
    log: logger,
  };
}
