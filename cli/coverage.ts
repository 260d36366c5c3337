/** `sagefence coverage [OPERATION]`: what SageMaker's calls can say about networks, and what judges it. */
import {
  type CoveredField,
  type CoveredOperation,
  coverageOf,
  coverageSources,
  isUngoverned,
} from "../shared/surface/coverage.ts";
import { NOT_PREVENTABLE } from "../shared/surface/render.ts";
import { CommandError, EXIT, type ExitCode, type Format, type Io, printJson } from "./io.ts";
import { nearest } from "./nearest.ts";
import { columns, painter } from "./style.ts";

const HEADINGS = ["OPERATION", "FIELD", "RULES", "PREVENTABLE BY", "REASON"];
const NONE = "-";

/** `sources` are those of the installed SDK and the registries. */
export async function runCoverage(
  name: string | undefined,
  format: Format,
  io: Io,
  sources = coverageSources(),
): Promise<ExitCode> {
  const all = coverageOf(sources);
  const operations = name === undefined ? all : [operationNamed(name, all)];
  if (format === "json") printJson(io, { operations });
  else printTable(operations, io);
  return operations.some(({ fields }) => fields.some(isUngoverned)) ? EXIT.violation : EXIT.fine;
}

function operationNamed(name: string, all: readonly CoveredOperation[]): CoveredOperation {
  const found = all.find(({ operation }) => operation === name);
  if (found !== undefined) return found;
  const suggestion = nearest(
    name,
    all.map(({ operation }) => operation),
  );
  const hint = suggestion === null ? "`sagefence coverage` lists them" : `did you mean ${suggestion}?`;
  throw new CommandError(`no operation "${name}" with network settings; ${hint}`);
}

function printTable(operations: readonly CoveredOperation[], io: Io): void {
  const paint = painter(io);
  const fields = operations.flatMap(({ operation, fields: each }) => each.map((field) => ({ operation, ...field })));
  const [heading = "", ...lines] = columns([HEADINGS, ...fields.map((field) => [field.operation, ...cellsOf(field)])]);
  const painted = lines.map((line, at) => (isUngovernedAt(fields, at) ? paint("red", line) : line));
  io.out(`${paint("dim", heading)}\n${painted.join("\n")}\n`);
}

function isUngovernedAt(fields: readonly CoveredField[], at: number): boolean {
  const field = fields[at];
  return field !== undefined && isUngoverned(field);
}

function cellsOf(field: CoveredField): string[] {
  const { path, rules, conditionKey, reason } = field;
  const judged = rules.length > 0;
  return [
    path === "" ? NONE : path,
    judged ? rules.join(", ") : NONE,
    judged ? (conditionKey ?? NOT_PREVENTABLE) : NONE,
    isUngoverned(field) ? "no rule judges it, and nobody has said why" : (reason ?? ""),
  ];
}
