import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { STARTER_POLICY } from "../../cli/starter-policy.ts";
import { parsePolicy } from "../../shared/decide/load-policy.ts";
import { policyJsonSchema } from "../../shared/decide/policy-schema.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import { temporaryFiles } from "./files.ts";
import { sagefence } from "./terminal.ts";

const write = temporaryFiles();

describe("sagefence policy validate", () => {
  test("says what a valid policy does", async () => {
    const file = write("good.yaml", "mode: enforce\nrules: { runs-in-vpc: advisory, ipv4-only: off }\n");

    const { code, out, err } = await sagefence(["policy", "validate", file]);

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(`${file}: valid. Mode enforce; rules: 16 on, 9 advisory, 7 off; 0 responses, 0 exemptions.\n`);
  });

  test("accepts the empty file", async () => {
    await expect(sagefence(["policy", "validate", write("empty.yaml", "")])).resolves.toMatchObject({ code: 0 });
  });

  test("says each problem on a line of its own, with where and what to write", async () => {
    const file = write("bad.yaml", "mode: on\nrespond:\n  - automatically: [stop]\n    propose: [delete]\n");

    const { code, out, err } = await sagefence(["policy", "validate", file]);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    const lines = err.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe(`${file}: mode: must be one of off, report, enforce`);
    expect(lines[1]).toMatch(/respond\[0\]\.propose\[0\]: must be one of exempt, /);
  });

  test.each([
    ["not YAML", "mode: [report", /line \d+, column \d+/],
    ["two of a field", "mode: report\nmode: off\n", /line 2, column 1/],
    ["no object", "- mode\n", /the file/],
  ])("says where a file is wrong that is %s", async (_, content, message) => {
    const { code, err } = await sagefence(["policy", "validate", write("wrong.yaml", content)]);

    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain("\n");
  });

  test("says that a file is not there", async () => {
    await expect(sagefence(["policy", "validate", "/nowhere.yaml"])).resolves.toMatchObject({
      code: 2,
      err: "/nowhere.yaml: there is no such file\n",
    });
  });

  test("warns of exemptions that are over", async () => {
    const exemption = `{ resource: "arn:aws:sagemaker:*:*:model/m", rules: [runs-in-vpc], owner: jane, reason: r, expires: 2026-11-20 }`;
    const file = write("old.yaml", `exemptions: [${exemption}]\n`);

    const { code, err } = await sagefence(["policy", "validate", file]);

    expect({ code, err }).toEqual({
      code: 0,
      err: `${file}: exemptions[0]: expired on 2026-11-20; ask jane, or take it out\n`,
    });
  });

  test("warns of kinds that a rule loses because others are named", async () => {
    const file = write(
      "p.yaml",
      "rules: { ipv4-only: { kinds: [workforce] }, network-isolation-enabled: { kinds: [model] } }",
    );
    const { code, err } = await sagefence(["policy", "validate", file]);

    expect(code).toBe(0);
    expect(err).toBe(
      `${file}: rules.ipv4-only.kinds: it judges only what is named here, and not domain, notebook-instance\n`,
    );
  });

  test("gives the same as JSON", async () => {
    const good = await sagefence(["policy", "validate", write("good.json", "{}"), "--format", "json"]);
    const bad = await sagefence(["policy", "validate", write("bad.json", '{"mode":1}'), "--format", "json"]);

    expect(JSON.parse(good.out)).toMatchObject({ version: 1, valid: true, problems: [] });
    expect(JSON.parse(bad.out)).toMatchObject({
      version: 1,
      valid: false,
      problems: [expect.stringContaining("mode: ")],
    });
    expect([good.code, bad.code]).toEqual([0, 2]);
  });
});

describe("sagefence policy init", () => {
  const uncommented = STARTER_POLICY.replaceAll(/^#(?=\S| {2})/gm, "");

  test("writes a policy that is valid and changes nothing", async () => {
    const { code, out } = await sagefence(["policy", "init"]);

    expect({ code, out }).toEqual({ code: 0, out: STARTER_POLICY });
    expect(parsePolicy(out).policy).toEqual(resolvePolicy(null));
    expect(out.split("\n")[0]).toBe("# yaml-language-server: $schema=./policy.schema.json");
  });

  test("writes one that is valid with everything taken in", () => {
    const { document } = parsePolicy(uncommented);

    expect(Object.keys(document)).toEqual([
      "version",
      "mode",
      "approvedNetwork",
      "rules",
      "respond",
      "approval",
      "limits",
      "exemptions",
    ]);
  });

  test("never writes over a file, unless told so", async () => {
    const file = write("mine.yaml", "mode: enforce\n");

    const refused = await sagefence(["policy", "init", file]);
    const kept = readFileSync(file, "utf8");
    const forced = await sagefence(["policy", "init", file, "--force"]);

    expect(refused).toEqual({
      code: 2,
      out: "",
      err: `sagefence: ${file}: it is there already; --force writes over it\n`,
    });
    expect(kept).toBe("mode: enforce\n");
    expect(forced.code).toBe(0);
    expect(readFileSync(file, "utf8")).toBe(STARTER_POLICY);
  });

  test("says that the folder is not there", async () => {
    const { code, err } = await sagefence(["policy", "init", "/nowhere/policy.yaml"]);

    expect({ code, err }).toEqual({ code: 2, err: "sagefence: /nowhere/policy.yaml: its folder does not exist\n" });
  });
});

test("sagefence policy schema prints the schema that AppConfig validates by", async () => {
  const { code, out } = await sagefence(["policy", "schema"]);

  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(policyJsonSchema());
});
