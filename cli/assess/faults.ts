/** What is wrong with the input, told at once, a line each. */
import type { Io } from "../io.ts";
import { harmless } from "../style.ts";

export interface Faults {
  add(line: string): void;
  count(): number;
}

export function faultCounter(io: Pick<Io, "err">): Faults {
  let count = 0;
  return {
    add(line) {
      count += 1;
      io.err(`sagefence: ${harmless(line)}\n`);
    },
    count: () => count,
  };
}
