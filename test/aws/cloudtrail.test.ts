import { CloudTrailClient, LookupEventsCommand, ThrottlingException } from "@aws-sdk/client-cloudtrail";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";
import { createEventHistory, eventHistory } from "../../shared/aws/cloudtrail.ts";
import { InvalidCallError } from "../../shared/aws/input-schema.ts";

const FROM = new Date("2026-11-20T09:58:00Z");
const UNTIL = new Date("2026-11-20T10:01:00Z");

const client = new CloudTrailClient({ region: "eu-west-1" });
const mock = mockClient(client);
const history = createEventHistory(client);
beforeEach(() => {
  mock.reset();
});

async function recordsOf(most = Number.POSITIVE_INFINITY): Promise<unknown[]> {
  const records: unknown[] = [];
  for await (const record of history.lookUp("CreateModel", FROM, UNTIL)) {
    records.push(record);
    if (records.length >= most) break;
  }
  return records;
}

function event(id: string) {
  return { EventId: id, CloudTrailEvent: JSON.stringify({ eventID: id }) };
}

function asked() {
  return mock.commandCalls(LookupEventsCommand).map(({ args }) => args[0].input);
}

test("records of one call are asked for by its name and a span of time", async () => {
  mock.on(LookupEventsCommand).resolves({ Events: [event("1"), event("2")] });

  expect(await recordsOf()).toEqual([{ eventID: "1" }, { eventID: "2" }]);

  expect(asked()).toEqual([
    {
      LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "CreateModel" }],
      StartTime: FROM,
      EndTime: UNTIL,
      MaxResults: 50,
    },
  ]);
});

test("pages follow one another with the same parameters, empty ones included", async () => {
  mock
    .on(LookupEventsCommand)
    .resolvesOnce({ Events: [event("1")], NextToken: "a" })
    .resolvesOnce({ Events: [], NextToken: "b" })
    .resolvesOnce({ NextToken: "c" })
    .resolves({ Events: [event("2")] });

  expect(await recordsOf()).toEqual([{ eventID: "1" }, { eventID: "2" }]);

  const [first, ...later] = asked();
  expect(later).toEqual(["a", "b", "c"].map((NextToken) => ({ ...first, NextToken })));
});

test("no page is asked for before it is needed", async () => {
  mock.on(LookupEventsCommand).resolves({ Events: [event("1")], NextToken: "a" });

  expect(await recordsOf(1)).toEqual([{ eventID: "1" }]);

  expect(asked()).toHaveLength(1);
});

test("ten pages are enough", async () => {
  mock.on(LookupEventsCommand).resolves({ Events: [event("1")], NextToken: "a" });

  expect(await recordsOf()).toHaveLength(10);

  expect(asked()).toHaveLength(10);
});

test.each([[undefined], [""], ["{"]])("an event whose record is %j is null", async (CloudTrailEvent) => {
  mock.on(LookupEventsCommand).resolves({ Events: [{ CloudTrailEvent }, event("2")] });

  expect(await recordsOf()).toEqual([null, { eventID: "2" }]);
});

test("what AWS refuses is thrown", async () => {
  const throttled = new ThrottlingException({ message: "Rate exceeded", $metadata: {} });
  mock
    .on(LookupEventsCommand)
    .resolvesOnce({ Events: [event("1")], NextToken: "a" })
    .rejects(throttled);

  await expect(recordsOf()).rejects.toBe(throttled);
});

test("inputs are checked before they are sent", async () => {
  const unreachable = new CloudTrailClient({
    region: "eu-west-1",
    endpoint: "http://127.0.0.1:1",
    maxAttempts: 1,
    credentials: { accessKeyId: "a", secretAccessKey: "s" },
  });
  const records = createEventHistory(unreachable).lookUp(7 as unknown as string, FROM, UNTIL);

  await expect(records.next()).rejects.toThrow(InvalidCallError);
});

test("an execution environment has one client", () => {
  expect(eventHistory()).toBe(eventHistory());
});
