import {
  type CreateOptimizationJobRequest,
  type DescribeOptimizationJobResponse,
  type ListOptimizationJobsRequest,
  OptimizationJobDeploymentInstanceType,
  type OptimizationJobSummary,
} from "@aws-sdk/client-sagemaker";
import type { Account } from "./account.ts";
import { nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { jobNotFound } from "./errors.ts";
import { pick } from "./handler.ts";
import type { JobKind } from "./job-kind.ts";
import { createJobs, type Jobs } from "./job-operations.ts";
import { GONE } from "./life-cycle.ts";
import { TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeOptimizationJobResponse;

const OPTIMIZATION_JOB: JobKind<Description, CreateOptimizationJobRequest, ListOptimizationJobsRequest> = {
  type: "optimization-job",
  title: "optimization job",
  noun: "OptimizationJob",
  members: {
    name: "OptimizationJobName",
    arn: "OptimizationJobArn",
    status: ["OptimizationJobStatus"],
    started: "OptimizationStartTime",
    ended: "OptimizationEndTime",
  },
  statuses: {
    waiting: { OptimizationJobStatus: "STARTING" },
    running: { OptimizationJobStatus: "INPROGRESS" },
    stopping: { OptimizationJobStatus: "STOPPING" },
    stopped: { OptimizationJobStatus: "STOPPED" },
    completed: { OptimizationJobStatus: "COMPLETED" },
    failed: "FAILED",
  },
  durations: { waiting: "optimizationStarting", running: "optimizationRunning", stopping: "optimizationStopping" },
  event: null,
  constraints: [
    ...nameAt("OptimizationJobName"),
    roleAt("RoleArn"),
    ...vpcConfigAt("VpcConfig"),
    { at: "DeploymentInstanceType", oneOf: Object.values(OptimizationJobDeploymentInstanceType) },
    { at: "OptimizationConfigs", mostItems: 10 },
    ...TAG_CONSTRAINTS,
  ],
  notFound: (name) => jobNotFound("optimization job", name),
  describeNew: (input) => input,
  list: {
    member: "OptimizationJobSummaries",
    sortBy: "CreationTime",
    sortOrder: "Ascending",
    pageSize: 50,
    matches(description, { OptimizationContains: part }) {
      return part === undefined || typesOf(description).some((type) => type.toLowerCase().includes(part.toLowerCase()));
    },
    summarize,
  },
  deletion: { way: [GONE] },
};

function summarize(description: Description): OptimizationJobSummary {
  return {
    ...pick(description, [
      "OptimizationJobName",
      "OptimizationJobArn",
      "CreationTime",
      "OptimizationJobStatus",
      "OptimizationStartTime",
      "OptimizationEndTime",
      "LastModifiedTime",
      "DeploymentInstanceType",
      "MaxInstanceCount",
    ]),
    OptimizationTypes: typesOf(description),
  };
}

/** `ModelQuantizationConfig` → `Quantization`. */
function typesOf({ OptimizationConfigs = [] }: Description): string[] {
  return OptimizationConfigs.flatMap((config) => Object.keys(config)).map((member) =>
    member.replace(/^Model/, "").replace(/Config$/, ""),
  );
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateOptimizationJob.html */
export function createOptimizationJobs(account: Account): Jobs<Description> {
  return createJobs(account, OPTIMIZATION_JOB);
}
