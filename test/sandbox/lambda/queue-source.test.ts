import { afterEach, expect, test, vi } from "vitest";
import { createClock, SYSTEM_TIME } from "../../../sandbox/clock.ts";
import type { Outcome } from "../../../sandbox/lambda/environment.ts";
import { pollQueue } from "../../../sandbox/lambda/queue-source.ts";
import { createQueues } from "../../../sandbox/services/sqs.ts";
import { ACCOUNT, FUNCTION_ARN, REGION } from "./fixture.ts";

interface QueueEvent {
  Records: { messageId: string; body: string; messageAttributes: object; eventSourceARN: string }[];
}

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function poll(
  answer: (event: QueueEvent) => unknown,
  { batchSize = 10, batchingWindowSeconds = 0, reportsItemFailures = true, visibilitySeconds = 0.02 } = {},
) {
  const clock = createClock(SYSTEM_TIME);
  const queues = createQueues({ accountId: ACCOUNT, region: REGION, time: clock, baseUrl: () => "http://127.0.0.1:1" });
  const dead = queues.create("dead");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 2 });
  const queueArn = queues.create("work", { VisibilityTimeout: String(visibilitySeconds), RedrivePolicy });
  const events: QueueEvent[] = [];
  const invoke = async (_reference: string, event: unknown): Promise<Outcome> => {
    events.push(event as QueueEvent);
    const payload = answer(event as QueueEvent);
    if (payload instanceof Error) {
      return { type: "error", error: { errorType: "Error", errorMessage: payload.message }, crashed: false };
    }
    return { type: "success", payload: JSON.stringify(payload) };
  };
  const batching = { batchSize, batchingWindowSeconds, reportsItemFailures, maximumConcurrency: 1 };
  const source = { functionReference: FUNCTION_ARN, queueArn, ...batching };
  const names = { region: REGION, accountId: ACCOUNT, time: clock, queueUrl: queues.urlOf("work") };
  const poller = pollQueue({ ...names, source, sqs: queues.backend, invoke });
  closers.push(() => {
    poller.close();
    clock.stop();
  });
  return { queues, events };
}

test("a message becomes a record, and is deleted once it is handled", async () => {
  const { queues, events } = poll(() => null);

  queues.send("work", "hello", { kind: { DataType: "String", StringValue: "greeting" } });
  await vi.waitFor(() => expect(queues.messages("work")).toHaveLength(0));

  expect(events).toEqual([
    {
      Records: [
        {
          messageId: expect.any(String),
          receiptHandle: expect.any(String),
          body: "hello",
          attributes: expect.objectContaining({ ApproximateReceiveCount: "1" }),
          messageAttributes: {
            kind: { stringValue: "greeting", stringListValues: [], binaryListValues: [], dataType: "String" },
          },
          md5OfBody: "5d41402abc4b2a76b9719d911017c592",
          eventSource: "aws:sqs",
          eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:work`,
          awsRegion: REGION,
        },
      ],
    },
  ]);
});

test("only the messages that are reported come back, and then go to the dead-letter queue", async () => {
  const { queues, events } = poll(({ Records }) => ({
    batchItemFailures: Records.filter(({ body }) => body === "bad").map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  }));

  queues.send("work", "bad");
  queues.send("work", "good");
  await vi.waitFor(() => expect(queues.messages("dead").map(({ body }) => body)).toEqual(["bad"]));

  expect(queues.messages("work")).toHaveLength(0);
  expect(
    events.flatMap(({ Records }) => Records.map(({ body }) => body)).filter((body) => body === "good"),
  ).toHaveLength(1);
});

test.each([
  ["a function's error", () => new Error("no")],
  ["a report that names no message", () => ({ batchItemFailures: [{ itemIdentifier: "" }] })],
  ["a report that names another message", () => ({ batchItemFailures: [{ itemIdentifier: "x" }] })],
  ["a report that is none", () => ({ batchItemFailures: "all" })],
])("after %s the whole batch comes back", async (_what, answer) => {
  const { queues, events } = poll(answer, { batchSize: 1 });

  queues.send("work", "a");
  await vi.waitFor(() => expect(queues.messages("dead")).toHaveLength(1));

  expect(events).toHaveLength(2);
});

test("without item failures asked for, an answer is not read", async () => {
  const { queues } = poll(() => ({ batchItemFailures: "all" }), { reportsItemFailures: false });

  queues.send("work", "a");

  await vi.waitFor(() => expect(queues.messages("work")).toHaveLength(0));
  expect(queues.messages("dead")).toHaveLength(0);
});

test("a batch is gathered beyond ten messages while its window lasts", async () => {
  const { queues, events } = poll(() => null, { batchSize: 100, batchingWindowSeconds: 0.15, visibilitySeconds: 5 });

  for (let index = 0; index < 12; index += 1) queues.send("work", String(index));
  await vi.waitFor(() => expect(events).toHaveLength(1));

  expect(events[0]?.Records).toHaveLength(12);
});
