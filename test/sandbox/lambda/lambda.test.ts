import { afterAll, afterEach, expect, test, vi } from "vitest";
import { DEFAULT_ASYNCHRONOUS } from "../../../sandbox/lambda/functions.ts";
import { type Fixture, FUNCTION_ARN, functionOf, packageCode, payloadOf, removePackages, start } from "./fixture.ts";

let fixture: Fixture;

afterEach(() => fixture.close());
afterAll(removePackages);

test("a function runs with its environment, its role's keys and the documented context", async () => {
  const artifact = packageCode(`
    export async function handler(event, context) {
      const { getRemainingTimeInMillis, ...rest } = context;
      console.log("hello", event.n);
      return { event, rest, remaining: getRemainingTimeInMillis(), env: process.env };
    }`);
  fixture = start(functionOf(artifact, { environment: { TABLE_NAME: "ledger" } }));

  const answer = payloadOf(await fixture.call("Invoke", { FunctionName: "fn", Payload: Buffer.from('{"n":1}') }));

  expect(answer).toMatchObject({
    event: { n: 1 },
    rest: {
      functionName: "fn",
      functionVersion: "$LATEST",
      invokedFunctionArn: FUNCTION_ARN,
      memoryLimitInMB: "256",
      awsRequestId: "11111111-2222-4333-8444-555555555555",
      logGroupName: "/aws/lambda/fn",
    },
    env: {
      TABLE_NAME: "ledger",
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_LAMBDA_FUNCTION_NAME: "fn",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      AWS_SESSION_TOKEN: expect.any(String),
    },
  });
  const { env, remaining } = answer as { env: Record<string, string>; remaining: number };
  expect(env).not.toHaveProperty("PATH");
  expect(env).not.toHaveProperty("NODE_OPTIONS");
  expect(remaining).toBeGreaterThan(4_000);
  await vi.waitFor(() => expect(fixture.logs).toContain("hello 1"));
});

const FAILURES = [
  {
    what: "an error of the handler",
    code: `export async function handler() { throw new TypeError("no such thing"); }`,
    error: { errorType: "TypeError", errorMessage: "no such thing" },
  },
  {
    what: "a handler that takes too long",
    code: `export async function handler() { await new Promise(() => setInterval(() => {}, 1000)); }`,
    error: { errorType: "Sandbox.Timedout", errorMessage: expect.stringMatching(/Task timed out after 0.05 seconds$/) },
  },
  {
    what: "a handler that never yields",
    code: `export async function handler() { while (true); }`,
    error: { errorType: "Sandbox.Timedout", errorMessage: expect.stringMatching(/Task timed out after 0.05 seconds$/) },
  },
  {
    what: "an answer that is no JSON",
    code: `export async function handler() { return 1n; }`,
    error: { errorType: "TypeError", errorMessage: "Do not know how to serialize a BigInt" },
  },
  {
    what: "a process that exits",
    code: `export async function handler() { process.exit(3); }`,
    error: { errorType: "Runtime.ExitError", errorMessage: expect.stringMatching(/exit status 3$/) },
  },
  {
    what: "an error nobody waits for",
    code: `export async function handler() { setTimeout(() => { throw new RangeError("late"); }); await new Promise(() => {}); }`,
    error: { errorType: "RangeError", errorMessage: "late" },
  },
  {
    what: "code that does not load",
    code: `throw new Error("no configuration");`,
    error: { errorType: "Error", errorMessage: "no configuration" },
  },
  {
    what: "code without the handler",
    code: `export const other = 1;`,
    error: { errorType: "Runtime.HandlerNotFound", errorMessage: "dist/fn/index.handler is undefined or not exported" },
  },
];

test.each(FAILURES)("$what is the function's error, and the account goes on", async ({ code, error }) => {
  fixture = start(functionOf(packageCode(code), { timeoutSeconds: 0.05 }));

  const first = await fixture.call("Invoke", { FunctionName: "fn" });
  const second = await fixture.call("Invoke", { FunctionName: "fn" });

  for (const answer of [first, second]) {
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled", ExecutedVersion: "$LATEST" });
    expect(payloadOf(answer)).toMatchObject(error);
  }
  expect(fixture.failed).toEqual(["fn", "fn"]);
});

test("a handler that needs more memory than its function has loses its environment, and nothing else", async () => {
  const code = `export async function handler({ fill }) {
    const kept = [];
    while (fill) kept.push(new Array(10_000).fill(0).map((_, index) => ({ index })));
    return "fine";
  }`;
  fixture = start(functionOf(packageCode(code), { memoryMegabytes: 32, timeoutSeconds: 20 }));
  const invoke = (fill: boolean) =>
    fixture.call("Invoke", { FunctionName: "fn", Payload: Buffer.from(JSON.stringify({ fill })) });

  const filled = await invoke(true);

  expect(payloadOf(filled)).toMatchObject({ errorMessage: expect.stringContaining("memory limit") });
  expect(payloadOf(await invoke(false))).toBe("fine");
});

test("an environment handles one event at a time and stays warm; a few run side by side", async () => {
  const code = `let busy = 0, handled = 0;
    export async function handler() {
      busy += 1; handled += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      busy -= 1;
      return { busy, handled };
    }`;
  fixture = start(functionOf(packageCode(code)));

  const invocations = Array.from({ length: 9 }, () => fixture.call("Invoke", { FunctionName: "fn" }));
  const answers = (await Promise.all(invocations)).map((answer) => payloadOf(answer) as Record<string, number>);

  expect(answers.every(({ busy }) => busy === 0)).toBe(true);
  expect(answers.filter(({ handled }) => handled === 1)).toHaveLength(4);
});

const FAILS = `let calls = 0; export async function handler() { calls += 1; throw new Error("try " + calls); }`;
const DESTINATION = "arn:aws:sqs:eu-west-1:111122223333:failures";

test("an event that keeps failing is tried three times and then kept, as a record and as a dead letter", async () => {
  const asynchronous = { ...DEFAULT_ASYNCHRONOUS, onFailureArn: DESTINATION };
  fixture = start(functionOf(packageCode(FAILS), { asynchronous, deadLetterArn: "arn:aws:sqs:::dead" }));

  const answer = await fixture.call("Invoke", {
    FunctionName: "fn",
    InvocationType: "Event",
    Payload: Buffer.from('{"n":1}'),
  });
  await vi.waitFor(() => expect(fixture.deliveries).toHaveLength(2));

  expect(answer).toEqual({ StatusCode: 202 });
  expect(fixture.failed).toEqual(["fn", "fn", "fn"]);
  const [record, dead] = fixture.deliveries;
  expect(record?.target).toBe(DESTINATION);
  expect(JSON.parse(record?.body ?? "")).toEqual({
    version: "1.0",
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    requestContext: {
      requestId: "11111111-2222-4333-8444-555555555555",
      functionArn: `${FUNCTION_ARN}:$LATEST`,
      condition: "RetriesExhausted",
      approximateInvokeCount: 3,
    },
    requestPayload: { n: 1 },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: { errorType: "Error", errorMessage: "try 3", trace: expect.any(Array) },
  });
  expect(dead).toEqual({
    target: "arn:aws:sqs:::dead",
    body: '{"n":1}',
    attributes: {
      RequestID: "11111111-2222-4333-8444-555555555555",
      ErrorCode: "200",
      ErrorMessage: "try 3",
    },
  });
});

test.each([
  [{ maximumRetryAttempts: 0 }, 1, "RetriesExhausted"],
  [{ maximumRetryAttempts: 1 }, 2, "RetriesExhausted"],
  [{ maximumEventAgeSeconds: 100 }, 2, "EventAgeExceeded"],
])("with %j an event is given up after %i tries: %s", async (settings, tries, condition) => {
  const asynchronous = { ...DEFAULT_ASYNCHRONOUS, onFailureArn: DESTINATION, ...settings };
  fixture = start(functionOf(packageCode(FAILS), { asynchronous }));

  fixture.lambda.enqueue("fn", {});
  await vi.waitFor(() => expect(fixture.deliveries).toHaveLength(1));

  const { requestContext } = JSON.parse(fixture.deliveries[0]?.body ?? "");
  expect(requestContext).toMatchObject({ approximateInvokeCount: tries, condition });
});

test("an event that is handled at the second try is not kept", async () => {
  const code = `let calls = 0; export async function handler() { calls += 1; if (calls < 2) throw new Error(); return calls; }`;
  const asynchronous = { ...DEFAULT_ASYNCHRONOUS, onFailureArn: DESTINATION, onSuccessArn: "arn:aws:sns:::done" };
  fixture = start(functionOf(packageCode(code), { asynchronous }));

  fixture.lambda.enqueue(FUNCTION_ARN, {});
  await vi.waitFor(() => expect(fixture.deliveries).toHaveLength(1));

  expect(fixture.deliveries[0]?.target).toBe("arn:aws:sns:::done");
  expect(JSON.parse(fixture.deliveries[0]?.body ?? "")).toMatchObject({
    requestContext: { condition: "Success", approximateInvokeCount: 2 },
    responsePayload: 2,
  });
});

test.each([
  ["an unknown function", { FunctionName: "nobody" }, "ResourceNotFoundException"],
  ["an unknown alias", { FunctionName: "fn", Qualifier: "live" }, "ResourceNotFoundException"],
  ["two qualifiers", { FunctionName: "fn:live", Qualifier: "1" }, "InvalidParameterValueException"],
  ["a payload that is no JSON", { FunctionName: "fn", Payload: Buffer.from("{") }, "InvalidRequestContentException"],
  ["a type that is none", { FunctionName: "fn", InvocationType: "Later" }, "InvalidParameterValueException"],
  ["an execution's name", { FunctionName: "fn", DurableExecutionName: "a" }, "InvalidParameterValueException"],
  [
    "an event above 1 MB",
    { FunctionName: "fn", InvocationType: "Event", Payload: Buffer.from(JSON.stringify("x".repeat(1024 * 1024))) },
    "RequestTooLargeException",
  ],
])("Invoke with %s is refused", async (_what, input, code) => {
  fixture = start(functionOf(packageCode(FAILS)));

  await expect(fixture.call("Invoke", input)).rejects.toMatchObject({ code });
});

test("DryRun runs nothing", async () => {
  fixture = start(functionOf(packageCode(FAILS)));

  const answer = await fixture.call("Invoke", { FunctionName: "fn", InvocationType: "DryRun" });

  expect(answer).toEqual({ StatusCode: 204, ExecutedVersion: "$LATEST" });
  expect(fixture.failed).toEqual([]);
});

test("functions can be listed and looked at", async () => {
  const durable = { executionTimeoutSeconds: 60, retentionDays: 90 };
  fixture = start(functionOf(packageCode(FAILS), { version: "1", aliases: ["durable"], durable }));

  const { Functions } = await fixture.call("ListFunctions", {});
  const configuration = await fixture.call("GetFunctionConfiguration", { FunctionName: "fn", Qualifier: "durable" });
  const { Aliases } = await fixture.call("ListAliases", { FunctionName: "fn" });

  expect(Functions).toMatchObject([{ FunctionArn: FUNCTION_ARN, Version: "$LATEST", Runtime: "nodejs24.x" }]);
  expect(configuration).toMatchObject({
    FunctionArn: `${FUNCTION_ARN}:1`,
    DurableConfig: { ExecutionTimeout: 60, RetentionPeriodInDays: 90 },
  });
  expect(Aliases).toEqual([{ AliasArn: `${FUNCTION_ARN}:durable`, Name: "durable", FunctionVersion: "1" }]);
});

test("an artifact that is not there is the function's error", async () => {
  fixture = start(functionOf("/nowhere/fn.zip"));

  const answer = await fixture.call("Invoke", { FunctionName: "fn" });

  expect(payloadOf(answer)).toMatchObject({
    errorMessage: expect.stringContaining("/nowhere/fn.zip cannot be unpacked"),
  });
});

test("closing ends what runs and waits", async () => {
  const code = `export async function handler() { await new Promise(() => setInterval(() => {}, 1000)); }`;
  fixture = start(functionOf(packageCode(code)));
  const running = Array.from({ length: 6 }, () => fixture.call("Invoke", { FunctionName: "fn" }));
  await vi.waitFor(() => expect(fixture.lambda.find("fn")).toBeDefined());

  await fixture.close();

  for (const answer of await Promise.all(running)) expect(answer).toMatchObject({ FunctionError: "Unhandled" });
});
