import { defineKind, operation } from "./resource-kind.ts";
import { VPC_CONFIG } from "./vpc-config.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html */
export const endpointConfig = defineKind({
  id: "endpoint-config",
  title: "endpoint configuration",
  cloudFormationType: "AWS::SageMaker::EndpointConfig",
  calls: { create: "CreateEndpointConfig", update: [], start: [] },
  nameMember: "EndpointConfigName",
  idMember: "EndpointConfigName",
  arnMember: "EndpointConfigArn",
  creationTimeMember: "CreationTime",
  statusMember: null,
  describe: operation("DescribeEndpointConfig"),
  list: { ...operation("ListEndpointConfigs"), items: "EndpointConfigs" },
  notFound: [{ code: "ValidationException", messageIncludes: "Could not find endpoint configuration" }],
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
      replaces: ["subnets", "securityGroups", "networkIsolation"],
    },
    {
      from: "ShadowProductionVariants[].ModelName",
      kind: "model",
      replaces: ["subnets", "securityGroups", "networkIsolation"],
    },
  ],
  stop: null,
});
