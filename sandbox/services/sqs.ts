/** Standard queues of the local account: visibility, delay, long polls, redrive to a dead-letter queue. */
import { createHash, randomUUID } from "node:crypto";
import type * as Sqs from "@aws-sdk/client-sqs";
import { AwsError, type ServiceBackend, type Time } from "../contract.ts";
import { operation, pageOf } from "./operation.ts";
import { attributesDigest, type MessageAttributes, md5 } from "./sqs-digest.ts";
import {
  changed,
  checkSize,
  DEFAULTS,
  dropExpired,
  held,
  invalid,
  newMessage,
  nextChange,
  type Queue,
  type QueuedMessage,
  queueAttributes,
  redrivePolicy,
  remove,
  wake,
} from "./sqs-queue.ts";

export interface Queues {
  backend: ServiceBackend;
  /** Returns the queue's ARN. Settings are the API's attributes: `{ VisibilityTimeout: "30" }`. */
  create(name: string, settings?: Record<string, string>): string;
  urlOf(name: string): string;
  /** Throws an AwsError (QueueDoesNotExist). */
  send(queue: string, body: string, attributes?: MessageAttributes): string;
  /** What is in a queue now, visible or not. `queue` is a name, a URL or an ARN. */
  messages(queue: string): readonly QueuedMessage[];
}

export interface QueuesOptions {
  accountId: string;
  region: string;
  time: Time;
  /** The server's base URL, asked for when needed since the port may be chosen late. */
  baseUrl(): string;
}

export function createQueues(options: QueuesOptions): Queues {
  const queues = new Map<string, Queue>();
  const now = () => options.time.now().getTime();
  const urlOf = (name: string) => `${options.baseUrl()}/${options.accountId}/${name}`;

  function queueOf(reference: string | undefined): Queue {
    const queue = queues.get((reference ?? "").split(/[/:]/).at(-1) ?? "");
    if (queue === undefined) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
    return queue;
  }

  function send(reference: string, body: string, attributes: MessageAttributes = {}, delay?: number): QueuedMessage {
    const queue = queueOf(reference);
    checkSize(body, Number(queue.settings.MaximumMessageSize));
    const delaySeconds = delay ?? Number(queue.settings.DelaySeconds);
    const message = newMessage(body, attributes, options.time.now(), delaySeconds);
    queue.messages.push(message);
    wake(queue);
    return message;
  }

  function take(queue: Queue, limit: number, visibility: number): QueuedMessage[] {
    dropExpired(queue, now());
    const taken: QueuedMessage[] = [];
    for (const message of queue.messages.filter(({ visibleAt }) => visibleAt <= now())) {
      if (taken.length >= limit) break;
      if (redrive(queue, message)) continue;
      message.receiveCount += 1;
      message.firstReceivedAt ??= now();
      message.receiptHandle = randomUUID();
      message.visibleAt = now() + visibility * 1000;
      taken.push(message);
    }
    return taken;
  }

  /** Moves a message that was received too often to the dead-letter queue; true when it did. */
  function redrive(queue: Queue, message: QueuedMessage): boolean {
    const policy = redrivePolicy(queue);
    if (policy === null || message.receiveCount < policy.maxReceiveCount) return false;
    const target = queues.get(policy.deadLetterTargetArn.split(":").at(-1) ?? "");
    if (target === undefined) return false;
    remove(queue, message);
    target.messages.push({ ...message, receiptHandle: null, visibleAt: now(), movedFrom: queue.arn });
    wake(target);
    return true;
  }

  async function receive(input: Sqs.ReceiveMessageRequest): Promise<QueuedMessage[]> {
    const queue = queueOf(input.QueueUrl);
    const limit = input.MaxNumberOfMessages ?? 1;
    if (limit < 1 || limit > 10) {
      const reason = "Reason: Must be between 1 and 10, if provided.";
      throw invalid(`Value ${limit} for parameter MaxNumberOfMessages is invalid. ${reason}`);
    }
    const visibility = input.VisibilityTimeout ?? Number(queue.settings.VisibilityTimeout);
    const deadline = now() + 1000 * (input.WaitTimeSeconds ?? Number(queue.settings.ReceiveMessageWaitTimeSeconds));
    let taken = take(queue, limit, visibility);
    while (taken.length === 0 && now() < deadline) {
      await changed(queue, nextChange(queue, deadline) - now(), options.time);
      taken = take(queue, limit, visibility);
    }
    return taken;
  }

  return {
    urlOf,
    create(name, settings = {}) {
      const arn = `arn:aws:sqs:${options.region}:${options.accountId}:${name}`;
      const known = queues.get(name);
      if (known === undefined) {
        const queue = { name, arn, createdAt: options.time.now(), messages: [], waiting: new Set<() => void>() };
        queues.set(name, { ...queue, settings: { ...DEFAULTS, ...settings } });
      } else Object.assign(known.settings, settings);
      return arn;
    },
    send: (queue, body, attributes) => send(queue, body, attributes).id,
    messages: (queue) => queueOf(queue).messages,
    backend: {
      operations: {
        ChangeMessageVisibility: operation((input: Sqs.ChangeMessageVisibilityRequest) => {
          const queue = queueOf(input.QueueUrl);
          const message = held(queue, input.ReceiptHandle ?? "");
          if (message.visibleAt <= now()) {
            throw new AwsError("MessageNotInflight", "The specified message isn't in flight.");
          }
          message.visibleAt = now() + 1000 * (input.VisibilityTimeout ?? 0);
          wake(queue);
          return {};
        }),
        DeleteMessage: operation((input: Sqs.DeleteMessageRequest) => {
          const queue = queueOf(input.QueueUrl);
          remove(queue, held(queue, input.ReceiptHandle ?? ""));
          return {};
        }),
        DeleteMessageBatch: operation((input: Sqs.DeleteMessageBatchRequest) => {
          const queue = queueOf(input.QueueUrl);
          return batch(input.Entries, ({ ReceiptHandle }) => {
            remove(queue, held(queue, ReceiptHandle ?? ""));
            return {};
          });
        }),
        GetQueueAttributes: operation((input: Sqs.GetQueueAttributesRequest) => {
          const queue = queueOf(input.QueueUrl);
          return { Attributes: pick(queueAttributes(queue, now()), input.AttributeNames) };
        }),
        GetQueueUrl: operation((input: Sqs.GetQueueUrlRequest) => ({ QueueUrl: urlOf(queueOf(input.QueueName).name) })),
        ListQueues: operation((input: Sqs.ListQueuesRequest) => {
          const names = [...queues.keys()].filter((name) => name.startsWith(input.QueueNamePrefix ?? ""));
          const [page, NextToken] = pageOf(names, input.NextToken, input.MaxResults ?? 1000);
          return { QueueUrls: page.map(urlOf), NextToken };
        }),
        PurgeQueue: operation((input: Sqs.PurgeQueueRequest) => {
          queueOf(input.QueueUrl).messages.length = 0;
          return {};
        }),
        ReceiveMessage: operation(async (input: Sqs.ReceiveMessageRequest) => {
          const messages = await receive(input);
          return messages.length === 0 ? {} : { Messages: messages.map((message) => answer(message, input)) };
        }),
        SendMessage: operation((input: Sqs.SendMessageRequest) =>
          sent(send(input.QueueUrl ?? "", input.MessageBody ?? "", input.MessageAttributes, input.DelaySeconds)),
        ),
        SendMessageBatch: operation((input: Sqs.SendMessageBatchRequest) => {
          queueOf(input.QueueUrl);
          return batch(input.Entries, (entry) =>
            sent(send(input.QueueUrl ?? "", entry.MessageBody ?? "", entry.MessageAttributes, entry.DelaySeconds)),
          );
        }),
      },
    },
  };
}

function sent(message: QueuedMessage): Sqs.SendMessageResult {
  const digest = attributesDigest(message.attributes);
  return { MessageId: message.id, MD5OfMessageBody: md5(message.body), MD5OfMessageAttributes: digest };
}

interface BatchEntry {
  Id: string | undefined;
}

/** Does each entry by itself; an entry that is refused fails alone. */
function batch<Entry extends BatchEntry, Result extends object>(
  entries: readonly Entry[] | undefined,
  handle: (entry: Entry) => Result,
): object {
  if (!entries?.length) {
    throw new AwsError("EmptyBatchRequest", "There should be at least one entry in the request.");
  }
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...handle(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}

function answer(message: QueuedMessage, input: Sqs.ReceiveMessageRequest): Sqs.Message {
  const names = [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])];
  const wanted = pickAttributes(message.attributes, input.MessageAttributeNames);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle ?? undefined,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(names.length > 0 ? { Attributes: pick(systemAttributes(message), names) } : {}),
    ...(wanted === undefined ? {} : { MessageAttributes: wanted, MD5OfMessageAttributes: attributesDigest(wanted) }),
  };
}

function systemAttributes(message: QueuedMessage): Record<string, string> {
  return {
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ApproximateReceiveCount: String(message.receiveCount),
    SenderId: createHash("md5").update(message.id).digest("hex").slice(0, 20).toUpperCase(),
    SentTimestamp: String(message.sentAt.getTime()),
    ...(message.movedFrom === null ? {} : { DeadLetterQueueSourceArn: message.movedFrom }),
  };
}

function pick(values: Record<string, string>, names: readonly string[] | undefined): Record<string, string> {
  const wanted = (name: string) => names?.includes("All") || names?.includes(name);
  return Object.fromEntries(Object.entries(values).filter(([name]) => wanted(name)));
}

/** `All`, `.*`, exact names and prefixes (`order.*`). Undefined when the message has none of those asked for. */
function pickAttributes(
  values: MessageAttributes,
  names: readonly string[] | undefined,
): MessageAttributes | undefined {
  const wanted = (name: string) =>
    names?.some((one) => one === "All" || one === name || (one.endsWith(".*") && name.startsWith(one.slice(0, -2))));
  const picked = Object.entries(values).filter(([name]) => wanted(name));
  return picked.length === 0 ? undefined : Object.fromEntries(picked);
}
