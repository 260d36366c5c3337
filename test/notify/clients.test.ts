import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PublishCommand } from "@aws-sdk/client-sns";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { beforeEach, expect, it, vi } from "vitest";
import { eventBridgeClient } from "../../shared/aws/eventbridge.ts";
import { snsClient } from "../../shared/aws/sns.ts";
import { sqsClient } from "../../shared/aws/sqs.ts";
import { ssmClient } from "../../shared/aws/ssm.ts";

beforeEach(() => vi.stubEnv("AWS_REGION", "eu-west-1"));

it("makes each client once", () => {
  expect(snsClient()).toBe(snsClient());
  expect(sqsClient()).toBe(sqsClient());
  expect(ssmClient()).toBe(ssmClient());
  expect(eventBridgeClient()).toBe(eventBridgeClient());
});

it.each([
  ["sns", () => snsClient().send(new PublishCommand({ Messages: "x" } as never))],
  ["sqs", () => sqsClient().send(new SendMessageCommand({ QueueURL: "x" } as never))],
  ["ssm", () => ssmClient().send(new GetParameterCommand({ name: "x" } as never))],
  ["eventbridge", () => eventBridgeClient().send(new PutEventsCommand({ Entries: [{ Bus: "x" } as never] }))],
])("refuses a call to %s whose input the SDK would silently change", async (_, call) => {
  await expect(call()).rejects.toMatchObject({ name: "InvalidCallError" });
});
