import {
  BatchStrategy,
  type CreateTransformJobRequest,
  type DescribeTransformJobResponse,
  type ListTransformJobsRequest,
  TransformInstanceType,
} from "@aws-sdk/client-sagemaker";
import type { Account } from "./account.ts";
import { nameAt } from "./constraints.ts";
import { noSuchJob } from "./errors.ts";
import { pick } from "./handler.ts";
import type { JobKind } from "./job-kind.ts";
import { createJobs, type Jobs } from "./job-operations.ts";
import type { Models } from "./model.ts";
import { TAG_CONSTRAINTS } from "./tags.ts";

/** List tells when it was modified last, Describe does not. */
type Description = DescribeTransformJobResponse & { LastModifiedTime?: Date };
export type TransformJobs = Jobs<Description>;

const TRANSFORM_JOB: JobKind<Description, CreateTransformJobRequest, ListTransformJobsRequest> = {
  type: "transform-job",
  title: "transform job",
  noun: "TransformJob",
  members: {
    name: "TransformJobName",
    arn: "TransformJobArn",
    status: ["TransformJobStatus"],
    started: "TransformStartTime",
    ended: "TransformEndTime",
  },
  statuses: {
    waiting: { TransformJobStatus: "InProgress" },
    running: { TransformJobStatus: "InProgress" },
    stopping: { TransformJobStatus: "Stopping" },
    stopped: { TransformJobStatus: "Stopped" },
    completed: { TransformJobStatus: "Completed" },
    failed: "Failed",
  },
  durations: { waiting: "transformStarting", running: "transformRunning", stopping: "transformStopping" },
  event: {
    detailType: "SageMaker Transform Job State Change",
    members: [
      "TransformJobName",
      "TransformJobArn",
      "TransformJobStatus",
      "FailureReason",
      "ModelName",
      "MaxConcurrentTransforms",
      "MaxPayloadInMB",
      "BatchStrategy",
      "Environment",
      "TransformInput",
      "TransformOutput",
      "TransformResources",
      "CreationTime",
      "TransformStartTime",
      "TransformEndTime",
    ],
  },
  constraints: [
    ...nameAt("TransformJobName"),
    ...nameAt("ModelName"),
    { at: "BatchStrategy", oneOf: Object.values(BatchStrategy) },
    { at: "MaxConcurrentTransforms", from: 0, to: Number.MAX_SAFE_INTEGER },
    { at: "MaxPayloadInMB", from: 0, to: Number.MAX_SAFE_INTEGER },
    { at: "TransformResources.InstanceType", oneOf: Object.values(TransformInstanceType) },
    { at: "TransformResources.InstanceCount", from: 1, to: Number.MAX_SAFE_INTEGER },
    ...TAG_CONSTRAINTS,
  ],
  notFound: noSuchJob,
  describeNew: (input) => input,
  answer: ({ description: { LastModifiedTime: _onlyListed, ...described } }) => described,
  quota: {
    type: "transform-job",
    instancesOf: ({ TransformResources }) => TransformResources?.InstanceCount ?? 1,
  },
  list: {
    member: "TransformJobSummaries",
    sortBy: "CreationTime",
    sortOrder: "Descending",
    summarize: (description) =>
      pick(description, [
        "TransformJobName",
        "TransformJobArn",
        "CreationTime",
        "TransformEndTime",
        "LastModifiedTime",
        "TransformJobStatus",
        "FailureReason",
      ]),
  },
};

/**
 * The model must exist when the job is created; deleting it later does not disturb the job.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
 */
export function createTransformJobs(account: Account, models: Models): TransformJobs {
  return createJobs(account, {
    ...TRANSFORM_JOB,
    check: ({ ModelName }) => void models.get(ModelName),
  });
}
