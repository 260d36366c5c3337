/**
 * The members of EC2's answers that are read, by the name of the member that holds them.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Types.html
 */
import { block, checked, flag, list, listOrNone, object, optional, type Parsed, text, whole } from "./parse.ts";

const blockStates = optional(object({ InternetGatewayBlockMode: optional(text) }));
const inState = optional(object({ State: optional(text) }));
const ipv6Blocks = optional(list(object({ Ipv6CidrBlock: block, Ipv6CidrBlockState: inState })));

const subnet = object({
  SubnetId: text,
  VpcId: text,
  OwnerId: optional(text),
  CidrBlock: optional(block),
  AvailabilityZone: optional(text),
  AvailabilityZoneId: optional(text),
  AvailableIpAddressCount: optional(whole),
  Ipv6Native: optional(flag),
  Ipv6CidrBlockAssociationSet: ipv6Blocks,
  BlockPublicAccessStates: blockStates,
  Tags: listOrNone(object({ Key: text, Value: optional(text) })),
});

const vpc = object({
  VpcId: text,
  OwnerId: optional(text),
  CidrBlock: optional(block),
  CidrBlockAssociationSet: listOrNone(object({ CidrBlock: block, CidrBlockState: inState })),
  Ipv6CidrBlockAssociationSet: ipv6Blocks,
  InstanceTenancy: optional(text),
  BlockPublicAccessStates: blockStates,
});

const association = checked(
  object({
    RouteTableAssociationId: optional(text),
    Main: optional(flag),
    SubnetId: optional(text),
    GatewayId: optional(text),
    AssociationState: inState,
  }),
  ({ Main, SubnetId, GatewayId }) => Main === true || SubnetId !== undefined || GatewayId !== undefined,
  "names neither a subnet nor a gateway",
);

const route = checked(
  object({
    DestinationCidrBlock: optional(block),
    DestinationIpv6CidrBlock: optional(block),
    DestinationPrefixListId: optional(text),
    CarrierGatewayId: optional(text),
    CoreNetworkArn: optional(text),
    EgressOnlyInternetGatewayId: optional(text),
    GatewayId: optional(text),
    InstanceId: optional(text),
    IpAddress: optional(text),
    LocalGatewayId: optional(text),
    NatGatewayId: optional(text),
    NetworkInterfaceId: optional(text),
    OdbNetworkArn: optional(text),
    TransitGatewayId: optional(text),
    VpcPeeringConnectionId: optional(text),
    Origin: optional(text),
    State: optional(text),
  }),
  (read) => destinationOf(read) !== undefined,
  "has no destination",
);
export type Route = Parsed<typeof route>;

/** A route's destination as it is written: a CIDR block or the id of a prefix list. */
export function destinationOf(read: {
  DestinationCidrBlock: string | undefined;
  DestinationIpv6CidrBlock: string | undefined;
  DestinationPrefixListId: string | undefined;
}): string | undefined {
  return read.DestinationCidrBlock ?? read.DestinationIpv6CidrBlock ?? read.DestinationPrefixListId;
}

const routeTable = object({
  RouteTableId: text,
  VpcId: text,
  OwnerId: optional(text),
  Associations: listOrNone(association),
  Routes: list(route),
});
export type RouteTable = Parsed<typeof routeTable>;

const natGateway = object({
  NatGatewayId: text,
  ConnectivityType: optional(text),
  /** Absent on regional NAT gateways, which have a route table of their own. */
  SubnetId: optional(text),
  RouteTableId: optional(text),
  State: optional(text),
  VpcId: optional(text),
});

const attachments = listOrNone(object({ State: optional(text), VpcId: optional(text) }));

const prefixList = object({
  PrefixListId: text,
  OwnerId: optional(text),
  AddressFamily: optional(text),
  Cidrs: optional(list(block)),
});

/** GetManagedPrefixListEntries does not say of which list they are: `PrefixListId` is put beside them. */
export const prefixListEntries = object({ PrefixListId: text, Entries: list(object({ Cidr: block })) });

const permission = object({
  IpProtocol: text,
  FromPort: optional(whole),
  ToPort: optional(whole),
  IpRanges: listOrNone(object({ CidrIp: block })),
  Ipv6Ranges: listOrNone(object({ CidrIpv6: block })),
  PrefixListIds: listOrNone(object({ PrefixListId: text })),
  UserIdGroupPairs: listOrNone(object({ GroupId: optional(text), UserId: optional(text), VpcId: optional(text) })),
});
export type Permission = Parsed<typeof permission>;

const securityGroup = object({
  GroupId: text,
  OwnerId: optional(text),
  VpcId: optional(text),
  IpPermissions: list(permission),
  IpPermissionsEgress: list(permission),
});
export type SecurityGroup = Parsed<typeof securityGroup>;

const networkAcl = object({
  NetworkAclId: text,
  VpcId: text,
  Associations: listOrNone(object({ NetworkAclAssociationId: optional(text), SubnetId: text })),
  Entries: list(
    object({
      RuleNumber: whole,
      Protocol: text,
      RuleAction: text,
      Egress: flag,
      CidrBlock: optional(block),
      Ipv6CidrBlock: optional(block),
      PortRange: optional(object({ From: optional(whole), To: optional(whole) })),
    }),
  ),
});

const vpcEndpoint = object({
  VpcEndpointId: text,
  VpcEndpointType: optional(text),
  VpcId: optional(text),
  ServiceName: optional(text),
  State: optional(text),
  PolicyDocument: optional(text),
  PrivateDnsEnabled: optional(flag),
  DnsOptions: optional(object({ PrivateDnsOnlyForInboundResolverEndpoint: optional(flag) })),
  RouteTableIds: listOrNone(text),
  SubnetIds: listOrNone(text),
  Groups: listOrNone(object({ GroupId: text })),
});

const networkInterface = object({
  NetworkInterfaceId: text,
  SubnetId: optional(text),
  VpcId: optional(text),
  InterfaceType: optional(text),
  Status: optional(text),
  Association: optional(object({ PublicIp: optional(text) })),
  Ipv6Addresses: optional(list(object({ Ipv6Address: text }))),
  Groups: listOrNone(object({ GroupId: text })),
});

const value = optional(object({ Value: flag }));

/** Every kind of fact: the call that tells it, the member of its answer, which member names an item, and its parser. */
export const ANSWERS = {
  subnets: { call: "DescribeSubnets", member: "Subnets", id: "SubnetId", item: subnet },
  vpcs: { call: "DescribeVpcs", member: "Vpcs", id: "VpcId", item: vpc },
  vpcAttributes: {
    call: "DescribeVpcAttribute",
    member: "VpcAttributes",
    id: "VpcId",
    item: object({ VpcId: text, EnableDnsSupport: value, EnableDnsHostnames: value }),
  },
  routeTables: { call: "DescribeRouteTables", member: "RouteTables", id: "RouteTableId", item: routeTable },
  internetGateways: {
    call: "DescribeInternetGateways",
    member: "InternetGateways",
    id: "InternetGatewayId",
    item: object({ InternetGatewayId: text, Attachments: attachments, OwnerId: optional(text) }),
  },
  natGateways: { call: "DescribeNatGateways", member: "NatGateways", id: "NatGatewayId", item: natGateway },
  egressOnlyInternetGateways: {
    call: "DescribeEgressOnlyInternetGateways",
    member: "EgressOnlyInternetGateways",
    id: "EgressOnlyInternetGatewayId",
    item: object({ EgressOnlyInternetGatewayId: text, Attachments: attachments }),
  },
  prefixLists: { call: "DescribeManagedPrefixLists", member: "PrefixLists", id: "PrefixListId", item: prefixList },
  securityGroups: { call: "DescribeSecurityGroups", member: "SecurityGroups", id: "GroupId", item: securityGroup },
  networkAcls: { call: "DescribeNetworkAcls", member: "NetworkAcls", id: "NetworkAclId", item: networkAcl },
  vpcEndpoints: { call: "DescribeVpcEndpoints", member: "VpcEndpoints", id: "VpcEndpointId", item: vpcEndpoint },
  flowLogs: {
    call: "DescribeFlowLogs",
    member: "FlowLogs",
    id: "FlowLogId",
    item: object({
      FlowLogId: text,
      ResourceId: text,
      FlowLogStatus: optional(text),
      DeliverLogsStatus: optional(text),
    }),
  },
  blockPublicAccessOptions: {
    call: "DescribeVpcBlockPublicAccessOptions",
    member: "VpcBlockPublicAccessOptions",
    id: "AwsAccountId",
    item: object({ AwsAccountId: text, InternetGatewayBlockMode: text, State: optional(text) }),
  },
  blockPublicAccessExclusions: {
    call: "DescribeVpcBlockPublicAccessExclusions",
    member: "VpcBlockPublicAccessExclusions",
    id: "ExclusionId",
    item: object({ ExclusionId: text, ResourceArn: text, InternetGatewayExclusionMode: text, State: optional(text) }),
  },
  networkInterfaces: {
    call: "DescribeNetworkInterfaces",
    member: "NetworkInterfaces",
    id: "NetworkInterfaceId",
    item: networkInterface,
  },
  /** Not of EC2: what the sweep knows of who uses a security group; `Functions` are `notebooks`, `training`, …. */
  groupUses: {
    call: "the sweep",
    member: "GroupUses",
    id: "GroupId",
    item: object({ GroupId: text, Functions: list(text) }),
  },
} as const;
