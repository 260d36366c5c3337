/**
 * The AWS wire protocols of the local account: one HTTP handler that any SDK, boto3 or the AWS CLI can call. The
 * service comes from the signature's credential scope, the operation from the protocol, and everything about inputs,
 * outputs and errors from the schemas that the SDK's clients export.
 */
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { AwsError, type CallContext, type Caller, type RecordedCall, type ServiceBackend } from "../contract.ts";
import type { HttpHandler, HttpRequest } from "../server.ts";
import { type Answer, writeError, writeOutput } from "./answers.ts";
import {
  type Call,
  compileService,
  findCall,
  guessDialect,
  messageOf,
  readInput,
  readObject,
  type Service,
  serviceOf,
} from "./calls.ts";
import type { ServiceSchema, WireOperation } from "./schema.ts";
import { DIALECTS, type ServiceName } from "./services.ts";
import { type CredentialScope, readAuthorization } from "./signature.ts";

/** An operation answered by something that speaks the wire format itself; the input has been checked before. */
export type RawOperation = (body: Buffer, context: CallContext) => Promise<RawAnswer>;

export interface RawAnswer {
  status: number;
  /** JSON. */
  body: string;
}

export interface WireService {
  backend: ServiceBackend;
  /** The SDK client's exports: `import * as sqs from "@aws-sdk/client-sqs"`. */
  client: object;
  /** Operations that take the JSON body as it came and answer likewise; looked at before `backend`. */
  raw?: Record<string, RawOperation>;
}

/** A call about to be made, for the permission check. */
export interface CallRequest {
  service: string;
  operation: string;
  input: Record<string, unknown>;
  caller: Caller;
  region: string;
}

export interface WireOptions {
  /** By signing name. */
  services: Partial<Record<ServiceName, WireService>>;
  /** May throw an AwsError for keys that have expired. */
  callerOf(accessKeyId: string, sessionToken: string | undefined): Caller;
  /** The refusal, or null when the caller may make the call. */
  authorize(request: CallRequest): AwsError | null;
  /** Told every call whose operation is known, before its answer is sent. */
  record(call: RecordedCall): void;
  now(): Date;
  /** Told errors of ours (not refusals); the client gets InternalFailure. */
  fault?(error: unknown, call: { service: string; operation: string }): void;
}

export interface Wire {
  handle: HttpHandler;
  /** Schemas of an operation, for whoever has to tell structure members from map keys. */
  operationOf(service: string, operation: string): WireOperation | undefined;
}

export function createWire(options: WireOptions): Wire {
  const services = new Map<string, Service>();
  for (const name of Object.keys(DIALECTS) as ServiceName[]) {
    const service = options.services[name];
    if (service !== undefined) services.set(name, compileService(name, service));
  }
  return {
    async handle(request, response) {
      const requestId = randomUUID();
      send(response, await answer(request, requestId, services, options), requestId);
    },
    operationOf: (service, operation) => services.get(service)?.schema.operations.get(operation),
  };
}

function send(response: ServerResponse, answer: Answer, requestId: string): void {
  const length = Buffer.byteLength(answer.body);
  response.writeHead(answer.status, { ...answer.headers, "content-length": length, "x-amzn-requestid": requestId });
  response.end(answer.body);
}

async function answer(
  request: HttpRequest,
  requestId: string,
  services: Map<string, Service>,
  options: WireOptions,
): Promise<Answer> {
  let dialect = guessDialect(request);
  let schema: ServiceSchema | null = null;
  try {
    const scope = readAuthorization(request.headers.authorization);
    const service = serviceOf(scope, services);
    dialect = service.dialect;
    schema = service.schema;
    if (request.bodyTooLarge) throw new AwsError("RequestEntityTooLargeException", "Request body is too large", 413);
    const call = findCall(service, request);
    const context = contextOf(scope, request, requestId, options);
    return await perform(call, request, context, options);
  } catch (error) {
    return writeError(dialect, schema, asAwsError(error), requestId);
  }
}

function contextOf(scope: CredentialScope, request: HttpRequest, requestId: string, options: WireOptions): CallContext {
  const token = request.headers["x-amz-security-token"];
  return {
    caller: options.callerOf(scope.accessKeyId, typeof token === "string" ? token : undefined),
    region: scope.region,
    requestId,
    sourceIp: request.remoteAddress,
    userAgent: request.headers["user-agent"] ?? "",
    now: options.now(),
  };
}

async function perform(call: Call, request: HttpRequest, context: CallContext, options: WireOptions): Promise<Answer> {
  const { service, operation } = call;
  const names = { service: service.name, operation: operation.name };
  let recorded: Record<string, unknown> = {};
  let outcome: Pick<RecordedCall, "output" | "error"> = { output: null, error: null };
  try {
    const input = readInput(call);
    recorded = structuredClone(input);
    const refusal = options.authorize({ ...names, input, caller: context.caller, region: context.region });
    if (refusal !== null) throw refusal;
    const { answer, output, error } = await run(call, input, request, context);
    outcome = { output, error };
    return answer;
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) (options.fault ?? logFault)(thrown, names);
    outcome = { output: null, error: asAwsError(thrown) };
    throw outcome.error;
  } finally {
    options.record({ ...names, ...outcome, input: recorded, context });
  }
}

interface Run {
  answer: Answer;
  output: Record<string, unknown> | null;
  /** Set when a raw operation answered with an error, which is passed on as it is. */
  error: AwsError | null;
}

async function run(
  { service, operation }: Call,
  input: Record<string, unknown>,
  request: HttpRequest,
  context: CallContext,
): Promise<Run> {
  const raw = service.raw?.[operation.name];
  if (raw !== undefined) return runRaw(raw, request.body, context);
  const handler = service.backend.operations[operation.name];
  if (handler === undefined) {
    const message = `The local account does not implement ${service.name}:${operation.name}.`;
    throw new AwsError("UnknownOperationException", message);
  }
  const output = await handler(input, context);
  return { answer: writeOutput(service.dialect, operation, output, context.requestId), output, error: null };
}

async function runRaw(raw: RawOperation, requestBody: Buffer, context: CallContext): Promise<Run> {
  const { status, body } = await raw(requestBody, context);
  const document = readObject(Buffer.from(body));
  const answer = { status, headers: { "content-type": "application/x-amz-json-1.0" }, body };
  if (status < 300) return { answer, output: document, error: null };
  return { answer, output: null, error: rawError(document, status) };
}

function rawError({ __type, message, Message }: Record<string, unknown>, status: number): AwsError {
  const code = String(__type ?? "InternalServerError");
  return new AwsError(code.slice(code.indexOf("#") + 1), String(message ?? Message ?? ""), status);
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  return new AwsError("InternalFailure", `The local account failed: ${messageOf(error)}`, 500);
}

function logFault(error: unknown, call: { service: string; operation: string }): void {
  console.error(`${call.service}:${call.operation} failed in the local account`, error);
}
