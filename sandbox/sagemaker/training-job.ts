import {
  type CreateTrainingJobRequest,
  type CreateTrainingJobResponse,
  type DeleteTrainingJobRequest,
  type DescribeTrainingJobRequest,
  type DescribeTrainingJobResponse,
  type ListTrainingJobsRequest,
  type ListTrainingJobsResponse,
  type SecondaryStatus,
  type StopTrainingJobRequest,
  TrainingInstanceType,
  type TrainingJobStatus,
  TrainingRepositoryAccessMode,
  type UpdateTrainingJobRequest,
  type UpdateTrainingJobResponse,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection, type Resource, type ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import type { DurationName } from "./durations.ts";
import { resourceInUse, validationError, wrongJobStatus } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { GONE, type Stage, travel, type Way } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeTrainingJobResponse;
export type TrainingJobs = Collection<Description>;

const TYPE: ResourceType<Description> = {
  type: "training-job",
  stateOf: (description) => `${description.TrainingJobStatus} (${description.SecondaryStatus})`,
  event: {
    detailType: "SageMaker Training Job State Change",
    members: [
      "TrainingJobName",
      "TrainingJobArn",
      "TuningJobArn",
      "ModelArtifacts",
      "TrainingJobStatus",
      "SecondaryStatus",
      "FailureReason",
      "HyperParameters",
      "AlgorithmSpecification",
      "RoleArn",
      "InputDataConfig",
      "OutputDataConfig",
      "ResourceConfig",
      "VpcConfig",
      "StoppingCondition",
      "CreationTime",
      "TrainingStartTime",
      "TrainingEndTime",
      "LastModifiedTime",
      "SecondaryStatusTransitions",
    ],
  },
  notFound: () => validationError("Requested resource not found."),
};

const CONSTRAINTS: Constraint[] = [
  ...nameAt("TrainingJobName"),
  roleAt("RoleArn"),
  ...vpcConfigAt("VpcConfig"),
  { at: "ResourceConfig.InstanceType", oneOf: Object.values(TrainingInstanceType) },
  { at: "ResourceConfig.InstanceCount", from: 0, to: Number.MAX_SAFE_INTEGER },
  { at: "ResourceConfig.InstanceGroups[].InstanceType", oneOf: Object.values(TrainingInstanceType) },
  {
    at: "AlgorithmSpecification.TrainingImageConfig.TrainingRepositoryAccessMode",
    oneOf: Object.values(TrainingRepositoryAccessMode),
  },
  ...TAG_CONSTRAINTS,
];

const MESSAGES: Partial<Record<SecondaryStatus, string>> = {
  Starting: "Starting the training job",
  Pending: "Waiting for compute capacity",
  Downloading: "Downloading input data",
  Training: "Training image download completed. Training in progress.",
  Uploading: "Uploading generated training model",
  Completed: "Training job completed",
  Stopping: "Stopping the training job",
  Stopped: "Training job stopped",
  MaxRuntimeExceeded: "The training job stopped because it exceeded its maximum runtime",
};

const STOP: Way<Description> = [stage("Stopping", "Stopping", "trainingStopping"), stage("Stopped", "Stopped")];
const DELETE: Way<Description> = [
  { set: { TrainingJobStatus: "Deleting" as const }, lasts: "trainingDeleting" },
  GONE,
];
const ENDED: ReadonlySet<string> = new Set(["Completed", "Failed", "Stopped"]);

const SUMMARY = [
  "TrainingJobName",
  "TrainingJobArn",
  "CreationTime",
  "TrainingEndTime",
  "LastModifiedTime",
  "TrainingJobStatus",
  "SecondaryStatus",
  "WarmPoolStatus",
] as const;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html */
export function createTrainingJobs(account: Account): {
  collection: TrainingJobs;
  operations: Record<string, OperationHandler>;
} {
  const collection: TrainingJobs = new Collection(account, TYPE);
  return {
    collection,
    operations: {
      CreateTrainingJob: handler((input: Checked<CreateTrainingJobRequest>) => create(account, collection, input)),
      DescribeTrainingJob: handler((input: Checked<DescribeTrainingJobRequest>) =>
        describe(collection.get(input.TrainingJobName).description),
      ),
      ListTrainingJobs: handler((input: ListTrainingJobsRequest) => list(collection, input)),
      StopTrainingJob: handler((input: Checked<StopTrainingJobRequest>) => {
        stopTrainingJob(account, collection, collection.get(input.TrainingJobName));
        return {};
      }),
      UpdateTrainingJob: handler((input: Checked<UpdateTrainingJobRequest>) => update(account, collection, input)),
      DeleteTrainingJob: handler((input: Checked<DeleteTrainingJobRequest>) => {
        remove(account, collection, collection.get(input.TrainingJobName));
        return {};
      }),
    },
  };
}

export function hasEnded(description: Description): boolean {
  return ENDED.has(description.TrainingJobStatus ?? "");
}

/** What describes a new training job, but for the name and the outcome, which every job has. */
export type NewTrainingJob = Partial<Description> & { TrainingJobName: string };

/** Starts a job, created by a person or by a tuning job. `training` is how long its training stage lasts. */
export function startTrainingJob(
  account: Account,
  collection: TrainingJobs,
  job: NewTrainingJob,
  tags: Map<string, string>,
  training: DurationName,
): Resource<Description> {
  const name = job.TrainingJobName;
  const arn = account.arn(TYPE.type, name);
  const output = job.OutputDataConfig?.S3OutputPath?.replace(/\/$/, "") ?? "s3://sagemaker";
  const description: Description = {
    EnableInterContainerTrafficEncryption: false,
    EnableManagedSpotTraining: false,
    EnableNetworkIsolation: false,
    StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
    ...job,
    TrainingJobArn: arn,
    TrainingJobStatus: "InProgress",
    SecondaryStatus: "Starting",
    ModelArtifacts: { S3ModelArtifacts: `${output}/${name}/output/model.tar.gz` },
    CreationTime: account.time.now(),
    SecondaryStatusTransitions: [],
  };
  const resource = collection.add({ name, id: name, arn, description, tags, cancel() {} });
  travel(account, collection, resource, wayOf(account, description, training));
  return resource;
}

/** An ended job refuses; one that is stopping already goes on stopping. */
export function stopTrainingJob(account: Account, collection: TrainingJobs, job: Resource<Description>): void {
  const status = job.description.TrainingJobStatus;
  if (status === "Stopping") return;
  if (status !== "InProgress") throw wrongJobStatus("training job", status);
  travel(account, collection, job, STOP);
}

function wayOf(account: Account, description: Description, training: DurationName): Way<Description> {
  const limit = (description.StoppingCondition?.MaxRuntimeInSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
  const start = [
    stage("InProgress", "Starting", "trainingStarting"),
    { ...stage("InProgress", "Pending", "trainingPending"), optional: true },
    { ...stage("InProgress", "Downloading", "trainingDownloading"), optional: true },
  ];
  if (account.durations[training] > limit) {
    return [...start, stage("InProgress", "Training", limit), stage("Stopped", "MaxRuntimeExceeded")];
  }
  return [
    ...start,
    stage("InProgress", "Training", training),
    stage("InProgress", "Uploading", "trainingUploading"),
    stage("Completed", "Completed"),
  ];
}

function stage(
  status: TrainingJobStatus,
  secondary: SecondaryStatus,
  lasts?: DurationName | number,
): Stage<Description> {
  const set = { TrainingJobStatus: status, SecondaryStatus: secondary };
  return { set, entered: recordTransition, ...(lasts === undefined ? {} : { lasts }) };
}

function recordTransition(description: Description, now: Date): void {
  const transitions = description.SecondaryStatusTransitions ?? [];
  const previous = transitions.at(-1);
  if (previous !== undefined) previous.EndTime = now;
  const Status = description.SecondaryStatus;
  const StatusMessage = Status === undefined ? undefined : MESSAGES[Status];
  const EndTime = hasEnded(description) ? now : undefined;
  description.SecondaryStatusTransitions = [...transitions, present({ Status, StartTime: now, EndTime, StatusMessage })];
  if (Status === "Downloading" || Status === "Training") description.TrainingStartTime ??= now;
  if (hasEnded(description)) recordEnd(description, now);
}

function recordEnd(description: Description, now: Date): void {
  description.TrainingEndTime = now;
  const started = description.TrainingStartTime;
  const seconds = started === undefined ? 0 : Math.round((now.getTime() - started.getTime()) / 1_000);
  description.TrainingTimeInSeconds = seconds;
  description.BillableTimeInSeconds = seconds;
}

function create(
  account: Account,
  collection: TrainingJobs,
  input: Checked<CreateTrainingJobRequest>,
): CreateTrainingJobResponse {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, SessionChainingConfig: _notDescribed, ...settings } = input;
  const duplicate = collection.find(settings.TrainingJobName);
  if (duplicate !== undefined) {
    throw resourceInUse(
      `Training job names must be unique within an AWS account and region, and a training job with this name already exists (${duplicate.arn})`,
    );
  }
  account.checkQuota("training-job", runningInstances(collection), instancesOf(settings));
  const job = startTrainingJob(account, collection, present(settings), readTags(Tags), "trainingTraining");
  return { TrainingJobArn: job.arn };
}

function runningInstances(collection: TrainingJobs): number {
  const running = collection.all().filter(({ description }) => !hasEnded(description));
  return running.reduce((total, { description }) => total + instancesOf(description), 0);
}

function instancesOf(job: Pick<Description, "ResourceConfig">): number {
  const groups = job.ResourceConfig?.InstanceGroups ?? [];
  if (groups.length === 0) return job.ResourceConfig?.InstanceCount ?? 1;
  return groups.reduce((total, group) => total + (group.InstanceCount ?? 0), 0);
}

function describe(description: Description): Description {
  return structuredClone(description);
}

function update(
  account: Account,
  collection: TrainingJobs,
  input: Checked<UpdateTrainingJobRequest>,
): UpdateTrainingJobResponse {
  const { TrainingJobName, RemoteDebugConfig, ...others } = input;
  const { description, arn } = collection.get(TrainingJobName);
  if (description.TrainingJobStatus !== "InProgress") {
    throw wrongJobStatus("training job", description.TrainingJobStatus);
  }
  if (RemoteDebugConfig !== undefined) {
    const secondary = description.SecondaryStatus;
    if (secondary !== "Downloading" && secondary !== "Training") {
      throw validationError(
        `RemoteDebugConfig can be updated only when the SecondaryStatus of the training job is Downloading or Training; it is ${secondary}.`,
      );
    }
    description.RemoteDebugConfig = { ...description.RemoteDebugConfig, ...RemoteDebugConfig };
  }
  if (others.ProfilerConfig !== undefined) {
    description.ProfilerConfig = { ...description.ProfilerConfig, ...others.ProfilerConfig };
  }
  if (others.ProfilerRuleConfigurations !== undefined) {
    description.ProfilerRuleConfigurations = others.ProfilerRuleConfigurations;
  }
  if (others.ResourceConfig !== undefined && description.ResourceConfig !== undefined) {
    Object.assign(description.ResourceConfig, others.ResourceConfig);
  }
  description.LastModifiedTime = account.time.now();
  return { TrainingJobArn: arn };
}

function remove(account: Account, collection: TrainingJobs, job: Resource<Description>): void {
  if (!hasEnded(job.description)) throw wrongJobStatus("training job", job.description.TrainingJobStatus);
  travel(account, collection, job, DELETE);
}

function list(collection: TrainingJobs, input: ListTrainingJobsRequest): ListTrainingJobsResponse {
  const matching = collection.all().filter(({ description }) => {
    const { WarmPoolStatus, ResourceConfig } = description;
    return (
      (input.WarmPoolStatusEquals === undefined || WarmPoolStatus?.Status === input.WarmPoolStatusEquals) &&
      (input.TrainingPlanArnEquals === undefined || ResourceConfig?.TrainingPlanArn === input.TrainingPlanArnEquals)
    );
  });
  const { page, ...rest } = listPage(matching, input, {
    sortBy: "CreationTime",
    sortOrder: "Ascending",
    statusOf: (description) => description.TrainingJobStatus,
  });
  return { TrainingJobSummaries: page.map(({ description }) => pick(description, SUMMARY)), ...rest };
}
