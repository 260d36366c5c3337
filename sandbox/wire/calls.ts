/** From a request to the operation it means and the input it carries. */
import { AwsError } from "../contract.ts";
import type { HttpRequest } from "../server.ts";
import { readJson } from "./answers.ts";
import { inputProblems, problemsMessage } from "./check.ts";
import { EC2_FORM, QUERY_FORM, readForm } from "./forms.ts";
import type { WireService } from "./index.ts";
import { createRestRouter, type RestMatch, readRestInput } from "./rest.ts";
import { readServiceSchema, type ServiceSchema, type WireOperation } from "./schema.ts";
import { DIALECTS, type ServiceDialect, type ServiceName } from "./services.ts";
import type { CredentialScope } from "./signature.ts";

export interface Service extends WireService {
  name: string;
  dialect: ServiceDialect;
  schema: ServiceSchema;
  route(request: HttpRequest): RestMatch | null;
}

export interface Call {
  service: Service;
  operation: WireOperation;
  /** The input as JSON; throws SyntaxError when the body cannot be read. */
  read(): Record<string, unknown>;
}

export function compileService(name: ServiceName, service: WireService): Service {
  const schema = readServiceSchema(service.client);
  return { ...service, name, dialect: DIALECTS[name], schema, route: createRestRouter(schema.operations.values()) };
}

/** The protocol of a request whose service is not known, so that its client can read the error. */
export function guessDialect(request: HttpRequest): ServiceDialect {
  if (request.headers["x-amz-target"] !== undefined) return DIALECTS.sagemaker;
  const form = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  return form ? DIALECTS.sts : DIALECTS.lambda;
}

export function serviceOf(scope: CredentialScope, services: Map<string, Service>): Service {
  const service = services.get(scope.service);
  if (service !== undefined) return service;
  const known = [...services.keys()].join(", ");
  throw new AwsError("UnknownOperationException", `The local account has no ${scope.service}; it has ${known}.`);
}

export function findCall(service: Service, request: HttpRequest): Call {
  if (service.dialect.protocol === "restJson1") {
    const match = service.route(request);
    if (match === null) throw unknownOperation(service, `${request.method} ${request.path}`);
    return { service, operation: match.operation, read: () => readRestInput(match, request) };
  }
  if (service.dialect.protocol === "awsQuery" || service.dialect.protocol === "ec2Query") {
    const form = new URLSearchParams(request.body.toString("utf8"));
    const operation = operationOf(service, form.get("Action") ?? "");
    const style = service.dialect.protocol === "ec2Query" ? EC2_FORM : QUERY_FORM;
    return { service, operation, read: () => readForm(operation.input(), form, style) };
  }
  const target = String(request.headers["x-amz-target"] ?? "");
  const operation = operationOf(service, target.slice(target.lastIndexOf(".") + 1));
  return { service, operation, read: () => readObject(request.body) };
}

function operationOf(service: Service, name: string): WireOperation {
  const operation = service.schema.operations.get(name);
  if (operation === undefined) throw unknownOperation(service, name);
  return operation;
}

function unknownOperation(service: Service, name: string): AwsError {
  const code = service.dialect.protocol.endsWith("Query") ? "InvalidAction" : "UnknownOperationException";
  return new AwsError(code, name === "" ? "No operation is named." : `${service.name} has no operation ${name}.`);
}

export function readInput({ service, operation, read }: Call): Record<string, unknown> {
  const schema = operation.input();
  let document: Record<string, unknown>;
  try {
    document = read();
  } catch (error) {
    throw new AwsError("SerializationException", `The request body cannot be read: ${messageOf(error)}`);
  }
  const problems = schema.isStructSchema() ? inputProblems(schema, document) : [];
  if (problems.length > 0) throw new AwsError(service.dialect.inputError, problemsMessage(problems));
  return readJson(schema, document);
}

export function readObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  const document: unknown = JSON.parse(body.toString("utf8"));
  if (typeof document === "object" && document !== null && !Array.isArray(document)) {
    return document as Record<string, unknown>;
  }
  throw new SyntaxError("the body is not a JSON object");
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
