import type {
  AIBenchmarkJobSummary,
  CreateAIBenchmarkJobRequest,
  DescribeAIBenchmarkJobResponse,
  ListAIBenchmarkJobsRequest,
} from "@aws-sdk/client-sagemaker";
import type { Account } from "./account.ts";
import { nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { jobNotFound } from "./errors.ts";
import { pick } from "./handler.ts";
import type { JobKind } from "./job-kind.ts";
import { createJobs, type Jobs } from "./job-operations.ts";
import { GONE } from "./life-cycle.ts";
import { TAG_CONSTRAINTS, tagList } from "./tags.ts";

/** The API tells nowhere when it was modified last. */
type Description = DescribeAIBenchmarkJobResponse & { LastModifiedTime?: Date };

const BENCHMARK_JOB: JobKind<Description, CreateAIBenchmarkJobRequest, ListAIBenchmarkJobsRequest> = {
  type: "ai-benchmark-job",
  title: "AI benchmark job",
  noun: "AIBenchmarkJob",
  members: {
    name: "AIBenchmarkJobName",
    arn: "AIBenchmarkJobArn",
    status: ["AIBenchmarkJobStatus"],
    started: "StartTime",
    ended: "EndTime",
  },
  statuses: {
    waiting: { AIBenchmarkJobStatus: "InProgress" },
    running: { AIBenchmarkJobStatus: "InProgress" },
    stopping: { AIBenchmarkJobStatus: "Stopping" },
    stopped: { AIBenchmarkJobStatus: "Stopped" },
    completed: { AIBenchmarkJobStatus: "Completed" },
    failed: "Failed",
  },
  durations: { waiting: "benchmarkStarting", running: "benchmarkRunning", stopping: "benchmarkStopping" },
  event: null,
  constraints: [
    ...nameAt("AIBenchmarkJobName"),
    roleAt("RoleArn"),
    ...vpcConfigAt("NetworkConfig.VpcConfig"),
    ...TAG_CONSTRAINTS,
  ],
  notFound: (name) => jobNotFound("AI benchmark job", name),
  describeNew: (input) => input,
  answer: ({ description: { LastModifiedTime: _untold, ...described }, tags }) => ({
    ...described,
    Tags: tagList(tags),
  }),
  list: { member: "AIBenchmarkJobs", sortBy: "CreationTime", sortOrder: "Descending", summarize },
  answersArn: true,
  deletion: { way: [GONE] },
};

function summarize(description: Description): AIBenchmarkJobSummary {
  return {
    ...pick(description, [
      "AIBenchmarkJobName",
      "AIBenchmarkJobArn",
      "AIBenchmarkJobStatus",
      "CreationTime",
      "EndTime",
    ]),
    AIWorkloadConfigName: description.AIWorkloadConfigIdentifier?.split("/").at(-1),
  };
}

/**
 * The account knows neither workload configurations nor whether the endpoint exists: any are taken.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAIBenchmarkJob.html
 */
export function createBenchmarkJobs(account: Account): Jobs<Description> {
  return createJobs(account, BENCHMARK_JOB);
}
