import { ROLE } from "./account.ts";

type Answer = Record<string, unknown>;

export const MONITOR_IMAGE = "1.dkr.ecr.eu-west-1.amazonaws.com/monitor:1";

const ENDPOINT_INPUT = { EndpointName: "host", LocalPath: "/opt/ml/processing/input" };
const RESOURCES = { ClusterConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 10 } };
const OUTPUT = { MonitoringOutputs: [{ S3Output: { S3Uri: "s3://bucket/reports", LocalPath: "/opt/ml/output" } }] };

/** The input that creates a definition of one of the four kinds, `DataQuality` and so on. */
export function definitionInput(kind: string, name: string, more: Answer = {}): Answer {
  return {
    JobDefinitionName: name,
    [`${kind}AppSpecification`]: { ImageUri: MONITOR_IMAGE },
    [`${kind}JobInput`]: { EndpointInput: ENDPOINT_INPUT },
    [`${kind}JobOutputConfig`]: OUTPUT,
    JobResources: RESOURCES,
    RoleArn: ROLE,
    ...more,
  };
}

/** The configuration of a schedule that carries its job's definition. */
export function inlineConfig(definition: Answer = {}, schedule = "cron(0 * ? * * *)"): Answer {
  return {
    ScheduleConfig: { ScheduleExpression: schedule },
    MonitoringJobDefinition: {
      MonitoringInputs: [{ EndpointInput: ENDPOINT_INPUT }],
      MonitoringOutputConfig: OUTPUT,
      MonitoringResources: RESOURCES,
      MonitoringAppSpecification: { ImageUri: MONITOR_IMAGE },
      RoleArn: ROLE,
      ...definition,
    },
  };
}
