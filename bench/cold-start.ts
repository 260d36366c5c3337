/**
 * Cold start of `detect-drift` beside an ordinary build of the same handler: every client imported eagerly, esbuild's
 * defaults for Node. Interleaved fresh processes, so that a busy machine slows both; the ratio is what counts.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as esbuild from "esbuild";
import { build } from "../scripts/build.ts";
import { resolvePolicy } from "../shared/decide/resolve-policy.ts";

const ROOT = resolve(import.meta.dirname, "..");

export interface ColdStart {
  /** JavaScript that importing the function and handling a compliant event loads, in KiB. */
  kib: number;
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
  try {
    await build({ outDir: join(directory, "ours") });
    await buildOrdinary(join(directory, "ordinary"));
    return compare(directory, processes, onRun);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function compare(directory: string, processes: number, onRun: (done: number) => void): ColdStart {
  const ours: Run[] = [];
  const ordinary: Run[] = [];
  for (let done = 1; done <= processes; done += 1) {
    ours.push(measure(join(directory, "ours", "detect-drift", "index.mjs")));
    ordinary.push(measure(join(directory, "ordinary", "index.mjs")));
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

function measure(bundle: string): Run {
  const script = join(import.meta.dirname, "measure-import.mjs");
  const output = execFileSync(process.execPath, [script, bundle, JSON.stringify(COMPLIANT_EVENT)], {
    encoding: "utf8",
    env: { ...process.env, AWS_REGION: "eu-west-1", TABLE_NAME: "t", REMEDIATE_FUNCTION_ARN: "arn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output) as Run;
}

/** What one gets without thinking about it: one file, CommonJS entry points first, not minified, no lazy parts. */
async function buildOrdinary(outdir: string): Promise<void> {
  await esbuild.build({
    stdin: {
      contents: `
        import * as sageMaker from "./shared/aws/sagemaker.ts";
        import * as drift from "./functions/detect-drift/drift-clients.ts";
        globalThis.clients = [sageMaker, drift];
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

/** A notebook that is right: what most events are. */
const COMPLIANT_EVENT = {
  "detail-type": "AWS API Call via CloudTrail",
  detail: {
    eventSource: "sagemaker.amazonaws.com",
    eventName: "CreateNotebookInstance",
    eventID: "00000000-0000-4000-8000-000000000000",
    eventTime: "2026-11-21T09:00:00Z",
    awsRegion: "eu-west-1",
    userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/jane", userName: "jane" },
    requestParameters: {
      notebookInstanceName: "churn",
      directInternetAccess: "Disabled",
      rootAccess: "Disabled",
      subnetId: "subnet-0a1b2c3d",
      securityGroupIds: ["sg-0a1b2c3d"],
      instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion: "2" },
    },
    responseElements: { notebookInstanceArn: "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn" },
  },
};
