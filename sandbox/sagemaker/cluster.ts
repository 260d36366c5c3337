import {
  type AttachClusterNodeNetworkInterfaceRequest,
  ClusterInstanceType,
  type CreateClusterRequest,
  type CreateClusterResponse,
  type DeleteClusterRequest,
  type DescribeClusterNodeRequest,
  type DescribeClusterRequest,
  type DescribeClusterResponse,
  type ListClusterNodesRequest,
  type ListClustersRequest,
  type ListClustersResponse,
  type UpdateClusterRequest,
  type UpdateClusterResponse,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import { type Account, randomId } from "./account.ts";
import { checkGroups, restrictedConfigDetails, setGroups, updatedGroups } from "./cluster-groups.ts";
import { ClusterNodes } from "./cluster-nodes.ts";
import { Collection, type Resource, type ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { resourceInUse, resourceNotFound, validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { GONE, travel, type Way } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import { conflict } from "./refusals.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";
import { unstamped } from "./unstamped.ts";

/** FailureReason and LastModifiedTime are no members of DescribeCluster; they are set and taken away again. */
type Description = DescribeClusterResponse & {
  ClusterName: string;
  CreationTime: Date;
  FailureReason?: string;
  LastModifiedTime?: Date | undefined;
};
type Cluster = Resource<Description>;
type Clusters = Collection<Description>;

const TYPE: ResourceType<Description> = {
  type: "cluster",
  statusMembers: ["ClusterStatus"],
  event: {
    detailType: "SageMaker HyperPod Cluster State Change",
    members: [
      "ClusterArn",
      "ClusterName",
      "ClusterStatus",
      "CreationTime",
      "FailureMessage",
      "InstanceGroups",
      "RestrictedInstanceGroups",
      "NodeRecovery",
      "Orchestrator",
      "VpcConfig",
    ],
  },
  notFound: (name) => resourceNotFound(`Cluster [${name}] does not exist.`),
  failed(description) {
    if (description.FailureReason !== undefined) description.FailureMessage = description.FailureReason;
    delete description.FailureReason;
    delete description.LastModifiedTime;
  },
};

const GROUPS: Constraint[] = ["InstanceGroups", "RestrictedInstanceGroups"].flatMap((groups) => [
  { at: groups, mostItems: 100 },
  ...nameAt(`${groups}[].InstanceGroupName`),
  { at: `${groups}[].InstanceType`, oneOf: Object.values(ClusterInstanceType) },
  { at: `${groups}[].InstanceCount`, from: 0, to: 6_758 },
  roleAt(`${groups}[].ExecutionRole`),
  ...vpcConfigAt(`${groups}[].OverrideVpcConfig`),
]);
const CREATE: Constraint[] = [
  ...nameAt("ClusterName"),
  ...vpcConfigAt("VpcConfig"),
  ...GROUPS,
  roleAt("ClusterRole"),
  ...TAG_CONSTRAINTS,
];

const DELETING: Way<Description> = [{ set: { ClusterStatus: "Deleting" }, lasts: "clusterDeleting" }, GONE];
const SUMMARY = ["ClusterArn", "ClusterName", "CreationTime", "ClusterStatus"] as const;

/**
 * HyperPod clusters. Their ARNs end in an id, and every operation takes the name or the ARN.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateCluster.html
 */
export function createClusters(account: Account): {
  collection: Clusters;
  operations: Record<string, OperationHandler>;
} {
  const collection: Clusters = new Collection(account, TYPE);
  const nodes = new ClusterNodes(account);
  const find = (nameOrArn: string) => findCluster(collection, nameOrArn);
  return {
    collection,
    operations: {
      CreateCluster: handler((input: Checked<CreateClusterRequest>) => create(account, collection, nodes, input)),
      DescribeCluster: handler((input: Checked<DescribeClusterRequest>) =>
        collection.describe(find(input.ClusterName).id),
      ),
      ListClusters: handler((input: ListClustersRequest) => list(collection, input)),
      UpdateCluster: handler((input: Checked<UpdateClusterRequest>) => update(account, collection, nodes, input)),
      DeleteCluster: handler((input: Checked<DeleteClusterRequest>) => {
        const cluster = find(input.ClusterName);
        checkStatus("delete", cluster, ["Failed", "InService"]);
        nodes.setStatus(cluster, "ShuttingDown");
        travel(account, collection, cluster, unstamped(DELETING));
        return { ClusterArn: cluster.arn };
      }),
      DescribeClusterNode: handler((input: Checked<DescribeClusterNodeRequest>) =>
        nodes.describe(find(input.ClusterName), input),
      ),
      ListClusterNodes: handler((input: Checked<ListClusterNodesRequest>) =>
        nodes.list(find(input.ClusterName), input),
      ),
      AttachClusterNodeNetworkInterface: handler((input: Checked<AttachClusterNodeNetworkInterfaceRequest>) =>
        nodes.attach(find(input.ClusterName), input),
      ),
    },
  };
}

function findCluster(collection: Clusters, nameOrArn: string): Cluster {
  const found = nameOrArn.startsWith("arn:") ? collection.findByArn(nameOrArn) : collection.find(nameOrArn);
  return found ?? collection.get(nameOrArn);
}

function create(
  account: Account,
  collection: Clusters,
  nodes: ClusterNodes,
  input: Checked<CreateClusterRequest>,
): CreateClusterResponse {
  checkConstraints(input, CREATE);
  checkGroups(input);
  const name = input.ClusterName;
  const duplicate = collection.find(name);
  if (duplicate !== undefined) throw resourceInUse(`Cluster [${duplicate.arn}] with the name ${name} already exists.`);
  const arn = account.arn(TYPE.type, randomId("", 12));
  const description: Description = {
    NodeRecovery: "Automatic",
    ...settingsOf({ InstanceGroups: [] }, input),
    ...present({ VpcConfig: input.VpcConfig }),
    ClusterArn: arn,
    ClusterName: name,
    ClusterStatus: "Creating",
    InstanceGroups: updatedGroups({ InstanceGroups: [] }, input).InstanceGroups,
    CreationTime: account.time.now(),
  };
  const cluster = collection.add({ name, id: name, arn, description, tags: readTags(input.Tags), cancel() {} });
  nodes.reconcile(cluster);
  const creating = { set: { ClusterStatus: "Creating" as const }, lasts: "clusterCreating" as const };
  travel(account, collection, cluster, unstamped([creating, inService(nodes, cluster)]));
  return { ClusterArn: arn };
}

type Groups = Parameters<typeof updatedGroups>[0];

/** The members of the description that CreateCluster and UpdateCluster set. */
function settingsOf(current: Groups, input: CreateClusterRequest | UpdateClusterRequest): Partial<Description> {
  const { RestrictedInstanceGroupsConfig: restricted, AutoScaling } = input;
  return present<Partial<Description>>({
    ...pick(input, ["NodeRecovery", "TieredStorageConfig", "NodeProvisioningMode", "ClusterRole", "Orchestrator"]),
    ...updatedGroups(current, input),
    RestrictedInstanceGroupsConfig: restricted && restrictedConfigDetails(restricted),
    AutoScaling: AutoScaling && { ...AutoScaling, Status: "InService" },
  });
}

function update(
  account: Account,
  collection: Clusters,
  nodes: ClusterNodes,
  input: Checked<UpdateClusterRequest>,
): UpdateClusterResponse {
  checkConstraints(input, GROUPS);
  checkGroups(input);
  const cluster = findCluster(collection, input.ClusterName);
  checkStatus("update", cluster, ["InService"]);
  const { description, arn } = cluster;
  for (const name of input.InstanceGroupsToDelete ?? []) checkGroupName(cluster, name);
  Object.assign(description, settingsOf(description, input));
  nodes.reconcile(cluster);
  const updating: Way<Description> = [
    {
      set: { ClusterStatus: "Updating" },
      lasts: "clusterUpdating",
      entered: () => setGroups(description, "Updating"),
    },
    inService(nodes, cluster),
  ];
  travel(account, collection, cluster, unstamped(updating));
  return { ClusterArn: arn };
}

function checkGroupName({ arn, description }: Cluster, name: string): void {
  const groups = [...(description.InstanceGroups ?? []), ...(description.RestrictedInstanceGroups ?? [])];
  if (groups.some((group) => group.InstanceGroupName === name)) return;
  throw validationError(`Instance group ${name} of cluster [${arn}] does not exist.`);
}

function inService(nodes: ClusterNodes, cluster: Cluster) {
  return {
    set: { ClusterStatus: "InService" as const },
    entered(description: Description) {
      setGroups(description, "InService");
      nodes.setStatus(cluster, "Running");
    },
  };
}

function checkStatus(verb: string, { arn, description }: Cluster, from: string[]): void {
  if (from.includes(description.ClusterStatus ?? "")) return;
  throw conflict(`Unable to ${verb} cluster [${arn}] in ${description.ClusterStatus} status.`);
}

function list(collection: Clusters, input: ListClustersRequest): ListClustersResponse {
  const { TrainingPlanArn: plan } = input;
  const matching = collection
    .all()
    .filter(
      ({ description }) =>
        plan === undefined || description.InstanceGroups?.some((group) => group.TrainingPlanArn === plan),
    );
  const { page, ...rest } = listPage(matching, input, {
    sortBy: "CREATION_TIME",
    sortOrder: "Ascending",
    sortValues: { CREATION_TIME: ({ CreationTime }) => CreationTime?.getTime() ?? 0 },
  });
  return { ClusterSummaries: page.map(({ description }) => pick(description, SUMMARY)), ...rest };
}
