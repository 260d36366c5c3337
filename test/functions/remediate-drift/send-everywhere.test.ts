import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, it } from "vitest";
import { createSender } from "../../../functions/remediate-drift/send-everywhere.ts";
import { testMessage } from "../../../shared/notify/sentences.ts";

const TEXT = "arn:aws:sns:eu-west-1:111122223333:sagefence-text";
const DESTINATIONS = {
  textTopicArn: TEXT,
  chatTopicArn: "arn:aws:sns:eu-west-1:111122223333:sagefence-chat",
  slackQueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/sagefence-slack",
};
const clients = { sns: new SNSClient({ region: "eu-west-1" }), sqs: new SQSClient({ region: "eu-west-1" }) };
const sns = mockClient(clients.sns);
const sqs = mockClient(clients.sqs);
const message = testMessage({ at: new Date("2026-11-21T05:00:00Z"), by: null });
const counted: unknown[] = [];
const send = createSender(DESTINATIONS, clients, (metric, _message, { failed }) => void counted.push([metric, failed]));

beforeEach(() => {
  sns.reset();
  sqs.reset();
  counted.length = 0;
  sns.on(PublishCommand).resolves({});
  sqs.on(SendMessageCommand).resolves({});
});

it("counts nothing when every channel takes the message", async () => {
  await send(message);
  expect(counted).toEqual([]);
});

it("tries the channels that failed once more, and them alone", async () => {
  sqs.on(SendMessageCommand).rejectsOnce(new Error("down")).resolves({});
  await send(message);
  expect(counted).toEqual([]);
  expect(sns.commandCalls(PublishCommand)).toHaveLength(2);
  expect(sqs.commandCalls(SendMessageCommand)).toHaveLength(2);
});

it("counts a channel that stays away, and does not repeat the message to the others", async () => {
  sqs.on(SendMessageCommand).rejects(new Error("down"));
  await send(message);
  expect(counted).toEqual([["NotificationFailed", ["slack"]]]);
  expect(sns.commandCalls(PublishCommand)).toHaveLength(2);
});

it("counts and throws when no channel takes it, so that it rings and is tried again", async () => {
  sns.on(PublishCommand).rejects(new Error("down"));
  sqs.on(SendMessageCommand).rejects(new Error("down"));
  await expect(send(message)).rejects.toMatchObject({ name: "NotificationError" });
  expect(counted).toEqual([["NotificationFailed", ["text", "chat", "slack"]]]);
});
