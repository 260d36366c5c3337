import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { LambdaFunction } from "../../../sandbox/lambda/functions.ts";
import {
  type Fixture,
  FUNCTION_ARN,
  functionOf,
  makeFolder,
  packageBundled,
  packageCode,
  payloadOf,
  removePackages,
  start,
} from "./fixture.ts";

const HANDLER = `
  import { withDurableExecution } from "@aws/durable-execution-sdk-js";
  import { appendFileSync, existsSync, writeFileSync } from "node:fs";
  export const handler = withDurableExecution(async (event, context) => {
    const started = await context.step("start", async () => { console.log("started " + event.id); return event.id; });
    if (event.crash) {
      await context.step("crash", async () => {
        if (existsSync(event.crash)) return;
        writeFileSync(event.crash, "");
        process.exit(1);
      });
    }
    if (event.wait) await context.wait("rest", { seconds: event.wait });
    if (event.fail) throw new Error("it went wrong");
    if (!event.ask) return { started };
    const answer = await context.waitForCallback("ask", async (callbackId) => { console.log("callback " + callbackId); },
      { timeout: { seconds: event.ask } }).catch((error) => error.name + ": " + error.message);
    return { started, answer };
  });`;

let artifact: string;
let fixture: Fixture;

beforeAll(async () => {
  artifact = await packageBundled(HANDLER);
});
afterEach(() => fixture.close());
afterAll(removePackages);

function durable(changes: Partial<LambdaFunction> = {}): LambdaFunction {
  return functionOf(artifact, {
    version: "1",
    aliases: ["durable"],
    durable: { executionTimeoutSeconds: 86_400, retentionDays: 90 },
    ...changes,
  });
}

function invoke(payload: object, name: string, type = "Event"): Promise<Record<string, unknown>> {
  return fixture.call("Invoke", {
    FunctionName: `${FUNCTION_ARN}:durable`,
    InvocationType: type,
    DurableExecutionName: name,
    Payload: Buffer.from(JSON.stringify(payload)),
  });
}

async function callbackId(): Promise<string> {
  return vi.waitFor(() => {
    const line = fixture.logs.find((text) => text.startsWith("callback "));
    if (line === undefined) throw new Error("no callback yet");
    return line.slice("callback ".length);
  });
}

async function execution(arn: unknown, status: string): Promise<Record<string, unknown>> {
  return vi.waitFor(async () => {
    const found = await fixture.call("GetDurableExecution", { DurableExecutionArn: arn });
    expect(found.Status).toBe(status);
    return found;
  });
}

test("a durable function runs to its result, with waits shortened", async () => {
  fixture = start(durable());

  const answer = await invoke({ id: 1, wait: 60 }, "one", "RequestResponse");

  expect(payloadOf(answer)).toEqual({ started: 1 });
  expect(answer).toMatchObject({
    ExecutedVersion: "1",
    DurableExecutionArn: expect.stringMatching(`^${FUNCTION_ARN}:1/durable-execution/one/`),
  });
  expect(fixture.events.map(({ detail }) => detail.status)).toEqual(["RUNNING", "SUCCEEDED"]);
});

test("a callback takes one answer", async () => {
  fixture = start(durable(), { timeouts: 1 });
  const { DurableExecutionArn } = await invoke({ id: 1, ask: 600 }, "ask");
  const CallbackId = await callbackId();

  await fixture.call("SendDurableExecutionCallbackHeartbeat", { CallbackId });
  await fixture.call("SendDurableExecutionCallbackSuccess", { CallbackId, Result: Buffer.from("yes") });
  const again = fixture.call("SendDurableExecutionCallbackSuccess", { CallbackId, Result: Buffer.from("no") });

  await expect(again).rejects.toMatchObject({ code: "CallbackTimeoutException" });
  const { Result } = await execution(DurableExecutionArn, "SUCCEEDED");
  expect(Result).toBe('{"started":1,"answer":"yes"}');
  const late = fixture.call("SendDurableExecutionCallbackFailure", { CallbackId });
  await expect(late).rejects.toMatchObject({ code: "CallbackTimeoutException" });
});

test("the same name and payload mean the same execution, running or over", async () => {
  fixture = start(durable());

  const started = await Promise.all(Array.from({ length: 5 }, () => invoke({ id: 1 }, "same")));
  await execution(started[0]?.DurableExecutionArn, "SUCCEEDED");
  const later = await invoke({ id: 1 }, "same");

  const arns = new Set([...started, later].map(({ DurableExecutionArn }) => DurableExecutionArn));
  expect(arns.size).toBe(1);
  expect(fixture.logs.filter((line) => line === "started 1")).toHaveLength(1);
});

test("the same name with another payload is refused", async () => {
  fixture = start(durable());
  await invoke({ id: 1 }, "same");

  const other = invoke({ id: 2 }, "same");

  await expect(other).rejects.toMatchObject({ code: "DurableExecutionAlreadyStartedException", statusCode: 409 });
});

test.each(["", "has space", "a/b", "x".repeat(65)])("the name %j is refused", async (name) => {
  fixture = start(durable());

  await expect(invoke({}, name)).rejects.toMatchObject({ code: "InvalidParameterValueException" });
});

test("an unqualified call of a durable function is refused", async () => {
  fixture = start(durable());

  const call = fixture.call("Invoke", { FunctionName: "fn" });

  await expect(call).rejects.toMatchObject({ code: "InvalidParameterValueException" });
  expect(() => fixture.lambda.enqueue("fn", {})).toThrow("unqualified ARN");
});

test("an invocation that crashes is made again from the last checkpoint", async () => {
  fixture = start(durable());
  const crash = join(makeFolder(), "crashed");

  const { DurableExecutionArn } = await invoke({ id: 1, crash }, "crash");

  const { Result } = await execution(DurableExecutionArn, "SUCCEEDED");
  expect(Result).toBe('{"started":1}');
  expect(fixture.failed).toEqual(["fn"]);
  expect(fixture.logs.filter((line) => line === "started 1")).toHaveLength(1);
});

test("code that never loads fails the execution", async () => {
  fixture = start(durable({ artifact: packageCode(`throw new Error("no configuration");`) }));

  const answer = await invoke({}, "broken", "RequestResponse");

  expect(answer).toMatchObject({ FunctionError: "Unhandled" });
  expect(payloadOf(answer)).toMatchObject({ errorMessage: "no configuration" });
});

test("an asynchronous execution that fails goes to the dead-letter queue", async () => {
  fixture = start(durable({ deadLetterArn: "arn:aws:sqs:::dead" }));

  const { DurableExecutionArn } = await invoke({ id: 1, fail: true }, "fails");

  const failed = await execution(DurableExecutionArn, "FAILED");
  expect(failed.Error).toMatchObject({ ErrorMessage: "it went wrong" });
  expect(fixture.deliveries).toEqual([
    {
      target: "arn:aws:sqs:::dead",
      body: '{"id":1,"fail":true}',
      attributes: { RequestID: "fails", ErrorCode: "200", ErrorMessage: "it went wrong" },
    },
  ]);
});

test("an unanswered callback times out, and then takes no answer", async () => {
  fixture = start(durable(), { timeouts: 0.0001 });
  const { DurableExecutionArn } = await invoke({ id: 1, ask: 600 }, "expires");
  const CallbackId = await callbackId();

  const { Result } = await execution(DurableExecutionArn, "SUCCEEDED");

  expect(Result).toContain("CallbackTimeoutError");
  const late = fixture.call("SendDurableExecutionCallbackSuccess", { CallbackId });
  await expect(late).rejects.toMatchObject({ code: "CallbackTimeoutException" });
});

test("a callback answered with a failure says so to the execution", async () => {
  fixture = start(durable(), { timeouts: 1 });
  const { DurableExecutionArn } = await invoke({ id: 1, ask: 600 }, "refused");
  const CallbackId = await callbackId();

  await fixture.call("SendDurableExecutionCallbackFailure", { CallbackId, Error: { ErrorMessage: "no" } });

  const { Result } = await execution(DurableExecutionArn, "SUCCEEDED");
  expect(Result).toContain("no");
});

test("of five answers at once, one counts", async () => {
  fixture = start(durable(), { timeouts: 1 });
  const { DurableExecutionArn } = await invoke({ id: 1, ask: 600 }, "five");
  const CallbackId = await callbackId();

  const answers = await Promise.allSettled(
    ["a", "b", "c", "d", "e"].map((text) =>
      fixture.call("SendDurableExecutionCallbackSuccess", { CallbackId, Result: Buffer.from(text) }),
    ),
  );

  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const { Result } = await execution(DurableExecutionArn, "SUCCEEDED");
  expect(Result).toMatch(/"answer":"[a-e]"/);
});

test("a callback id that was never given out is refused", async () => {
  fixture = start(durable());

  const answer = fixture.call("SendDurableExecutionCallbackSuccess", { CallbackId: "bm9uZQ==" });

  await expect(answer).rejects.toMatchObject({ code: "InvalidParameterValueException" });
});

test("a stopped execution takes no answer and does not end twice", async () => {
  fixture = start(durable(), { timeouts: 1 });
  const { DurableExecutionArn } = await invoke({ id: 1, ask: 600 }, "stopped");
  const CallbackId = await callbackId();

  const { StopTimestamp } = await fixture.call("StopDurableExecution", {
    DurableExecutionArn,
    Error: { ErrorMessage: "by hand" },
  });

  expect(StopTimestamp).toBeInstanceOf(Date);
  expect(await execution(DurableExecutionArn, "STOPPED")).toMatchObject({ Error: { ErrorMessage: "by hand" } });
  const late = fixture.call("SendDurableExecutionCallbackSuccess", { CallbackId });
  await expect(late).rejects.toMatchObject({ code: "CallbackTimeoutException" });
  expect(fixture.events.map(({ detail }) => detail.status)).toEqual(["RUNNING", "STOPPED"]);
});

test("an execution that takes too long times out", async () => {
  const limit = { executionTimeoutSeconds: 100, retentionDays: 1 };
  fixture = start(durable({ durable: limit, deadLetterArn: "arn:aws:sqs:::dead" }), { timeouts: 0.001 });

  const { DurableExecutionArn } = await invoke({ id: 1, ask: 600 }, "slow");

  await execution(DurableExecutionArn, "TIMED_OUT");
  expect(fixture.deliveries).toHaveLength(1);
});

test("executions can be listed, and their history read while they run and after", async () => {
  fixture = start(durable(), { timeouts: 1 });
  await invoke({ id: 1 }, "one", "RequestResponse");
  const { DurableExecutionArn } = await invoke({ id: 2, ask: 600 }, "two");
  const CallbackId = await callbackId();

  const list = (input: object) => fixture.call("ListDurableExecutionsByFunction", { FunctionName: "fn", ...input });
  const history = async () => {
    const { Events } = await fixture.call("GetDurableExecutionHistory", { DurableExecutionArn });
    return (Events as { EventType: string }[]).map(({ EventType }) => EventType);
  };

  expect(await list({})).toMatchObject({
    DurableExecutions: [
      { DurableExecutionName: "one", Status: "SUCCEEDED" },
      { DurableExecutionName: "two", Status: "RUNNING" },
    ],
  });
  const named = (answer: Record<string, unknown>) =>
    (answer.DurableExecutions as { DurableExecutionName: string }[]).map((found) => found.DurableExecutionName);
  expect(named(await list({ Statuses: ["RUNNING"] }))).toEqual(["two"]);
  expect(named(await list({ DurableExecutionName: "one" }))).toEqual(["one"]);
  expect(named(await list({ ReverseOrder: true }))).toEqual(["two", "one"]);
  const first = await list({ MaxItems: 1 });
  expect(named(await list({ MaxItems: 1, Marker: first.NextMarker }))).toEqual(["two"]);

  expect(await history()).toEqual(expect.arrayContaining(["ExecutionStarted", "StepSucceeded", "CallbackStarted"]));
  await fixture.call("SendDurableExecutionCallbackSuccess", { CallbackId, Result: Buffer.from("yes") });
  await execution(DurableExecutionArn, "SUCCEEDED");
  expect(await history()).toEqual(expect.arrayContaining(["CallbackSucceeded", "ExecutionSucceeded"]));
});

test("executions run side by side", async () => {
  fixture = start(durable(), { timeouts: 1 });
  const ids = Array.from({ length: 12 }, (_, id) => id);

  const answers = await Promise.all(ids.map((id) => invoke({ id, wait: 1 }, `parallel-${id}`, "RequestResponse")));

  expect(answers.map(payloadOf)).toEqual(ids.map((started) => ({ started })));
});
