/** The operations and errors of a service, read from the schemas that its SDK client exports. */
import { NormalizedSchema } from "@smithy/core/schema";
import type { $SchemaRef, StaticErrorSchema, StaticOperationSchema } from "@smithy/types";

/** Where a REST operation lives: method, path template (`/functions/{Name}/invocations`) and success status. */
export interface HttpBinding {
  method: string;
  path: string;
  status: number;
}

export interface WireOperation {
  name: string;
  http: HttpBinding | null;
  /** Resolved on first use, since SageMaker alone has four hundred of them. */
  input(): NormalizedSchema;
  output(): NormalizedSchema;
}

export interface WireError {
  /** Code in the query protocol, where it differs from the shape's name: `NotFound` for `NotFoundException`. */
  queryCode: string;
  status: number | null;
  fault: "client" | "server";
  /** How the shape spells its message: SageMaker's `ResourceNotFound` says `Message`. */
  messageMember: "message" | "Message";
  hasType: boolean;
}

export interface ServiceSchema {
  operations: Map<string, WireOperation>;
  errors: Map<string, WireError>;
}

/** Reads the exports of an SDK client package (`import * as sns from "@aws-sdk/client-sns"`). */
export function readServiceSchema(client: object): ServiceSchema {
  const operations = new Map<string, WireOperation>();
  const errors = new Map<string, WireError>();
  for (const value of Object.values(client)) {
    if (isOperation(value)) operations.set(value[2], readOperation(value));
    if (isError(value)) errors.set(value[2], readError(value));
  }
  return { operations, errors };
}

/** The number of members, counted from the first, that a structure requires. */
export function requiredCount(schema: NormalizedSchema): number {
  const structure: unknown = schema.getSchema();
  const count: unknown = Array.isArray(structure) ? structure[6] : undefined;
  return typeof count === "number" ? count : 0;
}

function isOperation(value: unknown): value is StaticOperationSchema {
  return Array.isArray(value) && value[0] === 9;
}

function isError(value: unknown): value is StaticErrorSchema {
  return Array.isArray(value) && value[0] === -3;
}

function readOperation([, , name, traits, input, output]: StaticOperationSchema): WireOperation {
  const http = typeof traits === "object" ? traits.http : undefined;
  return {
    name,
    http: http ? { method: http[0], path: http[1], status: Number(http[2]) } : null,
    input: () => NormalizedSchema.of(input satisfies $SchemaRef),
    output: () => NormalizedSchema.of(output satisfies $SchemaRef),
  };
}

function readError([, , name, traits, members]: StaticErrorSchema): WireError {
  const { awsQueryError, httpError, error } = typeof traits === "object" ? traits : {};
  return {
    queryCode: Array.isArray(awsQueryError) ? String(awsQueryError[0]) : name,
    status: typeof httpError === "number" ? httpError : null,
    fault: error === "server" ? "server" : "client",
    messageMember: members.includes("Message") ? "Message" : "message",
    hasType: members.includes("Type"),
  };
}
