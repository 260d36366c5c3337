/** The network that the local account has unless it is told another one. */
import type { Route, RouteTable, Subnet, Vpc } from "@aws-sdk/client-ec2";
import { acl, BARE_VPC, endpoints, groups, PRIVATE, S3_ENDPOINT, S3_LIST, SINCE, VPC } from "./default-access.ts";
import { zoneIdOf } from "./describe.ts";
import type { NetworkScenario } from "./network.ts";

const IPV6_BLOCK = "2001:db8:1234:1a00::/56";
const IGW = "igw-0a1b2c3d4e5f60000";
const NAT = "nat-0a1b2c3d4e5f60000";
const ASSOCIATED = { State: "associated" } as const;
const UNBLOCKED = { InternetGatewayBlockMode: "off" } as const;

/**
 * A VPC with three private subnets (…60001 to …60003) and the endpoints that SageMaker needs; beside them a subnet behind
 * a NAT gateway (…60007), one that is public over IPv6 alone (…60008) and one that is public by the main route table
 * (…60009); the groups …60001 (closed) and …60002 (open to the world). A second VPC (…6000b) has no endpoint and no way out.
 */
export function defaultNetwork(accountId: string, region: string): NetworkScenario {
  const subnets = subnetsIn(accountId, region);
  const vpcs = [
    vpc(accountId, VPC, "10.20.0.0/16", "research", IPV6_BLOCK),
    vpc(accountId, BARE_VPC, "10.30.0.0/16", "bare"),
  ];
  return {
    Vpcs: vpcs,
    VpcAttributes: [VPC, BARE_VPC].map((VpcId) => ({
      VpcId,
      EnableDnsSupport: { Value: true },
      EnableDnsHostnames: { Value: true },
    })),
    Subnets: subnets,
    RouteTables: routeTables(accountId),
    InternetGateways: [
      { InternetGatewayId: IGW, OwnerId: accountId, Attachments: [{ State: AVAILABLE_GATEWAY, VpcId: VPC }], Tags: [] },
    ],
    NatGateways: [
      {
        NatGatewayId: NAT,
        SubnetId: "subnet-0a1b2c3d4e5f60009",
        VpcId: VPC,
        ConnectivityType: "public",
        State: "available",
        CreateTime: SINCE,
        NatGatewayAddresses: [
          { AllocationId: "eipalloc-0a1b2c3d4e5f60000", PublicIp: "203.0.113.20", IsPrimary: true },
        ],
        Tags: [],
      },
    ],
    VpcEndpoints: endpoints(accountId, region),
    SecurityGroups: groups(accountId),
    NetworkAcls: vpcs.map((one) => acl(accountId, one, subnets)),
    PrefixLists: [
      {
        PrefixListId: S3_LIST,
        PrefixListArn: `arn:aws:ec2:${region}:aws:prefix-list/${S3_LIST}`,
        PrefixListName: `com.amazonaws.${region}.s3`,
        AddressFamily: "IPv4",
        OwnerId: "AWS",
        State: "create-complete",
        Tags: [],
      },
    ],
    PrefixListEntries: [
      {
        PrefixListId: S3_LIST,
        Entries: ["3.5.64.0/21", "3.5.72.0/23", "52.92.0.0/17", "52.218.0.0/17"].map((Cidr) => ({ Cidr })),
      },
    ],
    FlowLogs: [
      {
        FlowLogId: "fl-0a1b2c3d4e5f60000",
        FlowLogStatus: "ACTIVE",
        ResourceId: VPC,
        TrafficType: "ALL",
        LogDestinationType: "cloud-watch-logs",
        LogGroupName: "/vpc/research",
        DeliverLogsStatus: "SUCCESS",
        MaxAggregationInterval: 60,
        CreationTime: SINCE,
        Tags: [],
      },
    ],
  };
}

/** EC2 says `available` of internet gateways, which the SDK's type does not have. */
const AVAILABLE_GATEWAY = "available" as "attached";

function vpc(accountId: string, id: string, CidrBlock: string, name: string, ipv6?: string): Vpc {
  const own = { AssociationId: id.replace("vpc", "vpc-cidr-assoc"), CidrBlock, CidrBlockState: ASSOCIATED };
  const ipv6Id = id.replace("vpc", "vpc-cidr-assoc").replace(/.$/, "6");
  return {
    VpcId: id,
    OwnerId: accountId,
    CidrBlock,
    CidrBlockAssociationSet: [own],
    Ipv6CidrBlockAssociationSet:
      ipv6 === undefined ? [] : [{ AssociationId: ipv6Id, Ipv6CidrBlock: ipv6, Ipv6CidrBlockState: ASSOCIATED }],
    BlockPublicAccessStates: UNBLOCKED,
    DhcpOptionsId: "default",
    InstanceTenancy: "default",
    IsDefault: false,
    State: "available",
    Tags: [{ Key: "Name", Value: name }],
  };
}

/** Id's end, VPC, block, free addresses, zone, name, IPv6 block. */
const SUBNETS: readonly [string, string, string, number, string, string, string?][] = [
  ["60001", VPC, "10.20.0.0/20", 4091, "a", "private-a"],
  ["60002", VPC, "10.20.16.0/20", 4091, "b", "private-b"],
  ["60003", VPC, "10.20.32.0/20", 4091, "c", "private-c"],
  ["60007", VPC, "10.20.128.0/24", 251, "b", "nat-b"],
  ["60008", VPC, "10.20.129.0/24", 251, "a", "ipv6-a", "2001:db8:1234:1a08::/64"],
  ["60009", VPC, "10.20.130.0/24", 250, "a", "public-a"],
  ["6000b", BARE_VPC, "10.30.0.0/20", 4091, "a", "bare-a"],
  ["6000c", BARE_VPC, "10.30.16.0/20", 4091, "b", "bare-b"],
];

function subnetsIn(accountId: string, region: string): Subnet[] {
  return SUBNETS.map(([end, VpcId, CidrBlock, AvailableIpAddressCount, letter, name, ipv6]) => {
    const id = `subnet-0a1b2c3d4e5f${end}`;
    const AssociationId = id.replace("subnet", "subnet-cidr-assoc");
    const zone = region + letter;
    return {
      SubnetId: id,
      SubnetArn: `arn:aws:ec2:${region}:${accountId}:subnet/${id}`,
      VpcId,
      OwnerId: accountId,
      CidrBlock,
      Ipv6CidrBlockAssociationSet:
        ipv6 === undefined ? [] : [{ AssociationId, Ipv6CidrBlock: ipv6, Ipv6CidrBlockState: ASSOCIATED }],
      AvailabilityZone: zone,
      AvailabilityZoneId: zoneIdOf(zone),
      AvailableIpAddressCount,
      MapPublicIpOnLaunch: name.startsWith("public"),
      AssignIpv6AddressOnCreation: ipv6 !== undefined,
      BlockPublicAccessStates: UNBLOCKED,
      DefaultForAz: false,
      Ipv6Native: false,
      State: "available",
      Tags: [{ Key: "Name", Value: name }],
    };
  });
}

function routeTables(accountId: string): RouteTable[] {
  const toS3: Route = { DestinationPrefixListId: S3_LIST, GatewayId: S3_ENDPOINT };
  const open: Route = { DestinationCidrBlock: "0.0.0.0/0" };
  const table = (end: string, routes: readonly Route[], subnetIds: readonly string[]): RouteTable => {
    const inBareVpc = end === "6000b";
    const local = inBareVpc
      ? [{ DestinationCidrBlock: "10.30.0.0/16" }]
      : [{ DestinationCidrBlock: "10.20.0.0/16" }, { DestinationIpv6CidrBlock: IPV6_BLOCK }];
    const made = (subnetId?: string) => ({
      RouteTableAssociationId: `rtbassoc-0a1b2c3d4e5f${(subnetId ?? `main-${end}`).slice(-5)}`,
      RouteTableId: `rtb-0a1b2c3d4e5f${end}`,
      Main: subnetId === undefined,
      ...(subnetId === undefined ? {} : { SubnetId: subnetId }),
      AssociationState: ASSOCIATED,
    });
    return {
      RouteTableId: `rtb-0a1b2c3d4e5f${end}`,
      VpcId: inBareVpc ? BARE_VPC : VPC,
      OwnerId: accountId,
      Associations: subnetIds.length === 0 ? [made()] : subnetIds.map(made),
      PropagatingVgws: [],
      Routes: [
        ...local.map((one) => ({ ...one, GatewayId: "local", Origin: "CreateRouteTable" as const })),
        ...routes.map((one) => ({ ...one, Origin: "CreateRoute" as const })),
      ].map((one) => ({ ...one, State: "active" as const })),
      Tags: [],
    };
  };
  return [
    table("60000", [{ ...open, GatewayId: IGW }], []),
    table("60001", [toS3], PRIVATE),
    table("60007", [{ ...open, NatGatewayId: NAT }, toS3], ["subnet-0a1b2c3d4e5f60007"]),
    table("60008", [{ DestinationIpv6CidrBlock: "::/0", GatewayId: IGW }], ["subnet-0a1b2c3d4e5f60008"]),
    table("6000b", [], []),
  ];
}
