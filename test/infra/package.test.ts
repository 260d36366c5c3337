import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, functionNames } from "../../scripts/build.ts";
import { packageService } from "../../scripts/package.ts";
import { loadPolicyFile } from "../../shared/decide/load-policy.ts";

let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "sagefence-package-"));
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe("build", () => {
  it("gives each function one folder with its entry point and the resolved policy", async () => {
    const outDir = join(scratch, "dist");
    const policyFile = "infra/policy/local.yaml";

    const { functions } = await build({ outDir, policyFile });

    expect(functions.map(({ name }) => name)).toEqual(functionNames());
    for (const { directory, eagerBytes, totalBytes } of functions) {
      expect(existsSync(join(directory, "index.mjs"))).toBe(true);
      expect(readdirSync(directory)).not.toContain("package.json");
      const policy: unknown = JSON.parse(readFileSync(join(directory, "policy.json"), "utf8"));
      expect(policy).toEqual(loadPolicyFile(policyFile).policy);
      expect(totalBytes).toBeGreaterThanOrEqual(eagerBytes);
    }
  });

  it("gives entry points that load as Lambda loads them, with nothing beside them", async () => {
    const { functions } = await build({ outDir: join(scratch, "dist"), policyFile: "infra/policy/default.yaml" });

    for (const { name, directory } of functions) {
      const script = "const { handler } = await import(process.argv[1]); console.log(typeof handler);";
      const args = ["--input-type=module", "--eval", script, join(directory, "index.mjs")];
      const { stdout } = await promisify(execFile)(process.execPath, args, { env: ENVIRONMENT, cwd: scratch });
      expect(stdout, name).toBe("function\n");
    }
  });

  it("stops at a policy that does not validate, and says where", async () => {
    const policyFile = join(scratch, "bad.yaml");
    writeFileSync(policyFile, "mode: enforced\n");

    const attempt = build({ outDir: join(scratch, "never"), policyFile });

    await expect(attempt).rejects.toThrow(/bad\.yaml: mode: must be one of off, report, enforce/);
    expect(existsSync(join(scratch, "never"))).toBe(false);
  });
});

describe("package", () => {
  it("is made once for the same inputs, also when two ask at a time, and anew for another policy", {
    timeout: 60_000,
  }, async () => {
    const outDir = join(scratch, "packages");
    const local = { outDir, stage: "local", policyFile: "infra/policy/local.yaml" };

    const [one, two] = await Promise.all([packageService(local), packageService(local)]);
    const again = await packageService(local);
    const other = await packageService({ ...local, policyFile: "infra/policy/default.yaml" });

    expect(one.artifactsDir).toBe(two.artifactsDir);
    expect(again).toEqual({ ...one, fresh: false });
    expect(other.fresh).toBe(true);
    expect(other.artifactsDir).not.toBe(one.artifactsDir);
    expect(readdirSync(outDir)).toHaveLength(2);
  });

  it("is not begun for a policy that is not there, which is said", async () => {
    const attempt = packageService({ outDir: join(scratch, "none"), policyFile: "missing.yaml" });

    await expect(attempt).rejects.toThrow("missing.yaml: there is no such file");
    expect(existsSync(join(scratch, "none"))).toBe(false);
  });

  it("holds what the template's handlers name", async () => {
    const { artifactsDir, templatePath } = await packageService({ policyFile: "infra/policy/default.yaml" });
    const template = JSON.parse(readFileSync(templatePath, "utf8")) as { Resources: Record<string, HandlerResource> };
    const handlers = Object.values(template.Resources).flatMap(({ Properties }) => Properties?.Handler ?? []);

    expect(handlers).toHaveLength(functionNames().length);
    for (const handler of handlers) {
      expect(existsSync(join(artifactsDir, `${handler.replace(/\.handler$/, "")}.mjs`))).toBe(true);
    }
  });
});

const ENVIRONMENT = {
  AWS_REGION: "us-east-1",
  POLICY_APPLICATION: "application",
  POLICY_ENVIRONMENT: "environment",
  POLICY_PROFILE: "profile",
  TABLE_NAME: "table",
};

interface HandlerResource {
  Properties?: { Handler?: string };
}
