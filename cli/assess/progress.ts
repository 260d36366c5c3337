/** A counter on standard error, for people who wait: only on a terminal, and only when it takes long. */
import type { Io } from "../io.ts";

const PATIENCE = 700;
const EVERY = 100;
const ERASE = "\r\u001b[K";

export interface Progress {
  /** Shows how far it is; call it as often as you like. */
  at(done: number, label: string): void;
  end(): void;
}

export function startProgress(total: number, io: Io): Progress {
  const started = io.now().getTime();
  let shownAt = 0;
  return {
    at(done, label) {
      const now = io.now().getTime();
      if (!io.errIsTerminal || now - started < PATIENCE || now - shownAt < EVERY) return;
      shownAt = now;
      const share = total === 0 ? 1 : done / total;
      const bar = "█".repeat(Math.round(share * 20)).padEnd(20, "░");
      io.err(`${ERASE}${bar} ${done}/${total} ${label}`);
    },
    end() {
      if (shownAt > 0) io.err(ERASE);
    },
  };
}
