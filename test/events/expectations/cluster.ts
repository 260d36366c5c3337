/** Checked by hand against the AWS documentation, not against the program. */
import {
  CLOUDFORMATION,
  compliant,
  type Expectations,
  ignored,
  JANE,
  LENA_BY_PIPELINE,
  LENA_IN_STUDIO,
  OMAR,
  PAT,
  TRAINING,
  unknown,
  violation,
} from "../expectation.ts";

export const expectations: Expectations = {
  "attach-cluster-node-network-interface/attached-to-a-node.json": unknown(
    JANE,
    "AttachClusterNodeNetworkInterface does not say",
  ),
  "batch-add-cluster-nodes/by-the-arn-of-the-cluster.json": unknown(TRAINING, "BatchAddClusterNodes does not say"),
  "batch-add-cluster-nodes/nodes-added.json": unknown(OMAR, "BatchAddClusterNodes does not say"),
  // Its one group replaces the right network of the cluster by none.
  "create-cluster/empty-override-of-a-restricted-group.json": violation(TRAINING, ["runs-in-vpc"]),
  "create-cluster/empty-vpc-config.json": violation(OMAR, ["runs-in-vpc"]),
  "create-cluster/groups-override-the-vpc.json": compliant(LENA_BY_PIPELINE),
  "create-cluster/in-the-vpc.json": compliant(CLOUDFORMATION),
  "create-cluster/override-without-security-groups.json": violation(JANE, ["runs-in-vpc"]),
  "create-cluster/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreateCluster"),
  "create-cluster/vpc-config-is-null.json": violation(PAT, ["runs-in-vpc"]),
  "create-cluster/without-vpc-config.json": violation(LENA_IN_STUDIO, ["runs-in-vpc"]),
  "delete-cluster/by-the-arn-of-the-cluster.json": ignored("DeleteCluster ends the HyperPod cluster"),
  "hyper-pod-cluster-state-change/in-service.json": unknown(
    null,
    "SageMaker HyperPod Cluster State Change does not say",
  ),
  "update-cluster/override-left-out.json": unknown(OMAR, "UpdateCluster does not say"),
};
