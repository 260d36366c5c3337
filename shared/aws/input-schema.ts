/**
 * Checks a call's input against the schema that the SDK itself exports. The JavaScript SDK silently drops members it
 * does not know and sends the rest, so a misspelt field would look like success.
 */
import { deref, NormalizedSchema } from "@smithy/core/schema";
import type { SchemaRef } from "@smithy/types";
import { isObject } from "../sagemaker/document.ts";

/** The call would be refused or silently changed by the SDK: a fault in the service, never worth a retry. */
export class InvalidCallError extends Error {
  constructor(operation: string, problems: readonly string[]) {
    super(`${operation} would not be sent as planned: ${problems.join("; ")}`);
    this.name = "InvalidCallError";
  }
}

/** An operation as clients export it: `CreateNotebookInstance$`. */
export type OperationSchema = readonly [9, string, string, unknown, unknown, unknown];

/** What is wrong with an input, one phrase a problem: `no member "Subnet" in VpcConfig`. Empty when nothing is. */
export function inputProblems(operation: OperationSchema, input: unknown): string[] {
  const problems: string[] = [];
  checkValue(NormalizedSchema.of(operation[4] as SchemaRef), input, operation[2], problems);
  return problems;
}

/** Throws InvalidCallError when there is any problem. */
export function assertInput(operation: OperationSchema, input: unknown): void {
  const problems = inputProblems(operation, input);
  if (problems.length > 0) throw new InvalidCallError(operation[2], problems);
}

function checkValue(schema: NormalizedSchema, value: unknown, at: string, problems: string[]): void {
  if (schema.isUnitSchema() || schema.isDocumentSchema() || schema.isBlobSchema() || schema.isTimestampSchema()) return;
  if (schema.isStructSchema()) checkStructure(schema, value, at, problems);
  else if (schema.isListSchema()) checkList(schema, value, at, problems);
  else if (schema.isMapSchema()) checkMap(schema, value, at, problems);
  else if (schema.isStringSchema()) expectType(typeof value === "string", "a string", at, problems);
  else if (schema.isBooleanSchema()) expectType(typeof value === "boolean", "true or false", at, problems);
  else if (schema.isNumericSchema()) expectType(typeof value === "number", "a number", at, problems);
}

function checkStructure(schema: NormalizedSchema, value: unknown, at: string, problems: string[]): void {
  if (!isObject(value)) {
    problems.push(`${at} is not an object`);
    return;
  }
  const members = schema.getMemberSchemas();
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const memberSchema = members[name];
    if (memberSchema === undefined) problems.push(`no member "${name}" in ${at}`);
    else checkValue(memberSchema as NormalizedSchema, member, `${at}.${name}`, problems);
  }
  for (const name of requiredMembers(schema)) {
    if (value[name] === undefined || value[name] === null) problems.push(`${at} lacks "${name}"`);
  }
}

function checkList(schema: NormalizedSchema, value: unknown, at: string, problems: string[]): void {
  if (!Array.isArray(value)) {
    problems.push(`${at} is not a list`);
    return;
  }
  const item = schema.getValueSchema() as NormalizedSchema;
  for (const [index, element] of value.entries()) checkValue(item, element, `${at}[${index}]`, problems);
}

function checkMap(schema: NormalizedSchema, value: unknown, at: string, problems: string[]): void {
  if (!isObject(value)) {
    problems.push(`${at} is not a map`);
    return;
  }
  const item = schema.getValueSchema() as NormalizedSchema;
  for (const [key, element] of Object.entries(value)) checkValue(item, element, `${at}["${key}"]`, problems);
}

function expectType(holds: boolean, what: string, at: string, problems: string[]): void {
  if (!holds) problems.push(`${at} is not ${what}`);
}

/** Structures list their required members first and say how many there are; tokens are filled in by the SDK. */
function requiredMembers(schema: NormalizedSchema): string[] {
  if (schema.isUnionSchema()) return [];
  const raw = deref(schema.getSchema()) as unknown as readonly unknown[];
  const names = raw[4] as string[];
  const count = typeof raw[6] === "number" ? raw[6] : 0;
  const members = schema.getMemberSchemas();
  return names.slice(0, count).filter((name) => !(members[name] as NormalizedSchema | undefined)?.isIdempotencyToken());
}
