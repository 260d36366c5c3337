import { expect, test } from "vitest";
import { createAlarms } from "../../../sandbox/lambda/alarms.ts";
import type { AlarmResource } from "../../../sandbox/template/alarms.ts";
import { ACCOUNT, REGION, realTime } from "./fixture.ts";

const ALARM: AlarmResource = {
  name: "failures",
  arn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:failures",
  description: "Read the queue.",
  metric: { namespace: "AWS/Lambda", name: "Errors", dimensions: { FunctionName: "fn" } },
  statistic: "Sum",
  periodSeconds: 60,
  threshold: 1,
  comparison: "GreaterThanThreshold",
  actions: ["arn:aws:sns:eu-west-1:111122223333:alarms"],
};

function watch(changes: Partial<AlarmResource> = {}) {
  const clock = { now: new Date("2026-11-21T06:00:00Z") };
  const depths: Record<string, number> = {};
  const changed: string[] = [];
  const alarms = createAlarms({
    ...{ accountId: ACCOUNT, region: REGION, alarms: [{ ...ALARM, ...changes }] },
    time: { ...realTime, now: () => clock.now },
    queueDepth: (name) => depths[name] ?? 0,
    onChange: ({ name }, state, message) => void changed.push(`${name} ${state} ${JSON.parse(message).OldStateValue}`),
  });
  const later = (seconds: number) => {
    clock.now = new Date(clock.now.getTime() + seconds * 1_000);
  };
  return { alarms, depths, changed, later };
}

test("an alarm rings when its metric passes the threshold within the period, and stops when that is over", () => {
  const { alarms, changed, later } = watch();

  alarms.record("AWS/Lambda", "Errors", { FunctionName: "fn" }, 1);
  alarms.record("AWS/Lambda", "Errors", { FunctionName: "other" }, 5);
  alarms.record("AWS/Lambda", "Throttles", { FunctionName: "fn" }, 5);
  alarms.record("AWS/Lambda", "Errors", { FunctionName: "fn", Version: "1" }, 5);
  expect(changed).toEqual([]);

  alarms.record("AWS/Lambda", "Errors", { FunctionName: "fn" }, 1);
  later(61);
  const [state] = alarms.states();

  expect(changed).toEqual(["failures ALARM OK", "failures OK ALARM"]);
  expect(state).toMatchObject({ name: "failures", state: "OK", since: new Date("2026-11-21T06:01:01Z") });
});

test.each([
  ["Sum", "GreaterThanOrEqualToThreshold", 6, "ALARM"],
  ["Maximum", "GreaterThanThreshold", 3, "OK"],
  ["Maximum", "GreaterThanThreshold", 2, "ALARM"],
  ["Minimum", "LessThanThreshold", 2, "ALARM"],
  ["Average", "LessThanOrEqualToThreshold", 2, "ALARM"],
])("%s %s %i of 1, 2, 3 is %s", (statistic, comparison, threshold, expected) => {
  const { alarms } = watch({ statistic, comparison, threshold });

  for (const value of [1, 2, 3]) alarms.record("AWS/Lambda", "Errors", { FunctionName: "fn" }, value);

  expect(alarms.states()[0]?.state).toBe(expected);
});

test("the depth of a queue is looked up", () => {
  const metric = {
    namespace: "AWS/SQS",
    name: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: "dead" },
  };
  const { alarms, depths, changed } = watch({ metric, threshold: 0 });

  depths.dead = 1;
  alarms.check();
  alarms.check();

  expect(changed).toEqual(["failures ALARM OK"]);
});

test("metrics in the embedded format count; other lines do not", () => {
  const metric = { namespace: "sagefence", name: "PolicyInvalid", dimensions: { service: "sagefence" } };
  const { alarms, changed } = watch({ metric });
  const directive = {
    Namespace: "sagefence",
    Dimensions: [["service"]],
    Metrics: [{ Name: "PolicyInvalid" }, { Name: "Other" }],
  };

  alarms.readLog("PolicyInvalid");
  alarms.readLog('{"CloudWatchMetrics":');
  alarms.readLog('{"_aws":null,"x":"CloudWatchMetrics"}');
  alarms.readLog(JSON.stringify({ _aws: {}, message: '"CloudWatchMetrics"' }));
  expect(changed).toEqual([]);
  alarms.readLog(
    JSON.stringify({ _aws: { CloudWatchMetrics: [directive] }, service: "sagefence", PolicyInvalid: [1, 1] }),
  );

  expect(changed).toEqual(["failures ALARM OK"]);
});

test("an alarm on metric math never rings", () => {
  const { alarms } = watch({ metric: null, comparison: "LessThanThreshold" });

  expect(alarms.states()).toMatchObject([{ state: "OK" }]);
});
