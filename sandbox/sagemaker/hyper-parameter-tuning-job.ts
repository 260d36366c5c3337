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
import { Collection, type Resource, type ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { resourceInUse, resourceNotFound, validationError, wrongJobStatus } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { GONE, travel, type Way } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";
import { hasEnded, stopTrainingJob, type TrainingJobs } from "./training-job.ts";
import { childrenOf, launchChild, summarize, summarizeChild, type TuningDescription } from "./tuning-search.ts";

type TuningJobs = Collection<TuningDescription>;
interface Tuning {
  account: Account;
  tunings: TuningJobs;
  trainings: TrainingJobs;
}

const TYPE: ResourceType<TuningDescription> = {
  type: "hyper-parameter-tuning-job",
  stateOf: (description) => description.HyperParameterTuningJobStatus ?? null,
  event: {
    detailType: "SageMaker HyperParameter Tuning Job State Change",
    members: [
      "HyperParameterTuningJobName",
      "HyperParameterTuningJobArn",
      "HyperParameterTuningJobConfig",
      "TrainingJobDefinition",
      "TrainingJobDefinitions",
      "HyperParameterTuningJobStatus",
      "CreationTime",
      "HyperParameterTuningEndTime",
      "LastModifiedTime",
      "TrainingJobStatusCounters",
      "ObjectiveStatusCounters",
      "FailureReason",
      "BestTrainingJob",
    ],
  },
  notFound: (name) => resourceNotFound(`Amazon SageMaker can't find a tuning job called ${name}. Type another name.`),
};

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

const RUN: Way<TuningDescription> = [{ set: { HyperParameterTuningJobStatus: "InProgress" } }];
const STOPPING: Way<TuningDescription> = [{ set: { HyperParameterTuningJobStatus: "Stopping" } }];
const DELETE: Way<TuningDescription> = [
  { set: { HyperParameterTuningJobStatus: "Deleting" }, lasts: "tuningDeleting" },
  GONE,
];
const ENDED: ReadonlySet<string> = new Set(["Completed", "DeleteFailed", "Failed", "Stopped"]);

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
  const tunings: TuningJobs = new Collection(account, TYPE);
  const tuning: Tuning = { account, tunings, trainings };
  trainings.watch(({ description }) => {
    const parent = tunings.all().find((job) => job.arn === description.TuningJobArn);
    if (parent !== undefined && hasEnded(description)) advance(tuning, parent);
  });
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
      stop(tuning, tunings.get(input.HyperParameterTuningJobName));
      return {};
    }),
    DeleteHyperParameterTuningJob: handler((input: Checked<DeleteHyperParameterTuningJobRequest>) => {
      remove(tuning, tunings.get(input.HyperParameterTuningJobName));
      return {};
    }),
  };
}

function create(
  tuning: Tuning,
  input: Checked<CreateHyperParameterTuningJobRequest>,
): CreateHyperParameterTuningJobResponse {
  const { account, tunings, trainings } = tuning;
  checkCreate(tuning, input);
  const { Tags, ...settings } = input;
  const name = settings.HyperParameterTuningJobName;
  const arn = account.arn(TYPE.type, name);
  const description: TuningDescription = {
    ...present(settings),
    HyperParameterTuningJobArn: arn,
    HyperParameterTuningJobStatus: "InProgress",
    CreationTime: account.time.now(),
    ...summarize([]),
  };
  const job = tunings.add({ name, id: name, arn, description, tags: readTags(Tags), cancel() {} });
  travel(account, tunings, job, RUN);
  for (let child = 0; child < parallelJobs(description); child++) launchChild(account, trainings, job);
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

/** After a training job has ended: the next one starts, or the search is over. */
function advance(tuning: Tuning, job: Resource<TuningDescription>): void {
  const { account, trainings } = tuning;
  const children = childrenOf(job, trainings);
  const running = children.filter((child) => !hasEnded(child.description)).length;
  const status = job.description.HyperParameterTuningJobStatus;
  if (status === "InProgress" && children.length < mostJobs(job.description)) {
    for (let room = parallelJobs(job.description) - running; room > 0; room--) launchChild(account, trainings, job);
    return;
  }
  if (running > 0) return;
  if (status === "InProgress") end(tuning, job, "Completed");
  if (status === "Stopping") end(tuning, job, "Stopped");
}

function end(tuning: Tuning, job: Resource<TuningDescription>, status: "Completed" | "Stopped"): void {
  Object.assign(job.description, outcome(job, tuning.trainings));
  const ended = {
    set: { HyperParameterTuningJobStatus: status },
    entered(description: TuningDescription, now: Date) {
      description.HyperParameterTuningEndTime = now;
    },
  };
  travel(tuning.account, tuning.tunings, job, [ended]);
}

function parallelJobs(description: TuningDescription): number {
  const parallel = description.HyperParameterTuningJobConfig?.ResourceLimits?.MaxParallelTrainingJobs ?? 1;
  return Math.min(parallel, mostJobs(description));
}

function mostJobs(description: TuningDescription): number {
  return description.HyperParameterTuningJobConfig?.ResourceLimits?.MaxNumberOfTrainingJobs ?? 1;
}

function isOver(description: TuningDescription): boolean {
  return ENDED.has(description.HyperParameterTuningJobStatus ?? "");
}

function outcome(job: Resource<TuningDescription>, trainings: TrainingJobs): Partial<TuningDescription> {
  return present(summarize(childrenOf(job, trainings)));
}

function describe(
  job: Resource<TuningDescription>,
  trainings: TrainingJobs,
): DescribeHyperParameterTuningJobResponse {
  return structuredClone({ ...job.description, ...outcome(job, trainings) });
}

function stop(tuning: Tuning, job: Resource<TuningDescription>): void {
  const status = job.description.HyperParameterTuningJobStatus;
  if (status === "Stopping") return;
  if (status !== "InProgress") throw wrongJobStatus("hyperparameter tuning job", status);
  travel(tuning.account, tuning.tunings, job, STOPPING);
  for (const child of childrenOf(job, tuning.trainings)) {
    if (!hasEnded(child.description)) stopTrainingJob(tuning.account, tuning.trainings, child);
  }
}

function remove(tuning: Tuning, job: Resource<TuningDescription>): void {
  const { description } = job;
  if (!isOver(description)) {
    throw wrongJobStatus("hyperparameter tuning job", description.HyperParameterTuningJobStatus);
  }
  travel(tuning.account, tuning.tunings, job, DELETE);
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
