/** VPCs, subnets, their attributes, and what blocks public access to them. */
import type {
  AttributeBooleanValue,
  CreateSubnetRequest,
  CreateVpcRequest,
  ModifySubnetAttributeRequest,
  ModifyVpcAttributeRequest,
  ModifyVpcBlockPublicAccessOptionsRequest,
  Subnet,
  Vpc,
} from "@aws-sdk/client-ec2";
import { contains, formatCidr, parseCidr, type Range, sizeOf } from "../../shared/network/cidr.ts";
import type { OperationHandler } from "../contract.ts";
import { operation } from "../services/operation.ts";
import { zoneIdOf, zonesOf } from "./describe.ts";
import type { Network } from "./network.ts";
import { newAcl } from "./network-acls.ts";
import { invalidValue, missingParameter, refused } from "./refusals.ts";
import { addAssociation, newRouteTable } from "./route-tables.ts";
import { newGroup } from "./security-groups.ts";
import { tagsFor } from "./tags.ts";

/** Addresses of each subnet that AWS keeps. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const RESERVED = 5n;

export function vpcOperations(network: Network): Record<string, OperationHandler> {
  return {
    CreateSubnet: operation((input: CreateSubnetRequest) => createSubnet(network, input)),
    CreateVpc: operation((input: CreateVpcRequest) => createVpc(network, input)),
    ModifySubnetAttribute: operation((input: ModifySubnetAttributeRequest) => modifySubnet(network, input)),
    ModifyVpcAttribute: operation((input: ModifyVpcAttributeRequest) => modifyVpc(network, input)),
    ModifyVpcBlockPublicAccessOptions: operation((input: ModifyVpcBlockPublicAccessOptionsRequest) =>
      blockPublicAccess(network, input),
    ),
  };
}

const BLOCK_MODES: readonly unknown[] = ["off", "block-bidirectional", "block-ingress"];

function blockPublicAccess(
  network: Network,
  { InternetGatewayBlockMode: mode }: ModifyVpcBlockPublicAccessOptionsRequest,
): object {
  if (!BLOCK_MODES.includes(mode)) {
    throw invalidValue(`Value (${mode}) for parameter internetGatewayBlockMode is invalid.`);
  }
  Object.assign(network.blockPublicAccess, {
    InternetGatewayBlockMode: mode,
    State: "update-complete",
    LastUpdateTimestamp: network.now(),
  });
  for (const vpc of network.lists.Vpcs) vpc.BlockPublicAccessStates = blockStates(network, vpc);
  for (const subnet of network.lists.Subnets) subnet.BlockPublicAccessStates = blockStates(network, subnet);
  return { VpcBlockPublicAccessOptions: network.blockPublicAccess };
}

/** Comes with a main route table, a network ACL and a group, as in EC2; answers `pending` and is there at once. */
function createVpc(network: Network, input: CreateVpcRequest): object {
  const range = blockOf(input.CidrBlock, "InvalidVpc.Range");
  const CidrBlock = formatCidr(range);
  const associated = { State: "associated" } as const;
  const own = { AssociationId: network.newId("vpc-cidr-assoc"), CidrBlock, CidrBlockState: associated };
  const vpc: Vpc = {
    VpcId: network.newId("vpc"),
    OwnerId: network.accountId,
    CidrBlock,
    CidrBlockAssociationSet: [own],
    Ipv6CidrBlockAssociationSet: input.AmazonProvidedIpv6CidrBlock === true ? [ipv6Block(network)] : [],
    DhcpOptionsId: "default",
    InstanceTenancy: input.InstanceTenancy ?? "default",
    IsDefault: false,
    State: "available",
    Tags: tagsFor("vpc", input.TagSpecifications),
  };
  vpc.BlockPublicAccessStates = blockStates(network, vpc);
  network.lists.Vpcs.push(vpc);
  addAssociation(network, newRouteTable(network, vpc), { Main: true });
  newAcl(network, vpc, { isDefault: true });
  newGroup(network, vpc, "default", "default VPC security group");
  return { Vpc: { ...vpc, State: "pending" } };
}

function ipv6Block(network: Network) {
  const number = (network.lists.Vpcs.length + 1).toString(16).padStart(2, "0");
  return {
    AssociationId: network.newId("vpc-cidr-assoc"),
    Ipv6CidrBlock: `2001:db8:0:${number}00::/56`,
    Ipv6CidrBlockState: { State: "associated" as const },
    NetworkBorderGroup: network.region,
    Ipv6Pool: "Amazon",
  };
}

function createSubnet(network: Network, input: CreateSubnetRequest): object {
  const vpc = network.get("Vpcs", input.VpcId);
  const range = blockOf(input.CidrBlock, "InvalidSubnet.Range");
  const CidrBlock = formatCidr(range);
  checkPlace(network, vpc, range);
  const zone = zoneFor(network, input);
  const id = network.newId("subnet");
  const subnet: Subnet = {
    SubnetId: id,
    SubnetArn: network.arn("subnet", id),
    VpcId: vpc.VpcId,
    OwnerId: network.accountId,
    CidrBlock,
    Ipv6CidrBlockAssociationSet: ipv6Blocks(network, vpc, input.Ipv6CidrBlock),
    AvailabilityZone: zone,
    AvailabilityZoneId: zoneIdOf(zone),
    AvailableIpAddressCount: Number(sizeOf(range) - RESERVED),
    MapPublicIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    DefaultForAz: false,
    Ipv6Native: false,
    State: "available",
    Tags: tagsFor("subnet", input.TagSpecifications),
  };
  subnet.BlockPublicAccessStates = blockStates(network, subnet);
  network.lists.Subnets.push(subnet);
  const acl = network.lists.NetworkAcls.find((one) => one.VpcId === vpc.VpcId && one.IsDefault);
  const association = { NetworkAclAssociationId: network.newId("aclassoc"), SubnetId: id };
  acl?.Associations?.push({ ...association, NetworkAclId: acl.NetworkAclId });
  return { Subnet: { ...subnet, State: "pending" } };
}

/** A block of a VPC or a subnet holds 16 to 65,536 addresses. */
function blockOf(text: string | undefined, code: string): Range {
  if (text === undefined) throw missingParameter("cidrBlock");
  const range = parseCidr(text);
  if (range === undefined || range.family !== "ipv4") {
    throw invalidValue(`Value (${text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);
  }
  if (range.length < 16 || range.length > 28) throw refused(code, `The CIDR '${text}' is invalid.`);
  return range;
}

function checkPlace(network: Network, vpc: Vpc, range: Range): void {
  const text = formatCidr(range);
  const blocks = vpc.CidrBlockAssociationSet ?? [{ CidrBlock: vpc.CidrBlock }];
  if (!rangesOf(blocks).some((block) => contains(block, range))) {
    throw refused("InvalidSubnet.Range", `The CIDR '${text}' is invalid.`);
  }
  const others = rangesOf(network.lists.Subnets.filter(({ VpcId }) => VpcId === vpc.VpcId));
  if (others.some((other) => contains(other, range) || contains(range, other))) {
    throw refused("InvalidSubnet.Conflict", `The CIDR '${text}' conflicts with another subnet`);
  }
}

function rangesOf(blocks: readonly { CidrBlock?: string | undefined }[]): Range[] {
  return blocks.flatMap(({ CidrBlock = "" }) => parseCidr(CidrBlock) ?? []);
}

function ipv6Blocks(network: Network, vpc: Vpc, text: string | undefined): Subnet["Ipv6CidrBlockAssociationSet"] {
  if (text === undefined) return [];
  const range = parseCidr(text);
  const inside = (vpc.Ipv6CidrBlockAssociationSet ?? []).some(({ Ipv6CidrBlock = "" }) => {
    const outer = parseCidr(Ipv6CidrBlock);
    return outer !== undefined && range !== undefined && contains(outer, range);
  });
  if (range === undefined || !inside) throw refused("InvalidSubnet.Range", `The CIDR '${text}' is invalid.`);
  const id = network.newId("subnet-cidr-assoc");
  return [{ AssociationId: id, Ipv6CidrBlock: formatCidr(range), Ipv6CidrBlockState: { State: "associated" } }];
}

function zoneFor(network: Network, { AvailabilityZone, AvailabilityZoneId }: CreateSubnetRequest): string {
  const zones = zonesOf(network.region);
  const wanted = AvailabilityZone ?? AvailabilityZoneId;
  const found = zones.find(({ ZoneName, ZoneId }) => ZoneName === wanted || ZoneId === wanted);
  const [first] = zones;
  if (wanted === undefined && first !== undefined) return first.ZoneName;
  if (found !== undefined) return found.ZoneName;
  const names = zones.map(({ ZoneName }) => ZoneName).join(", ");
  const hint = `Subnets can currently only be created in the following availability zones: ${names}.`;
  throw invalidValue(`Value (${wanted}) for parameter availabilityZone is invalid. ${hint}`);
}

function modifySubnet(network: Network, input: ModifySubnetAttributeRequest): object {
  const subnet = network.get("Subnets", input.SubnetId);
  const { MapPublicIpOnLaunch, AssignIpv6AddressOnCreation, EnableDns64 } = input;
  const changes = { MapPublicIpOnLaunch, AssignIpv6AddressOnCreation, EnableDns64 };
  checkOne(changes);
  for (const [name, change] of Object.entries(changes)) {
    if (change?.Value !== undefined) Object.assign(subnet, { [name]: change.Value });
  }
  return {};
}

function modifyVpc(network: Network, input: ModifyVpcAttributeRequest): object {
  const attributes = network.attributesOf(input.VpcId);
  const { EnableDnsHostnames, EnableDnsSupport, EnableNetworkAddressUsageMetrics } = input;
  const changes = { EnableDnsHostnames, EnableDnsSupport, EnableNetworkAddressUsageMetrics };
  checkOne(changes);
  for (const [name, change] of Object.entries(changes)) {
    if (change?.Value !== undefined) Object.assign(attributes, { [name]: { Value: change.Value } });
  }
  return {};
}

/** These calls change one attribute at a time. */
function checkOne(changes: Record<string, AttributeBooleanValue | undefined>): void {
  const given = Object.values(changes).filter((change) => change !== undefined);
  if (given.length === 0) throw missingParameter("attribute");
  if (given.length > 1) throw refused("InvalidParameterCombination", "Fields for multiple attribute types specified");
}

/** What a VPC or a subnet says of itself: the account's mode, but for exclusions. */
function blockStates(
  network: Network,
  { VpcId, SubnetId }: Pick<Subnet, "VpcId" | "SubnetId">,
): NonNullable<Vpc["BlockPublicAccessStates"]> {
  const mode = network.blockPublicAccess.InternetGatewayBlockMode ?? "off";
  const exclusion = network.lists.VpcBlockPublicAccessExclusions.find(
    ({ ResourceArn = "", State }) =>
      State !== "delete-complete" && (ResourceArn.endsWith(`/${SubnetId}`) || ResourceArn.endsWith(`/${VpcId}`)),
  );
  if (mode === "off" || exclusion === undefined) return { InternetGatewayBlockMode: mode };
  const isOneWay = exclusion.InternetGatewayExclusionMode === "allow-egress";
  return { InternetGatewayBlockMode: isOneWay ? "block-ingress" : "off" };
}
