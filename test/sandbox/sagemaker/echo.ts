import * as sdk from "@aws-sdk/client-sagemaker";
import { NormalizedSchema } from "@smithy/core/schema";
import { ROLE } from "./account.ts";

/** Inputs with every member set, and answers held against the SDK's own schemas. */
type Answer = Record<string, unknown>;

/** Values for members whose content the API restricts, by name. */
const RESTRICTED: Answer = {
  AdditionalCodeRepositories: ["one", "two"],
  AppNetworkAccessType: "VpcOnly",
  AppSecurityGroupManagement: "Customer",
  AuthMode: "IAM",
  BatchStrategy: "SingleRecord",
  DeploymentInstanceType: "ml.g5.xlarge",
  DirectInternetAccess: "Disabled",
  DomainExecutionRoleArn: ROLE,
  ExecutionRole: ROLE,
  ExecutionRoleArn: ROLE,
  Framework: "PYTORCH",
  IpAddressType: "dualstack",
  JobCategory: "AgentRFT",
  JobConfigDocument: '{"epochs":1}',
  JobConfigSchemaVersion: "1.0.0",
  JobType: "Default",
  LifecycleConfigName: "setup",
  MetricName: "Accuracy",
  MinimumInstanceMetadataServiceVersion: "2",
  Mode: "ENSEMBLING",
  ModelName: "name",
  PlatformIdentifier: "notebook-al2-v3",
  ProblemType: "Regression",
  RepositoryAccessMode: "Vpc",
  RoleArn: ROLE,
  RootAccess: "Disabled",
  SecurityGroupIds: ["sg-1"],
  SecurityGroups: ["sg-2"],
  SubnetId: "subnet-1",
  SubnetIds: ["subnet-1", "subnet-2"],
  Subnets: ["subnet-3"],
  TargetDevice: "ml_m5",
  TrainingRepositoryAccessMode: "Vpc",
  VpcId: "vpc-1",
};

const INSTANCE_TYPES: Record<string, string> = { CreateNotebookInstance: "ml.t3.medium" };

/** How the SDK writes a structure down; required members stand first. */
type StructureSchema = [kind: 3, namespace: string, name: string, traits: number, string[], unknown[], number?];

/** A type and the calls that make and describe one. */
export interface EchoCase {
  create: string;
  describe: string;
  id: string;
  /** Create members that Describe does not answer under that name. */
  missing: string[];
  without?: string[];
}

const exported: Record<string, unknown> = sdk;

export function schemaOf(operation: string, side: "input" | "output"): NormalizedSchema {
  const declared = exported[`${operation}$`] as { [index: number]: unknown };
  return NormalizedSchema.of(declared[side === "input" ? 4 : 5] as never);
}

export function members(schema: NormalizedSchema): string[] {
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

export function inputOf({ create, without = [] }: EchoCase): Answer {
  const input = fill(schemaOf(create, "input"), "", create) as Answer;
  return Object.fromEntries(Object.entries(input).filter(([name]) => !without.includes(name)));
}

/** Everything in `value` that the schema has no member for, and every required member that is not set. */
export function mismatches(schema: NormalizedSchema, value: unknown, path: string): string[] {
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

export function missingRequired(operation: string, answer: Answer): string[] {
  const [, , , , names, , required = 0] = schemaOf(operation, "output").getSchema() as StructureSchema;
  return names.slice(0, required).filter((name) => answer[name] === undefined);
}
