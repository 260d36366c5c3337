/** The items of one file of the command line. */
import type { Io } from "../io.ts";
import type { Faults } from "./faults.ts";
import { readDocuments } from "./read-documents.ts";
import { type Item, recognise } from "./recognise.ts";

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
