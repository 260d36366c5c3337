/** Sends a message to every channel. One channel's failure does not keep the others from it. */
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { failureReason } from "../aws/errors.ts";
import { renderChat } from "./chat.ts";
import type { Message } from "./message.ts";
import { renderSlack } from "./slack.ts";
import { renderText } from "./text.ts";

export const CHANNELS = ["text", "chat", "slack"] as const;
export type Channel = (typeof CHANNELS)[number];

export interface Destinations {
  textTopicArn: string;
  chatTopicArn: string;
  /** Queue of `deliver-slack`; null leaves Slack out. */
  slackQueueUrl: string | null;
}

export interface NotifyClients {
  sns: Pick<SNSClient, "send">;
  sqs: Pick<SQSClient, "send">;
}

/** Some channels did not take the message: worth a retry with `only: error.failed`. */
export class NotificationError extends Error {
  readonly delivered: readonly Channel[];
  readonly failed: readonly Channel[];

  constructor(headline: string, delivered: readonly Channel[], failures: readonly ChannelFailure[]) {
    const reasons = failures.map(({ channel, reason }) => `${channel} (${reason})`).join(", ");
    const cause = new AggregateError(failures.map(({ error }) => error));
    super(`"${headline}" did not reach ${reasons}; send it there again`, { cause });
    this.name = "NotificationError";
    this.delivered = delivered;
    this.failed = failures.map(({ channel }) => channel);
  }
}

interface ChannelFailure {
  channel: Channel;
  reason: string;
  error: unknown;
}

/**
 * Sends to the channels in `only` that there is a destination for, and returns those that took the message. Throws
 * NotificationError when any did not; give its `failed` as `only` of the next attempt.
 */
export async function sendMessage(
  message: Message,
  destinations: Destinations,
  clients: NotifyClients,
  only: readonly Channel[] = CHANNELS,
): Promise<Channel[]> {
  const wanted = CHANNELS.filter((channel) => only.includes(channel) && isConfigured(channel, destinations));
  const results = await Promise.allSettled(wanted.map((channel) => SENDERS[channel](message, destinations, clients)));
  const delivered = wanted.filter((_, index) => results[index]?.status === "fulfilled");
  const failures = wanted.flatMap((channel, index) => failureOf(channel, results[index]));
  if (failures.length > 0) throw new NotificationError(message.headline, delivered, failures);
  return delivered;
}

type Sender = (message: Message, destinations: Destinations, clients: NotifyClients) => Promise<void>;

const SENDERS: Record<Channel, Sender> = { text: sendText, chat: sendChat, slack: sendSlack };

async function sendText(message: Message, { textTopicArn }: Destinations, { sns }: NotifyClients): Promise<void> {
  const { subject, body } = renderText(message);
  const MessageAttributes = attributesOf(message);
  await sns.send(new PublishCommand({ TopicArn: textTopicArn, Subject: subject, Message: body, MessageAttributes }));
}

async function sendChat(message: Message, { chatTopicArn }: Destinations, { sns }: NotifyClients): Promise<void> {
  const body = JSON.stringify(renderChat(message));
  const MessageAttributes = attributesOf(message);
  await sns.send(new PublishCommand({ TopicArn: chatTopicArn, Message: body, MessageAttributes }));
}

async function sendSlack(message: Message, { slackQueueUrl }: Destinations, { sqs }: NotifyClients): Promise<void> {
  if (slackQueueUrl === null) return;
  const MessageBody = JSON.stringify(renderSlack(message));
  await sqs.send(new SendMessageCommand({ QueueUrl: slackQueueUrl, MessageBody }));
}

/** So that a subscription can filter: only questions, only what is critical. */
function attributesOf({ moment, severity }: Message) {
  return {
    moment: { DataType: "String", StringValue: moment },
    ...(severity !== null && { severity: { DataType: "String", StringValue: severity } }),
  };
}

function isConfigured(channel: Channel, { slackQueueUrl }: Destinations): boolean {
  return channel !== "slack" || slackQueueUrl !== null;
}

function failureOf(channel: Channel, result: PromiseSettledResult<void> | undefined): ChannelFailure[] {
  if (result?.status !== "rejected") return [];
  const call = channel === "slack" ? "SendMessage" : "Publish";
  return [{ channel, reason: failureReason(call, result.reason), error: result.reason }];
}
