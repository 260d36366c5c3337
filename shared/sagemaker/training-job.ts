import { defineKind, operation } from "./resource-kind.ts";
import { VPC_CONFIG } from "./vpc-config.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html */
export const trainingJob = defineKind({
  id: "training-job",
  title: "training job",
  cloudFormationType: "AWS::SageMaker::TrainingJob",
  calls: {
    create: ["CreateTrainingJob"],
    update: ["UpdateTrainingJob"],
    start: [],
    end: ["StopTrainingJob", "DeleteTrainingJob"],
  },
  nameMember: "TrainingJobName",
  idMembers: ["TrainingJobName"],
  arnMember: "TrainingJobArn",
  creationTimeMember: "CreationTime",
  statusMember: "TrainingJobStatus",
  over: ["Completed", "Failed", "Stopped"],
  describe: operation("DescribeTrainingJob"),
  list: { ...operation("ListTrainingJobs"), items: "TrainingJobSummaries", createdAfter: "CreationTimeAfter" },
  notFound: [
    { code: "ResourceNotFound" },
    { code: "ValidationException", messageIncludes: "Requested resource not found" },
  ],
  stateChange: { detailType: "SageMaker Training Job State Change", arnMember: "TrainingJobArn" },
  taggable: true,
  roles: ["RoleArn"],
  units: [
    {
      at: "",
      settings: {
        ...VPC_CONFIG,
        networkIsolation: "EnableNetworkIsolation",
        trafficEncryption: "EnableInterContainerTrafficEncryption",
        remoteDebug: "RemoteDebugConfig.EnableRemoteDebug",
        repositoryAccess: "AlgorithmSpecification.TrainingImageConfig.TrainingRepositoryAccessMode",
        instanceCount: {
          each: ["ResourceConfig.InstanceCount"],
          sum: ["ResourceConfig.InstanceGroups[].InstanceCount"],
        },
      },
    },
  ],
  inherits: [],
  parents: [
    { member: "TuningJobArn", kind: "hyper-parameter-tuning-job" },
    { member: "AutoMLJobArn", kind: "automl-job" },
    { member: "LabelingJobArn", kind: "labeling-job" },
  ],
  inPlace: { call: "UpdateTrainingJob", settings: ["remoteDebug"] },
  stop: {
    ...operation("StopTrainingJob"),
    startsFrom: ["InProgress"],
    waitsIn: [],
    stopping: ["Stopping"],
    ended: ["Completed", "Failed", "Stopped", "Deleting"],
    effect: "destructive",
    beforeCompute: { member: "SecondaryStatus", values: ["Starting", "Pending"] },
    kept: ["What it has already written to S3."],
    lost: [
      "The training that has run so far, except checkpoints already in S3 and what the algorithm saves within 120 seconds of SIGTERM.",
    ],
    undo: "A stopped job cannot be continued; create it again with the right network settings.",
  },
});
