/** Reading policy files, for the command line and the build. */
import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import type { Policy } from "./policy.ts";
import type { PolicyDocument } from "./policy-schema.ts";
import { PolicyError, resolvePolicy } from "./resolve-policy.ts";

/** Reads, validates and resolves a YAML (or JSON) policy. Throws PolicyError, whose message begins with the file. */
export function loadPolicyFile(path: string): { policy: Policy; document: PolicyDocument } {
  try {
    return parsePolicy(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof PolicyError)
      throw new PolicyError(
        error.problems.map((problem) => `${path}: ${problem}`),
        { cause: error },
      );
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    const problem = reason === "ENOENT" ? "there is no such file" : `cannot be read (${reason})`;
    throw new PolicyError([`${path}: ${problem}`], { cause: error });
  }
}

/** Throws PolicyError, with line and column where YAML itself is at fault. */
export function parsePolicy(text: string): { policy: Policy; document: PolicyDocument } {
  const lineCounter = new LineCounter();
  const parsed = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true });
  const fault = parsed.errors[0];
  if (fault !== undefined) {
    const { line, col } = lineCounter.linePos(fault.pos[0]);
    throw new PolicyError([`line ${line}, column ${col}: ${fault.message.split("\n")[0]}`]);
  }
  const document: unknown = parsed.toJS({ maxAliasCount: 100 });
  return { policy: resolvePolicy(document), document: (document ?? {}) as PolicyDocument };
}
