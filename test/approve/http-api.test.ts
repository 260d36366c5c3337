import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LedgerUnavailableError } from "../../shared/record/errors.ts";
import { type LocalTable, startTable } from "../record/local-table.ts";
import { actionOf, DIGEST, entryOf } from "../record/samples.ts";
import { createFixture, eventOf, type Fixture, JANE_ARN, ONCALL_ARN } from "./http-fixture.ts";

let local: LocalTable;
let fixture: Fixture;

beforeAll(async () => {
  local = await startTable();
});

afterAll(() => local.stop());

beforeEach(async () => {
  fixture = await createFixture(local);
});

async function get(path: string, parts: object = {}) {
  const response = await fixture.call(eventOf({ path, caller: ONCALL_ARN, ...parts }));
  return { ...response, json: response.body === "" ? null : JSON.parse(response.body) };
}

function answer(body: unknown, parts: object = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return get(`/questions/${fixture.question.id}/answer`, { method: "POST", body: text, ...parts });
}

const YES = { option: "recreate-beside", digest: DIGEST };

describe("reading", () => {
  it("lists open findings", async () => {
    const { statusCode, json } = await get("/findings");
    expect(statusCode).toBe(200);
    expect(json.findings.map((finding: { id: string }) => finding.id)).toContain(fixture.question.findingId);
  });

  it("shows a finding with its question, actions and trail, and neither callback nor links", async () => {
    const findingId = fixture.question.findingId;
    await fixture.ledger.startAction(actionOf({ findingId }));
    await fixture.ledger.audit(entryOf({ findingId }));
    const { json, body } = await get(`/findings/${findingId}`);
    expect(json).toMatchObject({
      finding: { id: findingId },
      question: { id: fixture.question.id, status: "pending" },
      actions: [{ action: "stop" }],
      audit: [{ type: "finding-opened" }],
    });
    expect(body).not.toMatch(/callback|linkHashes/i);
  });

  it("shows a question without its callback", async () => {
    const { json, body } = await get(`/questions/${fixture.question.id}`);
    expect(json.question).toMatchObject({ id: fixture.question.id, options: [{ digest: DIGEST }, {}] });
    expect(body).not.toMatch(/callback|linkHashes/i);
  });

  it.each([
    "/findings/f-nowhere",
    "/questions/q-nowhere",
    "/",
    "/findings/",
    "/findings/../q",
    "/questions/q-1/answer/x",
    "/Q/q-1",
  ])("%s is not there", async (path) => {
    expect(await get(path)).toMatchObject({ statusCode: 404, json: { error: "not-found" } });
  });

  it.each([
    ["DELETE", "/findings", "GET, HEAD"],
    ["POST", "/questions/q-1", "GET, HEAD"],
    ["GET", "/questions/q-1/answer", "POST"],
    ["PUT", "/q/q-1", "GET, HEAD, POST"],
  ])("%s %s is not taken", async (method, path, allow) => {
    const response = await fixture.call(eventOf({ method, path, caller: ONCALL_ARN }));
    expect(response).toMatchObject({ statusCode: 405, headers: { allow } });
  });

  it("with HEAD has no body and changes nothing", async () => {
    expect(await get(`/questions/${fixture.question.id}`, { method: "HEAD" })).toMatchObject({
      statusCode: 200,
      body: "",
    });
    expect(await get("/nowhere", { method: "HEAD" })).toMatchObject({ statusCode: 404, body: "" });
  });
});

it.each(["/findings", "/findings/f-1", "/questions/q-1"])(
  "%s without a verified caller is 401, whatever the headers claim",
  async (path) => {
    const headers = { authorization: "AWS4-HMAC-SHA256 Credential=AKIA", "x-amzn-iam-user-arn": ONCALL_ARN };
    expect(await get(path, { caller: undefined, headers })).toMatchObject({
      statusCode: 401,
      json: { error: "no-identity" },
    });
  },
);

describe("answering", () => {
  it("decides, once; again it sends the callback again", async () => {
    expect(await answer(YES)).toMatchObject({ statusCode: 200, json: { result: "decided", callback: "sent" } });
    expect(await answer(YES)).toMatchObject({ statusCode: 200, json: { result: "repeated", callback: "sent" } });
    expect(await answer({ option: "reject" })).toMatchObject({ statusCode: 409, json: { error: "already-decided" } });
    expect(fixture.completeCallback).toHaveBeenCalledTimes(2);
  });

  it("is stored when the callback fails, and says so", async () => {
    fixture.completeCallback.mockRejectedValue(new Error("CallbackTimeoutException"));
    const { json } = await answer(YES);
    expect(json).toMatchObject({ result: "decided", callback: "later", question: { status: "approved" } });
    expect(json.message).toContain("picks it up");
  });

  it.each<[string, number, unknown, object]>([
    ["no-identity", 401, YES, { caller: undefined }],
    ["not-an-approver", 403, YES, { caller: "arn:aws:iam::111122223333:user/intern" }],
    ["creator", 403, YES, { caller: JANE_ARN }],
    ["wrong-digest", 409, { option: "recreate-beside", digest: "f".repeat(64) }, {}],
    ["wrong-digest", 409, { option: "recreate-beside" }, {}],
    ["unknown-option", 400, { option: "delete", digest: DIGEST }, {}],
    ["bad-request", 400, "", {}],
    ["bad-request", 400, "{", {}],
    ["bad-request", 400, "null", {}],
    ["bad-request", 400, "[]", {}],
    ["bad-request", 400, { option: 1 }, {}],
    ["bad-request", 400, { option: "" }, {}],
    ["bad-request", 400, { ...YES, reason: "x".repeat(501) }, {}],
    ["bad-request", 400, { ...YES, digest: {} }, {}],
    ["bad-request", 400, JSON.stringify(YES), { isBase64Encoded: true }],
    ["body-too-large", 413, { ...YES, extra: "x".repeat(20_000) }, {}],
    ["body-too-large", 413, "x".repeat(10_000_000), {}],
    ["body-too-large", 413, "ü".repeat(9_000), {}],
  ])("%s is %i", async (error, statusCode, body, parts) => {
    const response = await answer(body, parts);
    expect(response).toMatchObject({ statusCode, json: { error } });
    expect(Object.keys(response.json)).toEqual(["error", "message"]);
    expect((await fixture.ledger.getQuestion(fixture.question.id))?.status).toBe("pending");
  });

  it("reads a body in base64", async () => {
    const body = Buffer.from(JSON.stringify(YES)).toString("base64");
    expect(await answer(body, { isBase64Encoded: true })).toMatchObject({ statusCode: 200 });
  });

  it("of a question that is not there, is over, or void", async () => {
    const path = "/questions/q-nowhere/answer";
    expect(await get(path, { method: "POST", body: JSON.stringify(YES) })).toMatchObject({ statusCode: 404 });
    await fixture.ledger.settle(fixture.question.id, "void", "2026-11-21T05:30:00.000Z");
    expect(await answer(YES)).toMatchObject({ statusCode: 409, json: { error: "void" } });
    fixture = await createFixture(local, { now: () => new Date("2026-11-21T09:00:00Z") });
    expect(await answer(YES)).toMatchObject({ statusCode: 410, json: { error: "expired" } });
  });

  it("without a readable policy is 503: nobody approves", async () => {
    fixture = await createFixture(local, { policy: () => Promise.reject(new Error("AppConfig is away")) });
    const response = await answer(YES);
    expect(response).toMatchObject({
      statusCode: 503,
      json: { error: "policy-unavailable" },
      headers: { "retry-after": "30" },
    });
    expect(response.body).not.toContain("AppConfig is away");
  });
});

describe("when something breaks", () => {
  function failing(error: Error) {
    const { ledger } = fixture;
    return createFixture(local, { ledger: { ...ledger, getQuestion: () => Promise.reject(error) } });
  }

  it("a table that does not answer is 503, as JSON and as a page", async () => {
    fixture = await failing(new LedgerUnavailableError("a read", new Error("secret detail")));
    expect(await answer(YES)).toMatchObject({ statusCode: 503, json: { error: "ledger-unavailable" } });
    const page = await fixture.call(eventOf({ path: "/q/q-1", query: "k=x" }));
    expect(page).toMatchObject({ statusCode: 503, headers: { "content-type": "text/html; charset=utf-8" } });
  });

  it("anything else is 500, without a word about the inside", async () => {
    fixture = await failing(new Error("secret detail"));
    const response = await answer(YES);
    expect(response).toMatchObject({ statusCode: 500, json: { error: "internal" } });
    expect(response.body).not.toMatch(/secret detail|stack|at /);
  });

  it.each([null, 1, "text", {}, { rawPath: "/q" }, { rawPath: "/findings", requestContext: {} }])(
    "%j is no request",
    async (event) => {
      expect(await fixture.call(event)).toMatchObject({ statusCode: 400 });
    },
  );
});

it("no secret, token, reason or body reaches the log", async () => {
  const { call, question, logged } = fixture;
  await call(eventOf({ path: `/q/${question.id}`, query: `k=${"s".repeat(43)}` }));
  await answer({ ...YES, reason: "private words" });
  expect(logged.length).toBeGreaterThan(0);
  expect(JSON.stringify(logged)).not.toMatch(/sssss|private words|callback-secret/);
});
