import type {
  DescribePipelineExecutionResponse,
  DescribePipelineResponse,
  PipelineExecutionStep,
} from "@aws-sdk/client-sagemaker";
import type { AwsEvent } from "../contract.ts";
import type { Account } from "./account.ts";
import type { Collection, Resource } from "./collection.ts";
import type { Child } from "./pipeline-children.ts";
import type { ParameterValue, PipelineText, StepText } from "./pipeline-text.ts";
import type { ServiceCalls, ServiceSession } from "./service-calls.ts";

export type Pipeline = Resource<DescribePipelineResponse>;
export type Execution = Resource<DescribePipelineExecutionResponse>;

/** What pipelines and their executions work on. */
export interface PipelineService {
  account: Account;
  pipelines: Collection<DescribePipelineResponse>;
  executions: Collection<DescribePipelineExecutionResponse>;
  /** Every definition a pipeline has had; the version is the place, counted from 1. */
  versions: WeakMap<Pipeline, string[]>;
  /** By the execution's ARN. */
  runs: Map<string, Run>;
  calls: ServiceCalls;
  emit: (event: AwsEvent) => void;
  /** The text of an object in S3. */
  readObject: (bucket: string, key: string) => string | undefined;
}

/** An execution under way, or what is left of one. */
export interface Run {
  execution: Execution;
  pipelineName: string;
  roleArn: string;
  sourceIdentity: ServiceSession["sourceIdentity"];
  /** A second start with the same token is this one. */
  token: string | undefined;
  text: PipelineText;
  values: ReadonlyMap<string, ParameterValue>;
  /** Steps that have not begun. */
  pending: StepText[];
  /** Those that have, in order; only the last one runs. */
  steps: StepRun[];
}

export interface StepRun {
  text: StepText;
  /** As ListPipelineExecutionSteps answers it. */
  view: PipelineExecutionStep;
  child: Child | null;
}
