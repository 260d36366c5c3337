import { defineKind, operation } from "./resource-kind.ts";
import { VPC_CONFIG } from "./vpc-config.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateOptimizationJob.html */
export const optimizationJob = defineKind({
  id: "optimization-job",
  title: "optimization job",
  cloudFormationType: "AWS::SageMaker::OptimizationJob",
  calls: {
    create: ["CreateOptimizationJob"],
    update: [],
    start: [],
    end: ["StopOptimizationJob", "DeleteOptimizationJob"],
  },
  nameMember: "OptimizationJobName",
  idMembers: ["OptimizationJobName"],
  arnMember: "OptimizationJobArn",
  creationTimeMember: "CreationTime",
  statusMember: "OptimizationJobStatus",
  over: ["COMPLETED", "FAILED", "STOPPED"],
  describe: operation("DescribeOptimizationJob"),
  list: { ...operation("ListOptimizationJobs"), items: "OptimizationJobSummaries", createdAfter: "CreationTimeAfter" },
  notFound: [
    { code: "ResourceNotFound" },
    { code: "ValidationException", messageIncludes: "Could not find requested job" },
  ],
  stateChange: null,
  taggable: true,
  roles: ["RoleArn"],
  units: [{ at: "", settings: VPC_CONFIG }],
  inherits: [],
  parents: [],
  inPlace: null,
  stop: {
    ...operation("StopOptimizationJob"),
    startsFrom: ["STARTING", "INPROGRESS"],
    waitsIn: [],
    stopping: ["STOPPING"],
    ended: ["COMPLETED", "FAILED", "STOPPED"],
    effect: "destructive",
    beforeCompute: { member: "OptimizationJobStatus", values: ["STARTING"] },
    kept: ["The model that it optimizes, which the job only reads."],
    lost: ["The optimization that has run so far."],
    undo: "A stopped job cannot be continued; create it again with the right network settings.",
  },
});
