/** What AppConfig hosts: the policy as the build checked it, and its schema. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policyJsonSchema } from "../shared/decide/policy-schema.ts";

/** The document that `scripts/build.ts` wrote beside the functions, seen from the folder that is packaged. */
export function policyContent(): string {
  return readFileSync(join(process.cwd(), "dist", "policy-document.json"), "utf8").trimEnd();
}

export function policySchema(): string {
  return JSON.stringify(policyJsonSchema());
}
