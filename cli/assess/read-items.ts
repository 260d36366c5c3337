/** The items of one file of the command line. */
import { CommandError, type Io } from "../io.ts";
import type { Faults } from "./faults.ts";
import { readDocuments } from "./read-documents.ts";
import { type Item, recognise } from "./recognise.ts";

/** Throws CommandError where standard input is named twice. */
export function checkInput(paths: readonly string[]): void {
  if (paths.filter((path) => path === "-").length > 1) {
    throw new CommandError("standard input (-) can be read once only");
  }
}

export async function readItems(path: string, faults: Faults, io: Io): Promise<Item[]> {
  const read = await readDocuments(path, io);
  for (const fault of read.faults) faults.add(fault);
  return read.documents.flatMap(recognise);
}

/** The file, and where in it. */
export function shown(path: string, { at }: Item): string {
  const file = path === "-" ? "standard input" : path;
  return at === "" ? file : `${file}: ${at}`;
}
