import type { AutoMLJobSecondaryStatus } from "@aws-sdk/client-sagemaker";
import { bestCandidate } from "./automl-candidates.ts";
import {
  type AutoML,
  type AutoMLJob,
  hasRunningChildren,
  launchProcessing,
  launchTraining,
  processingChildren,
  stopChildren,
  trainingChildren,
} from "./automl-children.ts";
import { type AutoMLDescription, settingsOf } from "./automl-description.ts";
import type { Stage } from "./life-cycle.ts";
import { hasEnded } from "./training-run.ts";

/** A part of the run: the statuses of its children so far, and what launches them. */
interface Phase {
  status: AutoMLJobSecondaryStatus;
  children(autoMl: AutoML, job: AutoMLJob): (string | undefined)[];
  launch(autoMl: AutoML, job: AutoMLJob): void;
}

const MOST_CANDIDATES = 2;
const PHASES: readonly Phase[] = [
  {
    status: "AnalyzingData",
    children: (autoMl, job) =>
      processingChildren(autoMl, job).map(({ description }) => description.ProcessingJobStatus),
    launch: launchProcessing,
  },
  {
    status: "FeatureEngineering",
    children: (autoMl, job) =>
      trainingChildren(autoMl, job, "dpp0").map(({ description }) => description.TrainingJobStatus),
    launch: (autoMl, job) => launchTraining(autoMl, job, "dpp0", 1),
  },
  {
    status: "ModelTuning",
    children: (autoMl, job) =>
      trainingChildren(autoMl, job, "t").map(({ description }) => description.TrainingJobStatus),
    launch: launchCandidates,
  },
];

/** As many as the job may have, two at most. */
function launchCandidates(autoMl: AutoML, job: AutoMLJob): void {
  const most = Math.min(settingsOf(job.description).completion.MaxCandidates ?? MOST_CANDIDATES, MOST_CANDIDATES);
  for (let number = 1; number <= most; number++) launchTraining(autoMl, job, "t", number);
}

export function startAutoML({ lives }: AutoML, job: AutoMLJob): void {
  lives.travel(job, [lives.stage("waiting"), stageOf(PHASES[0])]);
}

function stageOf(phase: Phase | undefined): Stage<AutoMLDescription> {
  return { set: phase === undefined ? {} : { AutoMLJobSecondaryStatus: phase.status } };
}

/** Stops what it has launched, and is Stopped when that is. */
export function stopAutoML(autoMl: AutoML, job: AutoMLJob): void {
  const { lives } = autoMl;
  if (!hasRunningChildren(autoMl, job)) {
    lives.travel(job, [lives.stage("stopping"), lives.stage("stopped")]);
    return;
  }
  const { lasts: _untilChildrenStop, ...stopping } = lives.stage("stopping");
  lives.travel(job, [stopping]);
  stopChildren(autoMl, job);
}

/** Launches children where a phase begins, and goes on where they have ended. */
export function followAutoML(autoMl: AutoML): void {
  const { lives, trainings, processings } = autoMl;
  const parentOf = (arn: string | undefined) => lives.collection.all().find((job) => job.arn === arn);
  lives.collection.watch((job) => {
    const phase = phaseOf(job);
    if (phase !== undefined && phase.children(autoMl, job).length === 0) phase.launch(autoMl, job);
  });
  trainings.watch(({ description }) => {
    const parent = parentOf(description.AutoMLJobArn);
    if (parent !== undefined && hasEnded(description)) advance(autoMl, parent);
  });
  processings.collection.watch((child) => {
    const parent = parentOf(child.description.AutoMLJobArn);
    if (parent !== undefined && processings.hasEnded(child)) advance(autoMl, parent);
  });
}

/** The phase of a job that is neither starting nor on its way to an end. */
function phaseOf({ description }: AutoMLJob): Phase | undefined {
  return PHASES.find((phase) => phase.status === description.AutoMLJobSecondaryStatus);
}

function advance(autoMl: AutoML, job: AutoMLJob): void {
  const { lives } = autoMl;
  if (hasRunningChildren(autoMl, job)) return;
  if (job.description.AutoMLJobStatus === "Stopping") lives.travel(job, [lives.stage("stopped")]);
  const phase = phaseOf(job);
  if (phase === undefined) return;
  if (!phase.children(autoMl, job).includes("Completed")) {
    lives.collection.fail(job, `No job of the stage ${phase.status} has completed.`);
    return;
  }
  lives.travel(job, [nextStage(autoMl, job, phase)]);
}

function nextStage(autoMl: AutoML, job: AutoMLJob, phase: Phase): Stage<AutoMLDescription> {
  const { lives } = autoMl;
  if (phase.status === "AnalyzingData" && settingsOf(job.description).definitionsOnly) {
    return lives.stage("completed", { AutoMLJobSecondaryStatus: "CandidateDefinitionsGenerated" });
  }
  const next = PHASES[PHASES.indexOf(phase) + 1];
  return next === undefined ? lives.stage("completed", { BestCandidate: bestCandidate(autoMl, job) }) : stageOf(next);
}
