import {
  type CreateTrainingJobRequest,
  type CreateTrainingJobResponse,
  type DeleteTrainingJobRequest,
  type DescribeTrainingJobRequest,
  type DescribeTrainingJobResponse,
  type ListTrainingJobsRequest,
  type ListTrainingJobsResponse,
  type StopTrainingJobRequest,
  TrainingInstanceType,
  TrainingRepositoryAccessMode,
  type UpdateTrainingJobRequest,
  type UpdateTrainingJobResponse,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { resourceInUse, validationError, wrongJobStatus } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { listPage } from "./lists.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";
import {
  deleteTrainingJob,
  isRunning,
  startTrainingJob,
  stopTrainingJob,
  TRAINING_JOB,
  type TrainingJobs,
} from "./training-run.ts";

type Description = DescribeTrainingJobResponse;

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
  const collection: TrainingJobs = new Collection(account, TRAINING_JOB);
  return {
    collection,
    operations: {
      CreateTrainingJob: handler((input: Checked<CreateTrainingJobRequest>) => create(account, collection, input)),
      DescribeTrainingJob: handler((input: Checked<DescribeTrainingJobRequest>) =>
        collection.describe(input.TrainingJobName),
      ),
      ListTrainingJobs: handler((input: ListTrainingJobsRequest) => list(collection, input)),
      StopTrainingJob: handler((input: Checked<StopTrainingJobRequest>) => {
        stopTrainingJob(account, collection, collection.get(input.TrainingJobName));
        return {};
      }),
      UpdateTrainingJob: handler((input: Checked<UpdateTrainingJobRequest>) => update(account, collection, input)),
      DeleteTrainingJob: handler((input: Checked<DeleteTrainingJobRequest>) => {
        deleteTrainingJob(account, collection, collection.get(input.TrainingJobName));
        return {};
      }),
    },
  };
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
  const running = collection.all().filter(({ description }) => isRunning(description));
  return running.reduce((total, { description }) => total + instancesOf(description), 0);
}

function instancesOf(job: Pick<Description, "ResourceConfig">): number {
  const groups = job.ResourceConfig?.InstanceGroups ?? [];
  if (groups.length === 0) return job.ResourceConfig?.InstanceCount ?? 1;
  return groups.reduce((total, group) => total + (group.InstanceCount ?? 0), 0);
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
