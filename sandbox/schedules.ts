/** Rules with a schedule, on the account's clock. */
import type { Time } from "./contract.ts";
import type { EventBuses } from "./event-bus.ts";

const MILLISECONDS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Fires every rule of the default bus that has a rate, again and again until the clock stops
 * or the rule is deleted. Calendars (`cron(…)`) are kept
 * and never fire. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html
 */
export function startSchedules(buses: EventBuses, time: Time): void {
  for (const { name, schedule } of buses.rules("default")) {
    const every = millisecondsOf(schedule ?? "");
    if (every !== null) repeat(name, every, buses, time);
  }
}

function repeat(ruleName: string, every: number, buses: EventBuses, time: Time): void {
  time.after(every, () => {
    if (!buses.rules("default").some(({ name }) => name === ruleName)) return;
    buses.fire(ruleName);
    repeat(ruleName, every, buses, time);
  });
}

/** Null for what is no rate. */
function millisecondsOf(schedule: string): number | null {
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  return count === undefined ? null : Number(count) * (MILLISECONDS[unit] ?? 0);
}
