import { randomUUID } from "node:crypto";
import type {
  AttachClusterNodeNetworkInterfaceRequest,
  AttachClusterNodeNetworkInterfaceResponse,
  ClusterInstanceGroupDetails,
  ClusterInstanceStatus,
  ClusterNodeDetails,
  ClusterNodeSummary,
  DescribeClusterNodeRequest,
  DescribeClusterNodeResponse,
  DescribeClusterResponse,
  ListClusterNodesRequest,
  ListClusterNodesResponse,
} from "@aws-sdk/client-sagemaker";
import { type Account, randomHexId } from "./account.ts";
import type { Resource } from "./collection.ts";
import { listComposites } from "./composite-list.ts";
import { type Constraint, checkConstraints } from "./constraints.ts";
import { resourceNotFound, validationError } from "./errors.ts";
import { type Checked, pick, present } from "./handler.ts";

type Cluster = Resource<DescribeClusterResponse>;
type Details = ClusterNodeDetails &
  Required<
    Pick<ClusterNodeSummary, "InstanceGroupName" | "InstanceId" | "InstanceStatus" | "InstanceType" | "LaunchTime">
  >;
/** A node, in the shape that lists are made of: its name is that of its group, its id that of the instance. */
type Node = Resource<Details> & { interfaces: Set<string>; restricted: boolean };

const ATTACH: Constraint[] = [
  { at: "NodeId", pattern: /^i-[a-f0-9]{8}(?:[a-f0-9]{9})?$/ },
  { at: "NetworkInterfaceId", pattern: /^eni-[a-f0-9]{8}(?:[a-f0-9]{9})?$/ },
];

const SUMMARY = [
  "InstanceGroupName",
  "InstanceId",
  "NodeLogicalId",
  "InstanceType",
  "LaunchTime",
  "InstanceStatus",
  "PrivateDnsHostname",
] as const;

/** The nodes of HyperPod clusters. A node that is there keeps its settings when those of its group change. */
export class ClusterNodes {
  readonly #account: Account;
  readonly #nodes = new WeakMap<Cluster, Node[]>();

  constructor(account: Account) {
    this.#account = account;
  }

  /** Launches what the cluster's groups lack, and ends what they have too much of or what has no group any more. */
  reconcile(cluster: Cluster): void {
    const { InstanceGroups, RestrictedInstanceGroups } = cluster.description;
    const groups: ClusterInstanceGroupDetails[] = [...(InstanceGroups ?? []), ...(RestrictedInstanceGroups ?? [])];
    const restricted = new Set(RestrictedInstanceGroups?.map((group) => group.InstanceGroupName));
    const wanted = groups.flatMap((group) => {
      const kept = this.#of(cluster).filter((node) => node.name === group.InstanceGroupName);
      const missing = Math.max((group.TargetCount ?? 0) - kept.length, 0);
      const launched = Array.from({ length: missing }, () =>
        this.#launch(group, restricted.has(group.InstanceGroupName)),
      );
      return [...kept.slice(0, group.TargetCount), ...launched];
    });
    this.#nodes.set(cluster, wanted);
  }

  setStatus(cluster: Cluster, Status: ClusterInstanceStatus): void {
    for (const { description } of this.#of(cluster)) description.InstanceStatus = { Status };
  }

  describe(cluster: Cluster, input: Checked<DescribeClusterNodeRequest>): DescribeClusterNodeResponse {
    const { NodeId, NodeLogicalId } = input;
    if ((NodeId === undefined) === (NodeLogicalId === undefined)) {
      throw validationError("Exactly one of NodeId and NodeLogicalId must be given.");
    }
    const node = this.#of(cluster).find(
      ({ description }) => description.InstanceId === NodeId || description.NodeLogicalId === NodeLogicalId,
    );
    if (node === undefined) throw noSuchNode(cluster, NodeId ?? NodeLogicalId);
    return { NodeDetails: present(structuredClone(node.description)) };
  }

  list(cluster: Cluster, input: ListClusterNodesRequest): ListClusterNodesResponse {
    const { InstanceGroupNameContains: NameContains, ...filters } = input;
    const CREATION_TIME = ({ LaunchTime }: Details) => LaunchTime?.getTime() ?? 0;
    const nodes = this.#of(cluster).map((node) => ({
      ...node,
      description: { ...node.description, CreationTime: node.description.LaunchTime },
    }));
    const { page, ...rest } = listComposites(
      nodes,
      { ...filters, NameContains },
      { sortBy: "CREATION_TIME", sortOrder: "Ascending", sortValues: { CREATION_TIME } },
    );
    return {
      ClusterNodeSummaries: page.map(({ description }): ClusterNodeSummary => pick(description, SUMMARY)),
      ...rest,
    };
  }

  /** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AttachClusterNodeNetworkInterface.html */
  attach(
    cluster: Cluster,
    { NodeId, NetworkInterfaceId }: Checked<AttachClusterNodeNetworkInterfaceRequest>,
  ): AttachClusterNodeNetworkInterfaceResponse {
    checkConstraints({ NodeId, NetworkInterfaceId }, ATTACH);
    const node = this.#of(cluster).find((candidate) => candidate.id === NodeId);
    if (node === undefined) throw noSuchNode(cluster, NodeId);
    if (node.restricted) {
      throw validationError(
        `Node ${NodeId} is in the restricted instance group ${node.name}: nothing can be attached.`,
      );
    }
    if (node.interfaces.has(NetworkInterfaceId)) {
      throw validationError(`Network interface ${NetworkInterfaceId} is attached to node ${NodeId} already.`);
    }
    node.interfaces.add(NetworkInterfaceId);
    return { ClusterArn: cluster.arn, NodeId, NetworkInterfaceId, AttachmentId: randomHexId("eni-attach-") };
  }

  #of(cluster: Cluster): Node[] {
    return this.#nodes.get(cluster) ?? [];
  }

  #launch(group: ClusterInstanceGroupDetails, restricted: boolean): Node {
    const id = randomHexId("i-");
    const PrivatePrimaryIp = `10.0.${Number.parseInt(id.slice(-4, -2), 16)}.${Number.parseInt(id.slice(-2), 16)}`;
    const { region } = this.#account;
    const name = group.InstanceGroupName ?? "";
    const description = present<Details>({
      ...pick(group, [
        "LifeCycleConfig",
        "OverrideVpcConfig",
        "ThreadsPerCore",
        "InstanceStorageConfigs",
        "NetworkInterface",
      ]),
      InstanceGroupName: name,
      InstanceType: group.InstanceType ?? group.InstanceRequirements?.CurrentInstanceTypes?.[0],
      InstanceId: id,
      NodeLogicalId: randomUUID(),
      InstanceStatus: { Status: "Pending" },
      LaunchTime: this.#account.time.now(),
      PrivatePrimaryIp,
      PrivateDnsHostname: `ip-${PrivatePrimaryIp.replaceAll(".", "-")}.${region}.compute.internal`,
      Placement: { AvailabilityZone: `${region}a` },
      CapacityType: "OnDemand",
    });
    const interfaces = new Set<string>();
    return { name, id, arn: id, description, tags: new Map(), cancel() {}, interfaces, restricted };
  }
}

function noSuchNode(cluster: Cluster, id: string | undefined) {
  return resourceNotFound(`Node [${id}] of cluster [${cluster.arn}] does not exist.`);
}
