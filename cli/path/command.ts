/** `sagefence path ARN` and `sagefence path FILE --facts FILE…`: the ways from a resource to the internet. */
import { createReadingClients, type ReadingClients } from "../aws-reading.ts";
import { CommandError, EXIT, type ExitCode, type Format, type Io, printJson } from "../io.ts";
import { findInAccount, findInFiles, type Located } from "./lookup.ts";
import { printWays } from "./print-text.ts";
import { isIncomplete, waysOf } from "./ways.ts";

export interface PathOptions {
  facts: readonly string[];
  format: Format;
}

/** 2 when anything could not be told, else 0: a way to the internet is no fault here. Throws CommandError. */
export async function runPath(
  given: string,
  options: PathOptions,
  io: Io,
  clients: () => ReadingClients = () => createReadingClients(io),
): Promise<ExitCode> {
  const ways = waysOf(await locate(given, options, io, clients));
  if (options.format === "json") printJson(io, { version: 1, ...ways });
  else printWays(ways, io);
  return isIncomplete(ways) ? EXIT.failed : EXIT.fine;
}

function locate(given: string, { facts }: PathOptions, io: Io, clients: () => ReadingClients): Promise<Located> {
  if (!given.startsWith("arn:")) return findInFiles(given, facts, io);
  if (facts.length > 0) throw new CommandError("--facts goes with a file; an ARN is looked up in the account");
  return findInAccount(given, clients(), io);
}
