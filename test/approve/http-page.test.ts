import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { formToken } from "../../shared/approve/form-token.ts";
import { readRequest } from "../../shared/approve/http-request.ts";
import { type LocalTable, startTable } from "../record/local-table.ts";
import {
  createFixture,
  eventOf,
  type Fixture,
  formEvent,
  JANE_ARN,
  ONCALL_ARN,
  SECRET,
  TOKEN,
} from "./http-fixture.ts";

let local: LocalTable;
let fixture: Fixture;

beforeAll(async () => {
  local = await startTable();
});

afterAll(() => local.stop());

beforeEach(async () => {
  fixture = await createFixture(local);
});

async function status(): Promise<string | undefined> {
  return (await fixture.ledger.getQuestion(fixture.question.id))?.status;
}

function link(parts: object = {}) {
  return eventOf({ path: `/q/${fixture.question.id}`, query: `k=${SECRET}`, ...parts });
}

describe("opening the link", () => {
  it("shows the form, with headers that keep it to itself", async () => {
    const response = await fixture.call(link());
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain(`<form method="post" action="/q/${fixture.question.id}"`);
    expect(response.headers).toMatchObject({
      "cache-control": "no-store",
      "content-type": "text/html; charset=utf-8",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    const policy = response.headers["content-security-policy"];
    for (const part of ["default-src 'none'", "style-src 'sha256-", "frame-ancestors 'none'", "form-action 'self'"]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toContain("unsafe-inline");
    expect(response.cookies).toEqual([`sagefence-form=${"A".repeat(43)}; Path=/; HttpOnly; SameSite=Strict`]);
    expect(response.body).toContain(`name="token" value="${"A".repeat(43)}"`);
  });

  it("again keeps the browser's token, so that two open pages both work", async () => {
    const response = await fixture.call(link({ cookies: [`sagefence-form=${TOKEN}`] }));
    expect(response.cookies[0]).toContain(TOKEN);
    const forged = await fixture.call(link({ cookies: ["sagefence-form=<b>"] }));
    expect(forged.body).not.toContain("<b>");
  });

  it("a hundred times, or with HEAD, as mail scanners do, changes nothing", async () => {
    const before = await fixture.ledger.getQuestion(fixture.question.id);
    for (let time = 0; time < 100; time += 1) await fixture.call(link());
    const head = await fixture.call(link({ method: "HEAD" }));
    expect([head.statusCode, head.body]).toEqual([200, ""]);
    await fixture.call(link({ query: `k=${SECRET}&option=recreate-beside&as=${ONCALL_ARN}&token=${TOKEN}` }));
    expect(await fixture.ledger.getQuestion(fixture.question.id)).toEqual(before);
    expect(await fixture.ledger.listAudit(fixture.question.findingId)).toEqual([]);
  });

  it.each(["", "k=", "k=wrong", `k=${SECRET}x`])(
    "with %j for a secret finds nothing and says what to do",
    async (query) => {
      const response = await fixture.call(link({ query }));
      expect(response.statusCode).toBe(404);
      expect(response.body).toContain("Open the link from the message again");
      expect(response.body).not.toContain("churn-dev");
      const unknown = await fixture.call(eventOf({ path: "/q/q-unknown", query: `k=${SECRET}` }));
      expect(unknown.body).toBe(response.body);
    },
  );

  it("on a deployed service shows everything and decides nothing", async () => {
    fixture = await createFixture(local, { local: null });
    const domain = "abc.execute-api.eu-west-1.amazonaws.com";
    const response = await fixture.call(link({ domain }));
    expect(response.body).not.toContain("<form");
    expect(response.body).toContain("npx sagefence approve");
    expect(response.cookies).toEqual([]);
  });

  it("never shows the callback or what is stored of the links", async () => {
    const { body } = await fixture.call(link());
    expect(body).not.toContain("callback-secret");
    expect(body).not.toContain(fixture.question.linkHashes[0]);
  });
});

describe("sending the form", () => {
  it("decides, wakes the execution and shows what was decided", async () => {
    const response = await fixture.call(formEvent(fixture.question));
    expect(response).toMatchObject({ statusCode: 303, headers: { location: `/q/${fixture.question.id}?k=${SECRET}` } });
    expect(fixture.completeCallback).toHaveBeenCalledWith("callback-secret", { questionId: fixture.question.id });
    const shown = await fixture.call(link());
    expect(shown.body).toContain("Decided by oncall (user/oncall)");
    expect(shown.body).not.toContain("<form");
  });

  it("twice, as a double click does, decides once", async () => {
    const clicks = await Promise.all([1, 2].map(() => fixture.call(formEvent(fixture.question))));
    expect(clicks.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect(await fixture.ledger.listAudit(fixture.question.findingId)).toHaveLength(1);
  });

  it("after the decision does not decide again: the link's secret is used up", async () => {
    await fixture.call(formEvent(fixture.question));
    const response = await fixture.call(formEvent(fixture.question, { option: "reject" }));
    expect(response.statusCode).toBe(409);
    expect(response.body).toContain("Somebody has already answered this question");
    expect(await status()).toBe("approved");
  });

  it("with a loss needs the resource's name typed", async () => {
    const without = await fixture.call(formEvent(fixture.question, { option: "stop" }));
    expect([without.statusCode, await status()]).toEqual([400, "pending"]);
    expect(without.body).toContain('value="stop" required checked>');
    const wrong = await fixture.call(formEvent(fixture.question, { option: "stop", "confirm:stop": "churn" }));
    expect([wrong.statusCode, await status()]).toEqual([400, "pending"]);
    const right = await fixture.call(formEvent(fixture.question, { option: "stop", "confirm:stop": " churn-dev " }));
    expect([right.statusCode, await status()]).toEqual([303, "approved"]);
  });

  it("turned down by the creator is fine, approved by the creator is not", async () => {
    const approved = await fixture.call(formEvent(fixture.question, { as: JANE_ARN }));
    expect([approved.statusCode, await status()]).toEqual([403, "pending"]);
    const rejected = await fixture.call(formEvent(fixture.question, { as: JANE_ARN, option: "reject" }));
    expect([rejected.statusCode, await status()]).toEqual([303, "rejected"]);
  });

  it("keeps a reason of several lines", async () => {
    await fixture.call(formEvent(fixture.question, { reason: " one\r\ntwo " }));
    expect((await fixture.ledger.getQuestion(fixture.question.id))?.decision?.reason).toBe("one\ntwo");
  });
});

describe("a form that is not ours, or not as shown, decides nothing:", () => {
  it.each<[string, Record<string, string>, Parameters<typeof formEvent>[2], number]>([
    ["a wrong secret", { k: "wrong" }, {}, 404],
    ["no secret", { k: "" }, {}, 404],
    ["another token", { token: "u".repeat(43) }, {}, 403],
    ["no token", { token: "" }, {}, 403],
    ["no cookie", {}, { cookies: [] }, 403],
    ["an empty token in both places", { token: "" }, { cookies: ["sagefence-form="] }, 403],
    ["the https cookie's name", {}, { cookies: [`__Host-sagefence-form=${TOKEN}`] }, 403],
    ["another site", {}, { headers: { "sec-fetch-site": "cross-site" } }, 403],
    ["a neighbouring site", {}, { headers: { "sec-fetch-site": "same-site" } }, 403],
    ["another origin", {}, { headers: { origin: "https://evil.example" } }, 403],
    ["another port of this machine", {}, { headers: { origin: "http://127.0.0.1:8080" } }, 403],
    ["a domain that is not this machine", {}, { domain: "rebound.example" }, 403],
    ["an identity that is not offered", { as: "arn:aws:iam::111122223333:user/root" }, {}, 403],
    ["no identity", { as: "" }, {}, 403],
    ["another plan", { "digest:recreate-beside": "f".repeat(64) }, {}, 409],
    ["an unknown option", { option: "delete" }, {}, 400],
    ["no option", { option: "" }, {}, 400],
    ["a reason that is too long", { reason: "x".repeat(501) }, {}, 400],
    ["another content type", {}, { headers: { "content-type": "text/plain" } }, 415],
    ["a body that is too large", { reason: "x".repeat(20_000) }, {}, 413],
    ["a body that is none", {}, { body: "%%%=\u0000&&&" }, 404],
  ])("%s", async (_, fields, parts, statusCode) => {
    const response = await fixture.call(formEvent(fixture.question, fields, parts));
    expect([response.statusCode, await status()]).toEqual([statusCode, "pending"]);
    expect(response.headers["content-type"]).toContain("text/html");
    expect(fixture.completeCallback).not.toHaveBeenCalled();
  });

  it("no word of the browser about where it comes from", async () => {
    const event = formEvent(fixture.question);
    const { "sec-fetch-site": _, origin: __, ...headers } = event.headers as Record<string, string>;
    expect(await fixture.call({ ...event, headers })).toMatchObject({ statusCode: 403 });
    expect(await fixture.call({ ...event, headers: { ...headers, origin: "null" } })).toMatchObject({
      statusCode: 403,
    });
    const own = { ...headers, origin: "http://127.0.0.1:4599" };
    expect(await fixture.call({ ...event, headers: own })).toMatchObject({ statusCode: 303 });
  });

  it("a deployed service, whatever the request says of its domain", async () => {
    fixture = await createFixture(local, { local: null });
    const response = await fixture.call(formEvent(fixture.question));
    expect([response.statusCode, await status()]).toEqual([403, "pending"]);
    expect(response.body).toContain("This page only shows the question");
  });

  it("a form sent too late", async () => {
    fixture = await createFixture(local, { now: () => new Date("2026-11-21T10:00:00Z") });
    const response = await fixture.call(formEvent(fixture.question));
    expect([response.statusCode, await status()]).toEqual([410, "pending"]);
    expect(response.body).not.toContain("<form");
  });
});

it("reads a form in base64, headers in any case, and cookies from the header", async () => {
  const event = formEvent(fixture.question);
  const headers = Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toUpperCase(), value]));
  const { cookies, ...rest } = event;
  const response = await fixture.call({
    ...rest,
    headers: { ...headers, Cookie: `a=b; ${cookies?.[0]}` },
    body: Buffer.from(event.body ?? "").toString("base64"),
    isBase64Encoded: true,
  });
  expect(response.statusCode).toBe(303);
});

it("a page on https has a cookie that only this host can set", () => {
  const token = formToken(
    readRequest(eventOf({ path: "/q/q-1", domain: "example.com" })),
    (size) => new Uint8Array(size),
  );
  expect(token.cookie).toBe(`__Host-sagefence-form=${token.value}; Path=/; HttpOnly; SameSite=Strict; Secure`);
});
