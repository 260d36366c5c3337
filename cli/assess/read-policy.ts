/** The policy that a command judges by: a file or the empty one, as it stands or at its strictest. */

import { RULES } from "../../shared/assess/rules/index.ts";
import { digestOf } from "../../shared/decide/digest.ts";
import { loadPolicyFile } from "../../shared/decide/load-policy.ts";
import type { Policy } from "../../shared/decide/policy.ts";
import { PolicyError, resolvePolicy, strictest } from "../../shared/decide/resolve-policy.ts";
import { CommandError } from "../io.ts";

export interface PolicyOptions {
  /** A file. */
  policy?: string;
  rules: "policy" | "all";
}

/** Throws CommandError, with a line for each problem of the file. */
export function readPolicy({ policy: path, rules }: PolicyOptions): Policy {
  try {
    const policy = path === undefined ? resolvePolicy(null) : loadPolicyFile(path).policy;
    return rules === "all" ? strictest(policy) : policy;
  } catch (error) {
    if (error instanceof PolicyError) throw new CommandError(error.problems, { cause: error });
    throw error;
  }
}

/** The same policy without the rules that it would make ask EC2. */
export function withoutNetwork({ digest: _digest, ...policy }: Policy): Policy {
  const asking = RULES.filter(({ facts, factsWhere }) => {
    return facts !== undefined && factsWhere?.holds(policy.approvedNetwork) !== false;
  });
  const off = asking.flatMap(({ id }) => {
    const rule = policy.rules[id];
    return rule === undefined ? [] : [[id, { ...rule, state: "off" as const }] as const];
  });
  const changed = { ...policy, rules: { ...policy.rules, ...Object.fromEntries(off) } };
  return { ...changed, digest: digestOf(changed) };
}
