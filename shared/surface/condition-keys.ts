/**
 * IAM condition keys that can keep a setting from being made, and the calls on which they are known to work. A policy
 * has to ask with `Null` whether the key is there at all: a caller who leaves the setting out does not send it.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html (2026-06)
 */
import type { SettingName } from "../sagemaker/resource-kind.ts";

interface ConditionKey {
  key: `sagemaker:${string}`;
  calls: readonly string[];
}

const JOB_DEFINITIONS = [
  "CreateDataQualityJobDefinition",
  "CreateModelBiasJobDefinition",
  "CreateModelExplainabilityJobDefinition",
  "CreateModelQualityJobDefinition",
];
const JOBS_AND_MONITORING = [
  ...JOB_DEFINITIONS,
  "CreateHyperParameterTuningJob",
  "CreateMonitoringSchedule",
  "CreateProcessingJob",
  "CreateTrainingJob",
  "UpdateMonitoringSchedule",
];
const AUTO_ML = ["CreateAutoMLJob", "CreateAutoMLJobV2"];
const HOSTING = ["CreateEndpointConfig", "CreateModel"];
const IN_A_VPC = [
  ...JOBS_AND_MONITORING,
  ...AUTO_ML,
  ...HOSTING,
  "CreateCluster",
  "CreateDomain",
  "CreateNotebookInstance",
  "UpdateCluster",
  "UpdateDomain",
];

/** Settings that are not here have no condition key on any call. */
export const CONDITION_KEYS: Partial<Record<SettingName, ConditionKey>> = {
  appNetworkAccess: { key: "sagemaker:AppNetworkAccessType", calls: ["CreateDomain", "UpdateDomain"] },
  directInternetAccess: { key: "sagemaker:DirectInternetAccess", calls: ["CreateNotebookInstance"] },
  imdsVersion: {
    key: "sagemaker:MinimumInstanceMetadataServiceVersion",
    calls: ["CreateNotebookInstance", "UpdateNotebookInstance"],
  },
  networkIsolation: { key: "sagemaker:NetworkIsolation", calls: [...JOBS_AND_MONITORING, ...HOSTING] },
  remoteAccess: { key: "sagemaker:RemoteAccess", calls: ["CreateSpace", "UpdateSpace"] },
  remoteDebug: { key: "sagemaker:EnableRemoteDebug", calls: ["CreateTrainingJob", "UpdateTrainingJob"] },
  rootAccess: { key: "sagemaker:RootAccess", calls: ["CreateNotebookInstance", "UpdateNotebookInstance"] },
  securityGroups: {
    key: "sagemaker:VpcSecurityGroupIds",
    calls: [...IN_A_VPC, "CreateUserProfile", "UpdateUserProfile"],
  },
  subnets: { key: "sagemaker:VpcSubnets", calls: IN_A_VPC },
  trafficEncryption: {
    key: "sagemaker:InterContainerTrafficEncryption",
    calls: [...JOBS_AND_MONITORING, ...AUTO_ML],
  },
};

/** The key that can prevent a setting in a call; null where there is none. */
export function conditionKeyOf(setting: SettingName, call: string): string | null {
  const found = CONDITION_KEYS[setting];
  return found?.calls.includes(call) === true ? found.key : null;
}
