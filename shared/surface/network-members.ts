/**
 * What callers can say about the network in each call that creates or changes something, as the installed SDK has it.
 * Found by the names of members and of the structures that they stand in, so that a member which a new SDK brings is
 * found without anybody having thought of it.
 */
import * as sdk from "@aws-sdk/client-sagemaker";
import { NormalizedSchema } from "@smithy/core/schema";
import type { SchemaRef } from "@smithy/types";
import type { OperationSchema } from "../aws/input-schema.ts";

export interface OperationMembers {
  operation: string;
  /** Paths of all members of its input that hold values: `InstanceGroups[].OverrideVpcConfig.Subnets`. */
  members: readonly string[];
  /** Those of them that have to do with networks. */
  network: readonly string[];
}

const READING = /^(BatchDescribe|Describe|Get|List|Query|Search)/;

const NETWORK_WORDS = [
  /AccessMode|AccessType/,
  /C(idr|IDR)/,
  /D(ns|NS)/,
  /Debug/,
  /Docker/,
  /Egress|Ingress/,
  /Firewall/,
  /I[Pp]Address|SourceIp/,
  /InterContainer/,
  /Internet/,
  /Isolation/,
  /LifecycleHook/,
  /MetadataService/,
  /Network/,
  /PipelineDefinition|PipelineParameters/,
  /Portal/,
  /Presign/,
  /PrivateLink|PublicAccess|PublicIp|Publicly/,
  /Proxy/,
  /Remote/,
  /RootAccess|Rootless/,
  /S(sh|SH)(?![a-z])/,
  /S(sm|SM)(?![a-z])/,
  /SecurityGroup/,
  /Subnet/,
  /T(ls|LS)(?![a-z])/,
  /V(pc|PC)/,
];

/** Members that hold a text which may have network settings in it. */
const DOCUMENT_WORDS = [/(Definition|Document)$/];

/** Every operation of the SDK that is not a mere question, with its members; in alphabetical order. */
export function changingOperations(): OperationMembers[] {
  return Object.values(sdk as unknown as Record<string, unknown>)
    .filter(isOperation)
    .filter(([, , name]) => !READING.test(name))
    .map(([, , operation, , input]) => membersOf(operation, NormalizedSchema.of(input as SchemaRef)))
    .sort((one, other) => (one.operation < other.operation ? -1 : 1));
}

/** The members of one operation's input. */
export function membersOf(operation: string, input: NormalizedSchema): OperationMembers {
  const found = [...walk(input, { path: "", relevant: false, above: [] })];
  return {
    operation,
    members: found.map(({ path }) => path),
    network: found.filter(({ relevant }) => relevant).map(({ path }) => path),
  };
}

function isOperation(value: unknown): value is OperationSchema {
  return Array.isArray(value) && value[0] === 9;
}

interface Place {
  path: string;
  relevant: boolean;
  /** Names of the structures that it stands in; one that contains itself is not entered again. */
  above: readonly string[];
}

function* walk(schema: NormalizedSchema, place: Place): Generator<Place> {
  if (schema.isListSchema()) yield* walkItems(schema, "[]", place);
  else if (schema.isMapSchema()) yield* walkItems(schema, "{}", place);
  else if (schema.isStructSchema()) yield* walkStructure(schema, place);
  else yield place;
}

/** A list of plain values is a member that holds values; the members of a list of structures are those of each. */
function* walkItems(schema: NormalizedSchema, mark: "[]" | "{}", place: Place): Generator<Place> {
  const item = schema.getValueSchema() as NormalizedSchema;
  const holdsMembers = item.isStructSchema() || item.isListSchema() || item.isMapSchema();
  yield* walk(item, holdsMembers ? { ...place, path: `${place.path}${mark}` } : place);
}

function* walkStructure(schema: NormalizedSchema, { path, relevant, above }: Place): Generator<Place> {
  const shape = schema.getName(true) ?? "";
  if (above.includes(shape)) {
    yield { path, relevant, above };
    return;
  }
  const within = relevant || (above.length > 0 && isAbout(NETWORK_WORDS, schema.getName() ?? ""));
  for (const [name, value] of Object.entries(schema.getMemberSchemas())) {
    const member = value as NormalizedSchema;
    yield* walk(member, {
      path: path === "" ? name : `${path}.${name}`,
      relevant: within || isAbout(NETWORK_WORDS, name) || (member.isStringSchema() && isAbout(DOCUMENT_WORDS, name)),
      above: [...above, shape],
    });
  }
}

function isAbout(words: readonly RegExp[], name: string): boolean {
  return words.some((word) => word.test(name));
}
