import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, it } from "vitest";
import { NotificationError, sendMessage } from "../../shared/notify/send.ts";
import { MESSAGES } from "./samples.ts";

const TEXT = "arn:aws:sns:eu-west-1:111122223333:sagefence-text";
const CHAT = "arn:aws:sns:eu-west-1:111122223333:sagefence-chat";
const QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/sagefence-slack";
const DESTINATIONS = { textTopicArn: TEXT, chatTopicArn: CHAT, slackQueueUrl: QUEUE };

const clients = { sns: new SNSClient({ region: "eu-west-1" }), sqs: new SQSClient({ region: "eu-west-1" }) };
const sns = mockClient(clients.sns);
const sqs = mockClient(clients.sqs);
const message = sample();

function sample() {
  const { question } = MESSAGES;
  if (question === undefined) throw new Error("no sample question");
  return question;
}

beforeEach(() => {
  sns.reset();
  sqs.reset();
  sns.on(PublishCommand).resolves({});
  sqs.on(SendMessageCommand).resolves({});
});

function published(topic: string) {
  return sns.commandCalls(PublishCommand, { TopicArn: topic }).map(({ args }) => args[0].input);
}

it("sends to both topics and the queue", async () => {
  expect(await sendMessage(message, DESTINATIONS, clients)).toEqual(["text", "chat", "slack"]);
  expect(published(TEXT)[0]?.Subject).toBe("[sagefence] Decide within 4 hours: notebook instance churn-dev");
  expect(JSON.parse(published(CHAT)[0]?.Message ?? "")).toMatchObject({ version: "1.0", source: "custom" });
  const [queued] = sqs.commandCalls(SendMessageCommand);
  expect(JSON.parse(queued?.args[0].input.MessageBody ?? "")).toHaveProperty("blocks");
});

it("says moment and severity in attributes, for subscriptions to filter by", async () => {
  await sendMessage(message, DESTINATIONS, clients);
  expect(published(TEXT)[0]?.MessageAttributes).toEqual({
    moment: { DataType: "String", StringValue: "question" },
    severity: { DataType: "String", StringValue: "high" },
  });
});

it("leaves Slack out where there is no queue", async () => {
  expect(await sendMessage(message, { ...DESTINATIONS, slackQueueUrl: null }, clients)).toEqual(["text", "chat"]);
  expect(sqs.calls()).toHaveLength(0);
});

it("reaches the other channels when one fails, and names both kinds", async () => {
  const denied = Object.assign(new Error("no"), { name: "AuthorizationError" });
  sns.on(PublishCommand, { TopicArn: CHAT }).rejects(denied);
  const error = await sendMessage(message, DESTINATIONS, clients).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NotificationError);
  expect(error).toMatchObject({ delivered: ["text", "slack"], failed: ["chat"] });
  expect((error as Error).message).toContain("did not reach chat (Publish failed (AuthorizationError))");
  expect(((error as Error).cause as AggregateError).errors).toEqual([denied]);
});

it("repeats only what failed", async () => {
  sns.on(PublishCommand, { TopicArn: CHAT }).rejectsOnce(new Error("down"));
  sqs.on(SendMessageCommand).rejectsOnce(new Error("down"));
  const error = (await sendMessage(message, DESTINATIONS, clients).catch(
    (thrown: unknown) => thrown,
  )) as NotificationError;
  expect(await sendMessage(message, DESTINATIONS, clients, error.failed)).toEqual(["chat", "slack"]);
  expect(published(TEXT)).toHaveLength(1);
  expect(published(CHAT)).toHaveLength(2);
});
