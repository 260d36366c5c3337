import { NormalizedSchema } from "@smithy/core/schema";
import type { SchemaRef } from "@smithy/types";
import { describe, expect, it } from "vitest";
import { RULES } from "../../shared/assess/rules/index.ts";
import { ipv4Only } from "../../shared/assess/rules/ipv4-only.ts";
import { notebookNoDirectInternet } from "../../shared/assess/rules/notebook-no-direct-internet.ts";
import { runsInVpc } from "../../shared/assess/rules/runs-in-vpc.ts";
import { securityGroupsApproved } from "../../shared/assess/rules/security-groups-approved.ts";
import { studioVpcOnly } from "../../shared/assess/rules/studio-vpc-only.ts";
import { subnetsInTwoZones } from "../../shared/assess/rules/subnets-in-two-zones.ts";
import { snippetsOf } from "../../shared/assess/snippets.ts";
import { sageMakerOperation } from "../../shared/aws/sagemaker.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";

const WHAT_IT_IS = { "[": "list", "{": "struct", '"': "string", T: "boolean", F: "boolean" } as const;

const WITH_CODE = RULES.filter((rule) => Object.keys(snippetsOf(rule)).length > 0);

describe.each(WITH_CODE)("the code of $id", (rule) => {
  it.each(Object.entries(snippetsOf(rule)))("gives %s values of the types that its call takes", (id, snippet) => {
    const kind = RESOURCE_KINDS.find((each) => each.id === id);
    const calls = kind === undefined ? [] : [...kind.calls.create, ...kind.calls.update];
    const types = new Map(calls.flatMap((name) => [...typesIn(name)]));
    const given = [...snippet.matchAll(/(?:"([A-Z]\w+)"(?:\]? = |: )|^ +([A-Z]\w+)=)(["[{TF])/gm)];

    expect(given.length).toBeGreaterThan(0);
    for (const [, key, argument, start] of given) {
      const member = key ?? argument ?? "";
      expect(`${member}: ${WHAT_IT_IS[start as keyof typeof WHAT_IT_IS]}`).toBe(`${member}: ${types.get(member)}`);
    }
  });
});

it("is written for all rules but those whose remedy is in the network alone", () => {
  const others = RULES.filter((rule) => !WITH_CODE.includes(rule));

  for (const { fix } of others) expect(fix).toMatchObject({ commands: expect.stringContaining("aws ec2 ") });
});

it("is written for the kinds that the rule is about", () => {
  expect(Object.keys(snippetsOf(subnetsInTwoZones))).not.toContain("notebook-instance");
  expect(Object.keys(snippetsOf(subnetsInTwoZones))).toContain("training-job");
});

it("names one subnet where the call takes one", () => {
  for (const rule of [notebookNoDirectInternet, runsInVpc]) {
    expect(snippetsOf(rule)["notebook-instance"]).toContain('request["SubnetId"] = "subnet-…"');
  }
});

it("makes no VPC of security groups alone, which SageMaker would refuse", () => {
  const snippet = snippetsOf(securityGroupsApproved)["hyper-parameter-tuning-job"];

  expect(snippet).toContain(
    [
      'for definition in request.get("TrainingJobDefinitions", []):',
      '    config = definition.get("VpcConfig")',
      "    if config:",
      '        config["SecurityGroupIds"] = ["sg-…"]',
    ].join("\n"),
  );
});

it("changes the security groups of every part of a domain", () => {
  const snippet = snippetsOf(securityGroupsApproved).domain;

  expect(snippet).toMatch(/^ {4}DefaultUserSettings=/m);
  expect(snippet).toMatch(/^ {4}DomainSettingsForUpdate=/m);
  expect(snippet).toMatch(/^ {4}DefaultSpaceSettings=/m);
});

it("names what the call wants beside the setting", () => {
  expect(snippetsOf(studioVpcOnly).domain).toMatch(/VpcId="vpc-…",\n {4}SubnetIds=\["subnet-…"\],/);
  expect(snippetsOf(securityGroupsApproved).workforce).toContain('"VpcId": "vpc-…"');
  expect(snippetsOf(ipv4Only).workforce).not.toContain("Vpc");
});

it("says what an older create call has elsewhere", () => {
  expect(snippetsOf(runsInVpc)["automl-job"]).toContain(
    "# with create_auto_ml_job, do the same inside AutoMLJobConfig\n",
  );
});

/** What each member of the call's input holds, at any depth. */
function typesIn(name: string): Map<string, string> {
  const types = new Map<string, string>();
  collect(NormalizedSchema.of(sageMakerOperation(name)?.[4] as SchemaRef), types);
  return types;
}

function collect(schema: NormalizedSchema, into: Map<string, string>): void {
  if (schema.isListSchema() || schema.isMapSchema()) collect(schema.getValueSchema() as NormalizedSchema, into);
  if (!schema.isStructSchema()) return;
  for (const [name, member] of Object.entries(schema.getMemberSchemas())) {
    into.set(name, typeOf(member as NormalizedSchema));
    collect(member as NormalizedSchema, into);
  }
}

function typeOf(schema: NormalizedSchema): string {
  if (schema.isListSchema()) return "list";
  if (schema.isStructSchema() || schema.isMapSchema()) return "struct";
  return schema.isBooleanSchema() ? "boolean" : "string";
}
