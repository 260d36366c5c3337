import { defineKind, operation } from "./resource-kind.ts";
import { VPC_CONFIG } from "./vpc-config.ts";

const MODEL = {
  kind: "model",
  takes: ["subnets", "securityGroups", "networkIsolation", "repositoryAccess"],
} as const;

/**
 * What an endpoint runs: the model of each variant, and those that its instance pools run instead. Without models it is for
 * inference components, in a network of its own.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
 */
export const endpointConfig = defineKind({
  id: "endpoint-config",
  title: "endpoint configuration",
  cloudFormationType: "AWS::SageMaker::EndpointConfig",
  calls: { create: ["CreateEndpointConfig"], update: [], start: [], end: ["DeleteEndpointConfig"] },
  nameMember: "EndpointConfigName",
  idMembers: ["EndpointConfigName"],
  arnMember: "EndpointConfigArn",
  creationTimeMember: "CreationTime",
  statusMember: null,
  over: [],
  describe: operation("DescribeEndpointConfig"),
  list: { ...operation("ListEndpointConfigs"), items: "EndpointConfigs", createdAfter: "CreationTimeAfter" },
  notFound: [{ code: "ValidationException", messageIncludes: "Could not find endpoint configuration" }],
  stateChange: { detailType: "SageMaker Endpoint Config State Change", arnMember: "EndpointConfigArn" },
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
    { at: "ProductionVariants[]", settings: { ssmAccess: "EnableSSMAccess" } },
    { at: "ShadowProductionVariants[]", settings: { ssmAccess: "EnableSSMAccess" } },
  ],
  inherits: [
    { from: "ProductionVariants[].ModelName", ...MODEL },
    { from: "ProductionVariants[].InstancePools[].ModelNameOverride", ...MODEL },
    { from: "ShadowProductionVariants[].ModelName", ...MODEL },
    { from: "ShadowProductionVariants[].InstancePools[].ModelNameOverride", ...MODEL },
  ],
  parents: [],
  inPlace: null,
  stop: null,
});
