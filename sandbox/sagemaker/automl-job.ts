import {
  AutoMLMetricEnum,
  AutoMLMode,
  type DescribeAutoMLJobV2Request,
  type DescribeAutoMLJobV2Response,
  type ListAutoMLJobsRequest,
  type ListCandidatesForAutoMLJobRequest,
  ProblemType,
} from "@aws-sdk/client-sagemaker";
import type { Account } from "./account.ts";
import { listCandidates } from "./automl-candidates.ts";
import type { AutoML } from "./automl-children.ts";
import { type AutoMLDescription, type AutoMLInput, asV2, describeNewAutoML, isV2 } from "./automl-description.ts";
import { followAutoML, startAutoML, stopAutoML } from "./automl-run.ts";
import { nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { jobNotFound, validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import type { JobKind } from "./job-kind.ts";
import { createJobs, type Jobs } from "./job-operations.ts";
import type { ProcessingJobs } from "./processing-job.ts";
import { TAG_CONSTRAINTS } from "./tags.ts";
import type { TrainingJobs } from "./training-run.ts";

const LONGEST_NAME = 32;
const AUTOML_JOB: JobKind<AutoMLDescription, AutoMLInput, ListAutoMLJobsRequest> = {
  type: "automl-job",
  title: "AutoML job",
  noun: "AutoMLJob",
  members: {
    name: "AutoMLJobName",
    arn: "AutoMLJobArn",
    status: ["AutoMLJobStatus", "AutoMLJobSecondaryStatus"],
    ended: "EndTime",
  },
  statuses: {
    waiting: { AutoMLJobStatus: "InProgress", AutoMLJobSecondaryStatus: "Starting" },
    running: { AutoMLJobStatus: "InProgress", AutoMLJobSecondaryStatus: "AnalyzingData" },
    stopping: { AutoMLJobStatus: "Stopping", AutoMLJobSecondaryStatus: "Stopping" },
    stopped: { AutoMLJobStatus: "Stopped", AutoMLJobSecondaryStatus: "Stopped" },
    completed: { AutoMLJobStatus: "Completed", AutoMLJobSecondaryStatus: "Completed" },
    failed: "Failed",
  },
  durations: { waiting: "autoMlStarting", stopping: "autoMlStopping" },
  event: null,
  constraints: [
    ...nameAt("AutoMLJobName", LONGEST_NAME),
    roleAt("RoleArn"),
    ...vpcConfigAt("AutoMLJobConfig.SecurityConfig.VpcConfig"),
    ...vpcConfigAt("SecurityConfig.VpcConfig"),
    { at: "InputDataConfig", mostItems: 20 },
    { at: "AutoMLJobInputDataConfig", mostItems: 2 },
    { at: "ProblemType", oneOf: Object.values(ProblemType) },
    { at: "AutoMLJobConfig.Mode", oneOf: Object.values(AutoMLMode) },
    { at: "AutoMLJobObjective.MetricName", oneOf: Object.values(AutoMLMetricEnum) },
    ...TAG_CONSTRAINTS,
  ],
  notFound: (name) => jobNotFound("AutoML job", name),
  describeNew: describeNewAutoML,
  list: {
    member: "AutoMLJobSummaries",
    sortBy: "Name",
    sortOrder: "Descending",
    summarize: (description) =>
      pick(description, [
        "AutoMLJobName",
        "AutoMLJobArn",
        "AutoMLJobStatus",
        "AutoMLJobSecondaryStatus",
        "CreationTime",
        "EndTime",
        "LastModifiedTime",
        "FailureReason",
        "PartialFailureReasons",
      ]),
  },
};

/**
 * AutoML jobs of both versions of the API; they do their work in processing and training jobs.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAutoMLJobV2.html
 */
export function createAutoMLJobs(
  account: Account,
  trainings: TrainingJobs,
  processings: ProcessingJobs,
): Jobs<AutoMLDescription> {
  const jobs = createJobs(account, AUTOML_JOB, {
    start: (job) => startAutoML(autoMl, job),
    stop: (job) => stopAutoML(autoMl, job),
  });
  const autoMl: AutoML = { lives: jobs.lives, trainings, processings: processings.lives };
  followAutoML(autoMl);
  const operations = {
    ...jobs.operations,
    CreateAutoMLJobV2: jobs.create,
    DescribeAutoMLJob: handler((input: Checked<DescribeAutoMLJobV2Request>) => describeV1(jobs, input)),
    DescribeAutoMLJobV2: handler((input: Checked<DescribeAutoMLJobV2Request>) => describeV2(jobs, input)),
    ListCandidatesForAutoMLJob: handler((input: Checked<ListCandidatesForAutoMLJobRequest>) =>
      listCandidates(autoMl, input),
    ),
  };
  return { ...jobs, operations };
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeAutoMLJob.html: not for jobs of V2. */
function describeV1(
  { collection }: Jobs<AutoMLDescription>,
  { AutoMLJobName }: Checked<DescribeAutoMLJobV2Request>,
): AutoMLDescription {
  const description = collection.describe(AutoMLJobName);
  if (!isV2(description)) return description;
  throw validationError(
    `The AutoML job ${AutoMLJobName} was created by CreateAutoMLJobV2. Use DescribeAutoMLJobV2 to describe it.`,
  );
}

/** Describes jobs of both versions. */
function describeV2(
  { collection }: Jobs<AutoMLDescription>,
  { AutoMLJobName }: Checked<DescribeAutoMLJobV2Request>,
): DescribeAutoMLJobV2Response {
  return present(asV2(collection.describe(AutoMLJobName)));
}
