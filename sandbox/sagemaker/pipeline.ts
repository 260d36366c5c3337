import type {
  CreatePipelineRequest,
  CreatePipelineResponse,
  DeletePipelineRequest,
  DeletePipelineResponse,
  DescribePipelineRequest,
  DescribePipelineResponse,
  ListPipelinesRequest,
  ListPipelinesResponse,
  UpdatePipelineRequest,
  UpdatePipelineResponse,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler, RecordedCall } from "../contract.ts";
import type { Account, SageMakerOptions } from "./account.ts";
import { Collection, type Resource, type ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt } from "./constraints.ts";
import { resourceNotFound, validationError } from "./errors.ts";
import { type Checked, handler, present } from "./handler.ts";
import { GONE, travel, type Way } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import { executionOperations, PIPELINE_EXECUTION } from "./pipeline-execution.ts";
import { findPipeline, versionOf } from "./pipeline-lookup.ts";
import { isUnderWay, noticeChange } from "./pipeline-run.ts";
import type { Pipeline, PipelineService } from "./pipeline-service.ts";
import { readPipelineText } from "./pipeline-text.ts";
import { conflict } from "./refusals.ts";
import { createServiceCalls } from "./service-calls.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

const PIPELINE: ResourceType<DescribePipelineResponse> = {
  type: "pipeline",
  statusMembers: ["PipelineStatus"],
  event: null,
  notFound: (_name, arn) => resourceNotFound(`Pipeline '${arn}' does not exist.`),
};

const CONSTRAINTS: Constraint[] = [
  ...nameAt("PipelineName", 256),
  ...nameAt("PipelineDisplayName", 256),
  { at: "PipelineDefinition", longest: 1_048_576 },
  roleAt("RoleArn"),
  ...TAG_CONSTRAINTS,
];

const DELETE: Way<DescribePipelineResponse> = [
  { set: { PipelineStatus: "Deleting" }, lasts: "pipelineDeleting" },
  GONE,
];

/** What pipelines need beside the account itself. */
export interface PipelineOptions extends Pick<SageMakerOptions, "emit" | "onServiceCall" | "readObject"> {
  /** The account's operations; looked at when a step makes its call. */
  operations: Readonly<Record<string, OperationHandler>>;
  /** Collections of what steps create. */
  children: readonly { watch(watcher: (resource: Resource) => void): void }[];
}

/**
 * Pipelines and their executions. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePipeline.html
 */
export function createPipelines(account: Account, options: PipelineOptions) {
  const record = (call: RecordedCall) => options.onServiceCall?.(call);
  const service: PipelineService = {
    account,
    pipelines: new Collection(account, PIPELINE),
    executions: new Collection(account, PIPELINE_EXECUTION),
    versions: new WeakMap(),
    runs: new Map(),
    calls: createServiceCalls(account, options.operations, record),
    emit: options.emit,
    readObject: options.readObject ?? (() => undefined),
  };
  for (const collection of options.children) collection.watch(({ arn }) => noticeChange(service, arn));
  return [
    { collection: service.pipelines, operations: pipelineOperations(service) },
    { collection: service.executions, operations: executionOperations(service) },
  ] as const;
}

function pipelineOperations(service: PipelineService): Record<string, OperationHandler> {
  const tokens = new WeakMap<Pipeline, string>();
  return {
    CreatePipeline: handler((input: Checked<CreatePipelineRequest>) => {
      const { PipelineName, ClientRequestToken: token } = input;
      const existing = service.pipelines.find(PipelineName);
      const again = token !== undefined && existing !== undefined && tokens.get(existing) === token;
      const pipeline = again ? existing : create(service, input);
      if (token !== undefined) tokens.set(pipeline, token);
      return { PipelineArn: pipeline.arn } satisfies CreatePipelineResponse;
    }),
    UpdatePipeline: handler((input: Checked<UpdatePipelineRequest>) => update(service, input)),
    DescribePipeline: handler((input: Checked<DescribePipelineRequest>) => describe(service, input)),
    ListPipelines: handler((input: ListPipelinesRequest) => list(service, input)),
    DeletePipeline: handler((input: Checked<DeletePipelineRequest>) => remove(service, input)),
  };
}

function create(service: PipelineService, input: Checked<CreatePipelineRequest>): Pipeline {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, ClientRequestToken: _token, PipelineDefinitionS3Location: _location, ...settings } = input;
  const { account, pipelines } = service;
  const name = settings.PipelineName;
  if (pipelines.find(name) !== undefined) {
    throw validationError(
      `Pipeline names must be unique within an AWS account and region. Pipeline with name (${name}) already exists.`,
    );
  }
  const definition = definitionOf(service, input);
  if (definition === undefined) {
    throw validationError("Either Pipeline Definition or Pipeline Definition S3 location should be provided");
  }
  const arn = account.arn(PIPELINE.type, name);
  const now = account.time.now();
  const description: DescribePipelineResponse = {
    PipelineDisplayName: name,
    ...present(settings),
    PipelineDefinition: definition,
    PipelineArn: arn,
    PipelineStatus: "Active",
    CreationTime: now,
    LastModifiedTime: now,
  };
  const pipeline = pipelines.add({ name, id: name, arn, description, tags: readTags(Tags), cancel() {} });
  service.versions.set(pipeline, [definition]);
  pipelines.changed(pipeline);
  return pipeline;
}

/** The text that a call brings, from wherever it is; undefined when it brings none. */
function definitionOf(
  service: PipelineService,
  input: Pick<UpdatePipelineRequest, "PipelineDefinition" | "PipelineDefinitionS3Location">,
): string | undefined {
  const { PipelineDefinition: inline, PipelineDefinitionS3Location: location } = input;
  if (inline !== undefined && location !== undefined) {
    throw validationError("Both Pipeline Definition and Pipeline Definition S3 Location shouldn't be present");
  }
  const { Bucket = "", ObjectKey = "" } = location ?? {};
  const text = location === undefined ? inline : service.readObject(Bucket, ObjectKey);
  if (text !== undefined) readPipelineText(text);
  if (location === undefined || text !== undefined) return text;
  throw validationError(`Unable to read the pipeline definition from S3: s3://${Bucket}/${ObjectKey} was not found.`);
}

function update(service: PipelineService, input: Checked<UpdatePipelineRequest>): UpdatePipelineResponse {
  checkConstraints(input, CONSTRAINTS);
  const pipeline = service.pipelines.get(input.PipelineName);
  const { PipelineDisplayName, PipelineDescription, RoleArn, ParallelismConfiguration } = input;
  const PipelineDefinition = definitionOf(service, input);
  const changes = { PipelineDisplayName, PipelineDescription, RoleArn, ParallelismConfiguration, PipelineDefinition };
  Object.assign(pipeline.description, present(changes), { LastModifiedTime: service.account.time.now() });
  const versions = service.versions.get(pipeline) ?? [];
  if (PipelineDefinition !== undefined) versions.push(PipelineDefinition);
  service.pipelines.changed(pipeline);
  return { PipelineArn: pipeline.arn, PipelineVersionId: versions.length };
}

function describe(service: PipelineService, input: Checked<DescribePipelineRequest>): DescribePipelineResponse {
  const pipeline = findPipeline(service, input.PipelineName);
  const PipelineDefinition = versionOf(service, pipeline, input.PipelineVersionId);
  return present(structuredClone({ ...pipeline.description, PipelineDefinition }));
}

function list({ pipelines }: PipelineService, input: ListPipelinesRequest): ListPipelinesResponse {
  const prefix = input.PipelineNamePrefix ?? "";
  const matching = pipelines.all().filter(({ name }) => name.startsWith(prefix));
  const times = { CreationTimeAfter: input.CreatedAfter, CreationTimeBefore: input.CreatedBefore };
  const order = { sortBy: "CreationTime", sortOrder: "Descending" } as const;
  const { page, ...rest } = listPage(matching, { ...input, ...times }, order);
  const summaries = page.map(({ description }) => {
    const { PipelineDefinition: _text, PipelineStatus: _status, LastRunTime, ...shown } = description;
    const { ParallelismConfiguration: _parallelism, ...summary } = shown;
    return present({ ...structuredClone(summary), LastExecutionTime: LastRunTime });
  });
  return { PipelineSummaries: summaries, ...rest };
}

/** Executions go with their pipeline. */
function remove(service: PipelineService, input: Checked<DeletePipelineRequest>): DeletePipelineResponse {
  const pipeline = service.pipelines.get(input.PipelineName);
  const runs = [...service.runs.values()].filter(({ execution }) => execution.description.PipelineArn === pipeline.arn);
  if (runs.some(isUnderWay)) {
    throw conflict(`Pipeline '${pipeline.arn}' has executions that run. Stop them before you delete the pipeline.`);
  }
  for (const { execution } of runs) {
    service.runs.delete(execution.arn);
    service.executions.remove(execution);
  }
  if (pipeline.description.PipelineStatus !== "Deleting") travel(service.account, service.pipelines, pipeline, DELETE);
  return { PipelineArn: pipeline.arn };
}
