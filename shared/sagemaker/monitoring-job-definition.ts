/** What the four kinds of monitoring job definitions have alike; they are immutable, and run nothing by themselves. */
import { NETWORK_CONFIG } from "./network-config.ts";
import { operation, type ResourceKind } from "./resource-kind.ts";

interface Naming {
  id: `${string}-job-definition`;
  title: string;
  /** Stands before `JobDefinition` in the names of the calls: `DataQuality`. */
  type: string;
}

export function monitoringJobDefinition({ id, title, type }: Naming): ResourceKind {
  return {
    id,
    title,
    cloudFormationType: `AWS::SageMaker::${type}JobDefinition`,
    calls: {
      create: [`Create${type}JobDefinition`],
      update: [],
      start: [],
      end: [`Delete${type}JobDefinition`],
    },
    nameMember: "JobDefinitionName",
    idMembers: ["JobDefinitionName"],
    arnMember: "JobDefinitionArn",
    creationTimeMember: "CreationTime",
    statusMember: null,
    over: [],
    describe: operation(`Describe${type}JobDefinition`),
    list: {
      ...operation(`List${type}JobDefinitions`),
      items: "JobDefinitionSummaries",
      createdAfter: "CreationTimeAfter",
      idMember: "MonitoringJobDefinitionName",
      arnMember: "MonitoringJobDefinitionArn",
    },
    notFound: [{ code: "ResourceNotFound" }],
    stateChange: null,
    taggable: true,
    roles: ["RoleArn"],
    units: [
      {
        at: "",
        as: "processing-job",
        settings: { ...NETWORK_CONFIG, instanceCount: { each: ["JobResources.ClusterConfig.InstanceCount"] } },
      },
    ],
    inherits: [],
    parents: [],
    inPlace: null,
    stop: null,
  };
}
