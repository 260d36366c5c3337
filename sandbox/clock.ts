import type { Time } from "./contract.ts";

/** The machine's time. */
export const SYSTEM_TIME: Time = {
  now: () => new Date(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
};

export interface Clock extends Time {
  /** Cancels everything that waits; what is asked for afterwards never happens. */
  stop(): void;
}

/** The given time, with all of its timers in one hand. */
export function createClock(time: Time): Clock {
  const waiting = new Set<() => void>();
  let stopped = false;
  return {
    now: () => time.now(),
    after(milliseconds, task) {
      if (stopped) return () => {};
      const cancelTimer = time.after(milliseconds, () => {
        waiting.delete(cancel);
        task();
      });
      function cancel(): void {
        waiting.delete(cancel);
        cancelTimer();
      }
      waiting.add(cancel);
      return cancel;
    },
    stop() {
      stopped = true;
      for (const cancel of waiting) cancel();
    },
  };
}
