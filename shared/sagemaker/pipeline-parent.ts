/** The pipeline that started a job. Describe answers do not tell it; a tag claims it, and the execution's steps prove it. */
import type { SageMakerApi } from "../aws/sagemaker.ts";
import { sameArn } from "./arn.ts";
import { stringAt, valuesAt } from "./document.ts";
import type { ParentRef } from "./look.ts";
import { pagesOf } from "./pages.ts";

/** IAM actions of the calls below. */
export const FIND_PIPELINE_PERMISSIONS = ["sagemaker:ListPipelineExecutionSteps", "sagemaker:ListTags"] as const;

/**
 * Pipelines tag what their steps make; the SageMaker Python SDK finds executions by it. Anybody can set it, so it proves
 * nothing by itself.
 */
const EXECUTION_TAG = "sagemaker:pipeline-execution-arn";

const EXECUTION_ARN = /^(arn:[^:]+:sagemaker:[^:]*:\d{12}:pipeline\/[^/]+)\/execution\/[^/]+$/;

export type PipelineOrigin =
  | { status: "none" }
  /** The tag names an execution whose steps do not know the job; they may lag behind. */
  | { status: "claimed" }
  | { status: "proven"; parent: ParentRef };

/** Throws what SageMaker answers. */
export async function pipelineOriginOf(api: SageMakerApi, arn: string): Promise<PipelineOrigin> {
  const execution = await executionTagOf(api, arn);
  const pipeline = EXECUTION_ARN.exec(execution ?? "")?.[1];
  if (execution === null || pipeline === undefined) return { status: "none" };
  return (await isStepOf(api, execution, arn))
    ? { status: "proven", parent: { kind: "pipeline", arn: pipeline } }
    : { status: "claimed" };
}

async function executionTagOf(api: SageMakerApi, arn: string): Promise<string | null> {
  for await (const page of pagesOf(api, "ListTags", { ResourceArn: arn })) {
    const tag = valuesAt(page, "Tags[]").find((each) => stringAt(each, "Key") === EXECUTION_TAG);
    if (tag !== undefined) return stringAt(tag, "Value") ?? null;
  }
  return null;
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PipelineExecutionStepMetadata.html */
async function isStepOf(api: SageMakerApi, execution: string, arn: string): Promise<boolean> {
  const input = { PipelineExecutionArn: execution, MaxResults: 100 };
  try {
    for await (const page of pagesOf(api, "ListPipelineExecutionSteps", input)) {
      const made = valuesAt(page, "PipelineExecutionSteps[]").flatMap((step) => arnsIn(valuesAt(step, "Metadata")[0]));
      if (made.some((each) => sameArn(each, arn))) return true;
    }
    return false;
  } catch (error) {
    if (error instanceof Error && NO_SUCH_EXECUTION.has(error.name)) return false;
    throw error;
  }
}

const NO_SUCH_EXECUTION = new Set(["ResourceNotFound", "ValidationException"]);

/** Members of a step's metadata that name what the step made. Others, such as a failure's message, are anybody's text. */
const MADE: Readonly<Record<string, string>> = {
  AutoMLJob: "Arn",
  ClarifyCheck: "CheckJobArn",
  Endpoint: "Arn",
  EndpointConfig: "Arn",
  InferenceComponent: "Arn",
  Model: "Arn",
  ProcessingJob: "Arn",
  QualityCheck: "CheckJobArn",
  TrainingJob: "Arn",
  TransformJob: "Arn",
  TuningJob: "Arn",
};

function arnsIn(metadata: unknown): string[] {
  return Object.entries(MADE).flatMap(([type, name]) => stringAt(metadata, `${type}.${name}`) ?? []);
}
