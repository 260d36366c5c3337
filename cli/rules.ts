/** `sagefence rules [ID]`: the catalogue. */
import { renderRule } from "../shared/assess/catalogue.ts";
import type { Rule } from "../shared/assess/rule.ts";
import { findRule, RULES } from "../shared/assess/rules/index.ts";
import { snippetsOf } from "../shared/assess/snippets.ts";
import { CommandError, EXIT, type ExitCode, type Format, type Io, printJson } from "./io.ts";
import { nearest } from "./nearest.ts";
import { columns, painter } from "./style.ts";

const DEFAULTS: Record<Rule["byDefault"], string> = {
  on: "on",
  advisory: "advisory",
  off: "off",
  whenConfigured: "with a list",
  policyChoosesKinds: "by kind",
};

export async function runRules(id: string | undefined, format: Format, io: Io): Promise<ExitCode> {
  if (id !== undefined) printRule(ruleNamed(id), format, io);
  else if (format === "json") printJson(io, { version: 1, rules: RULES.map(toJson) });
  else printTable(io);
  return EXIT.fine;
}

function ruleNamed(id: string): Rule {
  const rule = findRule(id);
  if (rule !== undefined) return rule;
  const suggestion = nearest(
    id,
    RULES.map((each) => each.id),
  );
  const hint = suggestion === null ? "`sagefence rules` lists them" : `did you mean ${suggestion}?`;
  throw new CommandError(`there is no rule "${id}"; ${hint}`);
}

function printRule(rule: Rule, format: Format, io: Io): void {
  if (format === "json") printJson(io, { version: 1, ...toJson(rule) });
  else io.out(renderRule(rule));
}

function toJson(rule: Rule) {
  const { id, title, why, severity, byDefault, kinds, sameCheck } = rule;
  const fix = { sentence: rule.fix.sentence, commands: rule.fix.commands ?? null, snippets: snippetsOf(rule) };
  return { id, title, why, severity, byDefault, kinds, sameCheck, fix };
}

function printTable(io: Io): void {
  const paint = painter(io);
  const rows = RULES.map(({ id, severity, byDefault, title }) => [id, severity, DEFAULTS[byDefault], title]);
  const [heading = "", ...lines] = columns([["RULE", "SEVERITY", "DEFAULT", "DESIRED STATE"], ...rows]);
  io.out(`${paint("dim", heading)}\n${lines.join("\n")}\n`);
}
