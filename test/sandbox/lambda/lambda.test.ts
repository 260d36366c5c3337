import { afterAll, afterEach, expect, test, vi } from "vitest";
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
