/** VPC endpoints: gateways add routes to a prefix list, interfaces stand in subnets. */
import type {
  CreateVpcEndpointRequest,
  DeleteVpcEndpointsRequest,
  ManagedPrefixList,
  ModifyVpcEndpointRequest,
  UnsuccessfulItem,
  VpcEndpoint,
} from "@aws-sdk/client-ec2";
import type { OperationHandler } from "../contract.ts";
import { operation } from "../services/operation.ts";
import type { Network } from "./network.ts";
import { missingParameter, refused } from "./refusals.ts";
import { findRoute, refreshRoutes, routesOf } from "./routes.ts";
import { tagsFor } from "./tags.ts";

const FULL_ACCESS = JSON.stringify({
  Statement: [{ Action: "*", Effect: "Allow", Principal: "*", Resource: "*" }],
});

/** EC2 says it in lower case, the SDK's type does not. */
const AVAILABLE = "available" as NonNullable<VpcEndpoint["State"]>;

export function endpointOperations(network: Network): Record<string, OperationHandler> {
  return {
    CreateVpcEndpoint: operation((input: CreateVpcEndpointRequest) => create(network, input)),
    DeleteVpcEndpoints: operation((input: DeleteVpcEndpointsRequest) => {
      const Unsuccessful: UnsuccessfulItem[] = [];
      for (const id of input.VpcEndpointIds ?? []) {
        const endpoint = network.find("VpcEndpoints", id);
        if (endpoint === undefined) Unsuccessful.push(notThere(id));
        else remove(network, endpoint);
      }
      return { Unsuccessful };
    }),
    ModifyVpcEndpoint: operation((input: ModifyVpcEndpointRequest) => modify(network, input)),
  };
}

function notThere(id: string): UnsuccessfulItem {
  const Message = `The Vpc Endpoint Id '${id}' does not exist`;
  return { ResourceId: id, Error: { Code: "InvalidVpcEndpoint.NotFound", Message } };
}

function create(network: Network, input: CreateVpcEndpointRequest): object {
  const endpoint = newEndpoint(network, input);
  const isGateway = endpoint.VpcEndpointType === "Gateway";
  if (isGateway) prefixListOf(network, endpoint.ServiceName ?? "");
  else checkPrivateDns(network, endpoint);
  const tables = (input.RouteTableIds ?? []).map((id) => network.get("RouteTables", id).RouteTableId ?? "");
  checkSubnets(network, endpoint, input.SubnetIds ?? []);
  if (!isGateway) {
    endpoint.SubnetIds = [...new Set(input.SubnetIds)];
    endpoint.Groups = groupsOf(network, input.SecurityGroupIds ?? defaultGroup(network, endpoint.VpcId));
  }
  addTables(network, endpoint, tables);
  network.lists.VpcEndpoints.push(endpoint);
  return { VpcEndpoint: { ...endpoint, State: isGateway ? "available" : "pending" }, ClientToken: input.ClientToken };
}

/** In no route table and no subnet yet. */
function newEndpoint(network: Network, input: CreateVpcEndpointRequest): VpcEndpoint {
  const { VpcEndpointType = "Gateway", ServiceName = "", PolicyDocument = FULL_ACCESS } = input;
  const { VpcId } = network.get("Vpcs", input.VpcId);
  checkService(network, ServiceName);
  const isGateway = VpcEndpointType === "Gateway";
  return {
    ...{ VpcEndpointId: network.newId("vpce"), VpcEndpointType, VpcId, ServiceName, State: AVAILABLE, PolicyDocument },
    ...{ RouteTableIds: [], SubnetIds: [], Groups: [], RequesterManaged: false },
    PrivateDnsEnabled: !isGateway && (input.PrivateDnsEnabled ?? true),
    CreationTimestamp: network.now(),
    OwnerId: network.accountId,
    Tags: tagsFor("vpc-endpoint", input.TagSpecifications),
    ...(isGateway ? {} : { IpAddressType: input.IpAddressType ?? "ipv4", DnsEntries: [], NetworkInterfaceIds: [] }),
  };
}

function checkService(network: Network, name: string): void {
  if (name === "") throw missingParameter("serviceName");
  const { region } = network;
  const own = [`com.amazonaws.${region}.`, `aws.sagemaker.${region}.`, `aws.api.${region}.`, "com.amazonaws.vpce."];
  if (own.some((start) => name.startsWith(start))) return;
  throw refused("InvalidServiceName", `The Vpc Endpoint Service '${name}' does not exist`);
}

/** The prefix list of a service that has gateway endpoints bears the service's name. */
function prefixListOf(network: Network, service: string): ManagedPrefixList {
  const found = network.lists.PrefixLists.find(({ PrefixListName }) => PrefixListName === service);
  if (found !== undefined) return found;
  throw refused("InvalidParameter", `Endpoint type (Gateway) does not match available service types ([Interface]).`);
}

function checkPrivateDns(network: Network, { PrivateDnsEnabled, VpcId, ServiceName, VpcEndpointId }: VpcEndpoint) {
  if (PrivateDnsEnabled !== true) return;
  const { EnableDnsSupport, EnableDnsHostnames } = network.attributesOf(VpcId);
  if (EnableDnsSupport?.Value !== true || EnableDnsHostnames?.Value !== true) {
    const needs = "both enableDnsSupport and enableDnsHostnames VPC attributes set to true";
    throw refused("InvalidParameter", `Enabling private DNS requires ${needs} for ${VpcId}`);
  }
  const conflict = network.lists.VpcEndpoints.some(
    (one) =>
      one.VpcId === VpcId &&
      one.ServiceName === ServiceName &&
      one.PrivateDnsEnabled === true &&
      one.VpcEndpointId !== VpcEndpointId,
  );
  if (!conflict) return;
  const reason = `there is already a conflicting DNS domain for ${ServiceName} in the VPC ${VpcId}`;
  throw refused("InvalidParameter", `private-dns-enabled cannot be set because ${reason}`);
}

function defaultGroup(network: Network, vpcId: string | undefined): string[] {
  const found = network.lists.SecurityGroups.find((one) => one.VpcId === vpcId && one.GroupName === "default");
  return found?.GroupId === undefined ? [] : [found.GroupId];
}

function modify(network: Network, input: ModifyVpcEndpointRequest): object {
  const endpoint = network.get("VpcEndpoints", input.VpcEndpointId);
  const { PrivateDnsEnabled = endpoint.PrivateDnsEnabled } = input;
  if (input.PrivateDnsEnabled === true) checkPrivateDns(network, { ...endpoint, PrivateDnsEnabled });
  const added = groupsOf(network, input.AddSecurityGroupIds ?? []);
  checkSubnets(network, endpoint, input.AddSubnetIds ?? []);
  removeTables(network, endpoint, input.RemoveRouteTableIds ?? []);
  addTables(network, endpoint, input.AddRouteTableIds ?? []);
  endpoint.PrivateDnsEnabled = PrivateDnsEnabled;
  if (input.ResetPolicy === true) endpoint.PolicyDocument = FULL_ACCESS;
  if (input.PolicyDocument !== undefined) endpoint.PolicyDocument = input.PolicyDocument;
  const subnets = without(endpoint.SubnetIds, input.RemoveSubnetIds);
  endpoint.SubnetIds = [...new Set([...subnets, ...(input.AddSubnetIds ?? [])])];
  const dropped = new Set([...(input.RemoveSecurityGroupIds ?? []), ...(input.AddSecurityGroupIds ?? [])]);
  endpoint.Groups = [...(endpoint.Groups ?? []).filter(({ GroupId = "" }) => !dropped.has(GroupId)), ...added];
  return { Return: true };
}

function remove(network: Network, endpoint: VpcEndpoint): void {
  removeTables(network, endpoint, endpoint.RouteTableIds ?? []);
  network.remove("VpcEndpoints", endpoint.VpcEndpointId ?? "");
  refreshRoutes(network, endpoint.VpcEndpointId ?? "");
}

function checkSubnets(network: Network, endpoint: VpcEndpoint, ids: readonly string[]): void {
  for (const id of ids) {
    const { VpcId } = network.get("Subnets", id);
    network.checkSameVpc(`endpoint ${endpoint.VpcEndpointId} and subnet ${id}`, endpoint.VpcId, VpcId);
  }
}

function groupsOf(network: Network, ids: readonly string[]): NonNullable<VpcEndpoint["Groups"]> {
  return ids.map((id) => network.get("SecurityGroups", id)).map(({ GroupId, GroupName }) => ({ GroupId, GroupName }));
}

function addTables(network: Network, endpoint: VpcEndpoint, ids: readonly string[]): void {
  if (ids.length === 0) return;
  const { PrefixListId } = prefixListOf(network, endpoint.ServiceName ?? "");
  const tables = ids.map((id) => network.get("RouteTables", id));
  for (const table of tables) {
    if (findRoute(table, { DestinationPrefixListId: PrefixListId }) === undefined) continue;
    const what = `a route with destination-prefix-list-id ${PrefixListId}`;
    throw refused("RouteAlreadyExists", `route table ${table.RouteTableId} already has ${what}`);
  }
  const target = { DestinationPrefixListId: PrefixListId, GatewayId: endpoint.VpcEndpointId };
  for (const table of tables) routesOf(table).push({ ...target, Origin: "CreateRoute", State: "active" });
  endpoint.RouteTableIds = [...(endpoint.RouteTableIds ?? []), ...ids];
}

function removeTables(network: Network, endpoint: VpcEndpoint, ids: readonly string[]): void {
  for (const id of ids) {
    const table = network.get("RouteTables", id);
    table.Routes = routesOf(table).filter(({ GatewayId }) => GatewayId !== endpoint.VpcEndpointId);
  }
  endpoint.RouteTableIds = without(endpoint.RouteTableIds, ids);
}

function without(ids: readonly string[] | undefined, removed: readonly string[] = []): string[] {
  return (ids ?? []).filter((id) => !removed.includes(id));
}
