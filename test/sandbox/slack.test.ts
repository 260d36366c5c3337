import { afterEach, expect, test } from "vitest";
import type { Happening } from "../../sandbox/contract.ts";
import { createHttpServer, type HttpServer } from "../../sandbox/server.ts";
import { createSlack } from "../../sandbox/slack.ts";

let server: HttpServer;

afterEach(() => server.close());

async function serve() {
  const happenings: Happening[] = [];
  const slack = createSlack({ now: () => new Date(), happened: (happening) => happenings.push(happening) });
  server = createHttpServer();
  server.add(slack.route);
  const url = await server.listen(0);
  const post = (body: string, path = slack.path) => fetch(url + path, { method: "POST", body });
  return { slack, post, happenings };
}

test("a posted message is kept", async () => {
  const { slack, post, happenings } = await serve();

  const response = await post('{"text":"hello","blocks":[]}');

  expect([response.status, await response.text()]).toEqual([200, "ok"]);
  expect(slack.messages()).toMatchObject([{ text: "hello", body: { blocks: [] } }]);
  expect(happenings).toMatchObject([{ type: "message", detail: { channel: "slack" } }]);
});

test("an outage refuses as many posts as it was told, with the wait it was told", async () => {
  const { slack, post } = await serve();
  slack.fail({ status: 429, retryAfter: 30, posts: 2 });

  const responses = [await post("{}"), await post("{}"), await post("{}")];

  expect(responses.map(({ status }) => status)).toEqual([429, 429, 200]);
  expect(responses[0]?.headers.get("retry-after")).toBe("30");
  expect([slack.refused(), slack.messages().length]).toEqual([2, 1]);
});

test.each([
  ["[]", 400],
  ["{", 400],
])("the body %j is refused", async (body, status) => {
  const { slack, post } = await serve();

  expect((await post(body)).status).toBe(status);
  expect(slack.messages()).toEqual([]);
});

test("another secret is not known", async () => {
  const { slack, post } = await serve();

  expect((await post("{}", "/_sagefence/slack/services/guess")).status).toBe(404);
  expect(slack.messages()).toEqual([]);
});
