import { defineKind, operation } from "./resource-kind.ts";

const TAKES = ["subnets", "securityGroups", "networkIsolation", "repositoryAccess", "ssmAccess"] as const;

/**
 * An endpoint, which is as its configuration is: while another one is being rolled out, as both of them are.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html
 */
export const endpoint = defineKind({
  id: "endpoint",
  title: "endpoint",
  cloudFormationType: "AWS::SageMaker::Endpoint",
  calls: { create: ["CreateEndpoint"], update: ["UpdateEndpoint"], start: [], end: ["DeleteEndpoint"] },
  nameMember: "EndpointName",
  idMembers: ["EndpointName"],
  arnMember: "EndpointArn",
  creationTimeMember: "CreationTime",
  statusMember: "EndpointStatus",
  over: ["Failed"],
  describe: operation("DescribeEndpoint"),
  list: { ...operation("ListEndpoints"), items: "Endpoints", createdAfter: "CreationTimeAfter" },
  notFound: [{ code: "ValidationException", messageIncludes: 'Could not find endpoint "' }],
  stateChange: { detailType: "SageMaker Endpoint State Change", arnMember: "EndpointArn" },
  taggable: true,
  roles: [],
  units: [],
  inherits: [
    { from: "EndpointConfigName", kind: "endpoint-config", takes: TAKES },
    {
      from: { create: [], describe: "PendingDeploymentSummary.EndpointConfigName" },
      kind: "endpoint-config",
      takes: TAKES,
    },
  ],
  parents: [],
  inPlace: null,
  stop: null,
});
