/** `sagefence assess FILE…`: what the policy says of resources that are described in files. */
import { loadPolicyFile } from "../../shared/decide/load-policy.ts";
import type { Policy } from "../../shared/decide/policy.ts";
import { PolicyError, resolvePolicy, strictest } from "../../shared/decide/resolve-policy.ts";
import { CommandError, EXIT, type ExitCode, type Format, type Io } from "../io.ts";
import { harmless } from "../style.ts";
import { type AssessContext, type AssessedResource, assessItem } from "./assess-items.ts";
import { createFacts, type Facts } from "./facts.ts";
import { printReportAsJson } from "./print-json.ts";
import { printReportAsText } from "./print-text.ts";
import { startProgress } from "./progress.ts";
import { readDocuments } from "./read-documents.ts";
import { type Item, recognise } from "./recognise.ts";

export interface AssessOptions {
  policy?: string;
  rules: "policy" | "all";
  facts: readonly string[];
  format: Format;
}

/** Assesses and prints. 1 with a violation, else 2 with an unknown or an unreadable input, else 0. */
export async function runAssess(files: readonly string[], options: AssessOptions, io: Io): Promise<ExitCode> {
  checkFiles(files, options.facts);
  const faults = faultCounter(io);
  const policy = readPolicy(options);
  const facts = await readFacts(options.facts, faults, io);
  const resources = await assessFiles(files, { policy, facts, now: io.now() }, faults, io);
  if (options.format === "json") printReportAsJson(resources, io);
  else printReportAsText(resources, io);
  if (resources.some(({ outcome }) => outcome === "violation")) return EXIT.violation;
  const complete = faults.count() === 0 && resources.every(({ outcome }) => outcome !== "unknown");
  return complete ? EXIT.fine : EXIT.failed;
}

interface Faults {
  add(line: string): void;
  count(): number;
}

function faultCounter(io: Io): Faults {
  let count = 0;
  return {
    add(line) {
      count += 1;
      io.err(`sagefence: ${harmless(line)}\n`);
    },
    count: () => count,
  };
}

function checkFiles(files: readonly string[], facts: readonly string[]): void {
  if (files.length === 0) {
    const hint =
      facts.length === 0 ? "- stands for standard input" : "--facts takes every file after it, so name them before it";
    throw new CommandError(`there is no file to assess; ${hint}`);
  }
  if ([...files, ...facts].filter((path) => path === "-").length > 1) {
    throw new CommandError("standard input (-) can be read once only");
  }
}

function readPolicy({ policy: path, rules }: AssessOptions): Policy {
  try {
    const policy = path === undefined ? resolvePolicy(null) : loadPolicyFile(path).policy;
    return rules === "all" ? strictest(policy) : policy;
  } catch (error) {
    if (error instanceof PolicyError) throw new CommandError(error.problems, { cause: error });
    throw error;
  }
}

async function readFacts(paths: readonly string[], faults: Faults, io: Io): Promise<Facts> {
  const items: Item[] = [];
  for (const path of paths) {
    for (const item of await readItems(path, faults, io)) {
      if (item.type === "description" || item.type === "foreign") items.push(item);
      else faults.add(`${shown(path, item)}: --facts takes Describe answers, and this is none`);
    }
  }
  return createFacts(items.flatMap((item) => (item.type === "description" ? [item.description] : [])));
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

async function readItems(path: string, faults: Faults, io: Io): Promise<Item[]> {
  const read = await readDocuments(path, io);
  for (const fault of read.faults) faults.add(fault);
  return read.documents.flatMap(recognise);
}

function shown(path: string, { at }: Item): string {
  const file = path === "-" ? "standard input" : path;
  return at === "" ? file : `${file}: ${at}`;
}
