/** Answers of EC2 for one small VPC. */
import { createNetworkFacts, type NetworkFacts, type Unread } from "../../shared/network/facts.ts";

type Json = Record<string, unknown>;

export const ACCOUNT = "111122223333";

export function subnet(more: Json = {}): Json {
  return {
    SubnetId: "subnet-1",
    VpcId: "vpc-1",
    OwnerId: ACCOUNT,
    CidrBlock: "10.0.1.0/24",
    Ipv6Native: false,
    Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: "2001:db8:1::/64", Ipv6CidrBlockState: { State: "associated" } }],
    BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
    ...more,
  };
}

export const LOCAL: readonly Json[] = [
  { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", Origin: "CreateRouteTable", State: "active" },
  { DestinationIpv6CidrBlock: "2001:db8:1::/56", GatewayId: "local", Origin: "CreateRouteTable", State: "active" },
];

/** The route table of subnet-1, with the VPC's own routes and these. */
export function table(routes: readonly Json[], more: Json = {}): Json {
  return {
    RouteTableId: "rtb-1",
    VpcId: "vpc-1",
    Associations: [{ SubnetId: "subnet-1", Main: false, AssociationState: { State: "associated" } }],
    Routes: [...LOCAL, ...routes],
    ...more,
  };
}

export const MAIN = { Associations: [{ Main: true, AssociationState: { State: "associated" } }] };

export function route(destination: string, target: Json, State = "active"): Json {
  const member = destination.startsWith("pl-")
    ? "DestinationPrefixListId"
    : destination.includes(":")
      ? "DestinationIpv6CidrBlock"
      : "DestinationCidrBlock";
  return { [member]: destination, ...target, Origin: "CreateRoute", State };
}

export const IGW = { GatewayId: "igw-1" };
export const NAT = { NatGatewayId: "nat-1" };
export const TGW = { TransitGatewayId: "tgw-1" };

/** Facts about subnet-1 with these routes; other answers come after. */
export function factsWith(routes: readonly Json[], answers: readonly Json[] = [], unread: Unread = {}): NetworkFacts {
  return createNetworkFacts([{ Subnets: [subnet()] }, { RouteTables: [table(routes)] }, ...answers], unread);
}

/** The subnet that a NAT gateway stands in, with a table of its own. */
export function natIn(type: string, routes: readonly Json[]): Json[] {
  return [
    { NatGateways: [{ NatGatewayId: "nat-1", ConnectivityType: type, SubnetId: "subnet-2", State: "available" }] },
    { Subnets: [subnet({ SubnetId: "subnet-2", CidrBlock: "10.0.2.0/24" })] },
    { RouteTables: [table(routes, { RouteTableId: "rtb-2", Associations: [{ SubnetId: "subnet-2" }] })] },
  ];
}

export function prefixList(id: string, blocks: readonly string[]): Json {
  return { PrefixListId: id, Entries: blocks.map((Cidr) => ({ Cidr, Description: "" })) };
}
