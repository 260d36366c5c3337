import type {
  DescribeHyperParameterTuningJobResponse,
  DescribeTrainingJobResponse,
  FinalHyperParameterTuningJobObjectiveMetric,
  HyperParameterTrainingJobDefinition,
  HyperParameterTrainingJobSummary,
  HyperParameterTuningJobObjective,
  ParameterRanges,
} from "@aws-sdk/client-sagemaker";
import { type Account, randomHexId } from "./account.ts";
import type { Resource } from "./collection.ts";
import { pick, present } from "./handler.ts";
import { hasEnded, startTrainingJob, type TrainingJobs } from "./training-run.ts";

export type TuningDescription = DescribeHyperParameterTuningJobResponse;
type TuningJob = Resource<TuningDescription>;
type TrainingJob = Resource<DescribeTrainingJobResponse>;

export function childrenOf(job: TuningJob, trainings: TrainingJobs): TrainingJob[] {
  return trainings.all().filter(({ description }) => description.TuningJobArn === job.arn);
}

/** Launches the next training job of a search, with the settings of its definition and the search's own tags. */
export function launchChild(account: Account, trainings: TrainingJobs, job: TuningJob): void {
  const number = launched(job, trainings) + 1;
  const definition = definitionOf(job, number);
  if (definition === undefined) return;
  const settings = {
    ...trainingSettings(job, definition, number),
    TrainingJobName: `${job.name}-${String(number).padStart(3, "0")}-${randomHexId("", 8)}`,
    TuningJobArn: job.arn,
  };
  startTrainingJob(account, trainings, settings, new Map(job.tags), "tuningTraining");
}

/** How many training jobs a search has launched, those that were deleted meanwhile included. */
export function launched(job: TuningJob, trainings: TrainingJobs): number {
  return Math.max(0, ...childrenOf(job, trainings).map((child) => numberOf(job, child)));
}

/** The number in `NAME-NNN-XXXXXXXX`, counted from 1. */
function numberOf(job: TuningJob, child: TrainingJob): number {
  return Number.parseInt(child.name.slice(job.name.length + 1), 10);
}

function definitionOf(job: TuningJob, number: number): HyperParameterTrainingJobDefinition | undefined {
  const { TrainingJobDefinition, TrainingJobDefinitions = [] } = job.description;
  return TrainingJobDefinition ?? TrainingJobDefinitions[(number - 1) % TrainingJobDefinitions.length];
}

function trainingSettings(
  job: TuningJob,
  definition: HyperParameterTrainingJobDefinition,
  number: number,
): Partial<DescribeTrainingJobResponse> {
  const {
    DefinitionName: _name,
    TuningObjective: _objective,
    HyperParameterRanges,
    StaticHyperParameters,
    HyperParameterTuningResourceConfig: flexible,
    ...settings
  } = definition;
  const ranges = HyperParameterRanges ?? commonRanges(job);
  const instance = flexible?.InstanceConfigs?.[(number - 1) % flexible.InstanceConfigs.length] ?? flexible;
  return present({
    ...structuredClone(settings),
    HyperParameters: { ...StaticHyperParameters, ...tunedValues(ranges, number) },
    ResourceConfig: settings.ResourceConfig ?? {
      InstanceType: instance?.InstanceType,
      InstanceCount: instance?.InstanceCount,
      VolumeSizeInGB: instance?.VolumeSizeInGB ?? flexible?.VolumeSizeInGB,
      VolumeKmsKeyId: flexible?.VolumeKmsKeyId,
    },
  });
}

function commonRanges(job: TuningJob): ParameterRanges | undefined {
  return job.description.HyperParameterTuningJobConfig?.ParameterRanges;
}

const STEPS = 7;

/** Values for the parameters that are searched: evenly spread over their ranges, one step per training job. */
function tunedValues(ranges: ParameterRanges | undefined, number: number): Record<string, string> {
  const values: Record<string, string> = {};
  const share = (((number - 1) * 3) % STEPS) / (STEPS - 1);
  for (const { Name = "", Values = [] } of ranges?.CategoricalParameterRanges ?? []) {
    values[Name] = Values[(number - 1) % Values.length] ?? "";
  }
  for (const { Name = "", MinValue, MaxValue } of ranges?.IntegerParameterRanges ?? []) {
    values[Name] = String(Math.round(between(MinValue, MaxValue, share)));
  }
  for (const { Name = "", MinValue, MaxValue } of ranges?.ContinuousParameterRanges ?? []) {
    values[Name] = String(between(MinValue, MaxValue, share));
  }
  return values;
}

function between(least: string | undefined, most: string | undefined, share: number): number {
  return Number(least) + (Number(most) - Number(least)) * share;
}

/** The parts of a tuning job's description that follow from its training jobs. */
export function summarize(
  children: readonly TrainingJob[],
): Pick<TuningDescription, "TrainingJobStatusCounters" | "ObjectiveStatusCounters"> {
  const count = (...statuses: string[]) =>
    children.filter(({ description }) => statuses.includes(description.TrainingJobStatus ?? "")).length;
  return {
    TrainingJobStatusCounters: {
      Completed: count("Completed"),
      InProgress: count("InProgress", "Stopping"),
      RetryableError: 0,
      NonRetryableError: count("Failed"),
      Stopped: count("Stopped"),
    },
    ObjectiveStatusCounters: {
      Succeeded: count("Completed"),
      Pending: count("InProgress", "Stopping"),
      Failed: count("Failed", "Stopped"),
    },
  };
}

export function summarizeChild(job: TuningJob, child: TrainingJob): HyperParameterTrainingJobSummary {
  const { description } = child;
  const definition = definitionOf(job, numberOf(job, child));
  const tuned = Object.keys(tunedValues(definition?.HyperParameterRanges ?? commonRanges(job), 1));
  return present({
    TrainingJobDefinitionName: definition?.DefinitionName,
    TrainingJobName: description.TrainingJobName,
    TrainingJobArn: description.TrainingJobArn,
    TuningJobName: job.name,
    CreationTime: description.CreationTime,
    TrainingStartTime: description.TrainingStartTime,
    TrainingEndTime: description.TrainingEndTime,
    TrainingJobStatus: description.TrainingJobStatus,
    TunedHyperParameters: pick(description.HyperParameters ?? {}, tuned),
    FailureReason: description.FailureReason,
    FinalHyperParameterTuningJobObjectiveMetric: finalMetric(job, child),
    ObjectiveStatus: objectiveStatus(description),
  });
}

/** Writes down what a completed training job measured: a made-up value that gets better from job to job. */
export function recordObjective(job: TuningJob, child: TrainingJob, now: Date): void {
  const objective = objectiveOf(job, child);
  if (objective === undefined || child.description.TrainingJobStatus !== "Completed") return;
  const share = 1 / (numberOf(job, child) + 1);
  const Value = objective.Type === "Minimize" ? share : 1 - share;
  child.description.FinalMetricDataList = [{ MetricName: objective.MetricName, Value, Timestamp: now }];
}

function objectiveOf(job: TuningJob, child: TrainingJob): HyperParameterTuningJobObjective | undefined {
  const own = definitionOf(job, numberOf(job, child))?.TuningObjective;
  return own ?? job.description.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective;
}

function finalMetric(job: TuningJob, child: TrainingJob): FinalHyperParameterTuningJobObjectiveMetric | undefined {
  const metric = child.description.FinalMetricDataList?.[0];
  if (metric === undefined) return undefined;
  return { Type: objectiveOf(job, child)?.Type, MetricName: metric.MetricName, Value: metric.Value };
}

/** The completed training job with the best objective; later ones are better here. */
export function bestOf(job: TuningJob, children: readonly TrainingJob[]): HyperParameterTrainingJobSummary | undefined {
  const best = children.findLast(({ description }) => description.FinalMetricDataList !== undefined);
  return best === undefined ? undefined : summarizeChild(job, best);
}

function objectiveStatus(description: DescribeTrainingJobResponse): "Succeeded" | "Pending" | "Failed" {
  if (!hasEnded(description)) return "Pending";
  return description.TrainingJobStatus === "Completed" ? "Succeeded" : "Failed";
}
