import { defineKind, operation } from "./resource-kind.ts";
import { VPC_CONFIG } from "./vpc-config.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html */
export const trainingJob = defineKind({
  id: "training-job",
  title: "training job",
  cloudFormationType: "AWS::SageMaker::TrainingJob",
  calls: { create: "CreateTrainingJob", update: ["UpdateTrainingJob"], start: [] },
  nameMember: "TrainingJobName",
  idMember: "TrainingJobName",
  arnMember: "TrainingJobArn",
  creationTimeMember: "CreationTime",
  statusMember: "TrainingJobStatus",
  describe: operation("DescribeTrainingJob"),
  list: { ...operation("ListTrainingJobs"), items: "TrainingJobSummaries" },
  notFound: [
    { code: "ResourceNotFound" },
    { code: "ValidationException", messageIncludes: "Requested resource not found" },
  ],
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
  stop: {
    ...operation("StopTrainingJob"),
    startsFrom: ["InProgress"],
    waitsIn: [],
    stopping: ["Stopping"],
    ended: ["Completed", "Failed", "Stopped", "Deleting"],
    effect: "destructive",
    beforeCompute: { member: "SecondaryStatus", values: ["Starting", "Pending"] },
    lost: [
      "The training that has run so far, except checkpoints already in S3 and what the algorithm saves within 120 seconds of SIGTERM.",
    ],
  },
});
