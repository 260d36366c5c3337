import {
  type CreateMonitoringScheduleRequest,
  type CreateMonitoringScheduleResponse,
  type DeleteMonitoringScheduleRequest,
  type DescribeMonitoringScheduleRequest,
  type DescribeMonitoringScheduleResponse,
  type ListMonitoringSchedulesRequest,
  type ListMonitoringSchedulesResponse,
  type MonitoringScheduleConfig,
  type MonitoringScheduleSummary,
  MonitoringType,
  type ScheduleStatus,
  type StartMonitoringScheduleRequest,
  type StopMonitoringScheduleRequest,
  type UpdateMonitoringScheduleRequest,
  type UpdateMonitoringScheduleResponse,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection, type Resource, type ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { resourceInUse, resourceNotFound, validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { travel, type Way } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import { endpointOf } from "./monitoring-job-definition.ts";
import { beginExecutions, followExecutions, isExecuting, type Monitoring, type Schedules } from "./monitoring-run.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeMonitoringScheduleResponse;
type Schedule = Resource<Description>;

const TYPE: ResourceType<Description> = {
  type: "monitoring-schedule",
  statusMembers: ["MonitoringScheduleStatus"],
  event: {
    detailType: "SageMaker Monitoring Schedule State Change",
    members: [
      "MonitoringScheduleArn",
      "MonitoringScheduleName",
      "MonitoringScheduleStatus",
      "MonitoringType",
      "FailureReason",
      "CreationTime",
      "LastModifiedTime",
      "MonitoringScheduleConfig",
      "EndpointName",
    ],
  },
  notFound: (_name, arn) => resourceNotFound(`Monitoring schedule [${arn}] does not exist.`),
};

const JOB = "MonitoringScheduleConfig.MonitoringJobDefinition";
const CONSTRAINTS: Constraint[] = [
  ...nameAt("MonitoringScheduleName"),
  ...nameAt("MonitoringScheduleConfig.MonitoringJobDefinitionName"),
  { at: "MonitoringScheduleConfig.MonitoringType", oneOf: Object.values(MonitoringType) },
  roleAt(`${JOB}.RoleArn`),
  ...vpcConfigAt(`${JOB}.NetworkConfig.VpcConfig`),
  { at: `${JOB}.MonitoringResources.ClusterConfig.InstanceCount`, from: 1, to: 100 },
  ...TAG_CONSTRAINTS,
];

/**
 * Monitoring schedules and the processing jobs that they start.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateMonitoringSchedule.html
 */
export function createMonitoringSchedules(
  account: Account,
  monitoring: Monitoring,
): { collection: Schedules; operations: Record<string, OperationHandler> } {
  const collection: Schedules = new Collection(account, TYPE);
  followExecutions(account, collection, monitoring);
  const change = (name: string, from: ScheduleStatus[], to: ScheduleStatus) => {
    const schedule = collection.get(name);
    checkStatus(schedule, from);
    travel(account, collection, schedule, wayTo(account, monitoring, schedule, to));
    return {};
  };
  return {
    collection,
    operations: {
      CreateMonitoringSchedule: handler((input: Checked<CreateMonitoringScheduleRequest>) =>
        create(account, collection, monitoring, input),
      ),
      DescribeMonitoringSchedule: handler((input: Checked<DescribeMonitoringScheduleRequest>) =>
        collection.describe(input.MonitoringScheduleName),
      ),
      ListMonitoringSchedules: handler((input: ListMonitoringSchedulesRequest) => list(collection, input)),
      UpdateMonitoringSchedule: handler((input: Checked<UpdateMonitoringScheduleRequest>) =>
        update(account, collection, monitoring, input),
      ),
      StartMonitoringSchedule: handler((input: Checked<StartMonitoringScheduleRequest>) =>
        change(input.MonitoringScheduleName, ["Stopped", "Failed"], "Scheduled"),
      ),
      StopMonitoringSchedule: handler((input: Checked<StopMonitoringScheduleRequest>) =>
        change(input.MonitoringScheduleName, ["Scheduled"], "Stopped"),
      ),
      DeleteMonitoringSchedule: handler((input: Checked<DeleteMonitoringScheduleRequest>) => {
        const schedule = collection.get(input.MonitoringScheduleName);
        checkIdle(schedule);
        collection.remove(schedule);
        return {};
      }),
    },
  };
}

function create(
  account: Account,
  collection: Schedules,
  monitoring: Monitoring,
  input: Checked<CreateMonitoringScheduleRequest>,
): CreateMonitoringScheduleResponse {
  checkConstraints(input, CONSTRAINTS);
  const name = input.MonitoringScheduleName;
  const arn = account.arn(TYPE.type, name);
  if (collection.find(name) !== undefined) throw resourceInUse(`Monitoring schedule [${arn}] already exists.`);
  const now = account.time.now();
  const description: Description = {
    MonitoringScheduleArn: arn,
    MonitoringScheduleName: name,
    MonitoringScheduleStatus: "Pending",
    ...configured(monitoring, input.MonitoringScheduleConfig),
    CreationTime: now,
    LastModifiedTime: now,
  };
  const schedule = collection.add({ name, id: name, arn, description, tags: readTags(input.Tags), cancel() {} });
  travel(account, collection, schedule, wayTo(account, monitoring, schedule, "Scheduled"));
  return { MonitoringScheduleArn: arn };
}

/** The members of the description that follow from the configuration. Refuses one that names no job, or no known one. */
function configured(
  { definitions }: Monitoring,
  config: MonitoringScheduleConfig,
): Pick<Description, "EndpointName" | "MonitoringScheduleConfig" | "MonitoringType"> {
  const { MonitoringJobDefinition: inline, MonitoringJobDefinitionName: name, MonitoringType: type } = config;
  if ((inline === undefined) === (name === undefined)) {
    throw validationError("Exactly one of MonitoringJobDefinition and MonitoringJobDefinitionName must be given.");
  }
  if (name === undefined) {
    const EndpointName = inline?.MonitoringInputs?.[0]?.EndpointInput?.EndpointName;
    return { MonitoringScheduleConfig: config, MonitoringType: type ?? "DataQuality", EndpointName };
  }
  if (type === undefined) throw validationError("MonitoringType is required with MonitoringJobDefinitionName.");
  const EndpointName = endpointOf(type, definitions.get(type, name));
  return { MonitoringScheduleConfig: config, MonitoringType: type, EndpointName };
}

function update(
  account: Account,
  collection: Schedules,
  monitoring: Monitoring,
  input: Checked<UpdateMonitoringScheduleRequest>,
): UpdateMonitoringScheduleResponse {
  checkConstraints(input, CONSTRAINTS);
  const schedule = collection.get(input.MonitoringScheduleName);
  checkIdle(schedule);
  const settings = configured(monitoring, input.MonitoringScheduleConfig);
  const stopped = schedule.description.MonitoringScheduleStatus === "Stopped";
  Object.assign(schedule.description, settings);
  travel(account, collection, schedule, wayTo(account, monitoring, schedule, stopped ? "Stopped" : "Scheduled"));
  return { MonitoringScheduleArn: schedule.arn };
}

function wayTo(account: Account, monitoring: Monitoring, schedule: Schedule, to: ScheduleStatus): Way<Description> {
  return [
    { set: { MonitoringScheduleStatus: "Pending", FailureReason: undefined }, lasts: "monitoringSchedulePending" },
    {
      set: { MonitoringScheduleStatus: to },
      entered() {
        if (to === "Scheduled") beginExecutions(account, monitoring, schedule);
      },
    },
  ];
}

function checkStatus({ description }: Schedule, from: ScheduleStatus[]): void {
  const status = description.MonitoringScheduleStatus;
  if (status === undefined || from.includes(status)) return;
  throw validationError(`Monitoring schedule in status ${status}`);
}

/** A schedule is neither changed nor deleted while its status is about to change or a job of it runs. */
function checkIdle(schedule: Schedule): void {
  checkStatus(schedule, ["Failed", "Scheduled", "Stopped"]);
  if (isExecuting(schedule)) throw validationError(`Monitoring schedule [${schedule.arn}] has executions in progress.`);
}

function list(collection: Schedules, input: ListMonitoringSchedulesRequest): ListMonitoringSchedulesResponse {
  const wanted = (value: string | undefined, filter: string | undefined) => filter === undefined || value === filter;
  const matching = collection.all().filter(({ description }) => {
    const { EndpointName, MonitoringType: type, MonitoringScheduleConfig: config } = description;
    return (
      wanted(EndpointName, input.EndpointName) &&
      wanted(config?.MonitoringJobDefinitionName, input.MonitoringJobDefinitionName) &&
      wanted(type, input.MonitoringTypeEquals)
    );
  });
  const { page, ...rest } = listPage(matching, input, {
    sortBy: "CreationTime",
    sortOrder: "Descending",
    statusOf: (description) => description.MonitoringScheduleStatus,
  });
  return { MonitoringScheduleSummaries: page.map(({ description }) => summaryOf(description)), ...rest };
}

function summaryOf(description: Description): MonitoringScheduleSummary {
  return present<MonitoringScheduleSummary>({
    ...pick(description, [
      "MonitoringScheduleName",
      "MonitoringScheduleArn",
      "CreationTime",
      "LastModifiedTime",
      "MonitoringScheduleStatus",
      "EndpointName",
      "MonitoringType",
    ]),
    MonitoringJobDefinitionName: description.MonitoringScheduleConfig?.MonitoringJobDefinitionName,
  });
}
