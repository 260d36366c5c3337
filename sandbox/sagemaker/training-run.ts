import type { DescribeTrainingJobResponse, SecondaryStatus, TrainingJobStatus } from "@aws-sdk/client-sagemaker";
import type { Account } from "./account.ts";
import type { Collection, Resource, ResourceType } from "./collection.ts";
import type { DurationName } from "./durations.ts";
import { validationError, wrongJobStatus } from "./errors.ts";
import { present } from "./handler.ts";
import { GONE, type Stage, travel, type Way } from "./life-cycle.ts";

type Description = DescribeTrainingJobResponse;
export type TrainingJobs = Collection<Description>;

export const TRAINING_JOB: ResourceType<Description> = {
  type: "training-job",
  statusMembers: ["TrainingJobStatus", "SecondaryStatus"],
  event: {
    detailType: "SageMaker Training Job State Change",
    members: [
      "TrainingJobName",
      "TrainingJobArn",
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
  failed: recordTransition,
};

const MESSAGES: Partial<Record<SecondaryStatus, string>> = {
  Starting: "Starting the training job",
  Pending: "Waiting for compute capacity",
  Downloading: "Downloading input data",
  Training: "Training image download completed. Training in progress.",
  Uploading: "Uploading generated training model",
  Completed: "Training job completed",
  Stopping: "Stopping the training job",
  Stopped: "Training job stopped",
  Failed: "Training job failed",
  MaxRuntimeExceeded: "The training job stopped because it exceeded its maximum runtime",
};

const STOP: Way<Description> = [stage("Stopping", "Stopping", "trainingStopping"), stage("Stopped", "Stopped")];
const DELETE: Way<Description> = [{ set: { TrainingJobStatus: "Deleting" as const }, lasts: "trainingDeleting" }, GONE];
const ENDED: ReadonlySet<string> = new Set(["Completed", "Failed", "Stopped"]);
const RUNNING: ReadonlySet<string> = new Set(["InProgress", "Stopping"]);

export function hasEnded(description: Description): boolean {
  return ENDED.has(description.TrainingJobStatus ?? "");
}

export function isRunning(description: Description): boolean {
  return RUNNING.has(description.TrainingJobStatus ?? "");
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
  const arn = account.arn(TRAINING_JOB.type, name);
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
  description.SecondaryStatusTransitions = [
    ...transitions,
    present({ Status, StartTime: now, EndTime, StatusMessage }),
  ];
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

export function deleteTrainingJob(account: Account, collection: TrainingJobs, job: Resource<Description>): void {
  if (!hasEnded(job.description)) throw wrongJobStatus("training job", job.description.TrainingJobStatus);
  travel(account, collection, job, DELETE);
}
