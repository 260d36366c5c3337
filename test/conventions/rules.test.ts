import { readdirSync, readFileSync } from "node:fs";
import { NormalizedSchema } from "@smithy/core/schema";
import type { SchemaRef } from "@smithy/types";
import { describe, expect, test } from "vitest";
import { renderRule, renderRuleCatalogue } from "../../shared/assess/catalogue.ts";
import { findRule, RULES } from "../../shared/assess/rules/index.ts";
import { notebookImdsV2 } from "../../shared/assess/rules/notebook-imds-v2.ts";
import { snippetsOf } from "../../shared/assess/snippets.ts";
import { sageMakerOperation } from "../../shared/aws/sagemaker.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import { kindsSetting, kindsWith } from "../../shared/sagemaker/kind-settings.ts";

const RULES_FOLDER = new URL("../../shared/assess/rules/", import.meta.url);
const TESTS_FOLDER = new URL("../assess/rules/", import.meta.url);

const ids = RULES.map((rule) => rule.id);
const files = readdirSync(RULES_FOLDER).filter((file) => file !== "index.ts");

test("every file in shared/assess/rules is in the registry, in alphabetical order", () => {
  expect(ids).toEqual(files.map((file) => file.replace(/\.ts$/, "")).sort());
});

test("docs/rules.md is rendered from the rules (vitest run -u test/conventions/rules.test.ts renders it)", async () => {
  await expect(renderRuleCatalogue(RULES)).toMatchFileSnapshot("../../docs/rules.md");
});

test("a rule prints as plain text, with what to paste", () => {
  const printed = renderRule(notebookImdsV2);

  expect(printed).toMatchInlineSnapshot(`
    "notebook-imds-v2: Notebook instances accept version 2 of the metadata service only

    Version 1 gives the notebook's credentials to anything that can make it send one plain web request;
    version 2 asks for a session token first.

    Severity            medium
    By default          on
    Applies to          notebook-instance
    The same elsewhere  Checkov CKV_AWS_371

    How to make it right
      Set MinimumInstanceMetadataServiceVersion to "2" while the notebook is stopped.

    Notebook instance
      import boto3

      sagemaker = boto3.client("sagemaker")
      name = {"NotebookInstanceName": "…"}
      sagemaker.stop_notebook_instance(**name)
      sagemaker.get_waiter("notebook_instance_stopped").wait(**name)
      sagemaker.update_notebook_instance(
          **name,
          InstanceMetadataServiceConfiguration={"MinimumInstanceMetadataServiceVersion": "2"},
      )
      sagemaker.get_waiter("notebook_instance_stopped").wait(**name)
      sagemaker.start_notebook_instance(**name)
    "
  `);
});

describe.each(RULES.map((rule) => ({ id: rule.id, rule })))("$id", ({ id, rule }) => {
  const source = readFileSync(new URL(`${id}.ts`, RULES_FOLDER), "utf8");

  test("is found by its id and exported under it", async () => {
    const module = (await import(new URL(`${id}.ts`, RULES_FOLDER).href)) as Record<string, unknown>;

    expect(findRule(id)).toBe(rule);
    expect(module[id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())]).toBe(rule);
  });

  test("has its table test in test/assess/rules", () => {
    expect(readdirSync(TESTS_FOLDER)).toContain(`${id}.test.ts`);
  });

  test("reads as data first, check last, in at most 60 lines", () => {
    expect(source.split("\n").length).toBeLessThanOrEqual(60);
    expect(source).toMatch(/^ {2}check\([\s\S]*?^ {2}\},\n\}\);\n$/m);
    expect(source).not.toMatch(/@aws-sdk|\bawait\b/);
  });

  test("says what and why in a few words", () => {
    expect(rule.title).toMatch(/^[A-Z].{10,69}[^.]$/);
    expect(rule.why).toMatch(/^[A-Z].{60,278}\.$/);
    expect(rule.fix.sentence).toMatch(/\.$/);
  });

  test("judges its setting in every kind that has it", () => {
    expect(rule.kinds).toEqual(kindsWith(rule.setting));
  });

  test("has a snippet for each kind whose own calls set what it judges", () => {
    expect(Object.keys(snippetsOf(rule)).sort()).toEqual(kindsSetting(rule.setting).sort());
    expect(Object.keys(rule.fix.set)).toContain(rule.setting);
  });

  test.each(Object.entries(snippetsOf(rule)))(
    "its snippet for %s names calls and members that SageMaker has",
    (_, snippet) => {
      const calls = [...snippet.matchAll(/sagemaker\.((?:create|update|stop|start)_\w+)\(/g)];
      const known = new Set(calls.flatMap(([, call]) => membersOf(call ?? "")));
      const named = [...snippet.matchAll(/"([A-Z]\w+)"(?=[:\]])|\.\w+\("([A-Z]\w+)"|\b([A-Z]\w+)=/g)];
      const unknown = named.map(([, ...names]) => names.find(Boolean) ?? "").filter((name) => !known.has(name));

      expect(calls.length).toBeGreaterThan(0);
      expect(named.length).toBeGreaterThan(0);
      expect(unknown).toEqual([]);
    },
  );

  test("prints within 100 columns", () => {
    const lines = renderRule(rule).split("\n");

    expect(lines[0]).toBe(`${id}: ${rule.title}`);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });
});

/** Operations by their names in lower case: `create_ai_benchmark_job` does not tell that `AI` is in capitals. */
const OPERATIONS = new Map(
  RESOURCE_KINDS.flatMap(({ calls }) => Object.values(calls).flat()).map((name) => [name.toLowerCase(), name]),
);

/** The names of all members that a boto3 call's input can have, at any depth. */
function membersOf(call: string): string[] {
  const operation = sageMakerOperation(OPERATIONS.get(call.replaceAll("_", "")) ?? "");
  if (operation === undefined) throw new Error(`SageMaker has no operation ${call}`);
  const members = new Set<string>();
  collect(NormalizedSchema.of(operation[4] as SchemaRef), members);
  return [...members];
}

function collect(schema: NormalizedSchema, into: Set<string>): void {
  if (schema.isListSchema() || schema.isMapSchema()) collect(schema.getValueSchema() as NormalizedSchema, into);
  if (!schema.isStructSchema()) return;
  for (const [name, member] of Object.entries(schema.getMemberSchemas())) {
    into.add(name);
    collect(member as NormalizedSchema, into);
  }
}
