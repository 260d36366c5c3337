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
  calls: {
    create: ["CreateHyperParameterTuningJob"],
    update: [],
    start: [],
    end: ["StopHyperParameterTuningJob", "DeleteHyperParameterTuningJob"],
  },
  nameMember: "HyperParameterTuningJobName",
  idMembers: ["HyperParameterTuningJobName"],
  arnMember: "HyperParameterTuningJobArn",
  creationTimeMember: "CreationTime",
  statusMember: "HyperParameterTuningJobStatus",
  over: ["Completed", "Failed", "Stopped", "DeleteFailed"],
  describe: operation("DescribeHyperParameterTuningJob"),
  list: {
    ...operation("ListHyperParameterTuningJobs"),
    items: "HyperParameterTuningJobSummaries",
    createdAfter: "CreationTimeAfter",
  },
  notFound: [{ code: "ResourceNotFound" }],
  stateChange: {
    detailType: "SageMaker HyperParameter Tuning Job State Change",
    arnMember: "HyperParameterTuningJobArn",
  },
  taggable: true,
  roles: ["TrainingJobDefinition.RoleArn", "TrainingJobDefinitions[].RoleArn"],
  units: [
    { at: "TrainingJobDefinition", as: "training-job", settings: definition },
    { at: "TrainingJobDefinitions[]", as: "training-job", settings: definition },
  ],
  inherits: [],
  parents: [],
  inPlace: null,
  stop: {
    ...operation("StopHyperParameterTuningJob"),
    startsFrom: ["InProgress"],
    waitsIn: [],
    stopping: ["Stopping"],
    ended: ["Completed", "Failed", "Stopped", "DeleteFailed", "Deleting"],
    effect: "destructive",
    lost: ["The training jobs of the search that are running now; finished ones and their artefacts stay."],
    kept: ["What it has already written to S3."],
    undo: "A stopped search cannot be continued; create it again with the right network settings.",
  },
});
