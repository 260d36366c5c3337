import type { Happening } from "./contract.ts";

/** How many happenings are kept; the console asks for what it missed. */
const KEPT = 5_000;

export interface Happenings {
  /** Tells every subscriber, in the order they came. */
  add(happening: Happening): void;
  /** The returned function ends the subscription. */
  subscribe(listener: (happening: Happening) => void): () => void;
  /** The latest, oldest first. */
  all(): readonly Happening[];
}

export function createHappenings(): Happenings {
  const kept: Happening[] = [];
  const listeners = new Set<(happening: Happening) => void>();
  return {
    add(happening) {
      kept.push(happening);
      if (kept.length > KEPT) kept.shift();
      for (const listener of listeners) listener(happening);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    all: () => kept,
  };
}
