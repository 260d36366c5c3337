import { NETWORK_CONFIG } from "./network-config.ts";
import { defineKind, operation } from "./resource-kind.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateProcessingJob.html */
export const processingJob = defineKind({
  id: "processing-job",
  title: "processing job",
  cloudFormationType: "AWS::SageMaker::ProcessingJob",
  calls: { create: ["CreateProcessingJob"], update: [], start: [], end: ["StopProcessingJob", "DeleteProcessingJob"] },
  nameMember: "ProcessingJobName",
  idMembers: ["ProcessingJobName"],
  arnMember: "ProcessingJobArn",
  creationTimeMember: "CreationTime",
  statusMember: "ProcessingJobStatus",
  over: ["Completed", "Failed", "Stopped"],
  describe: operation("DescribeProcessingJob"),
  list: { ...operation("ListProcessingJobs"), items: "ProcessingJobSummaries", createdAfter: "CreationTimeAfter" },
  notFound: [
    { code: "ResourceNotFound" },
    { code: "ValidationException", messageIncludes: "Could not find requested job" },
  ],
  stateChange: { detailType: "SageMaker Processing Job State Change", arnMember: "ProcessingJobArn" },
  taggable: true,
  roles: ["RoleArn"],
  units: [
    {
      at: "",
      settings: {
        ...NETWORK_CONFIG,
        instanceCount: { each: ["ProcessingResources.ClusterConfig.InstanceCount"] },
      },
    },
  ],
  inherits: [],
  parents: [
    { member: "MonitoringScheduleArn", kind: "monitoring-schedule" },
    { member: "AutoMLJobArn", kind: "automl-job" },
    { member: "TrainingJobArn", kind: "training-job" },
  ],
  inPlace: null,
  stop: {
    ...operation("StopProcessingJob"),
    startsFrom: ["InProgress"],
    waitsIn: [],
    stopping: ["Stopping"],
    ended: ["Completed", "Failed", "Stopped"],
    effect: "destructive",
    kept: ["What it has already written to S3."],
    lost: ["The processing that has run so far, except output that was uploaded continuously."],
    undo: "A stopped job cannot be continued; create it again with the right network settings.",
  },
});
