import type {
  DescribePipelineExecutionRequest,
  DescribePipelineExecutionResponse,
  ListPipelineExecutionStepsRequest,
  ListPipelineExecutionStepsResponse,
  ListPipelineExecutionsRequest,
  ListPipelineExecutionsResponse,
  StartPipelineExecutionRequest,
  StartPipelineExecutionResponse,
  StopPipelineExecutionRequest,
  StopPipelineExecutionResponse,
} from "@aws-sdk/client-sagemaker";
import type { CallContext, OperationHandler } from "../contract.ts";
import { randomId } from "./account.ts";
import type { ResourceType } from "./collection.ts";
import { resourceNotFound } from "./errors.ts";
import { type Checked, handler, present } from "./handler.ts";
import { listPage } from "./lists.ts";
import { findPipeline, versionOf } from "./pipeline-lookup.ts";
import { isUnderWay, startRun, stopRun } from "./pipeline-run.ts";
import type { Execution, Pipeline, PipelineService, StepRun } from "./pipeline-service.ts";
import { parameterValues, readPipelineText, type StepText } from "./pipeline-text.ts";
import { conflict } from "./refusals.ts";

export const PIPELINE_EXECUTION: ResourceType<DescribePipelineExecutionResponse> = {
  type: "pipeline-execution",
  statusMembers: ["PipelineExecutionStatus"],
  event: null,
  notFound: (arn) => resourceNotFound(`Pipeline execution '${arn}' does not exist.`),
};

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StartPipelineExecution.html */
export function executionOperations(service: PipelineService): Record<string, OperationHandler> {
  return {
    StartPipelineExecution: handler((input: Checked<StartPipelineExecutionRequest>, context) => {
      const pipeline = findPipeline(service, input.PipelineName);
      const execution = startedBefore(service, pipeline, input) ?? start(service, pipeline, input, context);
      return { PipelineExecutionArn: execution.arn } satisfies StartPipelineExecutionResponse;
    }),
    StopPipelineExecution: handler((input: Checked<StopPipelineExecutionRequest>) => stop(service, input)),
    DescribePipelineExecution: handler((input: Checked<DescribePipelineExecutionRequest>) =>
      present(structuredClone(findExecution(service, input.PipelineExecutionArn).description)),
    ),
    ListPipelineExecutions: handler((input: Checked<ListPipelineExecutionsRequest>) => list(service, input)),
    ListPipelineExecutionSteps: handler((input: ListPipelineExecutionStepsRequest) => listSteps(service, input)),
  };
}

function findExecution({ executions }: PipelineService, arn: string | undefined): Execution {
  return executions.findByArn(arn ?? "") ?? executions.get(arn ?? "");
}

function startedBefore(
  { runs }: PipelineService,
  pipeline: Pipeline,
  { ClientRequestToken }: Checked<StartPipelineExecutionRequest>,
): Execution | undefined {
  if (ClientRequestToken === undefined) return undefined;
  const own = [...runs.values()].filter(({ execution }) => execution.description.PipelineArn === pipeline.arn);
  return own.find(({ token }) => token === ClientRequestToken)?.execution;
}

function start(
  service: PipelineService,
  pipeline: Pipeline,
  input: Checked<StartPipelineExecutionRequest>,
  { caller }: CallContext,
): Execution {
  if (pipeline.description.PipelineStatus !== "Active") throw conflict(`Pipeline '${pipeline.arn}' is being deleted.`);
  const text = readPipelineText(versionOf(service, pipeline, input.PipelineVersionId));
  const values = parameterValues(text, input.PipelineParameters ?? []);
  const execution = service.executions.add(newExecution(service, pipeline, input));
  pipeline.description.LastRunTime = service.account.time.now();
  startRun(service, {
    execution,
    pipelineName: pipeline.name,
    roleArn: pipeline.description.RoleArn ?? "",
    sourceIdentity: caller.sourceIdentity,
    token: input.ClientRequestToken,
    text,
    values,
    pending: selected(text.steps, input),
    steps: [],
  });
  return execution;
}

function selected(
  steps: readonly StepText[],
  { SelectiveExecutionConfig }: Checked<StartPipelineExecutionRequest>,
): StepText[] {
  const names = SelectiveExecutionConfig?.SelectedSteps?.map(({ StepName }) => StepName);
  return steps.filter(({ Name }) => names?.includes(Name) ?? true);
}

function newExecution(
  { account, versions }: PipelineService,
  pipeline: Pipeline,
  input: Checked<StartPipelineExecutionRequest>,
): Execution {
  const name = randomId("", 12);
  const arn = `${pipeline.arn}/execution/${name}`;
  const now = account.time.now();
  const description: DescribePipelineExecutionResponse = present({
    PipelineArn: pipeline.arn,
    PipelineExecutionArn: arn,
    PipelineExecutionDisplayName: input.PipelineExecutionDisplayName ?? `execution-${now.getTime()}`,
    PipelineExecutionDescription: input.PipelineExecutionDescription,
    PipelineExperimentConfig: { ExperimentName: pipeline.name.toLowerCase(), TrialName: name },
    CreationTime: now,
    ParallelismConfiguration: input.ParallelismConfiguration ?? pipeline.description.ParallelismConfiguration,
    SelectiveExecutionConfig: input.SelectiveExecutionConfig,
    PipelineVersionId: input.PipelineVersionId ?? versions.get(pipeline)?.length,
  });
  return { name, id: arn, arn, description, tags: new Map(), cancel() {} };
}

/** One that is stopping already goes on stopping. */
function stop(service: PipelineService, input: Checked<StopPipelineExecutionRequest>): StopPipelineExecutionResponse {
  const { arn, description } = findExecution(service, input.PipelineExecutionArn);
  const run = service.runs.get(arn);
  const status = description.PipelineExecutionStatus;
  if (run === undefined || !isUnderWay(run)) {
    throw conflict(
      `Pipeline execution '${arn}' is in status ${status}. Only executions in status Executing can be stopped.`,
    );
  }
  if (status === "Executing") stopRun(service, run);
  return { PipelineExecutionArn: arn };
}

function list(service: PipelineService, input: Checked<ListPipelineExecutionsRequest>): ListPipelineExecutionsResponse {
  const { arn } = findPipeline(service, input.PipelineName);
  const own = service.executions.all().filter(({ description }) => description.PipelineArn === arn);
  const times = { CreationTimeAfter: input.CreatedAfter, CreationTimeBefore: input.CreatedBefore };
  const { page, ...rest } = listPage(
    own,
    { ...input, ...times },
    {
      sortBy: "CreationTime",
      sortOrder: "Descending",
      sortValues: { PipelineExecutionArn: (description) => description.PipelineExecutionArn ?? "" },
    },
  );
  const summaries = page.map(({ description }) =>
    present({
      PipelineExecutionArn: description.PipelineExecutionArn,
      StartTime: description.CreationTime,
      PipelineExecutionStatus: description.PipelineExecutionStatus,
      PipelineExecutionDescription: description.PipelineExecutionDescription,
      PipelineExecutionDisplayName: description.PipelineExecutionDisplayName,
      PipelineExecutionFailureReason: description.FailureReason,
    }),
  );
  return { PipelineExecutionSummaries: summaries, ...rest };
}

/** The latest step first, unless asked otherwise. */
function listSteps(
  service: PipelineService,
  input: ListPipelineExecutionStepsRequest,
): ListPipelineExecutionStepsResponse {
  const { arn } = findExecution(service, input.PipelineExecutionArn);
  const steps = service.runs.get(arn)?.steps ?? [];
  const { page, ...rest } = listPage(steps.map(asResource), input, {
    sortBy: "Place",
    sortOrder: "Descending",
    sortValues: { Place: ({ place }) => place },
  });
  return { PipelineExecutionSteps: page.map(({ description }) => structuredClone(description.view)), ...rest };
}

function asResource({ text, view }: StepRun, place: number) {
  const description = { place, view, CreationTime: view.StartTime };
  return { name: text.Name, id: text.Name, arn: "", description, tags: new Map<string, string>(), cancel() {} };
}
