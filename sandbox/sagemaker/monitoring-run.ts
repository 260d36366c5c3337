import type {
  DescribeMonitoringScheduleResponse,
  DescribeProcessingJobResponse,
  MonitoringExecutionSummary,
  MonitoringJobDefinition,
  MonitoringType,
} from "@aws-sdk/client-sagemaker";
import { AwsError } from "../contract.ts";
import { type Account, randomHexId } from "./account.ts";
import type { Collection, Resource } from "./collection.ts";
import { present } from "./handler.ts";
import type { createJobDefinitions } from "./monitoring-job-definition.ts";
import type { ProcessingJobs } from "./processing-job.ts";

type Schedule = Resource<DescribeMonitoringScheduleResponse>;
export type Schedules = Collection<DescribeMonitoringScheduleResponse>;

/** What monitoring schedules refer to, and where the jobs that they start go. */
export interface Monitoring {
  definitions: ReturnType<typeof createJobDefinitions>;
  processing: ProcessingJobs;
}

/** The state of an execution that is the status of its processing job. */
const EXECUTION_STATES = {
  Completed: "Completed",
  Failed: "Failed",
  InProgress: "InProgress",
  Stopped: "Stopped",
  Stopping: "Stopping",
} as const;

/** Starts a processing job each period, or one only, at once, for the schedule expression `NOW`. */
export function beginExecutions(account: Account, monitoring: Monitoring, schedule: Schedule): void {
  const expression = schedule.description.MonitoringScheduleConfig?.ScheduleConfig?.ScheduleExpression;
  if (expression === "NOW") {
    execute(account, monitoring, schedule);
    return;
  }
  schedule.cancel = account.time.after(account.durations.monitoringPeriod, () => {
    execute(account, monitoring, schedule);
    beginExecutions(account, monitoring, schedule);
  });
}

/** Keeps the last execution of each schedule at the status of its processing job. */
export function followExecutions(account: Account, schedules: Schedules, { processing }: Monitoring): void {
  processing.collection.watch((job) => {
    const schedule = schedules.all().find((candidate) => lastExecution(candidate)?.ProcessingJobArn === job.arn);
    const status = job.description.ProcessingJobStatus;
    const execution = schedule === undefined ? undefined : lastExecution(schedule);
    if (execution === undefined || !isExecutionState(status)) return;
    execution.MonitoringExecutionStatus = EXECUTION_STATES[status];
    execution.LastModifiedTime = account.time.now();
    if (job.description.FailureReason !== undefined) execution.FailureReason = job.description.FailureReason;
  });
}

export function isExecuting(schedule: Schedule): boolean {
  const status = lastExecution(schedule)?.MonitoringExecutionStatus ?? "";
  return ["InProgress", "Pending", "Stopping"].includes(status);
}

function lastExecution({ description }: Schedule): MonitoringExecutionSummary | undefined {
  return description.LastMonitoringExecutionSummary;
}

function isExecutionState(status: string | undefined): status is keyof typeof EXECUTION_STATES {
  return status !== undefined && Object.hasOwn(EXECUTION_STATES, status);
}

function execute(account: Account, monitoring: Monitoring, schedule: Schedule): void {
  const outcome = launch(account, monitoring, schedule);
  const { EndpointName, MonitoringType, MonitoringScheduleConfig: config } = schedule.description;
  const now = account.time.now();
  schedule.description.LastMonitoringExecutionSummary = present<MonitoringExecutionSummary>({
    MonitoringScheduleName: schedule.name,
    ScheduledTime: now,
    CreationTime: now,
    LastModifiedTime: now,
    ...outcome,
    EndpointName,
    MonitoringJobDefinitionName: config?.MonitoringJobDefinitionName,
    MonitoringType,
  });
}

type Outcome = Pick<MonitoringExecutionSummary, "FailureReason" | "ProcessingJobArn"> & {
  MonitoringExecutionStatus: "Failed" | "InProgress";
};

/** Fails without a job when the definition is gone. */
function launch(account: Account, { definitions, processing }: Monitoring, schedule: Schedule): Outcome {
  const { MonitoringScheduleConfig: config } = schedule.description;
  try {
    const settings =
      config?.MonitoringJobDefinition === undefined
        ? storedSettings(definitions, config?.MonitoringType ?? "DataQuality", config?.MonitoringJobDefinitionName)
        : inlineSettings(config.MonitoringJobDefinition);
    const stamp = account.time.now().toISOString().replaceAll(/\D/g, "").slice(0, 12);
    const ProcessingJobName = `model-monitoring-${stamp}-${randomHexId("", 24)}`;
    const job = processing.lives.start(
      { ...settings, ProcessingJobName, MonitoringScheduleArn: schedule.arn },
      new Map(),
    );
    return { MonitoringExecutionStatus: "InProgress", ProcessingJobArn: job.arn };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { MonitoringExecutionStatus: "Failed", FailureReason: error.message };
  }
}

function inlineSettings(definition: MonitoringJobDefinition): Partial<DescribeProcessingJobResponse> {
  const { MonitoringAppSpecification: application, MonitoringResources: resources } = definition;
  return present<Partial<DescribeProcessingJobResponse>>({
    ProcessingResources: resources,
    AppSpecification: present({
      ImageUri: application?.ImageUri,
      ContainerEntrypoint: application?.ContainerEntrypoint,
      ContainerArguments: application?.ContainerArguments,
    }),
    RoleArn: definition.RoleArn,
    Environment: definition.Environment,
    NetworkConfig: definition.NetworkConfig,
    StoppingCondition: definition.StoppingCondition,
  });
}

/** Throws ResourceNotFound when there is no such definition any more. */
function storedSettings(
  definitions: Monitoring["definitions"],
  kind: MonitoringType,
  name: string | undefined,
): Partial<DescribeProcessingJobResponse> {
  const { description } = definitions.get(kind, name ?? "");
  const application = description[`${kind}AppSpecification`] as MonitoringJobDefinition["MonitoringAppSpecification"];
  return inlineSettings({
    MonitoringInputs: undefined,
    MonitoringOutputConfig: undefined,
    MonitoringResources: description.JobResources,
    MonitoringAppSpecification: application,
    RoleArn: description.RoleArn,
    NetworkConfig: description.NetworkConfig,
    StoppingCondition: description.StoppingCondition as MonitoringJobDefinition["StoppingCondition"],
  });
}
