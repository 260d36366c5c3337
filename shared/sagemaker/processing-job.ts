import { defineKind, operation } from "./resource-kind.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateProcessingJob.html */
export const processingJob = defineKind({
  id: "processing-job",
  title: "processing job",
  cloudFormationType: "AWS::SageMaker::ProcessingJob",
  calls: { create: "CreateProcessingJob", update: [], start: [] },
  nameMember: "ProcessingJobName",
  idMember: "ProcessingJobName",
  arnMember: "ProcessingJobArn",
  creationTimeMember: "CreationTime",
  statusMember: "ProcessingJobStatus",
  describe: operation("DescribeProcessingJob"),
  list: { ...operation("ListProcessingJobs"), items: "ProcessingJobSummaries" },
  notFound: [
    { code: "ResourceNotFound" },
    { code: "ValidationException", messageIncludes: "Could not find requested job" },
  ],
  units: [
    {
      at: "",
      settings: {
        subnets: "NetworkConfig.VpcConfig.Subnets",
        securityGroups: "NetworkConfig.VpcConfig.SecurityGroupIds",
        networkIsolation: "NetworkConfig.EnableNetworkIsolation",
        trafficEncryption: "NetworkConfig.EnableInterContainerTrafficEncryption",
        instanceCount: { each: ["ProcessingResources.ClusterConfig.InstanceCount"] },
      },
    },
  ],
  inherits: [],
  stop: {
    ...operation("StopProcessingJob"),
    startsFrom: ["InProgress"],
    waitsIn: [],
    stopping: ["Stopping"],
    ended: ["Completed", "Failed", "Stopped"],
    effect: "destructive",
    lost: ["The processing that has run so far, except output that was uploaded continuously."],
  },
});
