/** `sagefence policy validate|init|schema`. */
import { writeFileSync } from "node:fs";
import { RULES } from "../shared/assess/rules/index.ts";
import { loadPolicyFile } from "../shared/decide/load-policy.ts";
import type { Policy } from "../shared/decide/policy.ts";
import { policyJsonSchema } from "../shared/decide/policy-schema.ts";
import { PolicyError } from "../shared/decide/resolve-policy.ts";
import { CommandError, EXIT, type ExitCode, type Format, type Io, printJson } from "./io.ts";
import { STARTER_POLICY } from "./starter-policy.ts";
import { harmless, plural } from "./style.ts";

/** Prints each problem on a line of its own: `FILE: path: what to write`. */
export async function runValidate(file: string, format: Format, io: Io): Promise<ExitCode> {
  const { policy, problems } = load(file);
  if (format === "json") printJson(io, { version: 1, file, valid: policy !== null, problems });
  if (policy === null) {
    if (format === "text") io.err(problems.map((problem) => `${harmless(problem)}\n`).join(""));
    return EXIT.failed;
  }
  for (const warning of [...narrowed(policy), ...expired(policy, io.now())]) io.err(`${file}: ${warning}\n`);
  if (format === "text") io.out(`${file}: valid. ${describe(policy)}\n`);
  return EXIT.fine;
}

/** Writes the starter policy; an existing file only with `force`. */
export async function runInit(file: string | undefined, force: boolean, io: Io): Promise<ExitCode> {
  if (file === undefined) {
    io.out(STARTER_POLICY);
    return EXIT.fine;
  }
  try {
    writeFileSync(file, STARTER_POLICY, { flag: force ? "w" : "wx" });
  } catch (error) {
    throw new CommandError(`${file}: ${notWritten(error)}`, { cause: error });
  }
  io.out(`${file} is written. \`sagefence policy validate ${file}\` checks it after your changes.\n`);
  return EXIT.fine;
}

export async function runSchema(io: Io): Promise<ExitCode> {
  printJson(io, policyJsonSchema());
  return EXIT.fine;
}

function load(file: string): { policy: Policy | null; problems: readonly string[] } {
  try {
    return { policy: loadPolicyFile(file).policy, problems: [] };
  } catch (error) {
    if (error instanceof PolicyError) return { policy: null, problems: error.problems };
    throw error;
  }
}

function describe({ mode, rules, respond, exemptions }: Policy): string {
  const states = Object.values(rules).map(({ state, kinds }) => (kinds.length === 0 ? "off" : state));
  const inState = (state: string) => `${states.filter((each) => each === state).length} ${state}`;
  const counts = [inState("on"), inState("advisory"), inState("off")].join(", ");
  return `Mode ${mode}; rules: ${counts}; ${plural(respond.length, "response")}, ${plural(exemptions.length, "exemption")}.`;
}

/** Naming kinds takes the rule away from all others, which is easily overlooked. */
function narrowed({ rules }: Policy): string[] {
  return RULES.flatMap(({ id, kinds: known, onlyIfNamed = [], byDefault }) => {
    const { state, kinds } = rules[id] ?? { state: "off", kinds: [] };
    const left = known.filter((kind) => ![...kinds, ...onlyIfNamed].includes(kind));
    if (byDefault === "policyChoosesKinds" || state === "off" || kinds.length === 0 || left.length === 0) return [];
    return [`rules.${id}.kinds: it judges only what is named here, and not ${left.join(", ")}`];
  });
}

function expired({ exemptions }: Policy, now: Date): string[] {
  const today = now.toISOString().slice(0, 10);
  return exemptions.flatMap(({ expires, owner }, index) =>
    expires < today ? [`exemptions[${index}]: expired on ${expires}; ask ${harmless(owner)}, or take it out`] : [],
  );
}

function notWritten(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unwritable";
  if (code === "EEXIST") return "it is there already; --force writes over it";
  if (code === "ENOENT") return "its folder does not exist";
  return `it cannot be written (${code})`;
}
