import { readdirSync, readFileSync } from "node:fs";
import * as ec2 from "@aws-sdk/client-ec2";
import { NormalizedSchema } from "@smithy/core/schema";
import type { SchemaRef } from "@smithy/types";
import { describe, expect, test } from "vitest";
import { renderRule, renderRuleCatalogue } from "../../shared/assess/catalogue.ts";
import { findRule, RULES } from "../../shared/assess/rules/index.ts";
import { notebookImdsV2 } from "../../shared/assess/rules/notebook-imds-v2.ts";
import { securityGroupsClosed } from "../../shared/assess/rules/security-groups-closed.ts";
import { subnetsApproved } from "../../shared/assess/rules/subnets-approved.ts";
import { snippetsOf } from "../../shared/assess/snippets.ts";
import { sageMakerOperation } from "../../shared/aws/sagemaker.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import { kindsSetting, kindsWith } from "../../shared/sagemaker/kind-settings.ts";

const EC2_OPERATIONS = new Map(
  Object.entries(ec2).flatMap(([name, value]): [string, unknown[]][] =>
    name.endsWith("$") && Array.isArray(value) ? [[name.toLowerCase(), value]] : [],
  ),
);

const RULES_FOLDER = new URL("../../shared/assess/rules/", import.meta.url);
const TESTS_FOLDER = new URL("../assess/rules/", import.meta.url);

const ids = RULES.map((rule) => rule.id);
const files = readdirSync(RULES_FOLDER).filter((file) => file !== "index.ts");

test("every file in shared/assess/rules is in the registry, in alphabetical order", () => {
  expect(ids).toEqual(files.map((file) => file.replace(/\.ts$/, "")).sort());
});

test("docs/rules.md is rendered from the rules (vitest run test/conventions/rules.test.ts -u renders it)", async () => {
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

test("a rule says what it reads, and how the network is put right", () => {
  const printed = renderRule(securityGroupsClosed);

  expect(printed).toContain("\nReads               DescribeSecurityGroups, DescribeManagedPrefixLists\n");
  expect(printed).toContain("\nAWS CLI\n  aws ec2 describe-security-group-rules --filters ");
  expect(renderRule(subnetsApproved)).toContain(
    "DescribeSubnets, where the policy approves subnets by their VPC or tags",
  );
  expect(renderRuleCatalogue([securityGroupsClosed])).toContain("With the AWS CLI:\n\n```sh\naws ec2 ");
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

  test("judges its setting in every kind that has it, of those that it is about", () => {
    const about = rule.about ?? kindsWith(rule.setting);

    expect(kindsWith(rule.setting)).toEqual(expect.arrayContaining([...about]));
    expect([...rule.kinds].sort()).toEqual([...about].sort());
    expect(rule.kinds).toEqual(expect.arrayContaining([...(rule.onlyIfNamed ?? [])]));
  });

  test("has a snippet for each kind whose own calls set what it judges, or commands for the network", () => {
    const { set, commands } = rule.fix;
    const kinds = kindsSetting(rule.setting).filter((kind) => rule.kinds.includes(kind));

    expect(Object.keys(snippetsOf(rule)).sort()).toEqual(set === undefined ? [] : kinds.sort());
    if (set === undefined) expect(commands).toMatch(/\baws ec2 /);
    else expect(Object.keys(set)).toContain(rule.setting);
  });

  test("has commands only where it reads the network", () => {
    if (rule.fix.commands !== undefined) expect(rule.facts).not.toBeUndefined();
    expect(source.includes("network") && source.includes("facts: ["), "facts are listed where they are read").toBe(
      rule.facts !== undefined,
    );
  });

  const commands = [...(rule.fix.commands ?? "").matchAll(/aws ec2 ([\w-]+)((?:\\\n|.)*)/g)];

  test.each(commands.map(([, name = "", rest = ""]): [string, string] => [name, rest]))(
    "its command aws ec2 %s has the options that EC2 has",
    (name, rest) => {
      const members = ec2Members(name);
      const options = [...rest.matchAll(/ --([\w-]+)/g)].map(([, option = ""]) => option.replaceAll("-", ""));
      const unknown = options.filter((option) => !members.has(option) && !CLI_OPTIONS.has(option));

      expect(options.length).toBeGreaterThan(0);
      expect(unknown).toEqual([]);
    },
  );

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

/** Options that the command line itself has, and those that it gives one value of a member each: `--ingress`, `--egress`. */
const CLI_OPTIONS = new Set(["query", "output", "ingress", "egress"]);

/** The members of an EC2 call's input as the command line writes them but for dashes: `groupid`. */
function ec2Members(command: string): Set<string> {
  const name = command.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
  const operation = EC2_OPERATIONS.get(`${name}$`.toLowerCase());
  if (operation === undefined) throw new Error(`EC2 has no operation ${name}`);
  const input = NormalizedSchema.of(operation[4] as SchemaRef);
  return new Set(
    Object.keys(input.getMemberSchemas()).flatMap((member) => [member.toLowerCase(), `${member}s`.toLowerCase()]),
  );
}

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
