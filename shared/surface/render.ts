/** The page `docs/coverage.md`. */
import type { CoveredField, CoveredOperation } from "./coverage.ts";

const INTRO = `# What is covered

What SageMaker's calls can say about networks, and which [rules](rules.md) judge it. This page is rendered from the resource kinds,
the rules and the input schemas of the installed AWS SDK; a test fails when the SDK has a network setting that is neither judged
nor listed here with a reason. \`sagefence coverage\` prints the same in a terminal, \`sagefence coverage CreateModel\` one operation.

"Preventable by" names the IAM condition key that can keep such a call from succeeding, as AWS's
[service authorization reference](https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html) has
it. A policy has to deny a missing key, too (\`Null\`): a caller who leaves the setting out does not send it. Where it says "not at all",
finding it afterwards is the only control short of denying the whole call.`;

/** Shown in place of a condition key where there is none. */
const NOT_PREVENTABLE = "not at all";

export function renderCoverage(operations: readonly CoveredOperation[]): string {
  const rows = operations.flatMap(({ operation, fields }) => fields.map((field) => ({ operation, ...field })));
  const judged = rows.filter(({ rules }) => rules.length > 0);
  return `${[
    INTRO,
    "## Judged by their own value",
    table(
      ["operation", "field", "rules", "preventable by"],
      judged.filter(({ reason }) => reason === null).map((row) => [...where(row), rulesOf(row), keyOf(row)]),
    ),
    "## Judged by what they name, hold or start",
    table(
      ["operation", "field", "rules", "how"],
      judged.filter(({ reason }) => reason !== null).map((row) => [...where(row), rulesOf(row), row.reason ?? ""]),
    ),
    "## Left alone",
    table(
      ["field", "operations", "why"],
      grouped(rows.filter(({ rules, path }) => rules.length === 0 && path !== "")).map(({ path, names, reason }) => [
        `\`${path}\``,
        names.join(", "),
        reason,
      ]),
    ),
    "## Without network settings",
    "Operations that make or start something and take no network setting, with what follows from that.",
    table(
      ["operations", "why"],
      grouped(rows.filter(({ path }) => path === "")).map(({ names, reason }) => [names.join(", "), reason]),
    ),
  ].join("\n\n")}\n`;
}

interface Row extends CoveredField {
  operation: string;
}

function where({ operation, path }: Row): string[] {
  return [operation, `\`${path}\``];
}

function rulesOf({ rules }: Row): string {
  return rules.map((id) => `[${id}](rules.md#${id})`).join(", ");
}

function keyOf({ conditionKey }: Row): string {
  return conditionKey === null ? NOT_PREVENTABLE : `\`${conditionKey}\``;
}

/** Rows with the same path and reason, together. */
function grouped(rows: readonly Row[]): { path: string; reason: string; names: string[] }[] {
  const groups = new Map<string, { path: string; reason: string; names: string[] }>();
  for (const { operation, path, reason } of rows) {
    const key = `${path} ${reason}`;
    const group = groups.get(key) ?? { path, reason: reason ?? "", names: [] };
    group.names.push(operation);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map(line)].join("\n");
}
