/** Bundles every function as Lambda gets it, with the policy it is deployed with: `node scripts/build.ts --help`. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { loadPolicyFile } from "../shared/decide/load-policy.ts";

const ROOT = resolve(import.meta.dirname, "..");
const HELP = `node scripts/build.ts [--out-dir DIR] [--policy FILE]

  --out-dir DIR   where the functions go, one folder each (dist)
  --policy FILE   the policy to deploy (SAGEFENCE_POLICY, else infra/policy/default.yaml)`;

export interface BuildOptions {
  /** Gets one folder a function and `policy-document.json`, which AppConfig hosts. Default: `dist`. */
  outDir?: string;
  /** Default: `SAGEFENCE_POLICY`, else `infra/policy/default.yaml`. */
  policyFile?: string;
}

export interface BuiltFunction {
  name: string;
  /** Holds `index.mjs`, its chunks and `policy.json`. */
  directory: string;
  /** Bytes of JavaScript that importing the entry point loads: it and what it imports statically. */
  eagerBytes: number;
  /** Bytes of JavaScript in all. */
  totalBytes: number;
}

export interface BuildResult {
  outDir: string;
  functions: BuiltFunction[];
}

/** Builds all functions. Throws PolicyError for a policy that does not validate, and esbuild's BuildFailure. */
export async function build(options: BuildOptions = {}): Promise<BuildResult> {
  const outDir = resolve(options.outDir ?? join(ROOT, "dist"));
  const { policy, document } = loadPolicyFile(options.policyFile ?? defaultPolicyFile());
  const functions = await Promise.all(functionNames().map((name) => bundle(name, join(outDir, name))));
  for (const { directory } of functions) writeJson(join(directory, "policy.json"), policy);
  writeJson(join(outDir, "policy-document.json"), document);
  return { outDir, functions };
}

/** The policy that is built in when none is named. */
export function defaultPolicyFile(): string {
  return process.env.SAGEFENCE_POLICY ?? join(ROOT, "infra", "policy", "default.yaml");
}

/** Every file of `functions/` is the entry point of the function of its name. */
export function functionNames(): string[] {
  const files = readdirSync(join(ROOT, "functions")).filter((file) => file.endsWith(".ts"));
  return files.map((file) => basename(file, ".ts")).sort();
}

async function bundle(name: string, directory: string): Promise<BuiltFunction> {
  rmSync(directory, { recursive: true, force: true });
  const { metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: { index: join("functions", `${name}.ts`) },
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    mainFields: ["module", "main"],
    minify: true,
    keepNames: true,
    legalComments: "none",
    sourcemap: "external",
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
  });
  const { outputs } = metafile;
  const loaded = loadedAtStart(outputs, `functions/${name}.ts`);
  return { name, directory, eagerBytes: sumBytes(outputs, loaded), totalBytes: sumBytes(outputs, scripts(outputs)) };
}

type Outputs = esbuild.Metafile["outputs"];

/** The entry point's own output and what that imports statically, at any depth. */
function loadedAtStart(outputs: Outputs, entryPoint: string): Set<string> {
  const loaded = new Set(scripts(outputs).filter((path) => outputs[path]?.entryPoint === entryPoint));
  for (const path of loaded) {
    for (const imported of outputs[path]?.imports ?? []) {
      if (imported.kind === "import-statement" && !imported.external) loaded.add(imported.path);
    }
  }
  return loaded;
}

function scripts(outputs: Outputs): string[] {
  return Object.keys(outputs).filter((path) => path.endsWith(".mjs"));
}

function sumBytes(outputs: Outputs, paths: Iterable<string>): number {
  let sum = 0;
  for (const path of paths) sum += outputs[path]?.bytes ?? 0;
  return sum;
}

function writeJson(path: string, value: unknown): void {
  mkdirSync(resolve(path, ".."), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value)}\n`);
}

function kibibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`.padStart(9);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { "out-dir": { type: "string" }, policy: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { outDir, functions } = await build({
    ...(values["out-dir"] !== undefined && { outDir: values["out-dir"] }),
    ...(values.policy !== undefined && { policyFile: values.policy }),
  });
  console.log(`${relative(process.cwd(), outDir) || "."}: loaded at start, in all`);
  for (const { name, eagerBytes, totalBytes } of functions) {
    console.log(`  ${name.padEnd(18)}${kibibytes(eagerBytes)}${kibibytes(totalBytes)}`);
  }
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
