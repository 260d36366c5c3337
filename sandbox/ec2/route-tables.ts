/** Route tables and what they are associated with. */
import type {
  AssociateRouteTableRequest,
  CreateRouteTableRequest,
  DisassociateRouteTableRequest,
  ReplaceRouteTableAssociationRequest,
  Route,
  RouteTable,
  RouteTableAssociation,
  Vpc,
} from "@aws-sdk/client-ec2";
import type { OperationHandler } from "../contract.ts";
import { operation } from "../services/operation.ts";
import type { Network } from "./network.ts";
import { invalidValue, missingParameter, refused } from "./refusals.ts";
import { tagsFor } from "./tags.ts";

const ASSOCIATED = { State: "associated" } as const;

export function routeTableOperations(network: Network): Record<string, OperationHandler> {
  return {
    AssociateRouteTable: operation((input: AssociateRouteTableRequest) => associate(network, input)),
    CreateRouteTable: operation((input: CreateRouteTableRequest) => {
      const table = newRouteTable(network, network.get("Vpcs", input.VpcId));
      table.Tags = tagsFor("route-table", input.TagSpecifications);
      return { RouteTable: structuredClone(table), ClientToken: input.ClientToken };
    }),
    DisassociateRouteTable: operation((input: DisassociateRouteTableRequest) => {
      const [table, association] = associationOf(network, input.AssociationId);
      if (association.Main === true) {
        throw invalidValue(`cannot disassociate the main route table association ${input.AssociationId}`);
      }
      drop(table, association);
      return {};
    }),
    ReplaceRouteTableAssociation: operation((input: ReplaceRouteTableAssociationRequest) => {
      const [old, association] = associationOf(network, input.AssociationId);
      const table = network.get("RouteTables", input.RouteTableId);
      network.checkSameVpc(`route tables ${old.RouteTableId} and ${table.RouteTableId}`, old.VpcId, table.VpcId);
      drop(old, association);
      const { SubnetId, GatewayId, Main } = association;
      const made = addAssociation(network, table, { SubnetId, GatewayId, Main });
      return { NewAssociationId: made.RouteTableAssociationId, AssociationState: ASSOCIATED };
    }),
  };
}

export function newRouteTable(network: Network, vpc: Vpc): RouteTable {
  const table: RouteTable = {
    RouteTableId: network.newId("rtb"),
    VpcId: vpc.VpcId,
    OwnerId: network.accountId,
    Associations: [],
    PropagatingVgws: [],
    Routes: localRoutes(vpc),
    Tags: [],
  };
  network.lists.RouteTables.push(table);
  return table;
}

function localRoutes(vpc: Vpc): Route[] {
  const local = { GatewayId: "local", Origin: "CreateRouteTable", State: "active" } as const;
  const blocks = vpc.CidrBlockAssociationSet ?? [{ CidrBlock: vpc.CidrBlock }];
  return [
    ...blocks.map(({ CidrBlock }) => ({ DestinationCidrBlock: CidrBlock, ...local })),
    ...(vpc.Ipv6CidrBlockAssociationSet ?? []).map(({ Ipv6CidrBlock }) => ({
      DestinationIpv6CidrBlock: Ipv6CidrBlock,
      ...local,
    })),
  ];
}

export function addAssociation(
  network: Network,
  table: RouteTable,
  { SubnetId, GatewayId, Main }: Pick<RouteTableAssociation, "SubnetId" | "GatewayId" | "Main">,
): RouteTableAssociation {
  const made: RouteTableAssociation = {
    RouteTableAssociationId: network.newId("rtbassoc"),
    RouteTableId: table.RouteTableId,
    Main: Main ?? false,
    ...(SubnetId === undefined ? {} : { SubnetId }),
    ...(GatewayId === undefined ? {} : { GatewayId }),
    AssociationState: ASSOCIATED,
  };
  table.Associations = [...(table.Associations ?? []), made];
  return made;
}

function associate(network: Network, { RouteTableId, SubnetId, GatewayId }: AssociateRouteTableRequest): object {
  const table = network.get("RouteTables", RouteTableId);
  if (SubnetId === undefined && GatewayId === undefined) throw missingParameter("subnetId");
  if (SubnetId !== undefined) {
    const { VpcId } = network.get("Subnets", SubnetId);
    network.checkSameVpc(`route table ${RouteTableId} and subnet ${SubnetId}`, table.VpcId, VpcId);
  }
  const taken = network.lists.RouteTables.flatMap(({ Associations }) => Associations ?? []).some(
    (one) => (SubnetId !== undefined && one.SubnetId === SubnetId) || (GatewayId && one.GatewayId === GatewayId),
  );
  if (taken) {
    const message = `the specified association for route table ${RouteTableId} conflicts with an existing association`;
    throw refused("Resource.AlreadyAssociated", message);
  }
  const made = addAssociation(network, table, { SubnetId, GatewayId });
  return { AssociationId: made.RouteTableAssociationId, AssociationState: ASSOCIATED };
}

function associationOf(network: Network, id: string | undefined): [RouteTable, RouteTableAssociation] {
  for (const table of network.lists.RouteTables) {
    const found = table.Associations?.find((one) => one.RouteTableAssociationId === id);
    if (found !== undefined) return [table, found];
  }
  throw refused("InvalidAssociationID.NotFound", `The association ID '${id}' does not exist`);
}

function drop(table: RouteTable, association: RouteTableAssociation): void {
  table.Associations = (table.Associations ?? []).filter((one) => one !== association);
}
