import * as sdk from "@aws-sdk/client-sagemaker";
import { NormalizedSchema } from "@smithy/core/schema";
import { describe, expect, it } from "vitest";
import { openAccount, ROLE } from "./account.ts";

type Answer = Record<string, unknown>;

/** Values for members whose content the API restricts, by name. */
const RESTRICTED: Answer = {
  AdditionalCodeRepositories: ["one", "two"],
  AppNetworkAccessType: "VpcOnly",
  AppSecurityGroupManagement: "Customer",
  AuthMode: "IAM",
  DirectInternetAccess: "Disabled",
  DomainExecutionRoleArn: ROLE,
  ExecutionRole: ROLE,
  ExecutionRoleArn: ROLE,
  IpAddressType: "dualstack",
  LifecycleConfigName: "setup",
  MinimumInstanceMetadataServiceVersion: "2",
  ModelName: "name",
  PlatformIdentifier: "notebook-al2-v3",
  RepositoryAccessMode: "Vpc",
  RoleArn: ROLE,
  RootAccess: "Disabled",
  SecurityGroupIds: ["sg-1"],
  SecurityGroups: ["sg-2"],
  SubnetId: "subnet-1",
  SubnetIds: ["subnet-1", "subnet-2"],
  Subnets: ["subnet-3"],
  TrainingRepositoryAccessMode: "Vpc",
  VpcId: "vpc-1",
};

const INSTANCE_TYPES: Record<string, string> = { CreateNotebookInstance: "ml.t3.medium" };

/** How the SDK writes a structure down; required members stand first. */
type StructureSchema = [kind: 3, namespace: string, name: string, traits: number, string[], unknown[], number?];

interface Case {
  create: string;
  describe: string;
  id: string;
  /** Create members that Describe does not answer under that name. */
  missing: string[];
  without?: string[];
}

const CASES: Case[] = [
  { create: "CreateDomain", describe: "DescribeDomain", id: "DomainId", missing: ["Tags"] },
  {
    create: "CreateEndpointConfig",
    describe: "DescribeEndpointConfig",
    id: "EndpointConfigName",
    missing: ["Tags"],
  },
  {
    create: "CreateHyperParameterTuningJob",
    describe: "DescribeHyperParameterTuningJob",
    id: "HyperParameterTuningJobName",
    missing: ["Tags"],
    without: ["TrainingJobDefinitions"],
  },
  { create: "CreateModel", describe: "DescribeModel", id: "ModelName", missing: ["Tags"], without: ["Containers"] },
  {
    create: "CreateNotebookInstance",
    describe: "DescribeNotebookInstance",
    id: "NotebookInstanceName",
    missing: ["LifecycleConfigName", "SecurityGroupIds", "Tags"],
  },
  {
    create: "CreateProcessingJob",
    describe: "DescribeProcessingJob",
    id: "ProcessingJobName",
    missing: ["Tags"],
  },
  {
    create: "CreateTrainingJob",
    describe: "DescribeTrainingJob",
    id: "TrainingJobName",
    missing: ["SessionChainingConfig", "Tags"],
  },
];

const exported: Record<string, unknown> = sdk;

function schemaOf(operation: string, side: "input" | "output"): NormalizedSchema {
  const declared = exported[`${operation}$`] as { [index: number]: unknown };
  return NormalizedSchema.of(declared[side === "input" ? 4 : 5] as never);
}

function members(schema: NormalizedSchema): string[] {
  return [...schema.structIterator()].map(([name]) => name);
}

/** A value of the schema with every member set, each to something else. */
function fill(schema: NormalizedSchema, name: string, operation: string, path: readonly string[] = []): unknown {
  if (name === "InstanceType") return INSTANCE_TYPES[operation] ?? "ml.m5.large";
  if (Object.hasOwn(RESTRICTED, name)) return RESTRICTED[name];
  if (schema.isTimestampSchema()) return new Date(1_700_000_000_000);
  if (schema.isListSchema()) return [fill(schema.getValueSchema(), `${name}Item`, operation, path)];
  if (schema.isMapSchema()) return { key: fill(schema.getValueSchema(), `${name}Value`, operation, path) };
  if (schema.isStructSchema()) return fillStruct(schema, operation, path);
  if (schema.isBooleanSchema()) return true;
  if (schema.isNumericSchema()) return 7;
  return name.endsWith("Name") ? "name" : `some-${name}`;
}

function fillStruct(schema: NormalizedSchema, operation: string, path: readonly string[]): Answer {
  const own = schema.getName() ?? "";
  if (path.includes(own)) return {};
  const entries = [...schema.structIterator()].map(([name, member]) => [
    name,
    fill(member, name, operation, [...path, own]),
  ]);
  return Object.fromEntries(entries);
}

function inputOf({ create, without = [] }: Case): Answer {
  const input = fill(schemaOf(create, "input"), "", create) as Answer;
  return Object.fromEntries(Object.entries(input).filter(([name]) => !without.includes(name)));
}

/** Everything in `value` that the schema has no member for, and every required member that is not set. */
function mismatches(schema: NormalizedSchema, value: unknown, path: string): string[] {
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.flatMap((item, index) => mismatches(schema.getValueSchema(), item, `${path}[${index}]`));
  }
  if (!schema.isStructSchema() || typeof value !== "object" || value === null) return [];
  const known = new Map(schema.structIterator());
  return Object.entries(value).flatMap(([name, member]) => {
    const inner = known.get(name);
    return inner === undefined ? [`${path}.${name} unknown`] : mismatches(inner, member, `${path}.${name}`);
  });
}

function missingRequired(operation: string, answer: Answer): string[] {
  const [, , , , names, , required = 0] = schemaOf(operation, "output").getSchema() as StructureSchema;
  return names.slice(0, required).filter((name) => answer[name] === undefined);
}

async function createAll(given: Case): Promise<{ input: Answer; answer: Answer }> {
  const account = openAccount({ knownLifecycleConfigs: ["setup"] });
  const input = inputOf(given);
  if (given.create === "CreateEndpointConfig") {
    await account.call("CreateModel", { ModelName: "name", PrimaryContainer: { Image: "i" } });
  }
  const created = await account.call(given.create, input);
  const answer = await account.call(given.describe, { [given.id]: created[given.id] ?? input[given.id] });
  return { input, answer };
}

describe.each(CASES)("$describe", (given) => {
  it("answers every member of the create call that it has a name for", async () => {
    const { input, answer } = await createAll(given);
    const described = new Set(members(schemaOf(given.describe, "output")));
    const echoed = Object.keys(input).filter((name) => described.has(name));
    expect(Object.fromEntries(echoed.map((name) => [name, answer[name]]))).toEqual(
      Object.fromEntries(echoed.map((name) => [name, input[name]])),
    );
    const missing = members(schemaOf(given.create, "input")).filter((name) => !described.has(name));
    expect(missing.sort()).toEqual(given.missing);
  });

  it("answers nothing that its schema does not know, and all that it requires", async () => {
    const { answer } = await createAll(given);
    expect(mismatches(schemaOf(given.describe, "output"), answer, given.describe)).toEqual([]);
    expect(missingRequired(given.describe, answer)).toEqual([]);
  });
});

it("lists nothing that the schemas of the lists do not know", async () => {
  const account = openAccount({ knownLifecycleConfigs: ["setup"] });
  const creates = [...CASES].sort(
    (one, other) => Number(other.create === "CreateModel") - Number(one.create === "CreateModel"),
  );
  for (const given of creates) await account.call(given.create, inputOf(given));
  account.time.advance(600_000);
  const lists = Object.keys(account.sagemaker.operations).filter((name) => /^List(?!Tags)/.test(name));
  expect(lists).toHaveLength(9);
  for (const list of lists) {
    const answer = await account.call(list, { HyperParameterTuningJobName: "name" });
    expect(Object.values(answer).flat(), list).not.toEqual([]);
    expect(mismatches(schemaOf(list, "output"), answer, list)).toEqual([]);
  }
});
