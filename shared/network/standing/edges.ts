/** Which things of a network stand on which: where something changes, what stands on it has to be looked at again. */
import { destinationOf, type Route } from "../answers.ts";
import { type FactItem, itemsOf, type NetworkFacts } from "../facts.ts";

/** `on` stands on `from`: a subnet on its route table, a route table on the gateways it leads to. */
export interface Edge {
  from: string;
  on: string;
}

/** What all VPCs stand on: the block-public-access options of the account have no id. */
export const ACCOUNT_WIDE = "account";

/** Every edge once. A VPC stands on whatever counts for all of its subnets, and its subnets stand on it. */
export function edgesOf(facts: NetworkFacts): Edge[] {
  const edges = [
    ...itemsOf(facts, "vpcs").map(({ VpcId }) => ({ from: ACCOUNT_WIDE, on: VpcId })),
    ...itemsOf(facts, "subnets").map(({ VpcId, SubnetId }) => ({ from: VpcId, on: SubnetId })),
    ...itemsOf(facts, "routeTables").flatMap(edgesOfTable),
    ...itemsOf(facts, "internetGateways").flatMap(edgesOfAttached),
    ...itemsOf(facts, "natGateways").flatMap(({ NatGatewayId, SubnetId }) => edge(SubnetId, NatGatewayId)),
    ...itemsOf(facts, "networkAcls").flatMap(edgesOfAcl),
    ...itemsOf(facts, "vpcEndpoints").flatMap(edgesOfEndpoint),
    ...itemsOf(facts, "flowLogs").map(({ FlowLogId, ResourceId }) => ({ from: FlowLogId, on: ResourceId })),
    ...itemsOf(facts, "securityGroups").flatMap(edgesOfGroup),
    ...itemsOf(facts, "blockPublicAccessExclusions").flatMap(({ ExclusionId, ResourceArn }) =>
      edge(ExclusionId, ResourceArn.split("/").at(-1)),
    ),
  ];
  return [...new Map(edges.map((one) => [`${one.from} ${one.on}`, one])).values()];
}

/** The ids and all that stand on them by these edges, directly or over others. */
export function standingOn(ids: Iterable<string>, edges: readonly Edge[]): Set<string> {
  const byFrom = Map.groupBy(edges, ({ from }) => from);
  const reached = new Set(ids);
  for (const id of reached) for (const { on } of byFrom.get(id) ?? []) reached.add(on);
  return reached;
}

function edge(from: string | undefined, on: string | undefined): Edge[] {
  return from === undefined || on === undefined || from === on ? [] : [{ from, on }];
}

function edgesOfTable({ RouteTableId, VpcId, Associations, Routes }: FactItem<"routeTables">): Edge[] {
  const associated = Associations.flatMap(({ RouteTableAssociationId, Main, SubnetId }) => {
    const on = Main === true ? VpcId : SubnetId;
    return [...edge(RouteTableId, on), ...edge(RouteTableAssociationId, on)];
  });
  return [...associated, ...Routes.flatMap((route) => targetsOf(route).flatMap((id) => edge(id, RouteTableId)))];
}

/** What a route depends on: its target, and the prefix list of its destination. */
function targetsOf(route: Route): string[] {
  const destination = destinationOf(route);
  const targets = [
    ...[route.GatewayId, route.NatGatewayId, route.TransitGatewayId, route.VpcPeeringConnectionId],
    ...[route.EgressOnlyInternetGatewayId, route.NetworkInterfaceId, route.InstanceId, route.CarrierGatewayId],
    destination?.startsWith("pl-") === true ? destination : undefined,
  ];
  return targets.filter((id) => id !== undefined && id !== "local") as string[];
}

function edgesOfAttached({ InternetGatewayId, Attachments }: FactItem<"internetGateways">): Edge[] {
  return Attachments.flatMap(({ VpcId }) => edge(InternetGatewayId, VpcId));
}

function edgesOfAcl({ NetworkAclId, Associations }: FactItem<"networkAcls">): Edge[] {
  return Associations.flatMap(({ NetworkAclAssociationId, SubnetId }) => [
    ...edge(NetworkAclId, SubnetId),
    ...edge(NetworkAclAssociationId, SubnetId),
  ]);
}

function edgesOfEndpoint({ VpcEndpointId, VpcId, Groups }: FactItem<"vpcEndpoints">): Edge[] {
  return [...edge(VpcEndpointId, VpcId), ...Groups.flatMap(({ GroupId }) => edge(GroupId, VpcEndpointId))];
}

/** A group depends on the prefix lists in its rules. */
function edgesOfGroup({ GroupId, IpPermissions, IpPermissionsEgress }: FactItem<"securityGroups">): Edge[] {
  const lists = [...IpPermissions, ...IpPermissionsEgress].flatMap(({ PrefixListIds }) => PrefixListIds);
  return lists.flatMap(({ PrefixListId }) => edge(PrefixListId, GroupId));
}
