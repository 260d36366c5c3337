import { defineKind, operation } from "./resource-kind.ts";
import { VPC_CONFIG } from "./vpc-config.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html */
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
  list: { ...operation("ListEndpointConfigs"), items: "EndpointConfigs" },
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
    {
      from: "ProductionVariants[].ModelName",
      kind: "model",
      takes: ["subnets", "securityGroups", "networkIsolation"],
    },
    {
      from: "ShadowProductionVariants[].ModelName",
      kind: "model",
      takes: ["subnets", "securityGroups", "networkIsolation"],
    },
  ],
  parents: [],
  inPlace: null,
  stop: null,
});
