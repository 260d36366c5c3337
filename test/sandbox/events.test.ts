import {
  DescribeRuleCommand,
  EventBridgeClient,
  InvalidEventPatternException,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { targetInput } from "../../sandbox/event-target.ts";
import { startAccount, type TestAccount } from "./wire-account.ts";

let account: TestAccount;
let client: EventBridgeClient;
beforeAll(async () => {
  account = await startAccount();
  client = new EventBridgeClient(account.settings("jane"));
  account.buses.createBus("audit");
});
beforeEach(() => {
  account.invoked.length = 0;
});
afterAll(() => account.close());

const entry = { Source: "sagefence", DetailType: "Drift Detected", Detail: '{"kind":"model"}', EventBusName: "audit" };
const functionArn = "arn:aws:lambda:eu-west-1:111122223333:function:detect:live";

describe("EventBridge", () => {
  it("delivers what a rule's pattern matches to its targets", async () => {
    account.queues.create("events");
    const topicArn = account.topics.create("events");
    const Rule = "drift";
    await client.send(
      new PutRuleCommand({ Name: Rule, EventBusName: "audit", EventPattern: '{"source":["sagefence"]}' }),
    );
    const Targets = [
      { Id: "queue", Arn: "arn:aws:sqs:eu-west-1:111122223333:events" },
      {
        Id: "topic",
        Arn: topicArn,
        InputTransformer: { InputPathsMap: { k: "$.detail.kind" }, InputTemplate: '"<k>!"' },
      },
      { Id: "function", Arn: functionArn, RetryPolicy: { MaximumRetryAttempts: 2 } },
    ];
    await client.send(new PutTargetsCommand({ Rule, EventBusName: "audit", Targets }));
    const listed = await client.send(new ListTargetsByRuleCommand({ Rule, EventBusName: "audit" }));
    expect(listed.Targets).toEqual(Targets);

    const { Entries } = await client.send(
      new PutEventsCommand({ Entries: [entry, { ...entry, Source: "other" }, { ...entry, EventBusName: "default" }] }),
    );
    const event = {
      version: "0",
      id: Entries?.[0]?.EventId,
      "detail-type": "Drift Detected",
      source: "sagefence",
      account: "111122223333",
      time: "2026-11-20T10:00:00Z",
      region: "eu-west-1",
      resources: [],
      detail: { kind: "model" },
    };
    expect(account.invoked).toEqual([{ target: Targets[2], payload: event, event }]);
    expect(account.queues.messages("events").map(({ body }) => JSON.parse(body))).toEqual([event]);
    expect(account.topics.messages().map(({ message }) => message)).toEqual(['"model!"']);
  });

  it("fails wrong entries alone, each with its reason", async () => {
    const answer = await client.send(
      new PutEventsCommand({
        Entries: [
          { ...entry, Source: "aws.sagemaker" },
          { ...entry, Detail: "[1]" },
          { ...entry, DetailType: undefined },
          { ...entry, EventBusName: "nowhere" },
          entry,
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(4);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      "NotAuthorizedForSourceException",
      "MalformedDetail",
      "InvalidArgument",
      "ResourceNotFoundException",
      undefined,
    ]);
  });

  it("forwards from bus to bus, and leaves loops", async () => {
    const forward = (bus: string, to: string, name: string) => {
      account.buses.putRule({ name, bus, pattern: { source: ["loop"] } });
      account.buses.putTargets(bus, name, [{ Id: "bus", Arn: account.buses.busArn(to) }]);
    };
    forward("default", "audit", "there");
    forward("audit", "default", "back");
    account.buses.putRule({ name: "seen", bus: "audit", pattern: { source: ["loop"] } });
    account.buses.putTargets("audit", "seen", [{ Id: "f", Arn: functionArn }]);
    await client.send(new PutEventsCommand({ Entries: [{ ...entry, Source: "loop", EventBusName: "default" }] }));
    expect(account.invoked.length).toBeGreaterThan(0);
    expect(account.invoked.length).toBeLessThan(10);
  });

  it("lists and describes, and sends nothing to a disabled rule", async () => {
    await client.send(new PutRuleCommand({ Name: "off", State: "DISABLED", EventPattern: '{"source":["sagefence"]}' }));
    await client.send(new PutTargetsCommand({ Rule: "off", Targets: [{ Id: "f", Arn: functionArn }] }));
    await client.send(new PutEventsCommand({ Entries: [{ ...entry, EventBusName: "default" }] }));
    expect(account.invoked).toEqual([]);
    expect(await client.send(new DescribeRuleCommand({ Name: "off" }))).toMatchObject({
      Arn: "arn:aws:events:eu-west-1:111122223333:rule/off",
      State: "DISABLED",
    });
    const rules = await client.send(new ListRulesCommand({ EventBusName: "audit", NamePrefix: "dr" }));
    expect(rules.Rules?.[0]?.Arn).toBe("arn:aws:events:eu-west-1:111122223333:rule/audit/drift");
    expect((await client.send(new ListEventBusesCommand({}))).EventBuses?.map(({ Name }) => Name)).toEqual([
      "default",
      "audit",
    ]);
    await expect(client.send(new DescribeRuleCommand({ Name: "none" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("refuses patterns that EventBridge refuses, and tests the others", async () => {
    const broken = client.send(new PutRuleCommand({ Name: "broken", EventPattern: '{"source":"x"}' }));
    await expect(broken).rejects.toBeInstanceOf(InvalidEventPatternException);
    const long = JSON.stringify({ source: ["x".repeat(2048)] });
    await expect(client.send(new PutRuleCommand({ Name: "long", EventPattern: long }))).rejects.toThrow("2048");
    const Event = JSON.stringify({
      id: "1",
      account: "1",
      source: "s",
      time: "t",
      region: "r",
      resources: [],
      "detail-type": "d",
      detail: {},
    });
    const tested = await client.send(new TestEventPatternCommand({ EventPattern: '{"source":["s"]}', Event }));
    expect(tested.Result).toBe(true);
  });

  it("allows five targets to a rule", async () => {
    await client.send(new PutRuleCommand({ Name: "many", EventPattern: '{"source":["x"]}' }));
    const Targets = Array.from({ length: 6 }, (_, index) => ({ Id: `t${index}`, Arn: functionArn }));
    await expect(client.send(new PutTargetsCommand({ Rule: "many", Targets }))).rejects.toMatchObject({
      name: "LimitExceededException",
    });
  });
});

describe("a target's input", () => {
  const event = {
    version: "0" as const,
    id: "1",
    "detail-type": "T",
    source: "s",
    account: "1",
    time: "t",
    region: "r",
    resources: ["arn:x"],
    detail: { name: 'a "b"', list: [{ n: 1 }] },
  };
  const rule = { name: "rule", arn: "arn:rule" };
  const transform = (InputTemplate: string, InputPathsMap = {}) =>
    targetInput({ Id: "i", Arn: "a", InputTransformer: { InputTemplate, InputPathsMap } }, event, rule);

  it.each([
    ["the event", targetInput({ Id: "i", Arn: "a" }, event, rule), event],
    ["a constant", targetInput({ Id: "i", Arn: "a", Input: '{"a":1}' }, event, rule), { a: 1 }],
    ["a part", targetInput({ Id: "i", Arn: "a", InputPath: "$.detail.list[0].n" }, event, rule), 1],
    [
      "an object from a template",
      transform('{"n": <n>, "t": "<n> of <x>"}', { n: "$.detail.name" }),
      {
        n: 'a "b"',
        t: 'a "b" of <x>',
      },
    ],
    ["the whole event in a template", transform('{"e": <aws.events.event.json>}'), { e: event }],
    ["the rule's name", transform('"<aws.events.rule-name>"'), "rule"],
    ["an absent value", transform('{"n": <n>}', { n: "$.detail.none" }), { n: "" }],
  ])("is %s", (_name, actual, expected) => {
    expect(actual).toEqual(expected);
  });
});
