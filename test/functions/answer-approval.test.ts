import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import { createFixture, eventOf, formEvent, ONCALL_ARN, SECRET } from "../approve/http-fixture.ts";
import { type LocalTable, startTable } from "../record/local-table.ts";

const CONTEXT = { functionName: "answer-approval", awsRequestId: "1" } as Context;

let local: LocalTable;

beforeAll(async () => {
  local = await startTable();
});

afterAll(async () => {
  vi.useRealTimers();
  await local.stop();
});

beforeEach(() => {
  // The handler reads the clock itself; the fixture's questions are open at this hour.
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-21T06:00:00.000Z") });
  vi.resetModules();
  for (const name of ["POLICY_APPLICATION", "POLICY_ENVIRONMENT", "POLICY_PROFILE"]) vi.stubEnv(name, "x");
  vi.stubEnv("TABLE_NAME", local.table);
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("AWS_ENDPOINT_URL", local.endpoint);
  vi.stubEnv("POWERTOOLS_LOG_LEVEL", "SILENT");
});

async function load() {
  const { handler } = await import("../../functions/answer-approval.ts");
  return (event: unknown) => handler(event, CONTEXT);
}

it("shows a question of the table that it is told, and decides nothing when deployed", async () => {
  const { question } = await createFixture(local);
  const call = await load();
  const shown = await call(eventOf({ path: `/q/${question.id}`, query: `k=${SECRET}` }));
  expect(shown).toMatchObject({ statusCode: 200 });
  expect(shown.body).not.toContain("<form");
  expect(await call(formEvent(question))).toMatchObject({ statusCode: 403 });
});

it("has the form in the local account; a policy that cannot be read approves nothing", async () => {
  vi.stubEnv("SAGEFENCE_LOCAL", "1");
  vi.stubEnv("SAGEFENCE_LOCAL_IDENTITIES", JSON.stringify([{ arn: ONCALL_ARN, label: "oncall" }]));
  const { question } = await createFixture(local);
  const call = await load();
  const shown = await call(eventOf({ path: `/q/${question.id}`, query: `k=${SECRET}` }));
  expect(shown.body).toContain(`<option value="${ONCALL_ARN}">oncall</option>`);
  expect(await call(formEvent(question))).toMatchObject({ statusCode: 503 });
  expect((await createLedger(local).getQuestion(question.id))?.status).toBe("pending");
});

it("has no form for identities without the local account", async () => {
  vi.stubEnv("SAGEFENCE_LOCAL_IDENTITIES", JSON.stringify([{ arn: ONCALL_ARN, label: "oncall" }]));
  const { question } = await createFixture(local);
  const shown = await (await load())(eventOf({ path: `/q/${question.id}`, query: `k=${SECRET}` }));
  expect(shown.body).not.toContain("<form");
});

it("turns down what nobody signed and what is no request", async () => {
  const call = await load();
  expect(await call(eventOf({ path: "/findings" }))).toMatchObject({ statusCode: 401 });
  expect(await call({})).toMatchObject({ statusCode: 400 });
});

it.each(["POLICY_APPLICATION", "TABLE_NAME"])("does not start without %s", async (name) => {
  vi.stubEnv(name, "");
  await expect(load()).rejects.toThrow(name);
});

it("does not start in a local account whose identities make no sense", async () => {
  vi.stubEnv("SAGEFENCE_LOCAL", "1");
  vi.stubEnv("SAGEFENCE_LOCAL_IDENTITIES", "[1]");
  await expect(load()).rejects.toThrow();
});
