import { expect, it } from "vitest";
import type { Time } from "../../sandbox/contract.ts";
import { createEventBuses } from "../../sandbox/event-bus.ts";
import { startSchedules } from "../../sandbox/schedules.ts";

function account() {
  const tasks: { at: number; task: () => void }[] = [];
  let now = 0;
  const time: Time = {
    now: () => new Date(now),
    after(milliseconds, task) {
      tasks.push({ at: now + milliseconds, task });
      return () => {};
    },
  };
  const delivered: unknown[] = [];
  const deliver = (_target: unknown, payload: unknown) => void delivered.push(payload);
  const buses = createEventBuses({ accountId: "111122223333", region: "eu-west-1", now: time.now, deliver });
  const advance = (milliseconds: number) => {
    const until = now + milliseconds;
    for (let due = next(); due !== undefined && due.at <= until; due = next()) {
      now = due.at;
      tasks.splice(tasks.indexOf(due), 1);
      due.task();
    }
    now = until;
  };
  const next = () => tasks.toSorted((one, other) => one.at - other.at)[0];
  return { buses, time, delivered, advance };
}

function withRule(schedule: string) {
  const made = account();
  made.buses.putRule({ name: "tick", schedule });
  made.buses.putTargets("default", "tick", [{ Id: "it", Arn: "arn:aws:lambda:eu-west-1:111122223333:function:it" }]);
  startSchedules(made.buses, made.time);
  return made;
}

it("fires a rule at its rate, with the event of its time", () => {
  const { advance, delivered } = withRule("rate(15 minutes)");
  advance(31 * 60_000);
  expect(delivered).toHaveLength(2);
  expect(delivered[0]).toMatchObject({
    ...{ source: "aws.events", "detail-type": "Scheduled Event", time: "1970-01-01T00:15:00Z", detail: {} },
    resources: ["arn:aws:events:eu-west-1:111122223333:rule/tick"],
  });
});

it("does not fire a rule that is disabled", () => {
  const { advance, buses, delivered } = withRule("rate(1 hour)");
  buses.rule("default", "tick").enabled = false;
  advance(3_600_000);
  expect(delivered).toEqual([]);
});

it("forgets a rule that is deleted", () => {
  const { advance, buses, delivered } = withRule("rate(1 hour)");
  buses.rule("default", "tick").targets.clear();
  buses.deleteRule("default", "tick");
  advance(2 * 3_600_000);
  expect(delivered).toEqual([]);
});

it("fires a rule at once when it is asked to", () => {
  const { buses, delivered } = withRule("cron(0 5 * * ? *)");
  buses.fire("tick");
  expect(delivered).toHaveLength(1);
});
