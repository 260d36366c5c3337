/** Asks event-ruler, AWS's own implementation of EventBridge's patterns: https://github.com/aws/event-ruler */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Case } from "./cases.ts";
import type { CheckedRule, Matching } from "./compare.ts";

/** event-ruler cannot be asked here. The message says what to do. */
export class CannotAskError extends Error {
  override readonly name = "CannotAskError";
}

/** event-ruler refuses patterns; the message has a line for each. */
export class RefusedPatternsError extends Error {
  override readonly name = "RefusedPatternsError";
}

const MAVEN_TIMEOUT = 300_000;
const JAVA_TIMEOUT = 60_000;
const INSTALL = "install a JDK and Maven (apt-get install default-jdk-headless maven)";

/** Which rules match each event. Throws CannotAskError and RefusedPatternsError. */
export function askEventRuler(rules: readonly CheckedRule[], cases: readonly Case[]): Matching {
  const question = JSON.stringify({
    patterns: Object.fromEntries(rules.map(({ name, pattern }) => [name, pattern])),
    events: Object.fromEntries(cases.map(({ name, event }) => [name, event])),
  });
  const source = join(import.meta.dirname, "Matching.java");
  const { status, stdout, stderr } = run("java", ["-cp", classPath(), source], JAVA_TIMEOUT, question);
  if (status === 0) return JSON.parse(stdout) as Matching;
  if (status === 3) throw new RefusedPatternsError(stderr.trim());
  throw new CannotAskError(`Matching.java did not run (${firstLine(stderr)}); ${INSTALL}.`);
}

/** The jars stay in Maven's own cache; their list is written beside the tree. */
function classPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "event-ruler-"));
  try {
    const file = join(folder, "classpath");
    const pom = join(import.meta.dirname, "pom.xml");
    const args = ["--batch-mode", "--quiet", "--file", pom, "dependency:build-classpath", `-Dmdep.outputFile=${file}`];
    const { status, stdout } = run("mvn", args, MAVEN_TIMEOUT);
    if (status !== 0) throw new CannotAskError(`Maven could not get event-ruler: ${firstLine(stdout)}`);
    return readFileSync(file, "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], timeout: number, input = "") {
  const result = spawnSync(command, args, { encoding: "utf8", input, timeout, maxBuffer: 64 * 1024 * 1024 });
  const { error } = result;
  if (error === undefined) return result;
  const missing = "code" in error && error.code === "ENOENT";
  const why = missing ? `There is no ${command} here; ${INSTALL}.` : `${command} did not end well: ${error.message}.`;
  throw new CannotAskError(why, { cause: error });
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] || "it did not say why";
}
