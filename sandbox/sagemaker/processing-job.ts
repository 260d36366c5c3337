import {
  type CreateProcessingJobRequest,
  type DescribeProcessingJobResponse,
  type ListProcessingJobsRequest,
  ProcessingInstanceType,
} from "@aws-sdk/client-sagemaker";
import type { Account } from "./account.ts";
import { nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { noSuchJob } from "./errors.ts";
import { pick } from "./handler.ts";
import type { JobKind } from "./job-kind.ts";
import { createJobs, type Jobs } from "./job-operations.ts";
import { GONE } from "./life-cycle.ts";
import { TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeProcessingJobResponse;
export type ProcessingJobs = Jobs<Description>;

const PROCESSING_JOB: JobKind<Description, CreateProcessingJobRequest, ListProcessingJobsRequest> = {
  type: "processing-job",
  title: "processing job",
  noun: "ProcessingJob",
  members: {
    name: "ProcessingJobName",
    arn: "ProcessingJobArn",
    status: ["ProcessingJobStatus"],
    started: "ProcessingStartTime",
    ended: "ProcessingEndTime",
  },
  statuses: {
    waiting: { ProcessingJobStatus: "InProgress" },
    running: { ProcessingJobStatus: "InProgress" },
    stopping: { ProcessingJobStatus: "Stopping" },
    stopped: { ProcessingJobStatus: "Stopped" },
    completed: { ProcessingJobStatus: "Completed" },
    failed: "Failed",
  },
  durations: { waiting: "processingStarting", running: "processingRunning", stopping: "processingStopping" },
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
  constraints: [
    ...nameAt("ProcessingJobName"),
    roleAt("RoleArn"),
    ...vpcConfigAt("NetworkConfig.VpcConfig"),
    { at: "ProcessingResources.ClusterConfig.InstanceType", oneOf: Object.values(ProcessingInstanceType) },
    { at: "ProcessingResources.ClusterConfig.InstanceCount", from: 1, to: 100 },
    { at: "ProcessingInputs", mostItems: 10 },
    ...TAG_CONSTRAINTS,
  ],
  notFound: noSuchJob,
  describeNew: (input) => ({ StoppingCondition: { MaxRuntimeInSeconds: 86_400 }, ...input }),
  quota: {
    type: "processing-job",
    instancesOf: ({ ProcessingResources }) => ProcessingResources?.ClusterConfig?.InstanceCount ?? 1,
  },
  list: {
    member: "ProcessingJobSummaries",
    sortBy: "CreationTime",
    sortOrder: "Ascending",
    summarize: (description) =>
      pick(description, [
        "ProcessingJobName",
        "ProcessingJobArn",
        "CreationTime",
        "ProcessingEndTime",
        "LastModifiedTime",
        "ProcessingJobStatus",
        "FailureReason",
        "ExitMessage",
      ]),
  },
  deletion: { way: [GONE] },
};

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateProcessingJob.html */
export function createProcessingJobs(account: Account): ProcessingJobs {
  return createJobs(account, PROCESSING_JOB);
}
