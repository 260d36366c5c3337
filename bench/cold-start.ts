/**
 * Cold start of `detect-drift` beside an ordinary build of the same handler: every client imported eagerly, esbuild's
 * defaults for Node. Interleaved fresh processes, so that a busy machine slows both; the ratio is what counts.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import * as esbuild from "esbuild";
import { build } from "../scripts/build.ts";
import { resolvePolicy } from "../shared/decide/resolve-policy.ts";
import { startReadingAccount } from "../test/support/reading-account.ts";

const ROOT = resolve(import.meta.dirname, "..");

export interface ColdStart {
  /** JavaScript that importing the function and handling a compliant event loads, in KiB: one that names no network. */
  kib: number;
  /** The same for one that names a subnet and a group, which EC2 is asked about. */
  kibInVpc: number;
  /** Calls of EC2 for that one. */
  callsInVpc: number;
  /** Import time, ours ÷ ordinary. */
  ratio: number;
  /** Median import times in milliseconds. */
  ours: number;
  ordinary: number;
  ordinaryKib: number;
  processes: number;
}

/** Builds both and measures; `onRun` is told after each process. */
export async function measureColdStart(processes: number, onRun: (done: number) => void): Promise<ColdStart> {
  const directory = mkdtempSync(join(tmpdir(), "sagefence-bench-"));
  const account = await startReadingAccount();
  try {
    await build({ outDir: join(directory, "ours") });
    await buildOrdinary(join(directory, "ordinary"));
    const compared = await compare(directory, account.url, processes, onRun);
    account.calls.length = 0;
    const inVpc = await measure(join(directory, "ours", "detect-drift", "index.mjs"), account.url, IN_VPC);
    return { ...compared, kibInVpc: kib([inVpc]), callsInVpc: account.calls.length };
  } finally {
    await account.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function compare(
  directory: string,
  url: string,
  processes: number,
  onRun: (done: number) => void,
): Promise<Omit<ColdStart, "kibInVpc" | "callsInVpc">> {
  const ours: Run[] = [];
  const ordinary: Run[] = [];
  for (let done = 1; done <= processes; done += 1) {
    ours.push(await measure(join(directory, "ours", "detect-drift", "index.mjs"), url, OUTSIDE));
    ordinary.push(await measure(join(directory, "ordinary", "index.mjs"), url, OUTSIDE));
    onRun(done);
  }
  const [fast, slow] = [median(ours), median(ordinary)];
  return {
    kib: kib(ours),
    ratio: Number((fast / slow).toFixed(3)),
    ours: Number(fast.toFixed(1)),
    ordinary: Number(slow.toFixed(1)),
    ordinaryKib: kib(ordinary),
    processes,
  };
}

interface Run {
  milliseconds: number;
  bytes: number;
}

async function measure(bundle: string, url: string, event: object): Promise<Run> {
  const script = join(import.meta.dirname, "measure-import.mjs");
  const aws = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench" };
  const { stdout } = await promisify(execFile)(process.execPath, [script, bundle, JSON.stringify(event)], {
    env: { ...process.env, ...aws, AWS_REGION: "eu-west-1", TABLE_NAME: "t", REMEDIATE_FUNCTION_ARN: "arn" },
  });
  return JSON.parse(stdout) as Run;
}

/** What one gets without thinking about it: one file, CommonJS entry points first, not minified, no lazy parts. */
async function buildOrdinary(outdir: string): Promise<void> {
  await esbuild.build({
    stdin: {
      contents: `
        import * as sageMaker from "./shared/aws/sagemaker.ts";
        import * as drift from "./functions/detect-drift/drift-clients.ts";
        import * as network from "./shared/aws/network.ts";
        globalThis.clients = [sageMaker, drift, network];
        export { handler } from "./functions/detect-drift.ts";`,
      resolveDir: ROOT,
      loader: "ts",
    },
    absWorkingDir: ROOT,
    outfile: join(outdir, "index.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "silent",
  });
  writeFileSync(join(outdir, "policy.json"), JSON.stringify(resolvePolicy(null)));
}

function median(runs: readonly Run[]): number {
  const sorted = runs.map(({ milliseconds }) => milliseconds).toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function kib(runs: readonly Run[]): number {
  return Math.ceil((runs[0]?.bytes ?? 0) / 1024);
}

/** A call that names nothing in a network. */
const OUTSIDE = eventOf("CreateNotebookInstanceLifecycleConfig", {
  notebookInstanceLifecycleConfigName: "idle",
  onStart: [],
});

/** A notebook that is right: what most events are. */
const IN_VPC = eventOf("CreateNotebookInstance", {
  notebookInstanceName: "churn",
  directInternetAccess: "Disabled",
  rootAccess: "Disabled",
  subnetId: "subnet-0a1b2c3d4e5f60001",
  securityGroupIds: ["sg-0a1b2c3d4e5f60001"],
  instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion: "2" },
});

function eventOf(eventName: string, requestParameters: object): object {
  return {
    "detail-type": "AWS API Call via CloudTrail",
    detail: {
      ...{ eventSource: "sagemaker.amazonaws.com", eventName, requestParameters, responseElements: {} },
      eventID: "00000000-0000-4000-8000-000000000000",
      ...{ eventTime: "2026-11-21T09:00:00Z", awsRegion: "eu-west-1" },
      userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/jane", userName: "jane" },
    },
  };
}
