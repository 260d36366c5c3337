import { defineKind, operation } from "./resource-kind.ts";

/**
 * A shadow test of models on an endpoint. It is not stopped: that needs a decision for each variant, which stays, goes or
 * is promoted.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceExperiment.html
 */
export const inferenceExperiment = defineKind({
  id: "inference-experiment",
  title: "inference experiment",
  cloudFormationType: "AWS::SageMaker::InferenceExperiment",
  calls: {
    create: ["CreateInferenceExperiment"],
    update: ["UpdateInferenceExperiment"],
    start: ["StartInferenceExperiment"],
    end: ["StopInferenceExperiment", "DeleteInferenceExperiment"],
  },
  nameMember: "Name",
  idMembers: ["Name"],
  arnMember: { create: "InferenceExperimentArn", describe: "Arn" },
  creationTimeMember: "CreationTime",
  statusMember: "Status",
  statusEnum: "InferenceExperimentStatus",
  over: ["Cancelled", "Completed"],
  describe: operation("DescribeInferenceExperiment"),
  list: {
    ...operation("ListInferenceExperiments"),
    items: "InferenceExperiments",
    createdAfter: "CreationTimeAfter",
    arnMember: null,
  },
  notFound: [{ code: "ResourceNotFound" }],
  stateChange: null,
  taggable: false,
  roles: ["RoleArn"],
  units: [],
  inherits: [
    {
      from: { create: "EndpointName", describe: "EndpointMetadata.EndpointName" },
      kind: "endpoint",
      takes: ["subnets", "securityGroups", "networkIsolation", "ssmAccess"],
    },
    {
      from: "ModelVariants[].ModelName",
      kind: "model",
      takes: ["subnets", "securityGroups", "networkIsolation", "repositoryAccess"],
    },
  ],
  parents: [],
  inPlace: null,
  stop: null,
});
