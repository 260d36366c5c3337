import type { DescribeProcessingJobResponse, DescribeTrainingJobResponse } from "@aws-sdk/client-sagemaker";
import { randomHexId } from "./account.ts";
import { type AutoMLDescription, settingsOf } from "./automl-description.ts";
import type { Resource } from "./collection.ts";
import { present } from "./handler.ts";
import type { JobLives } from "./job-lives.ts";
import { isRunning, startTrainingJob, stopTrainingJob, type TrainingJobs } from "./training-run.ts";

export type AutoMLJob = Resource<AutoMLDescription>;
export type TrainingChild = Resource<DescribeTrainingJobResponse>;
export type ProcessingChild = Resource<DescribeProcessingJobResponse>;

/** Where AutoML jobs and the jobs that they launch live. */
export interface AutoML {
  lives: JobLives<AutoMLDescription>;
  trainings: TrainingJobs;
  processings: JobLives<DescribeProcessingJobResponse>;
}

/** What the names of children say that they do. */
export type Task = "pr" | "dpp0" | "t";

const LONGEST_NAME = 63;
const IMAGE = "348316444620.dkr.ecr.us-west-2.amazonaws.com/sagemaker-sklearn-automl:2.5-1-cpu-py3";
const INSTANCE = { InstanceType: "ml.m5.4xlarge", InstanceCount: 1, VolumeSizeInGB: 50 } as const;

/** `NAME-dpp0-1-XXXX…`, filled up with hexadecimal digits to the longest name there may be. */
function childName(job: AutoMLJob, task: Task, number: number): string {
  const start = `${job.name}-${task}-${number}-`;
  return start + randomHexId("", Math.min(32, LONGEST_NAME - start.length));
}

export function trainingChildren({ trainings }: AutoML, job: AutoMLJob, task?: Task): TrainingChild[] {
  return trainings.all().filter((child) => child.description.AutoMLJobArn === job.arn && doesTask(job, child, task));
}

export function processingChildren({ processings }: AutoML, job: AutoMLJob): ProcessingChild[] {
  return processings.collection.all().filter(({ description }) => description.AutoMLJobArn === job.arn);
}

function doesTask(job: AutoMLJob, child: Resource, task: Task | undefined): boolean {
  return task === undefined || child.name.startsWith(`${job.name}-${task}-`);
}

/** Launches the processing job that looks at the data. */
export function launchProcessing({ processings }: AutoML, job: AutoMLJob): void {
  const { VolumeKmsKeyId, VpcConfig, EnableInterContainerTrafficEncryption } = settingsOf(job.description).security;
  const network = present({ VpcConfig, EnableInterContainerTrafficEncryption });
  const settings = {
    ProcessingJobName: childName(job, "pr", 1),
    AutoMLJobArn: job.arn,
    RoleArn: job.description.RoleArn,
    AppSpecification: { ImageUri: IMAGE },
    ProcessingResources: { ClusterConfig: present({ ...INSTANCE, VolumeKmsKeyId }) },
    NetworkConfig: Object.keys(network).length === 0 ? undefined : structuredClone(network),
    StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
  };
  processings.start(settings, new Map(job.tags));
}

/** Launches a training job; those of one task are counted from 1. */
export function launchTraining({ lives, trainings }: AutoML, job: AutoMLJob, task: Task, number: number): void {
  const { security, completion } = settingsOf(job.description);
  const { VolumeKmsKeyId, VpcConfig, EnableInterContainerTrafficEncryption } = security;
  const settings = present({
    TrainingJobName: childName(job, task, number),
    AutoMLJobArn: job.arn,
    RoleArn: job.description.RoleArn,
    AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: "File" as const },
    OutputDataConfig: structuredClone(job.description.OutputDataConfig),
    ResourceConfig: present({ ...INSTANCE, VolumeKmsKeyId }),
    VpcConfig: structuredClone(VpcConfig),
    EnableInterContainerTrafficEncryption: EnableInterContainerTrafficEncryption ?? false,
    StoppingCondition: { MaxRuntimeInSeconds: completion.MaxRuntimePerTrainingJobInSeconds ?? 86_400 },
  });
  startTrainingJob(lives.account, trainings, settings, new Map(job.tags), "autoMlTraining");
}

export function hasRunningChildren(autoMl: AutoML, job: AutoMLJob): boolean {
  const training = trainingChildren(autoMl, job).some((child) => isRunning(child.description));
  return training || processingChildren(autoMl, job).some((child) => !autoMl.processings.hasEnded(child));
}

export function stopChildren(autoMl: AutoML, job: AutoMLJob): void {
  const { lives, trainings, processings } = autoMl;
  for (const child of trainingChildren(autoMl, job)) {
    if (isRunning(child.description)) stopTrainingJob(lives.account, trainings, child);
  }
  for (const child of processingChildren(autoMl, job)) {
    if (!processings.hasEnded(child)) processings.stop(child);
  }
}
