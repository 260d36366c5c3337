/** `sagefence scan`: everything that an account has, read with a person's own credentials and judged by a policy. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Policy } from "../../shared/decide/policy.ts";
import type { ResourceKind } from "../../shared/sagemaker/resource-kind.ts";
import { startProgress } from "../assess/progress.ts";
import { type PolicyOptions, readPolicy } from "../assess/read-policy.ts";
import { createReadingClients, type ReadingClients } from "../aws-reading.ts";
import { CommandError, EXIT, type ExitCode, type Io, type ScanFormat } from "../io.ts";
import { listRegions } from "./list-regions.ts";
import { type Output, openOutput } from "./output.ts";
import { startReport } from "./report.ts";
import { kindsNamed, regionsNamed } from "./scope.ts";
import { surveyPlace } from "./survey-place.ts";
import { createTally } from "./tally.ts";
import { tellCalls, tellUnreadable, unreadablePlaces } from "./tell.ts";

export interface ScanOptions extends PolicyOptions {
  kinds?: string;
  regions?: string;
  format: ScanFormat;
  /** A file. */
  out?: string;
}

/** What a scan reaches the world by. */
export interface ScanDeps {
  clients: ReadingClients;
  /** Milliseconds, before something that was throttled is tried again. */
  wait(milliseconds: number): Promise<void>;
}

interface Scope {
  kinds: readonly ResourceKind[];
  regions: readonly string[];
  policy: Policy;
}

/** 1 with a violation, else 2 with anything that could not be read, else 0. Throws CommandError. */
export async function runScan(options: ScanOptions, io: Io, deps: ScanDeps = createDeps(io)): Promise<ExitCode> {
  checkFormat(options, io);
  const kinds = kindsNamed(options.kinds);
  const regions = await regionsNamed(options.regions, deps.clients.region);
  const scope = { kinds, regions, policy: readPolicy(options) };
  const output = openOutput(options.out, io);
  try {
    const code = await scan(scope, options, output, io, deps);
    output.finish();
    return code;
  } catch (error) {
    output.abandon();
    throw error;
  }
}

function createDeps(io: Io): ScanDeps {
  return { clients: createReadingClients(io), wait: (milliseconds) => sleep(milliseconds) };
}

function checkFormat({ format, out }: ScanOptions, { outIsTerminal }: Io): void {
  if (format !== "html" || out !== undefined || !outIsTerminal) return;
  throw new CommandError("an HTML report is for a browser: name a file, --format html --out report.html");
}

async function scan(scope: Scope, options: ScanOptions, output: Output, io: Io, deps: ScanDeps): Promise<ExitCode> {
  const { kinds, regions, policy } = scope;
  const account = await deps.clients.account(regions[0] ?? "");
  const listing = await listRegions(regions, kinds, deps.clients, io);
  const report = startReport(options.format, output);
  const tally = createTally(report);
  const total = listing.places.reduce((sum, { inventory }) => sum + inventory.listed.length, 0);
  const progress = startProgress(total, watched(options, output, io));
  let before = 0;
  for (const place of listing.places) {
    await surveyPlace(place, {
      ...{ kinds, policy, account, now: io.now, wait: deps.wait, tally },
      progress: (done) => progress.at(before + done, `resources, ${place.region}`),
    });
    before += place.inventory.listed.length;
  }
  progress.end();
  const unreadable = [...unreadablePlaces(listing), ...tally.unreadable()];
  await report.end({
    ...{ accounts: tally.accounts(), regions, calls: deps.clients.counts(), unreadable },
    ...{ at: io.now(), policy, policyFile: options.policy ?? null },
  });
  tellUnreadable(unreadable, io);
  tellCalls(deps.clients.counts(), io);
  if (tally.violations() > 0) return EXIT.violation;
  return unreadable.length > 0 || tally.unknowns() > 0 ? EXIT.failed : EXIT.fine;
}

/** A bar would stand in the middle of what is written to the same screen. */
function watched({ format }: ScanOptions, { outIsTerminal }: Output, io: Io): Io {
  return format === "json" && outIsTerminal ? { ...io, errIsTerminal: false } : io;
}
