/** Runs the command line in this process, and keeps what it prints. */
import type { Io } from "../../cli/io.ts";
import { run } from "../../cli/run.ts";

export interface Ran {
  code: number;
  out: string;
  err: string;
}

export interface Around extends Partial<Omit<Io, "out" | "err" | "readStdin" | "ask">> {
  stdin?: string | Buffer;
  /** What is typed at a question; null when nobody is there. */
  typed?: string | null;
}

export const NOW = new Date("2026-11-21T06:00:00.000Z");

export async function sagefence(args: readonly string[], around: Around = {}): Promise<Ran> {
  const { stdin = "", typed = null, ...rest } = around;
  const printed = { out: "", err: "" };
  const io: Io = {
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
    readStdin: async () => Buffer.from(stdin),
    async ask(question) {
      printed.err += question;
      return typed;
    },
    env: {},
    outIsTerminal: false,
    errIsTerminal: false,
    now: () => NOW,
    ...rest,
  };
  return { code: await run(args, io), ...printed };
}
