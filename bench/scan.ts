/**
 * `sagefence scan` of a local account: how many API calls it makes and how much memory it takes, by the number of resources.
 * The account runs in this process and the scan in one of its own; how long it takes is mostly the account's time, and is
 * not measured here.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { REGION, startReadingAccount } from "../test/support/reading-account.ts";
import { make } from "./account.ts";

export interface ScanMeasure {
  resources: number;
  format: string;
  /** `policy` or `all`, as --rules takes it. */
  rules: string;
  calls: { sagemaker: number; ec2: number; sts: number };
  /** Of the process that scans, at its most. */
  heapMib: number;
  rssMib: number;
  /** How often the progress bar was drawn. */
  drawn: number;
}

const RUNS: readonly (readonly [resources: number, format: string, rules: string])[] = [
  [1_000, "json", "policy"],
  [5_000, "json", "policy"],
  [10_000, "json", "policy"],
  [10_000, "json", "all"],
  [10_000, "html", "policy"],
];

export async function measureScan(told: (done: number, of: number) => void): Promise<ScanMeasure[]> {
  const account = await startReadingAccount();
  const folder = mkdtempSync(join(tmpdir(), "sagefence-bench-"));
  const measures: ScanMeasure[] = [];
  let made = 0;
  try {
    for (const [resources, format, rules] of RUNS) {
      for (; made < resources; made += 1) await make(made, account);
      const measured = await scanIn(account.url, [format, rules, join(folder, "report")]);
      measures.push({ resources, format, rules, ...measured });
      told(measures.length, RUNS.length);
    }
    return measures;
  } finally {
    await account.close();
    rmSync(folder, { recursive: true });
  }
}

/** Without a limit the collector lets the heap grow to what the machine has. */
const HEAP_LIMIT = "--max-old-space-size=96";

interface Run {
  heap: number;
  rss: number;
  progress: number;
  calls: Record<string, number>;
}

async function scanIn(
  url: string,
  options: readonly string[],
): Promise<Omit<ScanMeasure, "resources" | "format" | "rules">> {
  const env = { ...process.env, AWS_ENDPOINT_URL: url, AWS_REGION: REGION, NODE_ENV: "production" };
  const credentials = { AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench" };
  const runner = new URL("measure-scan.ts", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [HEAP_LIMIT, runner, ...options], {
    env: { ...env, ...credentials },
  });
  const { heap, rss, progress, calls } = JSON.parse(stdout) as Run;
  const of = (service: string) =>
    Object.entries(calls).reduce((sum, [name, count]) => sum + (name.startsWith(`${service}:`) ? count : 0), 0);
  return {
    calls: { sagemaker: of("sagemaker"), ec2: of("ec2"), sts: of("sts") },
    heapMib: mib(heap),
    rssMib: mib(rss),
    drawn: progress,
  };
}

function mib(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
