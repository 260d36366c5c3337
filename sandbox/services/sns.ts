/** Topics of the local account; what is published is kept for the console, and delivered to subscribed queues. */
import { randomUUID } from "node:crypto";
import type * as Sns from "@aws-sdk/client-sns";
import { AwsError, type Happening, type ServiceBackend } from "../contract.ts";
import { operation, pageOf } from "./operation.ts";
import type { Queues } from "./sqs.ts";

export interface PublishedMessage {
  id: string;
  topicArn: string;
  subject: string | undefined;
  message: string;
  attributes: Record<string, Sns.MessageAttributeValue>;
  at: Date;
}

interface Subscription {
  arn: string;
  topicArn: string;
  queueArn: string;
  raw: boolean;
}

export interface Topics {
  backend: ServiceBackend;
  /** Returns the topic's ARN. */
  create(name: string): string;
  /** Throws an AwsError (NotFoundException, InvalidParameterException). Returns the message's id. */
  publish(topicArn: string, message: string, subject?: string): string;
  subscribeQueue(topicArn: string, queueArn: string, raw?: boolean): string;
  messages(): readonly PublishedMessage[];
}

export interface TopicsOptions {
  accountId: string;
  region: string;
  now(): Date;
  queues: Pick<Queues, "send">;
  happened?(happening: Happening): void;
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const BYTE_LIMIT = 256 * 1024;
const SUBJECT_LIMIT = 100;
const PAGE = 100;

export function createTopics(options: TopicsOptions): Topics {
  const topics = new Map<string, string>();
  const subscriptions: Subscription[] = [];
  const published: PublishedMessage[] = [];

  function publish(input: Sns.PublishInput): string {
    const topicArn = topicOf(topics, input.TopicArn ?? input.TargetArn);
    checkMessage(input);
    const message: PublishedMessage = {
      id: randomUUID(),
      topicArn,
      subject: input.Subject,
      message: bodyFor("default", input),
      attributes: input.MessageAttributes ?? {},
      at: options.now(),
    };
    published.push(message);
    options.happened?.(happening(message));
    const queueMessage = { ...message, message: bodyFor("sqs", input) };
    for (const subscription of subscriptions.filter((one) => one.topicArn === topicArn)) {
      deliver(subscription, queueMessage, options.queues);
    }
    return message.id;
  }

  function subscribeQueue(topicArn: string, queueArn: string, raw = false): string {
    const known = subscriptions.find((one) => one.topicArn === topicArn && one.queueArn === queueArn);
    if (known !== undefined) return known.arn;
    const subscription = { arn: `${topicOf(topics, topicArn)}:${randomUUID()}`, topicArn, queueArn, raw };
    subscriptions.push(subscription);
    return subscription.arn;
  }

  return {
    create(name) {
      const arn = `arn:aws:sns:${options.region}:${options.accountId}:${name}`;
      topics.set(arn, name);
      return arn;
    },
    publish: (TopicArn, Message, Subject) => publish({ TopicArn, Message, ...(Subject ? { Subject } : {}) }),
    subscribeQueue,
    messages: () => published,
    backend: {
      operations: {
        ListSubscriptionsByTopic: operation((input: Sns.ListSubscriptionsByTopicInput) => {
          const topicArn = topicOf(topics, input.TopicArn);
          const found = subscriptions.filter((one) => one.topicArn === topicArn);
          const [page, NextToken] = pageOf(found, input.NextToken, PAGE);
          return { Subscriptions: page.map((one) => subscriptionAnswer(one, options.accountId)), NextToken };
        }),
        ListTopics: operation((input: Sns.ListTopicsInput) => {
          const [page, NextToken] = pageOf([...topics.keys()], input.NextToken, PAGE);
          return { Topics: page.map((TopicArn) => ({ TopicArn })), NextToken };
        }),
        Publish: operation((input: Sns.PublishInput) => ({ MessageId: publish(input) })),
        Subscribe: operation((input: Sns.SubscribeInput) => {
          if (input.Protocol !== "sqs") throw invalid(`Protocol: only sqs can subscribe in the local account`);
          const raw = input.Attributes?.RawMessageDelivery === "true";
          return { SubscriptionArn: subscribeQueue(topicOf(topics, input.TopicArn), input.Endpoint ?? "", raw) };
        }),
      },
    },
  };
}

function topicOf(topics: Map<string, string>, arn: string | undefined): string {
  if (arn === undefined) throw invalid("TopicArn or TargetArn: one of them is required");
  if (!topics.has(arn)) throw new AwsError("NotFoundException", "Topic does not exist", 404);
  return arn;
}

function checkMessage({
  Message: message = "",
  Subject: subject,
  MessageStructure: structure,
}: Sns.PublishInput): void {
  if (message === "") throw invalid("Empty message");
  if (Buffer.byteLength(message) > BYTE_LIMIT) throw invalid("Message too long");
  if (subject !== undefined && (subject === "" || subject.length > SUBJECT_LIMIT || /[\r\n]/.test(subject))) {
    throw invalid("Subject");
  }
  if (structure !== undefined && structure !== "json") throw invalid("MessageStructure");
}

/** The message as it is, or the part of a `json` message that is meant for a protocol. */
function bodyFor(protocol: "default" | "sqs", { Message: message = "", MessageStructure }: Sns.PublishInput): string {
  if (MessageStructure !== "json") return message;
  const parts = jsonObject(message);
  const body = parts?.[protocol] ?? parts?.default;
  if (typeof parts?.default === "string" && typeof body === "string") return body;
  throw invalid("Message Structure - No default entry in JSON message body");
}

function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? (value as Record<string, unknown> | null) : null;
  } catch {
    throw invalid("Message Structure - JSON message body failed to parse");
  }
}

/** A queue that is gone loses the message, as in AWS without a dead-letter queue on the subscription. */
function deliver(subscription: Subscription, message: PublishedMessage, queues: Pick<Queues, "send">): void {
  try {
    if (subscription.raw) queues.send(subscription.queueArn, message.message, message.attributes);
    else queues.send(subscription.queueArn, JSON.stringify(envelope(message)));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

function envelope(message: PublishedMessage): object {
  const attributes = Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    { Type: DataType, Value: StringValue ?? Buffer.from(BinaryValue ?? []).toString("base64") },
  ]);
  return {
    Type: "Notification",
    MessageId: message.id,
    TopicArn: message.topicArn,
    Subject: message.subject,
    Message: message.message,
    Timestamp: message.at.toISOString(),
    ...(attributes.length > 0 ? { MessageAttributes: Object.fromEntries(attributes) } : {}),
  };
}

function subscriptionAnswer(subscription: Subscription, accountId: string): Sns.Subscription {
  const { arn, topicArn, queueArn } = subscription;
  return { SubscriptionArn: arn, TopicArn: topicArn, Endpoint: queueArn, Protocol: "sqs", Owner: accountId };
}

function happening({ topicArn, subject, message, id, at }: PublishedMessage): Happening {
  const topic = topicArn.slice(topicArn.lastIndexOf(":") + 1);
  const title = `${topic}: ${subject ?? message.split("\n", 1)[0]}`;
  return { at, type: "message", title, detail: { channel: "sns", topicArn, subject, message, id } };
}

function invalid(what: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid parameter: ${what}`);
}
