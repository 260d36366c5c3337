/** The Lambda API's operations: https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import type * as Api from "@aws-sdk/client-lambda";
import { AwsError, type CallContext, type OperationHandler } from "../contract.ts";
import type { DurableExecutions } from "./durable-executions.ts";
import { createDurableOperations } from "./durable-operations.ts";
import type { Invocation, Outcome } from "./environment.ts";
import { type LambdaFunction, versionOf } from "./functions.ts";
import { invalid, notFound, page } from "./paging.ts";

export interface OperationsOptions {
  functions: readonly LambdaFunction[];
  find: (reference: string) => { fn: LambdaFunction; qualifier: string | null };
  invoke: (fn: LambdaFunction, qualifier: string | null, invocation: Invocation) => Promise<Outcome>;
  enqueue: (fn: LambdaFunction, qualifier: string | null, payload: string, requestId: string) => void;
  executions: DurableExecutions;
}

/** Bytes of payload that Lambda takes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const PAYLOAD_LIMITS = { RequestResponse: 6 * 1024 * 1024, Event: 1024 * 1024, DryRun: 6 * 1024 * 1024 };

export function createOperations(options: OperationsOptions): Record<string, OperationHandler> {
  const { functions } = options;
  const target = (name: string | undefined, qualifier: string | undefined) => targetOf(options, name, qualifier);
  return {
    ...createDurableOperations(options),
    Invoke: (input, context) => invoke(input as unknown as Api.InvocationRequest, context, options),
    ListFunctions: (input) => {
      const { items, NextMarker } = page([...functions], input as Api.ListFunctionsRequest);
      return { Functions: items.map((fn) => configuration(fn, "$LATEST")), NextMarker };
    },
    GetFunction: (input) => {
      const { FunctionName, Qualifier } = input as unknown as Api.GetFunctionRequest;
      const { fn, version } = target(FunctionName, Qualifier);
      return { Configuration: configuration(fn, version), Code: { RepositoryType: "S3", Location: fn.artifact } };
    },
    GetFunctionConfiguration: (input) => {
      const { FunctionName, Qualifier } = input as unknown as Api.GetFunctionConfigurationRequest;
      const { fn, version } = target(FunctionName, Qualifier);
      return configuration(fn, version);
    },
    ListAliases: (input) => {
      const { fn } = target((input as unknown as Api.ListAliasesRequest).FunctionName, undefined);
      const aliases = fn.aliases.map((Name) => ({ AliasArn: `${fn.arn}:${Name}`, Name, FunctionVersion: fn.version }));
      return { Aliases: aliases };
    },
  };
}

interface InvokeTarget {
  fn: LambdaFunction;
  qualifier: string | null;
  /** `$LATEST` or a number. */
  version: string;
}

function targetOf(options: OperationsOptions, name = "", qualifier: string | undefined): InvokeTarget {
  const found = options.find(name);
  if (qualifier !== undefined && found.qualifier !== null && qualifier !== found.qualifier) {
    throw invalid("The derived qualifier from the function name does not match the specified qualifier.");
  }
  const chosen = qualifier ?? found.qualifier;
  const version = versionOf(found.fn, chosen);
  if (version === null) throw notFound(`Function not found: ${found.fn.arn}:${chosen}`);
  return { fn: found.fn, qualifier: chosen, version };
}

async function invoke(
  request: Api.InvocationRequest,
  { requestId }: CallContext,
  options: OperationsOptions,
): Promise<Record<string, unknown>> {
  const target = targetOf(options, request.FunctionName, request.Qualifier);
  const type = invocationType(request.InvocationType);
  const payload = payloadOf(request.Payload, PAYLOAD_LIMITS[type]);
  if (type === "DryRun") return { StatusCode: 204, ExecutedVersion: target.version };
  if (target.fn.durable !== null) return invokeDurable(request, target, payload, type, options);
  if (request.DurableExecutionName !== undefined) {
    throw invalid("DurableExecutionName is only supported for durable functions.");
  }
  if (type === "Event") {
    options.enqueue(target.fn, target.qualifier, payload, requestId);
    return { StatusCode: 202 };
  }
  const invokedFunctionArn = target.qualifier === null ? target.fn.arn : `${target.fn.arn}:${target.qualifier}`;
  const outcome = await options.invoke(target.fn, target.qualifier, { requestId, invokedFunctionArn, payload });
  const answered = { StatusCode: 200, ExecutedVersion: target.version };
  if (outcome.type === "success") return { ...answered, Payload: Buffer.from(outcome.payload) };
  return { ...answered, FunctionError: "Unhandled", Payload: Buffer.from(JSON.stringify(outcome.error)) };
}

async function invokeDurable(
  request: Api.InvocationRequest,
  { fn, qualifier }: InvokeTarget,
  payload: string,
  type: "RequestResponse" | "Event",
  { executions }: OperationsOptions,
): Promise<Record<string, unknown>> {
  const version = requireVersion(fn, qualifier);
  const name = request.DurableExecutionName;
  const started = executions.start({ fn, version, name, payload, asynchronous: type === "Event" });
  const DurableExecutionArn = started.arn;
  if (type === "Event") return { StatusCode: 202, DurableExecutionArn };
  const { status, result, error } = await executions.ended(started);
  const answered = { StatusCode: 200, ExecutedVersion: version, DurableExecutionArn };
  if (status === "SUCCEEDED") return { ...answered, Payload: Buffer.from(result ?? "null") };
  const body = { errorType: error?.ErrorType ?? status, errorMessage: error?.ErrorMessage ?? status };
  return { ...answered, FunctionError: "Unhandled", Payload: Buffer.from(JSON.stringify(body)) };
}

/** The version that an execution is pinned to. Durable functions take no calls without a qualifier. */
export function requireVersion(fn: LambdaFunction, qualifier: string | null): string {
  if (qualifier === null) {
    const advice = "Call a version or an alias, or $LATEST.";
    throw invalid(`You cannot invoke a durable function using an unqualified ARN. ${advice}`);
  }
  const version = versionOf(fn, qualifier);
  if (version === null) throw notFound(`Function not found: ${fn.arn}:${qualifier}`);
  return version;
}

function invocationType(type: string | undefined): keyof typeof PAYLOAD_LIMITS {
  if (type === undefined) return "RequestResponse";
  if (type === "RequestResponse" || type === "Event" || type === "DryRun") return type;
  throw invalid(`Unknown invocation type: ${type}`);
}

function payloadOf(payload: Uint8Array | undefined, limit: number): string {
  if (payload === undefined || payload.length === 0) return "{}";
  if (payload.length > limit) {
    throw new AwsError("RequestTooLargeException", `Request must be smaller than ${limit} bytes`, 413);
  }
  const text = Buffer.from(payload).toString("utf8");
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError("InvalidRequestContentException", "Could not parse request body into json");
  }
  return text;
}

function configuration(fn: LambdaFunction, version: string): Record<string, unknown> {
  return {
    FunctionName: fn.name,
    FunctionArn: version === "$LATEST" ? fn.arn : `${fn.arn}:${version}`,
    Runtime: fn.runtime,
    Role: fn.roleArn,
    Handler: fn.handler,
    CodeSize: statSync(fn.artifact, { throwIfNoEntry: false })?.size ?? 0,
    CodeSha256: digest(fn.artifact),
    Description: fn.description,
    Timeout: fn.timeoutSeconds,
    MemorySize: fn.memoryMegabytes,
    Version: version,
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Architectures: ["arm64"],
    Environment: { Variables: fn.environment },
    LoggingConfig: { LogGroup: fn.logGroup },
    ...(fn.deadLetterArn !== null && { DeadLetterConfig: { TargetArn: fn.deadLetterArn } }),
    ...(fn.durable !== null && {
      DurableConfig: {
        ExecutionTimeout: fn.durable.executionTimeoutSeconds,
        RetentionPeriodInDays: fn.durable.retentionDays,
      },
    }),
  };
}

function digest(artifact: string): string | undefined {
  const found = statSync(artifact, { throwIfNoEntry: false }) !== undefined;
  return found ? createHash("sha256").update(readFileSync(artifact)).digest("base64") : undefined;
}
