/** `requestParameters` and `responseElements` as CloudTrail spells them. */
import type { NormalizedSchema } from "@smithy/core/schema";
import type { RecordedCall } from "./contract.ts";
import { ec2Elements, ec2Parameters } from "./trail-ec2.ts";
import type { WireOperation } from "./wire/schema.ts";

type Json = Record<string, unknown>;

const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** Null for calls without any; Parameter Store's values are hidden. */
export function requestParametersOf(call: RecordedCall, operation: WireOperation | undefined): Json | null {
  if (call.service === "ec2" && operation !== undefined) return orNull(ec2Parameters(call, operation));
  const parameters = lowerMembers(operation?.input(), call.input) as Json;
  if (call.service === "ssm" && parameters.value !== undefined) parameters.value = HIDDEN;
  if (call.service === "sagemaker" && call.operation === "CreateTrainingJob") addTrainingFields(parameters, call);
  return orNull(parameters);
}

/** Null for calls with an empty answer and for failed ones. */
export function responseElementsOf(call: RecordedCall, operation: WireOperation | undefined): Json | null {
  if (call.error !== null || call.output === null) return null;
  if (call.service === "ec2" && operation !== undefined) return ec2Elements(call, operation);
  return orNull(lowerMembers(operation?.output(), call.output) as Json);
}

function orNull(members: Json): Json | null {
  return Object.keys(members).length === 0 ? null : members;
}

/** What SageMaker adds to the parameters of a training job without anybody having sent it. */
function addTrainingFields(parameters: Json, { output }: RecordedCall): void {
  if (output !== null) parameters.trainingJobArn = output.TrainingJobArn;
  parameters.disableEFA = false;
  parameters.withWarmPoolValidationError = false;
  addTo(parameters.algorithmSpecification, { enableSageMakerMetricsTimeSeries: false });
  addTo(parameters.outputDataConfig, { disableModelUpload: false, removeJobNameFromS3OutputPath: false });
  addTo(parameters.resourceConfig, { useReservedCapacity: false });
}

function addTo(target: unknown, fields: Json): void {
  if (typeof target !== "object" || target === null) return;
  for (const [name, value] of Object.entries(fields)) (target as Json)[name] ??= value;
}

/**
 * Copies a value with the first letter of every structure member in lower case. Keys of maps (environment variables,
 * hyperparameters) are the caller's and stay.
 */
function lowerMembers(schema: NormalizedSchema | undefined, value: unknown): unknown {
  if (value instanceof Date) return trailDate(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) {
    const item = schema?.isListSchema() ? schema.getValueSchema() : undefined;
    return value.map((element) => lowerMembers(item, element));
  }
  if (typeof value !== "object" || value === null) return value;
  if (schema?.isMapSchema()) {
    const item = schema.getValueSchema();
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, lowerMembers(item, one)]));
  }
  const members = schema?.isStructSchema() ? new Map(schema.structIterator()) : null;
  const given = Object.entries(value).filter(([name, one]) => one !== undefined && members?.has(name) !== false);
  return Object.fromEntries(given.map(([name, one]) => [lowerFirst(name), lowerMembers(members?.get(name), one)]));
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const DATE = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });

/** `Nov 20, 2026, 10:00:00 AM`. */
function trailDate(date: Date): string {
  return DATE.format(date).replaceAll("\u202f", " ");
}
