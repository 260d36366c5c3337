/** What the installed SDK says about SageMaker's operations and members. */
import * as sdk from "@aws-sdk/client-sagemaker";
import { NormalizedSchema } from "@smithy/core/schema";
import type { SchemaRef } from "@smithy/types";
import { sageMakerOperation } from "../../shared/aws/sagemaker.ts";

export function inputOf(operation: string): NormalizedSchema {
  return schemaOf(operation, 4);
}

export function outputOf(operation: string): NormalizedSchema {
  return schemaOf(operation, 5);
}

/** The schema at a dotted path, `[]` for the elements of a list; null where the API has no such member. */
export function schemaAt(schema: NormalizedSchema, path: string): NormalizedSchema | null {
  let current: NormalizedSchema | null = schema;
  for (const part of path === "" ? [] : path.split(".")) {
    const list = part.endsWith("[]");
    const member: NormalizedSchema | null =
      current === null ? null : memberOf(current, list ? part.slice(0, -2) : part);
    if (list && member?.isListSchema() !== true) return null;
    current = list ? ((member?.getValueSchema() as NormalizedSchema | undefined) ?? null) : member;
  }
  return current;
}

/** The values of an enum, by the name of its exported const. */
export function enumValues(name: string): string[] {
  const values = (sdk as unknown as Record<string, unknown>)[name];
  if (typeof values !== "object" || values === null) throw new Error(`the SDK exports no ${name}`);
  return Object.values(values) as string[];
}

/** The members that a call's input must have: an SDK schema has them first. */
export function requiredInputs(operation: string): string[] {
  const input = sageMakerOperation(operation)?.[4] as unknown;
  const [, , , , names = [], , required = 0] = (typeof input === "function" ? input() : input) as SdkStructure;
  return names.slice(0, required);
}

type SdkStructure = [kind: number, namespace: string, name: string, traits: unknown, string[]?, unknown?, number?];

function memberOf(schema: NormalizedSchema, name: string): NormalizedSchema | null {
  if (!schema.isStructSchema()) return null;
  return (schema.getMemberSchemas()[name] as NormalizedSchema | undefined) ?? null;
}

function schemaOf(operation: string, position: 4 | 5): NormalizedSchema {
  const schema = sageMakerOperation(operation);
  if (schema === undefined) throw new Error(`SageMaker has no operation ${operation}`);
  return NormalizedSchema.of(schema[position] as SchemaRef);
}
