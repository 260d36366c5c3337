import type {
  CreateLabelingJobRequest,
  DescribeLabelingJobResponse,
  LabelingJobForWorkteamSummary,
  LabelingJobSummary,
  ListLabelingJobsForWorkteamRequest,
  ListLabelingJobsForWorkteamResponse,
  ListLabelingJobsRequest,
} from "@aws-sdk/client-sagemaker";
import { type Account, randomId } from "./account.ts";
import type { Collection } from "./collection.ts";
import { nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { noSuchJob } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import type { JobKind } from "./job-kind.ts";
import { createJobs, type Jobs } from "./job-operations.ts";
import { listPage } from "./lists.ts";
import { TAG_CONSTRAINTS, tagList } from "./tags.ts";

type Description = DescribeLabelingJobResponse;

const LABELING_JOB: JobKind<Description, CreateLabelingJobRequest, ListLabelingJobsRequest> = {
  type: "labeling-job",
  title: "labeling job",
  noun: "LabelingJob",
  members: { name: "LabelingJobName", arn: "LabelingJobArn", status: ["LabelingJobStatus"] },
  statuses: {
    waiting: { LabelingJobStatus: "Initializing" },
    running: { LabelingJobStatus: "InProgress" },
    stopping: { LabelingJobStatus: "Stopping" },
    stopped: { LabelingJobStatus: "Stopped" },
    completed: { LabelingJobStatus: "Completed" },
    failed: "Failed",
  },
  durations: { waiting: "labelingInitializing", running: "labelingRunning", stopping: "labelingStopping" },
  event: null,
  constraints: [
    ...nameAt("LabelingJobName"),
    roleAt("RoleArn"),
    ...vpcConfigAt("LabelingJobAlgorithmsConfig.LabelingJobResourceConfig.VpcConfig"),
    { at: "LabelAttributeName", longest: 127 },
    { at: "HumanTaskConfig.NumberOfHumanWorkersPerDataObject", from: 1, to: 9 },
    ...TAG_CONSTRAINTS,
  ],
  notFound: noSuchJob,
  describeNew: (input) => ({
    ...input,
    JobReferenceCode: randomId("", 20),
    LabelCounters: { TotalLabeled: 0, HumanLabeled: 0, MachineLabeled: 0, FailedNonRetryableError: 0, Unlabeled: 0 },
  }),
  entered(description) {
    if (description.LabelingJobStatus !== "Completed") return;
    const output = description.OutputConfig?.S3OutputPath?.replace(/\/$/, "");
    const OutputDatasetS3Uri = `${output}/${description.LabelingJobName}/manifests/output/output.manifest`;
    description.LabelingJobOutput = { OutputDatasetS3Uri };
  },
  answer: ({ description, tags }) => ({ ...description, Tags: tagList(tags) }),
  list: { member: "LabelingJobSummaryList", sortBy: "CreationTime", sortOrder: "Ascending", summarize },
};

function summarize(description: Description): LabelingJobSummary {
  const { HumanTaskConfig } = description;
  return present({
    ...pick(description, [
      "LabelingJobName",
      "LabelingJobArn",
      "CreationTime",
      "LastModifiedTime",
      "LabelingJobStatus",
      "LabelCounters",
      "FailureReason",
      "LabelingJobOutput",
      "InputConfig",
    ]),
    WorkteamArn: HumanTaskConfig?.WorkteamArn,
    PreHumanTaskLambdaArn: HumanTaskConfig?.PreHumanTaskLambdaArn,
    AnnotationConsolidationLambdaArn: HumanTaskConfig?.AnnotationConsolidationConfig?.AnnotationConsolidationLambdaArn,
  });
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateLabelingJob.html */
export function createLabelingJobs(account: Account): Jobs<Description> {
  const jobs = createJobs(account, LABELING_JOB);
  const operations = {
    ...jobs.operations,
    ListLabelingJobsForWorkteam: handler((input: Checked<ListLabelingJobsForWorkteamRequest>) =>
      listForWorkteam(account, jobs.collection, input),
    ),
  };
  return { ...jobs, operations };
}

function listForWorkteam(
  account: Account,
  collection: Collection<Description>,
  input: Checked<ListLabelingJobsForWorkteamRequest>,
): ListLabelingJobsForWorkteamResponse {
  const code = input.JobReferenceCodeContains;
  const matching = collection.all().filter(({ description: { HumanTaskConfig, JobReferenceCode } }) => {
    const ofTeam = HumanTaskConfig?.WorkteamArn === input.WorkteamArn;
    return ofTeam && (code === undefined || JobReferenceCode?.includes(code) === true);
  });
  const { page, ...rest } = listPage(matching, input, { sortBy: "CreationTime", sortOrder: "Ascending" });
  const summaries = page.map(({ description }) => summarizeForWorkteam(account, description));
  return { LabelingJobSummaryList: summaries, ...rest };
}

function summarizeForWorkteam(account: Account, description: Description): LabelingJobForWorkteamSummary {
  const { LabelCounters, HumanTaskConfig } = description;
  return {
    ...pick(description, ["LabelingJobName", "JobReferenceCode", "CreationTime"]),
    WorkRequesterAccountId: account.accountId,
    LabelCounters: { HumanLabeled: LabelCounters?.HumanLabeled, PendingHuman: 0, Total: LabelCounters?.TotalLabeled },
    NumberOfHumanWorkersPerDataObject: HumanTaskConfig?.NumberOfHumanWorkersPerDataObject,
  };
}
