import {
  type CreateProcessingJobRequest,
  type CreateProcessingJobResponse,
  type DeleteProcessingJobRequest,
  type DescribeProcessingJobRequest,
  type DescribeProcessingJobResponse,
  type ListProcessingJobsRequest,
  type ListProcessingJobsResponse,
  ProcessingInstanceType,
  type StopProcessingJobRequest,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection, type Resource, type ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { resourceInUse, validationError, wrongJobStatus } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { travel, type Way } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeProcessingJobResponse;
type ProcessingJobs = Collection<Description>;

const TYPE: ResourceType<Description> = {
  type: "processing-job",
  statusMembers: ["ProcessingJobStatus"],
  event: {
    detailType: "SageMaker Processing Job State Change",
    members: [
      "ProcessingInputs",
      "ProcessingOutputConfig",
      "ProcessingJobName",
      "ProcessingResources",
      "StoppingCondition",
      "AppSpecification",
      "NetworkConfig",
      "RoleArn",
      "ExperimentConfig",
      "ProcessingJobArn",
      "ProcessingJobStatus",
      "ExitMessage",
      "FailureReason",
      "LastModifiedTime",
      "CreationTime",
      "ProcessingStartTime",
      "ProcessingEndTime",
    ],
  },
  notFound: (name) => validationError(`Could not find requested job with name: ${name}`),
  failed: recordEnd,
};

const CONSTRAINTS: Constraint[] = [
  ...nameAt("ProcessingJobName"),
  roleAt("RoleArn"),
  ...vpcConfigAt("NetworkConfig.VpcConfig"),
  { at: "ProcessingResources.ClusterConfig.InstanceType", oneOf: Object.values(ProcessingInstanceType) },
  { at: "ProcessingResources.ClusterConfig.InstanceCount", from: 1, to: 100 },
  { at: "ProcessingInputs", mostItems: 10 },
  ...TAG_CONSTRAINTS,
];

const RUN: Way<Description> = [
  { set: { ProcessingJobStatus: "InProgress" }, lasts: "processingStarting" },
  { set: {}, lasts: "processingRunning", entered: recordStart },
  { set: { ProcessingJobStatus: "Completed" }, entered: recordEnd },
];
const STOP: Way<Description> = [
  { set: { ProcessingJobStatus: "Stopping" }, lasts: "processingStopping" },
  { set: { ProcessingJobStatus: "Stopped" }, entered: recordEnd },
];
const ENDED: ReadonlySet<string> = new Set(["Completed", "Failed", "Stopped"]);

const SUMMARY = [
  "ProcessingJobName",
  "ProcessingJobArn",
  "CreationTime",
  "ProcessingEndTime",
  "LastModifiedTime",
  "ProcessingJobStatus",
  "FailureReason",
  "ExitMessage",
] as const;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateProcessingJob.html */
export function createProcessingJobs(account: Account): {
  collection: ProcessingJobs;
  operations: Record<string, OperationHandler>;
} {
  const collection: ProcessingJobs = new Collection(account, TYPE);
  return {
    collection,
    operations: {
      CreateProcessingJob: handler((input: Checked<CreateProcessingJobRequest>) => create(account, collection, input)),
      DescribeProcessingJob: handler((input: Checked<DescribeProcessingJobRequest>) =>
        collection.describe(input.ProcessingJobName),
      ),
      ListProcessingJobs: handler((input: ListProcessingJobsRequest) => list(collection, input)),
      StopProcessingJob: handler((input: Checked<StopProcessingJobRequest>) => {
        stop(account, collection, collection.get(input.ProcessingJobName));
        return {};
      }),
      DeleteProcessingJob: handler((input: Checked<DeleteProcessingJobRequest>) => {
        remove(collection, collection.get(input.ProcessingJobName));
        return {};
      }),
    },
  };
}

function create(
  account: Account,
  collection: ProcessingJobs,
  input: Checked<CreateProcessingJobRequest>,
): CreateProcessingJobResponse {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, ...settings } = input;
  const name = settings.ProcessingJobName;
  const arn = account.arn(TYPE.type, name);
  if (collection.find(name) !== undefined) {
    throw resourceInUse(
      `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
    );
  }
  account.checkQuota("processing-job", runningInstances(collection), instancesOf(settings));
  const description: Description = {
    StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
    ...present(settings),
    ProcessingJobArn: arn,
    ProcessingJobStatus: "InProgress",
    CreationTime: account.time.now(),
  };
  const job = collection.add({ name, id: name, arn, description, tags: readTags(Tags), cancel() {} });
  travel(account, collection, job, RUN);
  return { ProcessingJobArn: arn };
}

function runningInstances(collection: ProcessingJobs): number {
  const running = collection.all().filter(({ description }) => !hasEnded(description));
  return running.reduce((total, { description }) => total + instancesOf(description), 0);
}

function instancesOf(job: Pick<Description, "ProcessingResources">): number {
  return job.ProcessingResources?.ClusterConfig?.InstanceCount ?? 1;
}

function hasEnded(description: Description): boolean {
  return ENDED.has(description.ProcessingJobStatus ?? "");
}

function recordStart(description: Description, now: Date): void {
  description.ProcessingStartTime = now;
}

function recordEnd(description: Description, now: Date): void {
  description.ProcessingEndTime = now;
}

function stop(account: Account, collection: ProcessingJobs, job: Resource<Description>): void {
  const status = job.description.ProcessingJobStatus;
  if (status === "Stopping") return;
  if (status !== "InProgress") throw wrongJobStatus("processing job", status);
  travel(account, collection, job, STOP);
}

function remove(collection: ProcessingJobs, job: Resource<Description>): void {
  if (!hasEnded(job.description)) throw wrongJobStatus("processing job", job.description.ProcessingJobStatus);
  collection.remove(job);
}

function list(collection: ProcessingJobs, input: ListProcessingJobsRequest): ListProcessingJobsResponse {
  const { page, ...rest } = listPage(collection.all(), input, {
    sortBy: "CreationTime",
    sortOrder: "Ascending",
    statusOf: (description) => description.ProcessingJobStatus,
  });
  return { ProcessingJobSummaries: page.map(({ description }) => pick(description, SUMMARY)), ...rest };
}
