/** Packages the service for the local account and for tests: `node scripts/package.ts --help`. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadPolicyFile } from "../shared/decide/load-policy.ts";
import { build, defaultPolicyFile } from "./build.ts";

const ROOT = resolve(import.meta.dirname, "..");
const TEMPLATE = join(".serverless", "cloudformation-template-update-stack.json");
const INPUTS = ["functions", "infra", "package-lock.json", "scripts", "serverless.yml", "shared", "tsconfig.json"];
const KEPT_FOR = 7 * 86_400_000;
const HELP = `node scripts/package.ts [--stage NAME] [--policy FILE] [--out-dir DIR]

  --stage NAME    production, local, … (production)
  --policy FILE   the policy to deploy (SAGEFENCE_POLICY, else infra/policy/default.yaml)
  --out-dir DIR   where packages are kept, one folder each (.local/package)`;

export interface PackageOptions {
  /** Default: `production`. */
  stage?: string;
  /** Default: `SAGEFENCE_POLICY`, else `infra/policy/default.yaml`. */
  policyFile?: string;
  /** Packages are kept here, each in a folder named by what went into it. Default: `.local/package`. */
  outDir?: string;
}

export interface ServicePackage {
  /** The CloudFormation template, as `osls package` writes it. */
  templatePath: string;
  /** What the `Handler`s of the template are relative to: `<artifactsDir>/dist/detect-drift/index.mjs`. */
  artifactsDir: string;
  /** Whether it was made now; false when nothing has changed since it was. */
  fresh: boolean;
}

/** The packaging tool failed; the message holds what it printed. */
export class PackageError extends Error {
  constructor(output: string) {
    super(`osls package failed: ${output.trim()}`);
    this.name = "PackageError";
  }
}

/**
 * Builds and packages unless the same inputs were packaged before. Needs neither credentials nor network. Several
 * processes may call it at once: a package appears complete or not at all. Throws PolicyError for a policy that does
 * not validate, PackageError when the packaging tool fails.
 */
export async function packageService(options: PackageOptions = {}): Promise<ServicePackage> {
  const stage = options.stage ?? "production";
  const policyFile = options.policyFile ?? defaultPolicyFile();
  const outDir = resolve(options.outDir ?? join(ROOT, ".local", "package"));
  const artifactsDir = join(outDir, `${stage}-${digestOfInputs(stage, policyFile)}`);
  const fresh = !existsSync(artifactsDir);
  if (fresh) await make(outDir, artifactsDir, stage, policyFile);
  utimesSync(artifactsDir, new Date(), new Date());
  return { templatePath: join(artifactsDir, TEMPLATE), artifactsDir, fresh };
}

async function make(outDir: string, artifactsDir: string, stage: string, policyFile: string): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  removeOld(outDir);
  const work = mkdtempSync(join(outDir, "making-"));
  try {
    copyFileSync(join(ROOT, "serverless.yml"), join(work, "serverless.yml"));
    symlinkSync(join(ROOT, "infra"), join(work, "infra"));
    await build({ outDir: join(work, "dist"), policyFile });
    await runOsls(work, stage);
    moveUnlessThere(work, artifactsDir);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A rename onto a folder that another process has put there meanwhile fails: that one is as good. */
function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(join(to, TEMPLATE))) throw error;
  }
}

async function runOsls(directory: string, stage: string): Promise<void> {
  const program = createRequire(import.meta.url).resolve("osls/bin/serverless.js");
  const { PATH = "", HOME = directory } = process.env;
  const child = spawn(process.execPath, [program, "package", "--stage", stage], {
    cwd: directory,
    env: { PATH, HOME, CI: "true", AWS_REGION: process.env.AWS_REGION ?? "us-east-1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise((done, fail) => child.once("close", done).once("error", fail));
  if (code !== 0) throw new PackageError(output);
}

function digestOfInputs(stage: string, policyFile: string): string {
  const { document } = loadPolicyFile(policyFile);
  const hash = createHash("sha256").update(`${stage}\0${process.version}\0`).update(JSON.stringify(document));
  for (const input of INPUTS) {
    for (const path of filesOf(join(ROOT, input))) hash.update(`\0${path}\0`).update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 16);
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.sort();
}

function removeOld(outDir: string): void {
  for (const name of readdirSync(outDir)) {
    const path = join(outDir, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (mtimeMs !== undefined && mtimeMs < Date.now() - KEPT_FOR) rmSync(path, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stage: { type: "string" },
      policy: { type: "string" },
      "out-dir": { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { templatePath, fresh } = await packageService({
    ...(values.stage !== undefined && { stage: values.stage }),
    ...(values.policy !== undefined && { policyFile: values.policy }),
    ...(values["out-dir"] !== undefined && { outDir: values["out-dir"] }),
  });
  console.log(`${templatePath} (${fresh ? "made now" : "unchanged"})`);
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
