import { defineKind, operation } from "./resource-kind.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAIBenchmarkJob.html */
export const aiBenchmarkJob = defineKind({
  id: "ai-benchmark-job",
  title: "AI benchmark job",
  cloudFormationType: null,
  calls: {
    create: ["CreateAIBenchmarkJob"],
    update: [],
    start: [],
    end: ["StopAIBenchmarkJob", "DeleteAIBenchmarkJob"],
  },
  nameMember: "AIBenchmarkJobName",
  idMembers: ["AIBenchmarkJobName"],
  arnMember: "AIBenchmarkJobArn",
  creationTimeMember: "CreationTime",
  statusMember: "AIBenchmarkJobStatus",
  over: ["Completed", "Failed", "Stopped"],
  describe: operation("DescribeAIBenchmarkJob"),
  list: { ...operation("ListAIBenchmarkJobs"), items: "AIBenchmarkJobs", createdAfter: "CreationTimeAfter" },
  notFound: [
    { code: "ResourceNotFound" },
    { code: "ValidationException", messageIncludes: "Could not find requested job" },
  ],
  stateChange: null,
  taggable: true,
  roles: ["RoleArn"],
  units: [
    {
      at: "",
      settings: {
        subnets: "NetworkConfig.VpcConfig.Subnets",
        securityGroups: "NetworkConfig.VpcConfig.SecurityGroupIds",
      },
    },
  ],
  inherits: [],
  parents: [],
  inPlace: null,
  stop: {
    ...operation("StopAIBenchmarkJob"),
    startsFrom: ["InProgress"],
    waitsIn: [],
    stopping: ["Stopping"],
    ended: ["Completed", "Failed", "Stopped"],
    effect: "destructive",
    kept: ["The endpoint that it measures."],
    lost: ["The measurements that have run so far and are not yet in S3."],
    undo: "A stopped job cannot be continued; create it again with the right network settings.",
  },
});
