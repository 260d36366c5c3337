/** `sagefence coverage [OPERATION]`: what SageMaker's calls can say about networks, and what judges it. */
import { wrap } from "../shared/assess/catalogue.ts";
import {
  type CoveredField,
  type CoveredOperation,
  coverageOf,
  coverageSources,
  isUngoverned,
} from "../shared/surface/coverage.ts";
import { CommandError, EXIT, type ExitCode, type Format, type Io, printJson } from "./io.ts";
import { nearest } from "./nearest.ts";
import { type Paint, painter } from "./style.ts";

const COLUMNS = 100;

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
  else printBlocks(operations, io);
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

/** One block for each operation, in lines that fit a terminal. */
function printBlocks(operations: readonly CoveredOperation[], io: Io): void {
  const paint = painter(io);
  const blocks = operations.map(({ operation, fields }) => [
    paint("bold", operation),
    ...fields.flatMap((field) => linesOf(field, paint)),
  ]);
  io.out(`${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`);
}

function linesOf(field: CoveredField, paint: Paint): string[] {
  const said = isUngoverned(field) ? "no rule judges it, and nobody has said why" : sentenceOf(field);
  const colour = isUngoverned(field) ? "red" : "dim";
  const lines = wrap(said, COLUMNS - 4).split("\n");
  if (field.path === "") return lines.map((line) => paint(colour, `  ${line}`));
  return [`  ${field.path}`, ...lines.map((line) => paint(colour, `    ${line}`))];
}

function sentenceOf({ rules, conditionKey, reason }: CoveredField): string {
  const judges = rules.join(", ");
  if (reason !== null) return judges === "" ? reason : `${reason}: ${judges}`;
  return `${judges}; ${conditionKey === null ? "no IAM condition key prevents it" : `preventable by ${conditionKey}`}`;
}
