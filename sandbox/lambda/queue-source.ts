/** Polls a queue for a function: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
import { randomUUID } from "node:crypto";
import type { Message, ReceiveMessageResult } from "@aws-sdk/client-sqs";
import type { CallContext, ServiceBackend, Time } from "../contract.ts";
import type { QueueSource } from "../template/functions.ts";
import type { Outcome } from "./environment.ts";
import { parseFunctionReference } from "./functions.ts";

export interface QueuePollerOptions {
  source: QueueSource;
  region: string;
  accountId: string;
  time: Time;
  queueUrl: string;
  sqs: ServiceBackend;
  invoke: (functionReference: string, event: unknown) => Promise<Outcome>;
}

export interface QueuePoller {
  close(): void;
}

interface Poller extends QueuePollerOptions {
  closed: boolean;
}

/** Messages of a batch that was not handled come back when their visibility timeout ends, and move on by redrive. */
export function pollQueue(options: QueuePollerOptions): QueuePoller {
  const poller: Poller = { ...options, closed: false };
  for (let lane = 0; lane < options.source.maximumConcurrency; lane += 1) void poll(poller);
  return {
    close() {
      poller.closed = true;
    },
  };
}

async function poll(poller: Poller): Promise<void> {
  while (!poller.closed) {
    const Messages = await receiveBatch(poller);
    if (poller.closed || Messages.length === 0) continue;
    const outcome = await poller.invoke(poller.source.functionReference, {
      Records: Messages.map((m) => record(m, poller)),
    });
    for (const message of handled(Messages, outcome, poller.source)) {
      await call("DeleteMessage", { ReceiptHandle: message.ReceiptHandle }, poller).catch(() => {});
    }
  }
}

/** Messages that one ReceiveMessage takes; a larger batch is gathered within its window. */
const MOST_AT_A_TIME = 10;

async function receiveBatch(poller: Poller): Promise<Message[]> {
  const { batchSize, batchingWindowSeconds } = poller.source;
  const batch: Message[] = await receive(poller, batchSize, 20);
  if (batch.length === 0) return [];
  const ends = poller.time.now().getTime() + batchingWindowSeconds * 1_000;
  while (!poller.closed && batch.length < batchSize) {
    const left = (ends - poller.time.now().getTime()) / 1_000;
    if (left <= 0) break;
    batch.push(...(await receive(poller, batchSize - batch.length, left)));
  }
  return batch;
}

async function receive(poller: Poller, most: number, WaitTimeSeconds: number): Promise<Message[]> {
  const wanted = { MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All"] };
  const MaxNumberOfMessages = Math.min(most, MOST_AT_A_TIME);
  const result: ReceiveMessageResult = await call(
    "ReceiveMessage",
    { ...wanted, MaxNumberOfMessages, WaitTimeSeconds },
    poller,
  );
  return result.Messages ?? [];
}

async function call(operation: string, input: object, poller: Poller): Promise<object> {
  const handler = poller.sqs.operations[operation];
  return (await handler?.({ QueueUrl: poller.queueUrl, ...input }, callContext(poller))) ?? {};
}

function callContext({ region, accountId, time, source }: Poller): CallContext {
  const name = parseFunctionReference(source.functionReference)?.name ?? "";
  const arn = `arn:aws:sts::${accountId}:assumed-role/lambda/${name}`;
  return {
    caller: { type: "AssumedRole", accountId, arn, name, accessKeyId: "lambda" },
    ...{ region, requestId: randomUUID(), sourceIp: "lambda.amazonaws.com", userAgent: "lambda.amazonaws.com" },
    now: time.now(),
  };
}

/** The messages that need not come back. A report that makes no sense, or names an unknown message, means none. */
function handled(messages: Message[], outcome: Outcome, source: QueueSource): Message[] {
  if (outcome.type === "error") return [];
  if (!source.reportsItemFailures) return messages;
  const failed = failedIds(JSON.parse(outcome.payload));
  if (failed === null || failed.some((id) => messages.every(({ MessageId }) => MessageId !== id))) return [];
  return messages.filter(({ MessageId }) => !failed.includes(MessageId ?? ""));
}

/** Null when the answer is no valid report. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
function failedIds(answer: unknown): string[] | null {
  if (answer === null) return [];
  const { batchItemFailures } = answer as { batchItemFailures?: unknown };
  if (batchItemFailures === undefined || batchItemFailures === null) return [];
  if (!Array.isArray(batchItemFailures)) return null;
  const ids = batchItemFailures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  return ids.every((id) => typeof id === "string" && id !== "") ? (ids as string[]) : null;
}

function record(message: Message, { source, region }: Poller): object {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: recordAttributes(message),
    md5OfBody: message.MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: source.queueArn,
    awsRegion: region,
  };
}

function recordAttributes({ MessageAttributes = {} }: Message): object {
  const attributes: Record<string, object> = {};
  for (const [name, { StringValue, DataType }] of Object.entries(MessageAttributes)) {
    attributes[name] = { stringValue: StringValue, stringListValues: [], binaryListValues: [], dataType: DataType };
  }
  return attributes;
}
