/** What the steps of a pipeline create: which calls, under which names. */
import type { PipelineExecutionStepMetadata } from "@aws-sdk/client-sagemaker";
import { randomId } from "./account.ts";
import type { StepText } from "./pipeline-text.ts";
import type { ServiceCalls } from "./service-calls.ts";

type Json = Record<string, unknown>;

/** A kind of resource that steps create. `Create`, `Describe` and `Stop` calls and members are named after the noun. */
export interface ChildKind {
  noun: string;
  /** Its place in the step's metadata; null where there is none. */
  metadata: keyof PipelineExecutionStepMetadata | null;
  /** Null for what has no status, and so is there at once. */
  status: string | null;
  stops: boolean;
  /** Characters. */
  longestName?: number;
  /** Members beside the name that Describe and Stop take. */
  identity?: readonly string[];
}

const PROCESSING = { noun: "ProcessingJob", status: "ProcessingJobStatus", stops: true };

const CHILDREN: Readonly<Record<string, ChildKind>> = {
  AutoML: { noun: "AutoMLJob", metadata: "AutoMLJob", status: "AutoMLJobStatus", stops: true, longestName: 32 },
  ClarifyCheck: { ...PROCESSING, metadata: "ClarifyCheck" },
  Compilation: { noun: "CompilationJob", metadata: null, status: "CompilationJobStatus", stops: true },
  Endpoint: { noun: "Endpoint", metadata: "Endpoint", status: "EndpointStatus", stops: false },
  EndpointConfig: { noun: "EndpointConfig", metadata: "EndpointConfig", status: null, stops: false },
  InferenceComponent: {
    noun: "InferenceComponent",
    metadata: "InferenceComponent",
    status: "InferenceComponentStatus",
    stops: false,
  },
  Job: { noun: "Job", metadata: "Job", status: "JobStatus", stops: true, identity: ["JobCategory"] },
  Model: { noun: "Model", metadata: "Model", status: null, stops: false },
  Processing: { ...PROCESSING, metadata: "ProcessingJob" },
  QualityCheck: { ...PROCESSING, metadata: "QualityCheck" },
  Training: { noun: "TrainingJob", metadata: "TrainingJob", status: "TrainingJobStatus", stops: true },
  Transform: { noun: "TransformJob", metadata: "TransformJob", status: "TransformJobStatus", stops: true },
  Tuning: {
    noun: "HyperParameterTuningJob",
    metadata: "TuningJob",
    status: "HyperParameterTuningJobStatus",
    stops: true,
    longestName: 32,
  },
};

/** Undefined for steps that create nothing in SageMaker. */
export function childKindOf({ Type }: StepText): ChildKind | undefined {
  return Object.hasOwn(CHILDREN, Type) ? CHILDREN[Type] : undefined;
}

/** What a step has created. */
export interface Child {
  kind: ChildKind;
  arn: string;
  /** What Describe and Stop take. */
  identity: Json;
}

export function childOf(kind: ChildKind, input: Json, output: Json): Child {
  const members = [`${kind.noun}Name`, ...(kind.identity ?? [])];
  const identity = Object.fromEntries(members.map((name) => [name, input[name]]));
  return { kind, arn: String(output[`${kind.noun}Arn`]), identity };
}

/** Throws an AwsError when it is gone. */
export function describeChild(calls: ServiceCalls, { kind, identity }: Child): Json {
  return calls.look(`Describe${kind.noun}`, identity);
}

/** How it has ended; null while it has not. */
export function outcomeOf({ kind }: Child, description: Json): "Succeeded" | "Failed" | "Stopped" | null {
  if (kind.status === null) return "Succeeded";
  const status = String(description[kind.status]).toUpperCase();
  if (status === "COMPLETED" || status === "INSERVICE") return "Succeeded";
  if (status === "FAILED") return "Failed";
  return status === "STOPPED" ? "Stopped" : null;
}

export function metadataOf({ kind, arn }: Child, { CheckType }: StepText): PipelineExecutionStepMetadata {
  if (kind.metadata === null) return {};
  const isCheck = kind.metadata === "ClarifyCheck" || kind.metadata === "QualityCheck";
  return { [kind.metadata]: isCheck ? { CheckType, CheckJobArn: arn } : { Arn: arn } };
}

const TOKEN = 10;
const PREFIX = 20;

/** The step's name as far as names of jobs and sessions carry it. */
export function stepPrefix({ Name }: StepText, longest = PREFIX): string {
  return Name.replaceAll(/[^a-zA-Z0-9-]/g, "-").slice(0, longest);
}

/**
 * `pipelines-EXECUTION-STEP-TOKEN-0`, or with the definition's own prefix `PREFIX-EXECUTION-TOKEN-0`; where that is too
 * long for the kind, `EXECUTION-STEP-TOKEN`. Models and endpoints are named as the definition says.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html
 */
export function childName(kind: ChildKind, step: StepText, executionId: string, given: unknown): string {
  const token = randomId("", TOKEN);
  if (kind.longestName !== undefined) {
    const rest = kind.longestName - executionId.length - TOKEN - 2;
    return `${executionId}-${stepPrefix(step, rest)}-${token}`;
  }
  if (typeof given !== "string") return `pipelines-${executionId}-${stepPrefix(step)}-${token}-0`;
  return kind.stops ? `${given}-${executionId}-${token}-0` : given;
}
