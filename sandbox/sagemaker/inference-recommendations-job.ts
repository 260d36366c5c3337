import {
  type CreateInferenceRecommendationsJobRequest,
  type DescribeInferenceRecommendationsJobResponse,
  type InferenceRecommendationsJob,
  type ListInferenceRecommendationsJobStepsRequest,
  type ListInferenceRecommendationsJobStepsResponse,
  type ListInferenceRecommendationsJobsRequest,
  RecommendationJobType,
} from "@aws-sdk/client-sagemaker";
import type { Account } from "./account.ts";
import type { Collection } from "./collection.ts";
import { nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { jobNotFound } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import type { JobKind } from "./job-kind.ts";
import { createJobs, type Jobs } from "./job-operations.ts";
import { TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeInferenceRecommendationsJobResponse;
type Kind = JobKind<Description, CreateInferenceRecommendationsJobRequest, ListInferenceRecommendationsJobsRequest>;

const LONGEST_NAME = 64;
const RECOMMENDATIONS_JOB: Kind = {
  type: "inference-recommendations-job",
  title: "inference recommendations job",
  noun: "InferenceRecommendationsJob",
  members: { name: "JobName", arn: "JobArn", status: ["Status"], ended: "CompletionTime" },
  statuses: {
    waiting: { Status: "PENDING" },
    running: { Status: "IN_PROGRESS" },
    stopping: { Status: "STOPPING" },
    stopped: { Status: "STOPPED" },
    completed: { Status: "COMPLETED" },
    failed: "FAILED",
  },
  durations: {
    waiting: "recommendationsPending",
    running: "recommendationsRunning",
    stopping: "recommendationsStopping",
  },
  event: null,
  constraints: [
    ...nameAt("JobName", LONGEST_NAME),
    roleAt("RoleArn"),
    ...vpcConfigAt("InputConfig.VpcConfig"),
    { at: "JobType", oneOf: Object.values(RecommendationJobType) },
    { at: "JobDescription", longest: 128 },
    ...TAG_CONSTRAINTS,
  ],
  notFound: (name) => jobNotFound("inference recommendations job", name),
  describeNew: ({ OutputConfig: _notDescribed, ...described }) => described,
  list: {
    member: "InferenceRecommendationsJobs",
    sortBy: "CreationTime",
    sortOrder: "Descending",
    matches({ InputConfig }, { ModelNameEquals, ModelPackageVersionArnEquals }) {
      return (
        (ModelNameEquals === undefined || InputConfig?.ModelName === ModelNameEquals) &&
        (ModelPackageVersionArnEquals === undefined ||
          InputConfig?.ModelPackageVersionArn === ModelPackageVersionArnEquals)
      );
    },
    summarize,
  },
};

function summarize(description: Description): InferenceRecommendationsJob {
  const { InputConfig, JobDescription = "" } = description;
  return present({
    ...pick(description, [
      "JobName",
      "JobType",
      "JobArn",
      "Status",
      "CreationTime",
      "CompletionTime",
      "RoleArn",
      "LastModifiedTime",
      "FailureReason",
    ]),
    JobDescription,
    ModelName: InputConfig?.ModelName,
    ModelPackageVersionArn: InputConfig?.ModelPackageVersionArn,
    SamplePayloadUrl: InputConfig?.ContainerConfig?.PayloadConfig?.SamplePayloadUrl,
  });
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceRecommendationsJob.html */
export function createRecommendationsJobs(account: Account): Jobs<Description> {
  const jobs = createJobs(account, RECOMMENDATIONS_JOB);
  const operations = {
    ...jobs.operations,
    ListInferenceRecommendationsJobSteps: handler((input: Checked<ListInferenceRecommendationsJobStepsRequest>) =>
      listSteps(jobs.collection, input),
    ),
  };
  return { ...jobs, operations };
}

/** A job has one step, a benchmark, whose status is the job's. */
function listSteps(
  collection: Collection<Description>,
  input: Checked<ListInferenceRecommendationsJobStepsRequest>,
): ListInferenceRecommendationsJobStepsResponse {
  const { name, description } = collection.get(input.JobName);
  if (input.Status !== undefined && input.Status !== description.Status) return { Steps: [] };
  return { Steps: [{ StepType: "BENCHMARK", JobName: name, Status: description.Status }] };
}
