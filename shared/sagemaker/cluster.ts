import { defineKind, operation } from "./resource-kind.ts";
import { VPC_CONFIG } from "./vpc-config.ts";

const OVERRIDE = { subnets: "Subnets", securityGroups: "SecurityGroupIds" } as const;
const GROUPS = "InstanceGroups[].OverrideVpcConfig";
const RESTRICTED_GROUPS = "RestrictedInstanceGroups[].OverrideVpcConfig";

/**
 * A HyperPod cluster. Its calls take its ARN for its name, and the ARN ends in an id of its own. An instance group is in
 * the cluster's network unless it overrides it.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateCluster.html
 */
export const cluster = defineKind({
  id: "cluster",
  title: "HyperPod cluster",
  cloudFormationType: "AWS::SageMaker::Cluster",
  calls: {
    create: ["CreateCluster"],
    update: ["UpdateCluster", "AttachClusterNodeNetworkInterface"],
    start: ["BatchAddClusterNodes"],
    end: ["DeleteCluster"],
  },
  nameMember: "ClusterName",
  idMembers: ["ClusterName"],
  arnLacksId: true,
  arnMember: "ClusterArn",
  creationTimeMember: "CreationTime",
  statusMember: "ClusterStatus",
  over: [],
  describe: operation("DescribeCluster"),
  list: { ...operation("ListClusters"), items: "ClusterSummaries", createdAfter: "CreationTimeAfter" },
  notFound: [{ code: "ResourceNotFound" }],
  stateChange: { detailType: "SageMaker HyperPod Cluster State Change", arnMember: "ClusterArn" },
  taggable: true,
  roles: ["ClusterRole", "InstanceGroups[].ExecutionRole", "RestrictedInstanceGroups[].ExecutionRole"],
  units: [
    { at: "", settings: VPC_CONFIG },
    { at: GROUPS, settings: OVERRIDE },
    { at: RESTRICTED_GROUPS, settings: OVERRIDE },
  ],
  inherits: [],
  parents: [],
  inPlace: {
    call: "UpdateCluster",
    settings: ["securityGroups", "subnets"],
    units: [GROUPS, RESTRICTED_GROUPS],
    replaces: ["InstanceGroups", "RestrictedInstanceGroups"],
  },
  unseen: [
    {
      call: "AttachClusterNodeNetworkInterface",
      member: "NetworkInterfaceId",
      carries: ["subnets", "securityGroups"],
      reason: "no Describe answer tells the attached network interface, so its subnet and groups are not known",
    },
  ],
  stop: null,
});
