import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { LambdaFunction } from "../../../sandbox/lambda/functions.ts";
import { type Fixture, FUNCTION_ARN, functionOf, packageBundled, payloadOf, removePackages, start } from "./fixture.ts";

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

  await fixture.call("SendDurableExecutionCallbackHeartbeat", { CallbackId }).catch(() => {});
  await fixture.call("SendDurableExecutionCallbackSuccess", { CallbackId, Result: Buffer.from("yes") });
  const again = fixture.call("SendDurableExecutionCallbackSuccess", { CallbackId, Result: Buffer.from("no") });

  await expect(again).rejects.toMatchObject({ code: "CallbackTimeoutException" });
  const { Result } = await execution(DurableExecutionArn, "SUCCEEDED");
  expect(Result).toBe('{"started":1,"answer":"yes"}');
  const late = fixture.call("SendDurableExecutionCallbackFailure", { CallbackId });
  await expect(late).rejects.toMatchObject({ code: "CallbackTimeoutException" });
});
