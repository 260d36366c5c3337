/** Who may import whom. */
import { globSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { build } from "../../scripts/build.ts";

const ROOT = resolve(import.meta.dirname, "../..");

function importsOf(file: string): string[] {
  const text = readFileSync(resolve(ROOT, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, name]) => {
    const path = name ?? "";
    return path.startsWith(".") ? relative(ROOT, resolve(ROOT, dirname(file), path)) : path;
  });
}

function filesIn(folder: string): string[] {
  return globSync(`${folder}/**/*.ts`, { cwd: ROOT }).sort();
}

/** Imports of `folder` that begin with one of `forbidden`, as `FILE imports NAME`. */
function breaches(folder: string, forbidden: readonly string[]): string[] {
  return filesIn(folder).flatMap((file) =>
    importsOf(file)
      .filter((name) => forbidden.some((start) => name.startsWith(start)))
      .map((name) => `${file} imports ${name}`),
  );
}

describe("imports go downwards", () => {
  it.each([
    ["shared", ["functions/", "cli/", "sandbox/", "scripts/", "infra/", "test/"]],
    ["functions", ["cli/", "sandbox/", "scripts/", "infra/", "test/", "shared/surface/"]],
    ["cli", ["functions/", "sandbox/", "infra/", "test/"]],
    ["sandbox", ["functions/", "test/"]],
    ["shared/network", ["@aws-sdk/", "shared/assess/", "shared/decide/", "shared/detect/", "shared/act/"]],
    ["shared/sagemaker", ["shared/assess/", "shared/decide/", "shared/detect/", "shared/act/", "shared/record/"]],
    ...["act", "approve", "assess", "decide", "detect", "notify", "record", "sagemaker"].map(
      (folder): [string, string[]] => [`shared/${folder}`, ["shared/surface/"]],
    ),
    ["shared/assess/rules", ["@aws-sdk/", "shared/aws/", "shared/act/", "shared/record/"]],
    ["shared/notify/sentences", ["@aws-sdk/", "shared/aws/"]],
  ])("from %s", (folder, forbidden) => {
    expect(breaches(folder, forbidden)).toEqual([]);
  });
});

describe("durability", () => {
  it("is known to the flow and its steps alone", () => {
    const files = ["shared", "functions", "cli"].flatMap(filesIn);
    const knowing = files.filter((file) => importsOf(file).includes("@aws/durable-execution-sdk-js"));
    expect(knowing).toEqual(["functions/remediate-drift.ts", "functions/remediate-drift/steps.ts"]);
  });

  it("has no clock and no chance outside of what is passed in", () => {
    const flow = ["functions/remediate-drift.ts", ...filesIn("functions/remediate-drift")];
    const impure = flow.filter(
      (file) =>
        !file.endsWith("wiring.ts") &&
        /new Date\(\)|Date\.now|Math\.random|randomUUID/.test(readFileSync(resolve(ROOT, file), "utf8")),
    );
    expect(impure).toEqual([]);
  });
});

describe("the hot path", () => {
  it("loads neither an AWS client nor a validator: less than what one client alone weighs", async () => {
    const { functions } = await build({ outDir: resolve(ROOT, "dist/test-hot-path") });
    const detect = functions.find(({ name }) => name === "detect-drift");
    expect(detect?.eagerBytes).toBeLessThan(240 * 1024);
  });
});
