/**
 * A sweep of a local account: how many calls it makes and how much memory it takes, by the number of resources, and what
 * it costs to be killed in the middle. The account and the ledger's table run in this process, the sweep in others.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { startTable } from "../test/record/local-table.ts";
import { REGION, type ReadingAccount, startReadingAccount } from "../test/support/reading-account.ts";
import { make } from "./account.ts";
import type { SweepProgress } from "./measure-sweep.ts";

export interface SweepMeasure {
  resources: number;
  /** Processes that worked at it: two where the first was killed. */
  processes: number;
  looked: number;
  calls: { sagemaker: number; ec2: number };
  /** Requests to DynamoDB. */
  ledgerCalls: number;
  /** Rounds that were begun, and the messages that people got. */
  started: number;
  messages: string[];
  /** Of the largest process. */
  heapMib: number;
  rssMib: number;
}

const RUNS: readonly (readonly [resources: number, killed: boolean])[] = [
  [1_000, false],
  [10_000, false],
  [10_000, true],
];

export async function measureSweep(told: (done: number, of: number) => void): Promise<SweepMeasure[]> {
  const account = await startReadingAccount();
  const measures: SweepMeasure[] = [];
  let made = 0;
  try {
    for (const [resources, killed] of RUNS) {
      for (; made < resources; made += 1) await make(made, account);
      measures.push({ resources, ...(await sweepOf(account, killed ? resources / 2 : null)) });
      told(measures.length, RUNS.length);
    }
    return measures;
  } finally {
    await account.close();
  }
}

/** An hour later, so that the lease of the one that was killed is over. */
const BEGINNINGS = ["2026-11-20T11:00:00Z", "2026-11-20T12:00:00Z"];

async function sweepOf(account: ReadingAccount, killAt: number | null): Promise<Omit<SweepMeasure, "resources">> {
  const table = await startTable();
  const before = account.calls.length;
  const runs: SweepProgress[] = [];
  try {
    for (const beginning of killAt === null ? BEGINNINGS.slice(0, 1) : BEGINNINGS) {
      const kill = runs.length === 0 ? killAt : null;
      runs.push(await runIn(account.url, [table.endpoint, table.table, beginning], kill));
    }
  } finally {
    await table.stop();
  }
  const calls = account.calls.slice(before);
  const of = (service: string) => calls.filter((call) => call.startsWith(`${service}:`)).length;
  return {
    ...{ processes: runs.length, looked: runs.at(-1)?.looked ?? 0 },
    ...{ calls: { sagemaker: of("sagemaker"), ec2: of("ec2") }, ledgerCalls: sum(runs, "ledgerCalls") },
    ...{ started: sum(runs, "started"), messages: runs.flatMap(({ messages }) => messages) },
    ...{ heapMib: most(runs, "heap"), rssMib: most(runs, "rss") },
  };
}

/** Without a limit the collector lets the heap grow to what the machine has. */
const HEAP_LIMIT = "--max-old-space-size=192";

/** What the process said last; it is killed once it has looked at so many, where that is told. */
async function runIn(url: string, options: readonly string[], killAt: number | null): Promise<SweepProgress> {
  const runner = new URL("measure-sweep.ts", import.meta.url).pathname;
  const credentials = { AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench" };
  const env = { ...process.env, ...credentials, AWS_ENDPOINT_URL: url, AWS_REGION: REGION, NODE_ENV: "production" };
  const child = spawn(process.execPath, [HEAP_LIMIT, runner, ...options], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [last, [code, signal]] = await Promise.all([lastLine(child, killAt), once(child, "exit")]);
  const isAsWanted = killAt === null ? code === 0 && last?.phase === "done" : signal === "SIGKILL";
  if (last === null || !isAsWanted) throw new Error(`the sweep ended with ${code ?? signal}, at ${last?.phase}`);
  return last;
}

async function lastLine(child: ChildProcess, killAt: number | null): Promise<SweepProgress | null> {
  let last: SweepProgress | null = null;
  if (child.stdout === null) return last;
  for await (const line of createInterface({ input: child.stdout })) {
    last = JSON.parse(line) as SweepProgress;
    if (killAt !== null && last.looked >= killAt) child.kill("SIGKILL");
  }
  return last;
}

function sum(runs: readonly SweepProgress[], member: "ledgerCalls" | "started"): number {
  return runs.reduce((total, run) => total + run[member], 0);
}

function most(runs: readonly SweepProgress[], member: "heap" | "rss"): number {
  return Math.round(Math.max(...runs.map((run) => run[member])) / 2 ** 20);
}
