/** Routes: where they may lead, and when they lead nowhere. */
import type {
  CreateRouteRequest,
  DeleteRouteRequest,
  NatGateway,
  ReplaceRouteRequest,
  Route,
  RouteTable,
} from "@aws-sdk/client-ec2";
import { formatCidr, parseCidr } from "../../shared/network/cidr.ts";
import type { OperationHandler } from "../contract.ts";
import { operation } from "../services/operation.ts";
import type { Network } from "./network.ts";
import { invalidValue, missing, missingParameter, refused } from "./refusals.ts";

type Destination = Pick<Route, "DestinationCidrBlock" | "DestinationIpv6CidrBlock" | "DestinationPrefixListId">;

export function routeOperations(network: Network): Record<string, OperationHandler> {
  return {
    CreateRoute: operation((input: CreateRouteRequest) => {
      const table = network.get("RouteTables", input.RouteTableId);
      const destination = destinationIn(network, input);
      const route = { ...destination, ...targetIn(network, table, input), Origin: "CreateRoute" as const };
      if (findRoute(table, destination) !== undefined) throw alreadyThere(destination);
      routesOf(table).push({ ...route, State: stateOf(network, table, route) });
      return { Return: true };
    }),
    DeleteRoute: operation((input: DeleteRouteRequest) => remove(network, input)),
    ReplaceRoute: operation((input: ReplaceRouteRequest) => {
      const table = network.get("RouteTables", input.RouteTableId);
      const destination = destinationIn(network, input);
      const old = findRoute(table, destination);
      if (old === undefined) {
        const what = textOf(destination);
        throw invalidValue(`There is no route defined for '${what}' in the route table. Use CreateRoute instead.`);
      }
      const target = input.LocalTarget === true ? { GatewayId: "local" } : targetIn(network, table, input);
      const route: Route = { ...destination, ...target, Origin: old.Origin };
      routesOf(table).splice(routesOf(table).indexOf(old), 1, { ...route, State: stateOf(network, table, route) });
      return {};
    }),
  };
}

/** Looks again at the routes that lead to a target: its attachment or its state has changed, or it is gone. */
export function refreshRoutes(network: Network, targetId: string): void {
  for (const table of network.lists.RouteTables) {
    for (const route of table.Routes ?? []) {
      if (Object.values(route).includes(targetId)) route.State = stateOf(network, table, route);
    }
  }
}

export function routesOf(table: RouteTable): Route[] {
  table.Routes ??= [];
  return table.Routes;
}

export function findRoute(table: RouteTable, destination: Destination): Route | undefined {
  return routesOf(table).find((route) => textOf(route) === textOf(destination));
}

export function alreadyThere(destination: Destination): Error {
  return refused("RouteAlreadyExists", `The route identified by ${textOf(destination)} already exists.`);
}

function textOf({ DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId }: Destination): string {
  return DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId ?? "";
}

function remove(network: Network, input: DeleteRouteRequest): object {
  const table = network.get("RouteTables", input.RouteTableId);
  const destination = destinationIn(network, input);
  const route = findRoute(table, destination);
  if (route === undefined) {
    const what = input.DestinationCidrBlock === undefined ? "destination" : "destination-cidr-block";
    const message = `no route with ${what} ${textOf(destination)} in route table ${table.RouteTableId}`;
    throw refused("InvalidRoute.NotFound", message);
  }
  if (route.GatewayId === "local") {
    throw invalidValue(`cannot remove local route ${textOf(destination)} in route table ${table.RouteTableId}`);
  }
  routesOf(table).splice(routesOf(table).indexOf(route), 1);
  return {};
}

function destinationIn(network: Network, input: Destination): Destination {
  if (input.DestinationPrefixListId !== undefined) {
    network.get("PrefixLists", input.DestinationPrefixListId);
    return { DestinationPrefixListId: input.DestinationPrefixListId };
  }
  if (input.DestinationCidrBlock !== undefined) {
    return { DestinationCidrBlock: block(input.DestinationCidrBlock, "ipv4", "destinationCidrBlock") };
  }
  if (input.DestinationIpv6CidrBlock !== undefined) {
    return { DestinationIpv6CidrBlock: block(input.DestinationIpv6CidrBlock, "ipv6", "destinationIpv6CidrBlock") };
  }
  throw missingParameter("destinationCidrBlock");
}

function block(text: string, family: "ipv4" | "ipv6", name: string): string {
  const range = parseCidr(text);
  if (range?.family === family) return formatCidr(range);
  throw invalidValue(`Value (${text}) for parameter ${name} is invalid. This is not a valid CIDR block.`);
}

const TARGETS = [
  "CarrierGatewayId",
  "CoreNetworkArn",
  "EgressOnlyInternetGatewayId",
  "GatewayId",
  "InstanceId",
  "LocalGatewayId",
  "NatGatewayId",
  "NetworkInterfaceId",
  "OdbNetworkArn",
  "TransitGatewayId",
  "VpcPeeringConnectionId",
] as const satisfies readonly (keyof Route & keyof CreateRouteRequest)[];

/** Targets that a scenario does not describe (transit and virtual private gateways, peerings, …) are taken as given. */
function targetIn(network: Network, table: RouteTable, input: CreateRouteRequest | ReplaceRouteRequest): Route {
  const given = TARGETS.filter((name) => input[name] !== undefined);
  const all = [...given, ...(input.VpcEndpointId === undefined ? [] : ["VpcEndpointId"])];
  if (all.length === 0) throw missingParameter("gatewayId");
  if (all.length > 1) throw refused("InvalidParameterCombination", `Only one route target may be given, not ${all}`);
  const [name] = given;
  if (name === undefined) return { GatewayId: network.get("VpcEndpoints", input.VpcEndpointId).VpcEndpointId };
  const id = input[name] ?? "";
  checkTarget(network, table, name, id);
  return { [name]: id };
}

function checkTarget(network: Network, table: RouteTable, name: (typeof TARGETS)[number], id: string): void {
  if (name === "NetworkInterfaceId") network.get("NetworkInterfaces", id);
  if (name === "NatGatewayId" && !isAlive(network.find("NatGateways", id))) {
    throw missing({ missing: ["InvalidNatGatewayID.NotFound", "The natGateway ID 'ID_' does not exist"] }, id);
  }
  if (name === "EgressOnlyInternetGatewayId") network.get("EgressOnlyInternetGateways", id);
  if (name === "GatewayId" && id.startsWith("igw-")) {
    const gateway = network.find("InternetGateways", id);
    const refusal = { missing: ["InvalidGatewayID.NotFound", "The gateway ID 'ID_' does not exist"] as const };
    if (gateway === undefined) throw missing(refusal, id);
    const what = `route table ${table.RouteTableId} and network gateway ${id}`;
    network.checkSameVpc(what, table.VpcId, gateway.Attachments?.[0]?.VpcId);
  }
}

/** Blackhole where the target is known to be gone or elsewhere. */
function stateOf(network: Network, table: RouteTable, route: Route): "active" | "blackhole" {
  const { GatewayId = "", NatGatewayId, EgressOnlyInternetGatewayId, NetworkInterfaceId } = route;
  if (GatewayId.startsWith("igw-")) {
    const attachments = network.find("InternetGateways", GatewayId)?.Attachments ?? [];
    return active(attachments.some(({ VpcId }) => VpcId === table.VpcId));
  }
  if (GatewayId.startsWith("vpce-")) return active(network.find("VpcEndpoints", GatewayId) !== undefined);
  if (NatGatewayId !== undefined) return active(isAlive(network.find("NatGateways", NatGatewayId)));
  if (EgressOnlyInternetGatewayId !== undefined) {
    return active(network.find("EgressOnlyInternetGateways", EgressOnlyInternetGatewayId) !== undefined);
  }
  if (NetworkInterfaceId === undefined) return "active";
  return active(network.find("NetworkInterfaces", NetworkInterfaceId)?.Status === "in-use");
}

function active(is: boolean): "active" | "blackhole" {
  return is ? "active" : "blackhole";
}

export function isAlive(gateway: NatGateway | undefined): boolean {
  return gateway !== undefined && !/^(deleting|deleted|failed)$/.test(gateway.State ?? "");
}
