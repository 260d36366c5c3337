/**
 * Checks the packaged EventBridge rules with AWS's own implementation of the pattern language:
 * `node test/event-ruler/check.ts [TEMPLATE]`. Exits 0 when they are right, 1 with a line on stderr for each event that
 * goes astray, 2 when it cannot tell: no template, no JDK, no Maven.
 */
import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { TemplateError } from "../../sandbox/template/intrinsics.ts";
import { resolveTemplate, type TemplateDocument } from "../../sandbox/template/resources.ts";
import { readRules } from "../../sandbox/template/services.ts";
import { isObject } from "../../shared/sagemaker/document.ts";
import { allCases } from "./cases.ts";
import { type CheckedRule, disagreements, overlongPatterns } from "./compare.ts";
import { askEventRuler, CannotAskError, RefusedPatternsError } from "./ruler.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const TEMPLATE = resolve(ROOT, ".serverless/cloudformation-template-update-stack.json");
const ENVIRONMENT = {
  accountId: "111122223333",
  region: "eu-west-1",
  stackName: "sagefence",
  baseUrl: "http://127.0.0.1:4599",
  apiEndpoint: "http://127.0.0.1:4599/api",
};

function rulesOfDefaultBus(path: string): CheckedRule[] {
  const name = relative(process.cwd(), path);
  if (!existsSync(path)) throw new CannotAskError(`There is no ${name}; make it with: npm run package`);
  const rules = readRules(resolveTemplate(parse(path), ENVIRONMENT, {}));
  return rules
    .filter(({ bus, enabled, pattern }) => bus === "default" && enabled && pattern !== undefined)
    .map((rule) => ({ ...rule, targets: rule.targets.map(({ Id = "" }) => Id) }));
}

function parse(path: string): TemplateDocument {
  const document = json(path);
  if (isObject(document) && isObject(document.Resources)) return document as unknown as TemplateDocument;
  throw new CannotAskError(`${path} is no packaged template; make one with: npm run package`);
}

function json(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

function check(path: string): number {
  const rules = rulesOfDefaultBus(path);
  const cases = allCases(ENVIRONMENT);
  const faults = [...overlongPatterns(rules), ...disagreements(cases, rules, askEventRuler(rules, cases))];
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) return 1;
  console.log(`${cases.length} events, ${rules.length} rules: event-ruler and the expectation agree`);
  return 0;
}

try {
  process.exitCode = check(resolve(process.argv[2] ?? TEMPLATE));
} catch (error) {
  const foreseen =
    error instanceof CannotAskError || error instanceof TemplateError || error instanceof RefusedPatternsError;
  if (!foreseen) throw error;
  console.error(error.message);
  process.exitCode = error instanceof RefusedPatternsError ? 1 : 2;
}
