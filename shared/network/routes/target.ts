/** What a route leads to. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html */
import type { Route } from "../answers.ts";
import { factOf, type NetworkFacts } from "../facts.ts";

/**
 * `nat` and `endpoint` stand where the NAT gateway or VPC endpoint itself is unread, so that only the class of the target
 * is known; `appliance` is an instance, a network interface or a Gateway Load Balancer endpoint.
 */
export type TargetKind =
  | "internet-gateway"
  | "nat-public"
  | "nat-private"
  | "nat"
  | "egress-only"
  | "transit-gateway"
  | "virtual-private-gateway"
  | "peering"
  | "appliance"
  | "gateway-endpoint"
  | "endpoint"
  | "carrier"
  | "local-gateway"
  | "core-network"
  | "odb"
  | "unknown";

export interface Target {
  kind: TargetKind;
  /** Id or ARN; null where the route names none that is known here. */
  id: string | null;
}

/** The target of a route; `local` for the VPC itself. */
export function targetOf(route: Route, facts: NetworkFacts): Target | "local" {
  if (route.GatewayId === "local") return "local";
  if (route.NatGatewayId !== undefined) return natTarget(route.NatGatewayId, facts);
  for (const [name, kind] of TARGET_MEMBERS) {
    const id = route[name];
    if (id !== undefined) return { kind, id };
  }
  return gatewayTarget(route.GatewayId, facts);
}

/** An instance comes before its interface: EC2 tells both. */
const TARGET_MEMBERS = [
  ["EgressOnlyInternetGatewayId", "egress-only"],
  ["TransitGatewayId", "transit-gateway"],
  ["VpcPeeringConnectionId", "peering"],
  ["CarrierGatewayId", "carrier"],
  ["LocalGatewayId", "local-gateway"],
  ["CoreNetworkArn", "core-network"],
  ["OdbNetworkArn", "odb"],
  ["InstanceId", "appliance"],
  ["NetworkInterfaceId", "appliance"],
  ["IpAddress", "appliance"],
] as const satisfies readonly (readonly [keyof Route, TargetKind])[];

function natTarget(id: string, facts: NetworkFacts): Target {
  const nat = factOf(facts, "natGateways", id);
  if (nat.status === "unread") return { kind: "nat", id };
  if (nat.value.ConnectivityType === "private") return { kind: "nat-private", id };
  return { kind: nat.value.ConnectivityType === "public" ? "nat-public" : "nat", id };
}

function gatewayTarget(id: string | undefined, facts: NetworkFacts): Target {
  if (id === undefined) return { kind: "unknown", id: null };
  if (id.startsWith("igw-")) return { kind: "internet-gateway", id };
  if (id.startsWith("vgw-")) return { kind: "virtual-private-gateway", id };
  if (id.startsWith("vpce-")) return { kind: endpointKind(id, facts), id };
  return { kind: "unknown", id };
}

function endpointKind(id: string, facts: NetworkFacts): TargetKind {
  const endpoint = factOf(facts, "vpcEndpoints", id);
  const type = endpoint.status === "known" ? endpoint.value.VpcEndpointType : undefined;
  if (type === "Gateway") return "gateway-endpoint";
  return type === "GatewayLoadBalancer" ? "appliance" : "endpoint";
}
