import { defineKind, operation } from "./resource-kind.ts";
import { VPC_CONFIG } from "./vpc-config.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html */
export const model = defineKind({
  id: "model",
  title: "model",
  cloudFormationType: "AWS::SageMaker::Model",
  calls: { create: ["CreateModel"], update: [], start: [], end: ["DeleteModel"] },
  nameMember: "ModelName",
  idMembers: ["ModelName"],
  arnMember: "ModelArn",
  creationTimeMember: "CreationTime",
  statusMember: null,
  over: [],
  describe: operation("DescribeModel"),
  list: { ...operation("ListModels"), items: "Models", createdAfter: "CreationTimeAfter" },
  notFound: [{ code: "ValidationException", messageIncludes: "Could not find model" }, { code: "ResourceNotFound" }],
  stateChange: { detailType: "SageMaker Model State Change", arnMember: "ModelArn" },
  taggable: true,
  roles: ["ExecutionRoleArn"],
  units: [
    {
      at: "",
      settings: {
        ...VPC_CONFIG,
        networkIsolation: "EnableNetworkIsolation",
      },
    },
    { at: "PrimaryContainer", settings: { repositoryAccess: "ImageConfig.RepositoryAccessMode" } },
    { at: "Containers[]", settings: { repositoryAccess: "ImageConfig.RepositoryAccessMode" } },
  ],
  inherits: [],
  parents: [],
  inPlace: null,
  stop: null,
});
