import { defineKind, operation } from "./resource-kind.ts";

/**
 * A batch transform job runs in the network of the model that it names.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
 */
export const transformJob = defineKind({
  id: "transform-job",
  title: "transform job",
  cloudFormationType: "AWS::SageMaker::TransformJob",
  calls: { create: ["CreateTransformJob"], update: [], start: [], end: ["StopTransformJob"] },
  nameMember: "TransformJobName",
  idMembers: ["TransformJobName"],
  arnMember: "TransformJobArn",
  creationTimeMember: "CreationTime",
  statusMember: "TransformJobStatus",
  over: ["Completed", "Failed", "Stopped"],
  describe: operation("DescribeTransformJob"),
  list: { ...operation("ListTransformJobs"), items: "TransformJobSummaries", createdAfter: "CreationTimeAfter" },
  notFound: [
    { code: "ResourceNotFound" },
    { code: "ValidationException", messageIncludes: "Could not find requested job" },
  ],
  stateChange: { detailType: "SageMaker Transform Job State Change", arnMember: "TransformJobArn" },
  taggable: true,
  roles: [],
  units: [],
  inherits: [
    {
      from: "ModelName",
      kind: "model",
      takes: ["subnets", "securityGroups", "networkIsolation", "repositoryAccess"],
    },
  ],
  parents: [
    { member: "LabelingJobArn", kind: "labeling-job" },
    { member: "AutoMLJobArn", kind: "automl-job" },
  ],
  inPlace: null,
  stop: {
    ...operation("StopTransformJob"),
    startsFrom: ["InProgress"],
    waitsIn: [],
    stopping: ["Stopping"],
    ended: ["Completed", "Failed", "Stopped"],
    effect: "destructive",
    kept: ["The model and the input data, which the job only reads."],
    lost: ["Everything it has transformed so far: the output of a job that is stopped is not stored in S3."],
    undo: "A stopped job cannot be continued; create it again with a model that has the right network settings.",
  },
});
