import { defineKind, operation } from "./resource-kind.ts";

/**
 * The endpoints that it makes to test are in the VPC that the job names; whether their containers are isolated, and
 * where their images come from, is up to the model.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/inference-recommender-vpc-access.html
 */
export const inferenceRecommendationsJob = defineKind({
  id: "inference-recommendations-job",
  title: "inference recommendations job",
  cloudFormationType: null,
  calls: {
    create: ["CreateInferenceRecommendationsJob"],
    update: [],
    start: [],
    end: ["StopInferenceRecommendationsJob"],
  },
  nameMember: "JobName",
  idMembers: ["JobName"],
  arnMember: "JobArn",
  creationTimeMember: "CreationTime",
  statusMember: "Status",
  statusEnum: "RecommendationJobStatus",
  over: ["COMPLETED", "FAILED", "STOPPED", "DELETED"],
  describe: operation("DescribeInferenceRecommendationsJob"),
  list: {
    ...operation("ListInferenceRecommendationsJobs"),
    items: "InferenceRecommendationsJobs",
    createdAfter: "CreationTimeAfter",
  },
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
        subnets: "InputConfig.VpcConfig.Subnets",
        securityGroups: "InputConfig.VpcConfig.SecurityGroupIds",
      },
    },
  ],
  inherits: [{ from: "InputConfig.ModelName", kind: "model", takes: ["networkIsolation", "repositoryAccess"] }],
  parents: [],
  inPlace: null,
  stop: {
    ...operation("StopInferenceRecommendationsJob"),
    startsFrom: ["PENDING", "IN_PROGRESS"],
    waitsIn: [],
    stopping: ["STOPPING"],
    ended: ["COMPLETED", "FAILED", "STOPPED", "DELETING", "DELETED"],
    effect: "destructive",
    beforeCompute: { member: "Status", enum: "RecommendationJobStatus", values: ["PENDING"] },
    kept: ["The model, and an endpoint of yours that it was to compare with."],
    lost: ["The load tests that have run so far, and the recommendations that were to come from them."],
    undo: "A stopped job cannot be continued; create it again with the right network settings.",
  },
});
