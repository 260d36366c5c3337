/** `sagefence assess FILE…`: what the policy says of resources that are described in files. */
import { CommandError, EXIT, type ExitCode, type Format, type Io } from "../io.ts";
import { type AssessContext, type AssessedResource, assessItem } from "./assess-items.ts";
import { readFacts } from "./facts-files.ts";
import { type Faults, faultCounter } from "./faults.ts";
import { startJsonReport } from "./print-json.ts";
import { printReportAsText } from "./print-text.ts";
import { startProgress } from "./progress.ts";
import { checkInput, readItems, shown } from "./read-items.ts";
import { type PolicyOptions, readPolicy, withoutNetwork } from "./read-policy.ts";

export interface AssessOptions extends PolicyOptions {
  facts: readonly string[];
  /** False leaves out the rules that would ask EC2. */
  network: boolean;
  format: Format;
}

/** Assesses and prints. 1 with a violation, else 2 with an unknown or an unreadable input, else 0. */
export async function runAssess(files: readonly string[], options: AssessOptions, io: Io): Promise<ExitCode> {
  checkFiles(files, options.facts);
  const faults = faultCounter(io);
  const policy = options.network ? readPolicy(options) : withoutNetwork(readPolicy(options));
  const { facts, network } = await readFacts(options.facts, faults, io);
  const resources = await assessFiles(files, { policy, facts, network, now: io.now() }, faults, io);
  if (options.format === "json") printAsJson(resources, io);
  else printReportAsText({ resources, network }, io);
  if (resources.some(({ outcome }) => outcome === "violation")) return EXIT.violation;
  const complete = faults.count() === 0 && resources.every(({ outcome }) => outcome !== "unknown");
  return complete ? EXIT.fine : EXIT.failed;
}

/** Throws CommandError. */
function checkFiles(files: readonly string[], facts: readonly string[]): void {
  if (files.length === 0) {
    const hint =
      facts.length === 0 ? "- stands for standard input" : "--facts takes every file after it, so name them before it";
    throw new CommandError(`there is no file to assess; ${hint}`);
  }
  checkInput([...files, ...facts]);
}

async function assessFiles(
  files: readonly string[],
  context: AssessContext,
  faults: Faults,
  io: Io,
): Promise<AssessedResource[]> {
  const resources: AssessedResource[] = [];
  const progress = startProgress(files.length, io);
  for (const [index, file] of files.entries()) {
    progress.at(index, "files");
    for (const item of await readItems(file, faults, io)) {
      const result = await assessItem(item, context);
      if ("fault" in result) faults.add(`${shown(file, item)}: ${result.fault}`);
      else resources.push(result.resource);
    }
  }
  progress.end();
  return resources;
}

function printAsJson(resources: readonly AssessedResource[], io: Io): void {
  const report = startJsonReport(io.out);
  for (const resource of resources) report.add(resource);
  report.end();
}
