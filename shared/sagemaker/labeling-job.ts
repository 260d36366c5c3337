import { defineKind, operation } from "./resource-kind.ts";
import { VPC_CONFIG } from "./vpc-config.ts";

/**
 * Only automated data labeling runs on instances; a job without it sends its objects to people and has no network.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_LabelingJobAlgorithmsConfig.html
 */
export const labelingJob = defineKind({
  id: "labeling-job",
  title: "labeling job",
  cloudFormationType: null,
  calls: { create: ["CreateLabelingJob"], update: [], start: [], end: ["StopLabelingJob"] },
  nameMember: "LabelingJobName",
  idMembers: ["LabelingJobName"],
  arnMember: "LabelingJobArn",
  creationTimeMember: "CreationTime",
  statusMember: "LabelingJobStatus",
  over: ["Completed", "Failed", "Stopped"],
  describe: operation("DescribeLabelingJob"),
  list: { ...operation("ListLabelingJobs"), items: "LabelingJobSummaryList", createdAfter: "CreationTimeAfter" },
  notFound: [
    { code: "ResourceNotFound" },
    { code: "ValidationException", messageIncludes: "Could not find requested job" },
  ],
  stateChange: null,
  taggable: true,
  roles: ["RoleArn"],
  units: [
    { at: "", settings: {} },
    {
      at: "LabelingJobAlgorithmsConfig",
      settings: {
        subnets: `LabelingJobResourceConfig.${VPC_CONFIG.subnets}`,
        securityGroups: `LabelingJobResourceConfig.${VPC_CONFIG.securityGroups}`,
      },
    },
  ],
  inherits: [],
  parents: [],
  inPlace: null,
  stop: {
    ...operation("StopLabelingJob"),
    startsFrom: ["InProgress"],
    waitsIn: ["Initializing"],
    stopping: ["Stopping"],
    ended: ["Completed", "Failed", "Stopped"],
    effect: "destructive",
    kept: ["The labels that it has so far; they are placed in the S3 output location."],
    lost: ["What workers and the model are labeling now, and the rest of the objects, which stay without labels."],
    undo: "A stopped job cannot be started again; create another one for the objects that are left, with the right network settings.",
  },
});
