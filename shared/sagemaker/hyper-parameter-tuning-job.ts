import { defineKind, operation, type UnitSettings } from "./resource-kind.ts";
import { VPC_CONFIG } from "./vpc-config.ts";

const definition = {
  ...VPC_CONFIG,
  networkIsolation: "EnableNetworkIsolation",
  trafficEncryption: "EnableInterContainerTrafficEncryption",
  instanceCount: {
    each: [
      "ResourceConfig.InstanceCount",
      "HyperParameterTuningResourceConfig.InstanceCount",
      "HyperParameterTuningResourceConfig.InstanceConfigs[].InstanceCount",
    ],
    sum: ["ResourceConfig.InstanceGroups[].InstanceCount"],
  },
} satisfies UnitSettings;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateHyperParameterTuningJob.html */
export const hyperParameterTuningJob = defineKind({
  id: "hyper-parameter-tuning-job",
  title: "hyperparameter tuning job",
  cloudFormationType: "AWS::SageMaker::HyperParameterTuningJob",
  calls: { create: "CreateHyperParameterTuningJob", update: [], start: [] },
  nameMember: "HyperParameterTuningJobName",
  idMember: "HyperParameterTuningJobName",
  arnMember: "HyperParameterTuningJobArn",
  creationTimeMember: "CreationTime",
  statusMember: "HyperParameterTuningJobStatus",
  describe: operation("DescribeHyperParameterTuningJob"),
  list: { ...operation("ListHyperParameterTuningJobs"), items: "HyperParameterTuningJobSummaries" },
  notFound: [{ code: "ResourceNotFound" }],
  units: [
    { at: "TrainingJobDefinition", settings: definition },
    { at: "TrainingJobDefinitions[]", settings: definition },
  ],
  inherits: [],
  stop: {
    ...operation("StopHyperParameterTuningJob"),
    startsFrom: ["InProgress"],
    waitsIn: [],
    stopping: ["Stopping"],
    ended: ["Completed", "Failed", "Stopped", "DeleteFailed", "Deleting"],
    effect: "destructive",
    lost: ["The training jobs of the search that are running now; finished ones and their artefacts stay."],
  },
});
