import { NETWORK_CONFIG } from "./network-config.ts";
import { defineKind, type Inheritance, operation } from "./resource-kind.ts";

const CONFIG = "MonitoringScheduleConfig";

/** Its processing jobs run in the network of the job definition that it holds, or of the one that it names. */
function namedDefinition(kind: string, type: string): Inheritance {
  return {
    from: `${CONFIG}.MonitoringJobDefinitionName`,
    kind,
    takes: ["subnets", "securityGroups", "networkIsolation", "trafficEncryption", "instanceCount"],
    when: { path: `${CONFIG}.MonitoringType`, equals: type },
  };
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateMonitoringSchedule.html */
export const monitoringSchedule = defineKind({
  id: "monitoring-schedule",
  title: "monitoring schedule",
  cloudFormationType: "AWS::SageMaker::MonitoringSchedule",
  calls: {
    create: ["CreateMonitoringSchedule"],
    update: ["UpdateMonitoringSchedule"],
    start: ["StartMonitoringSchedule"],
    end: ["StopMonitoringSchedule", "DeleteMonitoringSchedule"],
  },
  nameMember: "MonitoringScheduleName",
  idMembers: ["MonitoringScheduleName"],
  arnMember: "MonitoringScheduleArn",
  creationTimeMember: "CreationTime",
  statusMember: "MonitoringScheduleStatus",
  statusEnum: "ScheduleStatus",
  over: [],
  describe: operation("DescribeMonitoringSchedule"),
  list: {
    ...operation("ListMonitoringSchedules"),
    items: "MonitoringScheduleSummaries",
    createdAfter: "CreationTimeAfter",
  },
  notFound: [{ code: "ResourceNotFound" }],
  stateChange: { detailType: "SageMaker Monitoring Schedule State Change", arnMember: "MonitoringScheduleArn" },
  taggable: true,
  roles: [`${CONFIG}.MonitoringJobDefinition.RoleArn`],
  units: [
    {
      at: `${CONFIG}.MonitoringJobDefinition`,
      as: "processing-job",
      settings: { ...NETWORK_CONFIG, instanceCount: { each: ["MonitoringResources.ClusterConfig.InstanceCount"] } },
    },
  ],
  inherits: [
    namedDefinition("data-quality-job-definition", "DataQuality"),
    namedDefinition("model-bias-job-definition", "ModelBias"),
    namedDefinition("model-explainability-job-definition", "ModelExplainability"),
    namedDefinition("model-quality-job-definition", "ModelQuality"),
  ],
  parents: [],
  inPlace: {
    call: "UpdateMonitoringSchedule",
    settings: ["networkIsolation", "securityGroups", "subnets", "trafficEncryption"],
    replaces: [CONFIG],
  },
  stop: {
    ...operation("StopMonitoringSchedule"),
    startsFrom: ["Scheduled"],
    waitsIn: ["Pending"],
    stopping: [],
    ended: ["Stopped", "Failed"],
    effect: "reversible",
    kept: [
      "The schedule with all its settings, and the reports of the runs so far; a run that has begun may go on to its end.",
      "What the endpoint captures.",
    ],
    lost: [],
    undo: "Start the schedule again; until then no monitoring job starts by it.",
  },
});
