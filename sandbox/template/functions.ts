/** Lambda functions of a template with their versions, aliases, permissions and settings for asynchronous calls. */
import { basename, join } from "node:path";
import { z } from "zod";
import { DEFAULT_ASYNCHRONOUS, type LambdaFunction, parseFunctionReference } from "../lambda/functions.ts";
import { TemplateError } from "./intrinsics.ts";
import { each, flag, numeric } from "./read.ts";
import type { StackEnvironment } from "./resource-types.ts";
import type { ResolvedTemplate } from "./resources.ts";

const FUNCTION = z.object({
  Code: z.object({ S3Key: z.string() }),
  Description: z.string().default(""),
  Handler: z.string(),
  Runtime: z.string(),
  Role: z.string(),
  Timeout: numeric.default(3),
  MemorySize: numeric.default(128),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).default({ Variables: {} }),
  DurableConfig: z.object({ ExecutionTimeout: numeric, RetentionPeriodInDays: numeric.default(14) }).optional(),
  DeadLetterConfig: z.object({ TargetArn: z.string() }).optional(),
  LoggingConfig: z.object({ LogGroup: z.string().optional() }).optional(),
});
const VERSION = z.object({ FunctionName: z.string() });
const ALIAS = z.object({ FunctionName: z.string(), Name: z.string() });
const PERMISSION = z.object({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
});
const DESTINATION = z.object({ Destination: z.string() }).optional();
const ASYNCHRONOUS = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: numeric.default(DEFAULT_ASYNCHRONOUS.maximumRetryAttempts),
  MaximumEventAgeInSeconds: numeric.default(DEFAULT_ASYNCHRONOUS.maximumEventAgeSeconds),
  DestinationConfig: z.object({ OnFailure: DESTINATION, OnSuccess: DESTINATION }).default({}),
});
const EVENT_SOURCE = z.object({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  BatchSize: numeric.default(10),
  MaximumBatchingWindowInSeconds: numeric.default(0),
  Enabled: flag.default(true),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: numeric }).optional(),
});

/** A queue whose messages invoke a function. */
export interface QueueSource {
  /** As the template names it: an ARN, with or without an alias. */
  functionReference: string;
  queueArn: string;
  batchSize: number;
  /** Seconds that a batch that is not full waits for more. */
  batchingWindowSeconds: number;
  /** The function names the messages that it could not handle. */
  reportsItemFailures: boolean;
  maximumConcurrency: number;
}

/** `artifactsDir` holds the zip files under the last part of their S3 keys. */
export function readFunctions(
  template: ResolvedTemplate,
  { region, accountId }: StackEnvironment,
  artifactsDir: string,
): LambdaFunction[] {
  const versioned = new Set(
    each(template, "AWS::Lambda::Version", VERSION).map(({ properties }) => nameOf(properties)),
  );
  return each(template, "AWS::Lambda::Function", FUNCTION).map(({ ref: name, properties }) => ({
    name,
    arn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
    version: versioned.has(name) ? "1" : null,
    aliases: of(name, each(template, "AWS::Lambda::Alias", ALIAS)).map(({ Name }) => Name),
    runtime: properties.Runtime,
    description: properties.Description,
    handler: properties.Handler,
    artifact: join(artifactsDir, basename(properties.Code.S3Key)),
    environment: properties.Environment.Variables,
    timeoutSeconds: properties.Timeout,
    memoryMegabytes: properties.MemorySize,
    roleArn: properties.Role,
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    durable: durableSettings(properties.DurableConfig),
    deadLetterArn: properties.DeadLetterConfig?.TargetArn ?? null,
    asynchronous: asynchronousSettings(template, name),
    permissions: of(name, each(template, "AWS::Lambda::Permission", PERMISSION))
      .filter(({ Action }) => Action === "lambda:InvokeFunction")
      .map(({ Principal, SourceArn }) => ({ principal: Principal, sourceArn: SourceArn ?? null })),
  }));
}

export function readQueueSources(template: ResolvedTemplate): QueueSource[] {
  const sources = each(template, "AWS::Lambda::EventSourceMapping", EVENT_SOURCE);
  return sources
    .filter(({ properties }) => properties.Enabled)
    .map(({ logicalId, properties }) => {
      if (!properties.EventSourceArn.startsWith("arn:aws:sqs:")) {
        throw new TemplateError(`Resource ${logicalId}: the local account polls queues only.`);
      }
      return {
        functionReference: properties.FunctionName,
        queueArn: properties.EventSourceArn,
        batchSize: properties.BatchSize,
        batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
        reportsItemFailures: properties.FunctionResponseTypes.includes("ReportBatchItemFailures"),
        maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency ?? 2,
      };
    });
}

function durableSettings(config: z.infer<typeof FUNCTION>["DurableConfig"]): LambdaFunction["durable"] {
  if (config === undefined) return null;
  return { executionTimeoutSeconds: config.ExecutionTimeout, retentionDays: config.RetentionPeriodInDays };
}

function asynchronousSettings(template: ResolvedTemplate, name: string): LambdaFunction["asynchronous"] {
  const [config] = of(name, each(template, "AWS::Lambda::EventInvokeConfig", ASYNCHRONOUS));
  if (config === undefined) return DEFAULT_ASYNCHRONOUS;
  return {
    maximumRetryAttempts: config.MaximumRetryAttempts,
    maximumEventAgeSeconds: config.MaximumEventAgeInSeconds,
    onFailureArn: config.DestinationConfig.OnFailure?.Destination ?? null,
    onSuccessArn: config.DestinationConfig.OnSuccess?.Destination ?? null,
  };
}

/** The properties of those resources that belong to a function. */
function of<Properties extends { FunctionName: string }>(
  name: string,
  resources: readonly { properties: Properties }[],
): Properties[] {
  return resources.map(({ properties }) => properties).filter((properties) => nameOf(properties) === name);
}

function nameOf({ FunctionName }: { FunctionName: string }): string {
  return parseFunctionReference(FunctionName)?.name ?? FunctionName;
}
