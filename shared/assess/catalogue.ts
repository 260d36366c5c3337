/** The rule catalogue for people: Markdown for `docs/rules.md` and plain text for the terminal. */
import { ANSWERS } from "../network/answers.ts";
import type { FactName } from "../network/facts.ts";
import { kindOf } from "../sagemaker/index.ts";
import { allSettings } from "../sagemaker/kind-settings.ts";
import type { ResourceKind } from "../sagemaker/resource-kind.ts";
import type { Rule, SameCheck } from "./rule.ts";
import { snippetsOf } from "./snippets.ts";

const COLUMNS = 100;

const DEFAULTS: Record<Rule["byDefault"], string> = {
  on: "on",
  advisory: "advisory: reported, never acted on",
  off: "off",
  whenConfigured: "on when the policy has the list",
  policyChoosesKinds: "for the kinds that the policy names; none in the empty policy",
};

const OTHER_TOOLS: Record<keyof SameCheck, string> = {
  securityHub: "Security Hub",
  awsConfig: "AWS Config",
  checkov: "Checkov",
  prowler: "Prowler",
};

/** The page `docs/rules.md`: a table of all rules, then one section each. */
export function renderRuleCatalogue(rules: readonly Rule[]): string {
  const intro = `# Rules

What sagefence checks. Each rule is one file in \`shared/assess/rules/\`; this page is rendered from them. A policy turns a
rule \`on\`, \`advisory\` (reported, never acted on) or \`off\`, and can change its severity and the kinds it applies to.
\`sagefence rules ID\` prints the same in a terminal.

| rule | desired state | severity | by default | the same elsewhere |
| --- | --- | --- | --- | --- |`;
  return `${[intro, ...rules.map(tableRow)].join("\n")}\n\n${rules.map(section).join("\n\n")}\n`;
}

/** One rule as plain text of at most 100 columns. */
export function renderRule(rule: Rule): string {
  const parts = [
    `${rule.id}: ${rule.title}`,
    wrap(rule.why, COLUMNS),
    facts(rule)
      .map(([label, value]) => `${label.padEnd(20)}${hanging(value, 20)}`)
      .join("\n"),
    `How to make it right\n${indented(wrap(rule.fix.sentence, COLUMNS - 2))}`,
    ...commands(rule).map((lines) => `AWS CLI\n${indented(lines)}`),
    ...titledSnippets(rule).map(({ title, snippet }) => `${title}\n${indented(snippet)}`),
    ...elsewhere(rule).map(({ title, where }) => `${title}\n${indented(wrap(capitalised(where), COLUMNS - 2))}`),
  ];
  return `${parts.join("\n\n")}\n`;
}

function tableRow(rule: Rule): string {
  const elsewhere = [...(rule.sameCheck.securityHub ?? []), ...(rule.sameCheck.checkov ?? [])].join(", ");
  const cells = [`[${rule.id}](#${rule.id})`, rule.title, rule.severity, DEFAULTS[rule.byDefault], elsewhere || "–"];
  return `| ${cells.join(" | ")} |`;
}

function section(rule: Rule): string {
  return [
    `## ${rule.id}`,
    `**${rule.title}.** ${rule.why}`,
    facts(rule)
      .map(([label, value]) => `- ${label}: ${value}`)
      .join("\n"),
    `### How to make it right\n\n${rule.fix.sentence}`,
    ...commands(rule).map((lines) => `With the AWS CLI:\n\n\`\`\`sh\n${lines}\n\`\`\``),
    ...titledSnippets(rule).map(({ title, snippet }) => `${title}:\n\n\`\`\`python\n${snippet}\n\`\`\``),
    ...elsewhere(rule).map(({ title, where }) => `${title}: ${where}`),
  ].join("\n\n");
}

function facts(rule: Rule): [label: string, value: string][] {
  return [
    ["Severity", rule.severity],
    ["By default", DEFAULTS[rule.byDefault]],
    ["Applies to", appliesTo(rule)],
    ...(rule.facts === undefined ? [] : [["Reads", reads(rule.facts, rule.factsWhere?.words)] as [string, string]]),
    ["The same elsewhere", sameElsewhere(rule.sameCheck)],
  ];
}

/** The EC2 calls whose answers the rule rests on. */
function reads(names: readonly FactName[], where: string | undefined): string {
  const calls = names.map((name) => ANSWERS[name].call).join(", ");
  return where === undefined ? calls : `${calls}, ${where}`;
}

function commands({ fix }: Rule): string[] {
  return fix.commands === undefined ? [] : [fix.commands];
}

function appliesTo({ kinds, onlyIfNamed = [] }: Rule): string {
  return kinds.map((kind) => (onlyIfNamed.includes(kind) ? `${kind} where the policy names it` : kind)).join(", ");
}

function sameElsewhere(sameCheck: SameCheck): string {
  const tools = Object.entries(OTHER_TOOLS).flatMap(([tool, name]) => {
    const ids = sameCheck[tool as keyof SameCheck];
    return ids === undefined ? [] : [`${name} ${ids.join(", ")}`];
  });
  return tools.length === 0 ? "no such check known" : tools.join("; ");
}

function titledSnippets(rule: Rule): { title: string; snippet: string }[] {
  return Object.entries(snippetsOf(rule)).map(([kind, snippet]) => ({
    title: capitalised(kindOf(kind).title),
    snippet,
  }));
}

/** The kinds that have the setting only through others, or inside a text: what to change instead. */
function elsewhere(rule: Rule): { title: string; where: string }[] {
  if (rule.fix.set === undefined) return [];
  const withSnippet = new Set(Object.keys(snippetsOf(rule)));
  return rule.kinds
    .filter((id) => !withSnippet.has(id))
    .map((id) => ({ title: capitalised(kindOf(id).title), where: whereToChange(kindOf(id), rule) }));
}

function whereToChange({ document, inherits }: ResourceKind, { setting }: Rule): string {
  if (document?.makes !== undefined)
    return `change the arguments of its steps in ${document.member}, as for what they make.`;
  if (document !== undefined) return `change it in its ${document.member}.`;
  const named = inherits.filter(({ kind, takes }) => takes.includes(setting) && allSettings(kindOf(kind)).has(setting));
  const titles = [...new Set(named.map(({ kind }) => kindOf(kind).title))];
  return `change the ${titles.join(", or the ")} that it names.`;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function hanging(text: string, indent: number): string {
  return wrap(text, COLUMNS - indent).replaceAll("\n", `\n${" ".repeat(indent)}`);
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}

/** The words of a text in lines of at most `columns`; a longer word has a line of its own. */
export function wrap(text: string, columns: number): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}
