import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { sagefence } from "./terminal.ts";

const TEXT = "arn:aws:sns:eu-west-1:111122223333:sagefence-text";
const CHAT = "arn:aws:sns:eu-west-1:111122223333:sagefence-chat";
const QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/sagefence-slack";

const sns = mockClient(SNSClient);
const sqs = mockClient(SQSClient);
const sts = mockClient(STSClient);

beforeEach(() => {
  for (const client of [sns, sqs, sts]) client.reset();
  sts.on(GetCallerIdentityCommand).resolves({ Arn: "arn:aws:iam::111122223333:user/oncall" });
  sqs.on(GetQueueUrlCommand, { QueueName: "sagefence-slack" }).resolves({ QueueUrl: QUEUE });
  sqs.on(SendMessageCommand).resolves({});
  sns.on(PublishCommand).resolves({});
});

function topics(): (string | undefined)[] {
  return sns.commandCalls(PublishCommand).map(({ args }) => args[0].input.TopicArn);
}

function queues(): (string | undefined)[] {
  return sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input.QueueUrl);
}

describe("sagefence test-message", () => {
  test("sends one message to each channel of the deployment", async () => {
    const { code, out, err } = await sagefence(["test-message"]);

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(`text: sent to ${TEXT}\nchat: sent to ${CHAT}\nslack: sent to ${QUEUE}\n`);
    expect([topics(), queues()]).toEqual([[TEXT, CHAT], [QUEUE]]);
  });

  test.each<[string[], Record<string, string>]>([
    [["--chat-topic", CHAT], {}],
    [[], { CHAT_TOPIC_ARN: CHAT }],
  ])("sends only to what is named: %j %j", async (args, variables) => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);

    const { code, out } = await sagefence(["test-message", ...args]);

    expect({ code, out }).toEqual({ code: 0, out: `chat: sent to ${CHAT}\n` });
    expect([topics(), queues()]).toEqual([[CHAT], []]);
  });

  test("says which channel did not take it, and sends to the others", async () => {
    sns.on(PublishCommand, { TopicArn: CHAT }).rejects(Object.assign(new Error("no"), { name: "NotFoundException" }));

    const { code, out, err } = await sagefence(["test-message"]);

    expect(code).toBe(2);
    expect(out).toBe(`text: sent to ${TEXT}\nslack: sent to ${QUEUE}\n`);
    expect(err).toMatch(/^sagefence: [^\n]*chat \(Publish failed \(NotFoundException\)\)[^\n]*\n$/);
  });

  test("says that nothing is deployed there", async () => {
    sqs.on(GetQueueUrlCommand).rejects(Object.assign(new Error("no"), { name: "QueueDoesNotExist" }));

    const { code, err } = await sagefence(["test-message"]);

    expect(code).toBe(2);
    expect(err).toMatch(/^sagefence: the queue sagefence-slack [^\n]* eu-west-1 \(QueueDoesNotExist\)[^\n]*\n$/);
    expect(topics()).toEqual([]);
  });

  test("says that there are no credentials", async () => {
    sts.on(GetCallerIdentityCommand).rejects(Object.assign(new Error("no"), { name: "CredentialsProviderError" }));

    const { code, err } = await sagefence(["test-message"]);

    expect(code).toBe(2);
    expect(err).toMatch(/^sagefence: AWS does not say who you are \(CredentialsProviderError\)[^\n]*\n$/);
  });
});
