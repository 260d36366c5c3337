/**
 * Lambda: messages of the Slack queue → the incoming webhook. A message leaves the queue only when Slack has taken it;
 * any other stays hidden for as long as waiting makes sense, and ends in the dead-letter queue after its last receipt.
 */
import type { Logger } from "@aws-lambda-powertools/logger";
import { ChangeMessageVisibilityCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { errorCode } from "../shared/aws/errors.ts";
import { sqsClient } from "../shared/aws/sqs.ts";
import { ssmClient } from "../shared/aws/ssm.ts";
import { createWebhookSource, type Delivery, postToSlack, type WebhookSource } from "../shared/notify/webhook.ts";
import { requiredEnv } from "../shared/observability/environment.ts";
import { logger } from "../shared/observability/logger.ts";

/** SQS counts twelve hours from the receipt, so a little less is asked for. */
const MAX_HIDDEN = 12 * 3_600 - 120;
/** Short enough that 50 receipts fit into the queue's four days and a message ends in the dead-letter queue. */
const MAX_BACKOFF = 3_600;
const FIRST_BACKOFF = 15;
const POST_TIMEOUT_MS = 10_000;

export interface DeliverSlackDeps {
  webhook: WebhookSource;
  sqs: Pick<SQSClient, "send">;
  queueUrl: string;
  fetch: typeof fetch;
  timeoutMs: number;
  now(): Date;
  log: Pick<Logger, "info" | "warn" | "error">;
}

type Undelivered = Exclude<Delivery, { result: "delivered" }>;

/** The handler. Posts one after the other; once Slack asks to wait, the rest of the batch waits unsent. */
export function createDeliverSlack(deps: DeliverSlackDeps): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async ({ Records }) => {
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
  if (!isPayload(body)) return { result: "refused", detail: "the queue's message is no Slack payload" };
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
  const seconds = hiddenFor(record, delivery);
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

function hiddenFor({ attributes }: SQSRecord, delivery: Undelivered): number {
  if (delivery.result === "refused") return MAX_BACKOFF;
  if (delivery.seconds !== null) return Math.min(Math.max(delivery.seconds, 1), MAX_HIDDEN);
  const receipts = Math.min(Math.max(Number(attributes.ApproximateReceiveCount) || 1, 1), 20);
  return Math.min(FIRST_BACKOFF * 2 ** (receipts - 1), MAX_BACKOFF);
}

function isPayload(body: string): boolean {
  try {
    const payload: unknown = JSON.parse(body);
    return typeof payload === "object" && payload !== null && "text" in payload && typeof payload.text === "string";
  } catch {
    return false;
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
