import type { Time } from "../../../sandbox/contract.ts";

/** A clock that stands still until it is told to go on, and then runs what is due, in order. */
export interface FakeTime extends Time {
  advance(milliseconds: number): void;
}

export function createFakeTime(start = new Date("2026-11-20T09:00:00.000Z")): FakeTime {
  let now = start.getTime();
  let due: { at: number; task: () => void }[] = [];
  return {
    now: () => new Date(now),
    after(milliseconds, task) {
      const entry = { at: now + milliseconds, task };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (let next = earliest(due, end); next !== undefined; next = earliest(due, end)) {
        due = due.filter((entry) => entry !== next);
        now = next.at;
        next.task();
      }
      now = end;
    },
  };
}

function earliest<Entry extends { at: number }>(due: Entry[], end: number): Entry | undefined {
  return due
    .filter((entry) => entry.at <= end)
    .reduce<Entry | undefined>(
      (first, entry) => (first === undefined || entry.at < first.at ? entry : first),
      undefined,
    );
}
