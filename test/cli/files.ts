/** Files for commands to read. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A folder of this test file's own, gone at its end; the returned function writes into it and gives the path. */
export function temporaryFiles(): (name: string, content: string | Buffer) => string {
  const folder = mkdtempSync(join(tmpdir(), "sagefence-cli-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
}

export function answerPath(name: string): string {
  return join(ROOT, "test/cli/describe-answers", `${name}.json`);
}

export function readAnswer(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(answerPath(name), "utf8"));
}

export function eventPath(name: string): string {
  return join(ROOT, "events", `${name}.json`);
}

export function readEvent(name: string): { detail: Record<string, unknown> } & Record<string, unknown> {
  return JSON.parse(readFileSync(eventPath(name), "utf8"));
}
