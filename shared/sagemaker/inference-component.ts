import { defineKind, operation } from "./resource-kind.ts";

const MODEL = {
  kind: "model",
  takes: ["subnets", "securityGroups", "networkIsolation", "repositoryAccess"],
} as const;

/**
 * A model on an endpoint that others share: it runs in the network of the endpoint, with the containers of its model.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceComponent.html
 */
export const inferenceComponent = defineKind({
  id: "inference-component",
  title: "inference component",
  cloudFormationType: "AWS::SageMaker::InferenceComponent",
  calls: {
    create: ["CreateInferenceComponent"],
    update: ["UpdateInferenceComponent"],
    start: [],
    end: ["DeleteInferenceComponent"],
  },
  nameMember: "InferenceComponentName",
  idMembers: ["InferenceComponentName"],
  arnMember: "InferenceComponentArn",
  creationTimeMember: "CreationTime",
  statusMember: "InferenceComponentStatus",
  over: [],
  describe: operation("DescribeInferenceComponent"),
  list: { ...operation("ListInferenceComponents"), items: "InferenceComponents", createdAfter: "CreationTimeAfter" },
  notFound: [
    { code: "ValidationException", messageIncludes: "Could not find inference component" },
    { code: "ResourceNotFound" },
  ],
  stateChange: null,
  taggable: true,
  roles: [],
  units: [],
  inherits: [
    {
      from: "EndpointName",
      kind: "endpoint",
      takes: ["subnets", "securityGroups", "networkIsolation", "ssmAccess"],
    },
    { from: "Specification.ModelName", ...MODEL },
    { from: "Specifications[].ModelName", ...MODEL },
  ],
  parents: [],
  inPlace: null,
  stop: null,
});
