import type {
  DescribeHyperParameterTuningJobResponse,
  DescribeTrainingJobResponse,
  HyperParameterTrainingJobDefinition,
  HyperParameterTrainingJobSummary,
  HyperParameterTuningJobObjective,
  ParameterRanges,
} from "@aws-sdk/client-sagemaker";
import { type Account, randomHexId } from "./account.ts";
import type { Resource } from "./collection.ts";
import { present } from "./handler.ts";
import { hasEnded, startTrainingJob, type TrainingJobs } from "./training-job.ts";

export type TuningDescription = DescribeHyperParameterTuningJobResponse;
type TuningJob = Resource<TuningDescription>;
type TrainingJob = Resource<DescribeTrainingJobResponse>;

export function childrenOf(job: TuningJob, trainings: TrainingJobs): TrainingJob[] {
  return trainings.all().filter(({ description }) => description.TuningJobArn === job.arn);
}

/** Launches the next training job of a search, with the settings of its definition and the search's own tags. */
export function launchChild(account: Account, trainings: TrainingJobs, job: TuningJob): void {
  const number = childrenOf(job, trainings).length;
  const { TrainingJobDefinition, TrainingJobDefinitions = [] } = job.description;
  const definitions = TrainingJobDefinition === undefined ? TrainingJobDefinitions : [TrainingJobDefinition];
  const definition = definitions[number % definitions.length];
  if (definition === undefined) return;
  const settings = {
    ...trainingSettings(job, definition, number),
    TrainingJobName: `${job.name}-${String(number + 1).padStart(3, "0")}-${randomHexId("", 8)}`,
    TuningJobArn: job.arn,
  };
  startTrainingJob(account, trainings, settings, new Map(job.tags), "tuningTraining");
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
  const ranges = HyperParameterRanges ?? job.description.HyperParameterTuningJobConfig?.ParameterRanges;
  const instance = flexible?.InstanceConfigs?.[number % flexible.InstanceConfigs.length] ?? flexible;
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

const STEPS = 7;

/** Values for the parameters that are searched: evenly spread over their ranges, one step per training job. */
function tunedValues(ranges: ParameterRanges | undefined, number: number): Record<string, string> {
  const values: Record<string, string> = {};
  const share = ((number * 3) % STEPS) / (STEPS - 1);
  for (const { Name = "", Values = [] } of ranges?.CategoricalParameterRanges ?? []) {
    values[Name] = Values[number % Values.length] ?? "";
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
  return present({
    TrainingJobName: description.TrainingJobName,
    TrainingJobArn: description.TrainingJobArn,
    TuningJobName: job.name,
    CreationTime: description.CreationTime,
    TrainingStartTime: description.TrainingStartTime,
    TrainingEndTime: description.TrainingEndTime,
    TrainingJobStatus: description.TrainingJobStatus,
    TunedHyperParameters: { ...description.HyperParameters },
    FailureReason: description.FailureReason,
    ObjectiveStatus: objectiveStatus(description),
  });
}

function objectiveStatus(description: DescribeTrainingJobResponse): "Succeeded" | "Pending" | "Failed" {
  if (!hasEnded(description)) return "Pending";
  return description.TrainingJobStatus === "Completed" ? "Succeeded" : "Failed";
}
