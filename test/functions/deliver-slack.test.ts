import { ChangeMessageVisibilityCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { createDeliverSlack } from "../../functions/deliver-slack.ts";
import { createWebhookSource } from "../../shared/notify/webhook.ts";

const URL = "https://hooks.slack.com/services/T000/B000/the-secret";
const PARAMETER = "/sagefence/slack-webhook";
const QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/sagefence-slack";
const PAYLOAD = JSON.stringify({ text: "Decide within 4 hours: notebook instance churn-dev", blocks: [] });
const START = Date.parse("2026-11-21T05:00:00Z");

const ssmClient = new SSMClient({ region: "eu-west-1" });
const sqsClient = new SQSClient({ region: "eu-west-1" });
const ssm = mockClient(ssmClient);
const sqs = mockClient(sqsClient);

type Answer = () => Promise<Response>;
interface LogEntry {
  level: string;
  message: string;
  values: unknown;
}

let clock: number;
let posts: { url: string; body: unknown; redirect: unknown }[];
let logged: LogEntry[];

beforeEach(() => {
  clock = START;
  posts = [];
  logged = [];
  ssm.reset();
  sqs.reset();
  storeWebhook(URL);
  sqs.on(ChangeMessageVisibilityCommand).resolves({});
});

function storeWebhook(value: string): void {
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: value } });
}

/** The handler against a Slack that gives the answers one after the other, the last one again and again. */
function handlerOf(answers: Answer[], local = false): (...records: SQSRecord[]) => Promise<SQSBatchResponse> {
  const now = () => new Date(clock);
  const log = (level: string) => (message: string, values: unknown) => {
    logged.push({ level, message, values });
  };
  const handler = createDeliverSlack({
    webhook: createWebhookSource({ ssm: ssmClient, parameter: PARAMETER, local, now }),
    sqs: sqsClient,
    queueUrl: QUEUE,
    fetch: async (url, init) => {
      posts.push({ url: String(url), body: init?.body, redirect: init?.redirect });
      const answer = answers[Math.min(posts.length, answers.length) - 1];
      if (answer === undefined) throw new Error("no answer prepared");
      return answer();
    },
    timeoutMs: 1_000,
    now,
    log: { warn: log("warn"), error: log("error") },
  });
  return (...Records) => handler({ Records } satisfies SQSEvent);
}

function answer(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return async () => new Response(body, { status, headers });
}

function record(change: { messageId?: string; body?: string; receipts?: number } = {}): SQSRecord {
  const messageId = change.messageId ?? "m-1";
  return {
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body: change.body ?? PAYLOAD,
    attributes: {
      ApproximateReceiveCount: String(change.receipts ?? 1),
      SentTimestamp: String(START),
      SenderId: "sender",
      ApproximateFirstReceiveTimestamp: String(START),
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-west-1:111122223333:sagefence-slack",
    awsRegion: "eu-west-1",
  };
}

function hidden(): (number | undefined)[] {
  return sqs.commandCalls(ChangeMessageVisibilityCommand).map(({ args }) => args[0].input.VisibilityTimeout);
}

const DONE: SQSBatchResponse = { batchItemFailures: [] };
const KEPT: SQSBatchResponse = { batchItemFailures: [{ itemIdentifier: "m-1" }] };

it("posts the payload as it is and lets the message go", async () => {
  expect(await handlerOf([answer(200, "ok")])(record())).toEqual(DONE);
  expect(posts).toEqual([{ url: URL, body: PAYLOAD, redirect: "error" }]);
  expect(hidden()).toEqual([]);
});

describe("Slack asks to wait", () => {
  it.each([
    ["seconds", "30", 30],
    ["a date", "Sat, 21 Nov 2026 05:02:00 GMT", 120],
    ["a date that is over", "Sat, 21 Nov 2026 04:00:00 GMT", 1],
    ["more than SQS can hide", "999999", 12 * 3_600 - 120],
    ["nothing that makes sense", "soon", 15],
  ])("by %s", async (_, retryAfter, seconds) => {
    const deliver = handlerOf([answer(429, "rate_limited", { "retry-after": retryAfter })]);
    expect(await deliver(record())).toEqual(KEPT);
    expect(hidden()).toEqual([seconds]);
  });

  it("and the rest of the batch waits unsent", async () => {
    const deliver = handlerOf([answer(200, "ok"), answer(429, "rate_limited", { "retry-after": "30" })]);
    const kept = await deliver(
      record({ messageId: "m-1" }),
      record({ messageId: "m-2" }),
      record({ messageId: "m-3" }),
    );
    expect(kept.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(["m-2", "m-3"]);
    expect(posts).toHaveLength(2);
    expect(hidden()).toEqual([30, 30]);
  });
});

describe("an outage", () => {
  it.each([
    [1, 15],
    [2, 30],
    [5, 240],
    [9, 3_600],
    [50, 3_600],
  ])("is waited out longer with every receipt: %i", async (receipts, seconds) => {
    expect(await handlerOf([answer(500, "rollup_error")])(record({ receipts }))).toEqual(KEPT);
    expect(hidden()).toEqual([seconds]);
  });

  it.each([
    ["a timeout", new DOMException("The operation was aborted due to timeout", "TimeoutError")],
    ["a broken connection", new TypeError("fetch failed", { cause: { code: "ECONNRESET" } })],
  ])("may be %s", async (_, error) => {
    expect(await handlerOf([() => Promise.reject(error)])(record())).toEqual(KEPT);
    expect(hidden()).toEqual([15]);
    expect(logged[0]).toMatchObject({ level: "warn", values: { reason: expect.stringContaining("no answer") } });
  });

  it("is over when it is over", async () => {
    const deliver = handlerOf([answer(503, ""), answer(200, "ok")]);
    expect(await deliver(record())).toEqual(KEPT);
    expect(await deliver(record({ receipts: 2 }))).toEqual(DONE);
  });
});

describe("a refusal", () => {
  it.each([
    [404, "no_service"],
    [400, "invalid_payload"],
    [403, "action_prohibited"],
  ])("keeps the message and logs what Slack said: %i %s", async (status, said) => {
    expect(await handlerOf([answer(status, said)])(record())).toEqual(KEPT);
    expect(hidden()).toEqual([3_600]);
    expect(logged).toEqual([
      {
        level: "error",
        message: "Slack refused a message",
        values: expect.objectContaining({ reason: `${status} ${said}` }),
      },
    ]);
  });

  it("does not hold up the others", async () => {
    const deliver = handlerOf([answer(400, "invalid_payload"), answer(200, "ok")]);
    expect(await deliver(record({ messageId: "m-1" }), record({ messageId: "m-2" }))).toEqual(KEPT);
  });

  it("makes it look for a new webhook", async () => {
    const deliver = handlerOf([answer(404, "no_service"), answer(200, "ok")]);
    await deliver(record());
    storeWebhook("https://hooks.slack.com/services/new");
    expect(await deliver(record({ receipts: 2 }))).toEqual(DONE);
    expect(posts[1]?.url).toBe("https://hooks.slack.com/services/new");
  });

  it.each(["", "not json", "null", "[]", '{"blocks":[]}'])(
    "is ours for a queued message that is no payload: %j",
    async (body) => {
      expect(await handlerOf([answer(200, "ok")])(record({ body }))).toEqual(KEPT);
      expect(posts).toEqual([]);
      expect(logged[0]?.values).toMatchObject({ reason: "the queue's message is no Slack payload" });
    },
  );
});

describe("the webhook", () => {
  it("is read once in five minutes", async () => {
    const deliver = handlerOf([answer(200, "ok")]);
    await deliver(record());
    clock += 4 * 60_000;
    await deliver(record());
    expect(ssm.commandCalls(GetParameterCommand)).toHaveLength(1);
    clock += 60_000;
    await deliver(record());
    expect(ssm.commandCalls(GetParameterCommand)).toHaveLength(2);
    expect(ssm.commandCalls(GetParameterCommand)[0]?.args[0].input).toEqual({ Name: PARAMETER, WithDecryption: true });
  });

  it("that is missing keeps the message and says what to do", async () => {
    ssm.on(GetParameterCommand).rejects(Object.assign(new Error("no"), { name: "ParameterNotFound" }));
    expect(await handlerOf([answer(200, "ok")])(record())).toEqual(KEPT);
    expect(posts).toEqual([]);
    expect(logged[0]?.values).toMatchObject({
      reason: `The parameter ${PARAMETER} could not be read (ParameterNotFound); create it, or set it to none`,
    });
  });

  it("is looked for again after an error", async () => {
    ssm
      .on(GetParameterCommand)
      .rejectsOnce(new Error("throttled"))
      .resolves({ Parameter: { Value: URL } });
    const deliver = handlerOf([answer(200, "ok")]);
    expect(await deliver(record())).toEqual(KEPT);
    expect(await deliver(record({ receipts: 2 }))).toEqual(DONE);
  });

  it("that is `none` drops messages without a word", async () => {
    storeWebhook("none");
    expect(await handlerOf([answer(200, "ok")])(record())).toEqual(DONE);
    expect(posts).toEqual([]);
    expect(logged).toEqual([]);
  });

  it.each([
    ["http://hooks.slack.com/services/x", false],
    ["http://hooks.slack.com/services/x", true],
    ["http://127.0.0.1:4599/slack", false],
    ["ftp://hooks.slack.com", true],
    ["hooks.slack.com/services/x", true],
    ["", true],
  ])("%j is no place to post to (local account: %s)", async (value, local) => {
    storeWebhook(value);
    expect(await handlerOf([answer(200, "ok")], local)(record())).toEqual(KEPT);
    expect(posts).toEqual([]);
  });

  it.each(["http://127.0.0.1:4599/slack", "http://localhost:4599/slack", "http://[::1]:4599/slack"])(
    "may be this machine in the local account: %s",
    async (value) => {
      storeWebhook(value);
      expect(await handlerOf([answer(200, "ok")], true)(record())).toEqual(DONE);
      expect(posts[0]?.url).toBe(value);
    },
  );

  it("is never logged, whatever goes wrong", async () => {
    const faults: Answer[] = [
      answer(404, `no_service at ${URL}`),
      answer(500, URL),
      () => Promise.reject(new TypeError(`Failed to parse URL from ${URL}`)),
    ];
    for (const fault of faults) await handlerOf([fault])(record());
    storeWebhook("http://plain.example/the-secret");
    await handlerOf([answer(200, "ok")])(record());
    expect(logged).toHaveLength(4);
    expect(JSON.stringify(logged)).not.toContain("the-secret");
  });
});

it("keeps the message even when its waiting time cannot be set", async () => {
  sqs.on(ChangeMessageVisibilityCommand).rejects(new Error("down"));
  expect(await handlerOf([answer(500, "")])(record())).toEqual(KEPT);
});

it("really gives up waiting for an answer", async () => {
  const deliver = createDeliverSlack({
    webhook: { url: async () => URL, forget: () => undefined },
    sqs: sqsClient,
    queueUrl: QUEUE,
    fetch: (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason))),
    timeoutMs: 1,
    now: () => new Date(clock),
    log: { warn: () => undefined, error: () => undefined },
  });
  expect(await deliver({ Records: [record()] })).toEqual(KEPT);
});
