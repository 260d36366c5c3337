/** Runs one command line: prints what is wrong with it, in a line, and gives the exit code. */
import { CommanderError } from "commander";
import { CommandError, EXIT, type Io } from "./io.ts";
import { buildProgram } from "./program.ts";
import { harmless } from "./style.ts";

/** `args` come without node and script. Never throws: what nobody foresaw is printed as an internal error. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.fine;
  try {
    const program = buildProgram(io, async (work) => {
      code = await work;
    });
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.failed;
    for (const line of linesOf(error)) io.err(`sagefence: ${line}\n`);
    return EXIT.failed;
  }
}

function linesOf(error: unknown): readonly string[] {
  if (error instanceof CommandError) return error.lines.map(harmless);
  return [`internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
}
