import type {
  CreateHyperParameterTuningJobRequest,
  CreateHyperParameterTuningJobResponse,
  DeleteHyperParameterTuningJobRequest,
  DescribeHyperParameterTuningJobRequest,
  DescribeHyperParameterTuningJobResponse,
  ListHyperParameterTuningJobsRequest,
  ListHyperParameterTuningJobsResponse,
  ListTrainingJobsForHyperParameterTuningJobRequest,
  ListTrainingJobsForHyperParameterTuningJobResponse,
  StopHyperParameterTuningJobRequest,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection, type Resource } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { resourceInUse, validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { listPage } from "./lists.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";
import type { TrainingJobs } from "./training-run.ts";
import {
  deleteTuning,
  followTrainings,
  isOver,
  outcome,
  startTuning,
  stopTuning,
  TUNING_JOB,
  type Tuning,
  type TuningJobs,
} from "./tuning-run.ts";
import { childrenOf, summarize, summarizeChild, type TuningDescription } from "./tuning-search.ts";

const LONGEST_NAME = 32;
const CONSTRAINTS: Constraint[] = [
  ...nameAt("HyperParameterTuningJobName", LONGEST_NAME),
  roleAt("TrainingJobDefinition.RoleArn"),
  roleAt("TrainingJobDefinitions[].RoleArn"),
  ...vpcConfigAt("TrainingJobDefinition.VpcConfig"),
  ...vpcConfigAt("TrainingJobDefinitions[].VpcConfig"),
  { at: "TrainingJobDefinitions", mostItems: 10 },
  {
    at: "HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs",
    from: 1,
    to: Number.MAX_SAFE_INTEGER,
  },
  { at: "HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs", from: 1, to: 10_000 },
  ...TAG_CONSTRAINTS,
];

const SUMMARY = [
  "HyperParameterTuningJobName",
  "HyperParameterTuningJobArn",
  "HyperParameterTuningJobStatus",
  "CreationTime",
  "HyperParameterTuningEndTime",
  "LastModifiedTime",
  "TrainingJobStatusCounters",
  "ObjectiveStatusCounters",
] as const;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateHyperParameterTuningJob.html */
export function createTuningJobs(
  account: Account,
  trainings: TrainingJobs,
): { collection: TuningJobs; operations: Record<string, OperationHandler> } {
  const tunings: TuningJobs = new Collection(account, TUNING_JOB);
  const tuning: Tuning = { account, tunings, trainings };
  followTrainings(tuning);
  return { collection: tunings, operations: operationsOf(tuning) };
}

function operationsOf(tuning: Tuning): Record<string, OperationHandler> {
  const { tunings, trainings } = tuning;
  return {
    CreateHyperParameterTuningJob: handler((input: Checked<CreateHyperParameterTuningJobRequest>) =>
      create(tuning, input),
    ),
    DescribeHyperParameterTuningJob: handler((input: Checked<DescribeHyperParameterTuningJobRequest>) =>
      describe(tunings.get(input.HyperParameterTuningJobName), trainings),
    ),
    ListHyperParameterTuningJobs: handler((input: ListHyperParameterTuningJobsRequest) => list(tuning, input)),
    ListTrainingJobsForHyperParameterTuningJob: handler(
      (input: Checked<ListTrainingJobsForHyperParameterTuningJobRequest>) => listChildren(tuning, input),
    ),
    StopHyperParameterTuningJob: handler((input: Checked<StopHyperParameterTuningJobRequest>) => {
      stopTuning(tuning, tunings.get(input.HyperParameterTuningJobName));
      return {};
    }),
    DeleteHyperParameterTuningJob: handler((input: Checked<DeleteHyperParameterTuningJobRequest>) => {
      deleteTuning(tuning, tunings.get(input.HyperParameterTuningJobName));
      return {};
    }),
  };
}

function create(
  tuning: Tuning,
  input: Checked<CreateHyperParameterTuningJobRequest>,
): CreateHyperParameterTuningJobResponse {
  const { account, tunings } = tuning;
  checkCreate(tuning, input);
  const { Tags, ...settings } = input;
  const name = settings.HyperParameterTuningJobName;
  const arn = account.arn(TUNING_JOB.type, name);
  const description: TuningDescription = {
    ...present(settings),
    HyperParameterTuningJobArn: arn,
    HyperParameterTuningJobStatus: "InProgress",
    CreationTime: account.time.now(),
    ...summarize([]),
  };
  const job = tunings.add({ name, id: name, arn, description, tags: readTags(Tags), cancel() {} });
  startTuning(tuning, job);
  return { HyperParameterTuningJobArn: arn };
}

function checkCreate(tuning: Tuning, input: Checked<CreateHyperParameterTuningJobRequest>): void {
  checkConstraints(input, CONSTRAINTS);
  const name = input.HyperParameterTuningJobName;
  if (tuning.tunings.find(name) !== undefined) {
    throw resourceInUse(`A hyperparameter tuning job with the name, ${name}, already exists. Choose a different name.`);
  }
  if ((input.TrainingJobDefinition === undefined) === (input.TrainingJobDefinitions === undefined)) {
    throw validationError("Exactly one of TrainingJobDefinition and TrainingJobDefinitions must be given.");
  }
  const running = tuning.tunings.all().filter(({ description }) => !isOver(description));
  tuning.account.checkQuota("hyper-parameter-tuning-job", running.length, 1);
}

function describe(job: Resource<TuningDescription>, trainings: TrainingJobs): DescribeHyperParameterTuningJobResponse {
  return present(structuredClone({ ...job.description, ...outcome(job, trainings) }));
}

function list(
  { tunings, trainings }: Tuning,
  input: ListHyperParameterTuningJobsRequest,
): ListHyperParameterTuningJobsResponse {
  const { page, ...rest } = listPage(tunings.all(), input, {
    sortBy: "Name",
    sortOrder: "Ascending",
    statusOf: (description) => description.HyperParameterTuningJobStatus,
  });
  const summaries = page.map((job) => {
    const description = describe(job, trainings);
    const { Strategy, ResourceLimits } = description.HyperParameterTuningJobConfig ?? {};
    return { ...pick(description, SUMMARY), Strategy, ResourceLimits };
  });
  return { HyperParameterTuningJobSummaries: summaries, ...rest };
}

function listChildren(
  { tunings, trainings }: Tuning,
  input: Checked<ListTrainingJobsForHyperParameterTuningJobRequest>,
): ListTrainingJobsForHyperParameterTuningJobResponse {
  const job = tunings.get(input.HyperParameterTuningJobName);
  const children = childrenOf(job, trainings);
  const listed =
    input.SortBy === "FinalObjectiveMetricValue"
      ? children.filter(({ description }) => (description.FinalMetricDataList ?? []).length > 0)
      : children;
  const { page, ...rest } = listPage(listed, input, {
    sortBy: "Name",
    sortOrder: "Ascending",
    statusOf: (description) => description.TrainingJobStatus,
    sortValues: { FinalObjectiveMetricValue: (description) => description.FinalMetricDataList?.[0]?.Value ?? 0 },
  });
  return { TrainingJobSummaries: page.map((child) => summarizeChild(job, child)), ...rest };
}
