/** The `sagefence` command in a process of its own: real streams, and the exit code. */

import { createInterface } from "node:readline/promises";
import { buffer } from "node:stream/consumers";
import type { Io } from "./io.ts";
import { run } from "./run.ts";

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  readStdin: () => buffer(process.stdin),
  ask,
  env: process.env,
  outIsTerminal: process.stdout.isTTY === true,
  errIsTerminal: process.stderr.isTTY === true,
  now: () => new Date(),
};

for (const stream of [process.stdout, process.stderr]) stream.on("error", endQuietly);
process.exitCode = await run(process.argv.slice(2), io);

/** The reader of a pipe has seen enough (`| head`): not an error. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}

async function ask(question: string): Promise<string | null> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
