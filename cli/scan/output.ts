/** Where a report goes: standard output, or a file that appears when the report is complete. */
import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { CommandError, type Io } from "../io.ts";

export interface Output extends Pick<Io, "out" | "outIsTerminal" | "env"> {
  /** Puts the file in its place. */
  finish(): void;
  /** Leaves what was there before. */
  abandon(): void;
}

/** Throws CommandError where the file cannot be written. */
export function openOutput(path: string | undefined, io: Io): Output {
  if (path === undefined) {
    const { out, outIsTerminal, env } = io;
    return { out, outIsTerminal, env, finish: () => {}, abandon: () => {} };
  }
  const isDevice = isOther(path);
  const written = isDevice ? path : `${path}.partial`;
  const file = attempt(path, () => openSync(written, "w"));
  return {
    out: (text) => void attempt(path, () => writeAll(file, text)),
    outIsTerminal: false,
    env: io.env,
    finish() {
      attempt(path, () => {
        closeSync(file);
        if (!isDevice) renameSync(written, path);
      });
    },
    abandon() {
      closeSync(file);
      if (!isDevice) rmSync(written, { force: true });
    },
  };
}

/** `/dev/stdout`, a named pipe: nothing that a file could take the place of. */
function isOther(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && !stat.isFile();
}

const REASONS: Record<string, string> = {
  EACCES: "you may not write there",
  EISDIR: "it is a folder",
  ENOENT: "its folder does not exist",
  ENOSPC: "the disk is full",
  ENOTDIR: "part of its path is a file",
};

function notWritten(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unwritable";
  return REASONS[code] ?? code;
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function attempt<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new CommandError(`${path} cannot be written: ${notWritten(error)}; choose another --out`, { cause: error });
  }
}
