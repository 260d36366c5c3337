import type { Account } from "./account.ts";
import type { Collection, Resource, ResourceType } from "./collection.ts";
import { resourceNotFound, wrongJobStatus } from "./errors.ts";
import { present } from "./handler.ts";
import { GONE, travel, type Way } from "./life-cycle.ts";
import { hasEnded, isRunning, stopTrainingJob, type TrainingJobs } from "./training-run.ts";
import {
  bestOf,
  childrenOf,
  launchChild,
  launched,
  recordObjective,
  summarize,
  type TuningDescription,
} from "./tuning-search.ts";

export type TuningJobs = Collection<TuningDescription>;
/** What a search works on: its own collection and that of the training jobs it launches. */
export interface Tuning {
  account: Account;
  tunings: TuningJobs;
  trainings: TrainingJobs;
}

export const TUNING_JOB: ResourceType<TuningDescription> = {
  type: "hyper-parameter-tuning-job",
  statusMembers: ["HyperParameterTuningJobStatus"],
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

const RUN: Way<TuningDescription> = [{ set: { HyperParameterTuningJobStatus: "InProgress" } }];
const STOPPING: Way<TuningDescription> = [{ set: { HyperParameterTuningJobStatus: "Stopping" } }];
const DELETE: Way<TuningDescription> = [
  { set: { HyperParameterTuningJobStatus: "Deleting" }, lasts: "tuningDeleting" },
  GONE,
];
const ENDED: ReadonlySet<string> = new Set(["Completed", "DeleteFailed", "Failed", "Stopped"]);

/** Starts the search: as many training jobs as may run at once. */
export function startTuning({ account, tunings, trainings }: Tuning, job: Resource<TuningDescription>): void {
  travel(account, tunings, job, RUN);
  for (let child = 0; child < parallelJobs(job.description); child++) launchChild(account, trainings, job);
}

/** Follows the training jobs of every search. */
export function followTrainings(tuning: Tuning): void {
  tuning.trainings.watch((child) => {
    const parent = tuning.tunings.all().find((job) => job.arn === child.description.TuningJobArn);
    if (parent === undefined || !hasEnded(child.description)) return;
    recordObjective(parent, child, tuning.account.time.now());
    advance(tuning, parent);
  });
}

/** After a training job has ended: the next one starts, or the search is over. */
function advance(tuning: Tuning, job: Resource<TuningDescription>): void {
  const { account, trainings } = tuning;
  const running = childrenOf(job, trainings).filter((child) => isRunning(child.description)).length;
  const status = job.description.HyperParameterTuningJobStatus;
  if (status === "InProgress" && launched(job, trainings) < mostJobs(job.description)) {
    if (running < parallelJobs(job.description)) launchChild(account, trainings, job);
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

export function isOver(description: TuningDescription): boolean {
  return ENDED.has(description.HyperParameterTuningJobStatus ?? "");
}

/** The parts of the description that follow from the training jobs so far. */
export function outcome(job: Resource<TuningDescription>, trainings: TrainingJobs): Partial<TuningDescription> {
  const children = childrenOf(job, trainings);
  return present({ ...summarize(children), BestTrainingJob: bestOf(job, children) });
}

/** Stops the training jobs too. An ended search refuses; one that is stopping already goes on stopping. */
export function stopTuning(tuning: Tuning, job: Resource<TuningDescription>): void {
  const status = job.description.HyperParameterTuningJobStatus;
  if (status === "Stopping") return;
  if (status !== "InProgress") throw wrongJobStatus("hyperparameter tuning job", status);
  travel(tuning.account, tuning.tunings, job, STOPPING);
  for (const child of childrenOf(job, tuning.trainings)) {
    if (isRunning(child.description)) stopTrainingJob(tuning.account, tuning.trainings, child);
  }
}

/** Its training jobs stay. */
export function deleteTuning(tuning: Tuning, job: Resource<TuningDescription>): void {
  const { description } = job;
  if (!isOver(description)) {
    throw wrongJobStatus("hyperparameter tuning job", description.HyperParameterTuningJobStatus);
  }
  travel(tuning.account, tuning.tunings, job, DELETE);
}
