import { defineKind, operation } from "./resource-kind.ts";
import { VPC_CONFIG } from "./vpc-config.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateCompilationJob.html */
export const compilationJob = defineKind({
  id: "compilation-job",
  title: "compilation job",
  cloudFormationType: null,
  calls: {
    create: ["CreateCompilationJob"],
    update: [],
    start: [],
    end: ["StopCompilationJob", "DeleteCompilationJob"],
  },
  nameMember: "CompilationJobName",
  idMembers: ["CompilationJobName"],
  arnMember: "CompilationJobArn",
  creationTimeMember: "CreationTime",
  statusMember: "CompilationJobStatus",
  over: ["COMPLETED", "FAILED", "STOPPED"],
  describe: operation("DescribeCompilationJob"),
  list: { ...operation("ListCompilationJobs"), items: "CompilationJobSummaries", createdAfter: "CreationTimeAfter" },
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
    ...operation("StopCompilationJob"),
    startsFrom: ["STARTING", "INPROGRESS"],
    waitsIn: [],
    stopping: ["STOPPING"],
    ended: ["COMPLETED", "FAILED", "STOPPED"],
    effect: "destructive",
    beforeCompute: { member: "CompilationJobStatus", values: ["STARTING"] },
    kept: ["The model that it compiles, which the job only reads."],
    lost: ["The compilation that has run so far."],
    undo: "A stopped job cannot be continued; create it again with the right network settings.",
  },
});
