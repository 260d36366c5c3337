/** Waiting for what should happen, for a limited time. */
import type { LocalAccount } from "../account.ts";

/** Milliseconds between looks, besides one at every happening. */
const LOOK_EVERY = 250;

/** The morning was ended from outside. */
export class MorningEndedError extends Error {
  constructor() {
    super("the morning was ended");
    this.name = "MorningEndedError";
  }
}

/** Resolves to what `look` finds, or to null when it has found nothing in time. Rejects with MorningEndedError. */
export function waitFor<Found>(
  account: Pick<LocalAccount, "subscribe">,
  look: () => Found | null,
  milliseconds: number,
  signal: AbortSignal,
): Promise<Found | null> {
  return new Promise((resolve, reject) => {
    const subscription = { end: () => {} };
    const timer = setInterval(check, LOOK_EVERY);
    const limit = setTimeout(() => settle(() => resolve(null)), milliseconds);
    const abort = () => settle(() => reject(new MorningEndedError()));
    function settle(finish: () => void): void {
      clearInterval(timer);
      clearTimeout(limit);
      subscription.end();
      signal.removeEventListener("abort", abort);
      finish();
    }
    function check(): void {
      const found = look();
      if (found !== null) settle(() => resolve(found));
    }
    signal.addEventListener("abort", abort);
    subscription.end = account.subscribe(check);
    if (signal.aborted) abort();
    else check();
  });
}

/** Rejects with MorningEndedError. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await waitFor({ subscribe: () => () => {} }, () => null, milliseconds, signal);
}
