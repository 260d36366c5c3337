/** Reads the properties of resolved resources, only those that the account uses. */
import { z } from "zod";
import { TemplateError } from "./intrinsics.ts";
import type { ResolvedResource, ResolvedTemplate } from "./resources.ts";

export interface Read<Properties> {
  logicalId: string;
  ref: string;
  properties: Properties;
}

/** Every resource of a type. Throws TemplateError when one lacks what the account needs. */
export function each<Schema extends z.ZodType>(
  { resources }: ResolvedTemplate,
  type: string,
  schema: Schema,
): Read<z.infer<Schema>>[] {
  const found = resources.filter((resource) => resource.type === type);
  return found.map((resource) => ({ ...resource, properties: parse(resource, schema) }));
}

function parse<Schema extends z.ZodType>(resource: ResolvedResource, schema: Schema): z.infer<Schema> {
  const { success, data, error } = schema.safeParse(resource.properties);
  if (success) return data;
  const [issue] = error.issues;
  const where = [resource.logicalId, ...(issue?.path ?? [])].join(".");
  throw new TemplateError(`Resource ${where} (${resource.type}): ${issue?.message ?? "is not valid"}.`);
}

/** CloudFormation takes numbers and booleans as text too. */
export const numeric = z.coerce.number();
export const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((value) => value === "true")]);

/** A JSON document, given as an object or as its text. */
export const documentText = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((value) => (typeof value === "string" ? value : JSON.stringify(value)));

/** The name at the end of an ARN, or the name itself. */
export function lastPart(reference: string): string {
  return reference.split(/[:/]/).at(-1) ?? reference;
}
