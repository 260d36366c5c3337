/** Any network around subnet-1 and subnet-2, as EC2's answers by the kind of fact. */
import fc from "fast-check";
import type { FactName } from "../../shared/network/facts.ts";
import { ACCOUNT, route, subnet, table } from "../network/answers.ts";
import { endpoint, OTHER_ACCOUNT, s3Gateway } from "./rules/vpc.ts";

type Json = Record<string, unknown>;
export type Answers = Readonly<Partial<Record<FactName, readonly Json[]>>>;

/** EC2 says of the VPC what it says of its subnets. */
const owner = fc.constantFrom(ACCOUNT, ACCOUNT, OTHER_ACCOUNT);
const mode = fc.constantFrom("off", "off", "block-bidirectional", "block-ingress");

const DESTINATIONS = [
  "0.0.0.0/0",
  "::/0",
  "0.0.0.0/1",
  "128.0.0.0/1",
  "64:ff9b::/96",
  "203.0.113.0/24",
  "pl-1",
  "pl-2",
];
const TARGETS = [
  { GatewayId: "igw-1" },
  { NatGatewayId: "nat-1" },
  { NatGatewayId: "nat-2" },
  { TransitGatewayId: "tgw-1" },
  { EgressOnlyInternetGatewayId: "eigw-1" },
  { GatewayId: "vpce-gwlb" },
  { NetworkInterfaceId: "eni-9" },
];
const routes = fc.array(
  fc
    .tuple(
      fc.constantFrom(...DESTINATIONS),
      fc.constantFrom(...TARGETS),
      fc.constantFrom("active", "active", "active", "blackhole"),
    )
    .map(([destination, target, state]) => route(destination, target, state)),
  { maxLength: 4 },
);

const ASSOCIATED = [{ SubnetId: "subnet-1" }, { SubnetId: "subnet-2" }];
const tables = fc.record({ own: routes, nat: routes, toS3: fc.boolean(), main: fc.boolean() }).map((one) => [
  table([...(one.toS3 ? [route("pl-s3", { GatewayId: "vpce-s3" })] : []), ...one.own], {
    Associations: one.main ? [{ Main: true }] : ASSOCIATED,
  }),
  table(one.nat, { RouteTableId: "rtb-2", Associations: [{ SubnetId: "subnet-3" }] }),
]);

const IPV6 = [{ Ipv6CidrBlock: "2001:db8:1::/64", Ipv6CidrBlockState: { State: "associated" } }];
const subnets = fc
  .record({
    blocks: fc.constantFrom(IPV6, []),
    mode: fc.option(mode, { nil: undefined }),
    zone: fc.constantFrom("eu-west-1a", "eu-west-1b", undefined),
    count: fc.constantFrom(0, 1, 3, 200, undefined),
    tags: fc.constantFrom([], [{ Key: "sagemaker", Value: "approved" }], [{ Key: "empty", Value: "" }]),
  })
  .map(({ blocks, mode, zone, count, tags }) => {
    const same = {
      Ipv6CidrBlockAssociationSet: blocks,
      BlockPublicAccessStates: mode === undefined ? undefined : { InternetGatewayBlockMode: mode },
      AvailableIpAddressCount: count,
      Tags: tags,
    };
    return [
      subnet({ ...same, AvailabilityZone: "eu-west-1a" }),
      subnet({ ...same, SubnetId: "subnet-2", CidrBlock: "10.0.2.0/24", AvailabilityZone: zone }),
      subnet({ ...same, SubnetId: "subnet-3", CidrBlock: "10.0.3.0/24", AvailabilityZone: "eu-west-1a" }),
    ];
  });

const tenancy = fc.constantFrom("default", "dedicated");

const vpcAttributes = fc
  .tuple(fc.boolean(), fc.boolean())
  .map(([dns, hosts]) => [{ VpcId: "vpc-1", EnableDnsSupport: { Value: dns }, EnableDnsHostnames: { Value: hosts } }]);

const natGateways = fc.array(fc.constantFrom("public", "private"), { minLength: 2, maxLength: 2 }).map((types) =>
  types.map((ConnectivityType, index) => ({
    ...{ NatGatewayId: `nat-${index + 1}`, SubnetId: "subnet-3", VpcId: "vpc-1", State: "available" },
    ConnectivityType,
  })),
);

const POLICIES = [
  undefined,
  '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
  '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}',
];
const serving = fc.record({
  State: fc.constantFrom("available", "available", "available", "pending"),
  PrivateDnsEnabled: fc.constantFrom(true, true, true, false),
  SubnetIds: fc.constantFrom(["subnet-1", "subnet-2"], ["subnet-1"]),
  PolicyDocument: fc.constantFrom(...POLICIES),
});
const GWLB = { VpcEndpointId: "vpce-gwlb", VpcEndpointType: "GatewayLoadBalancer", VpcId: "vpc-1" };
const vpcEndpoints = fc
  .tuple(
    fc.subarray(["sagemaker.api", "sagemaker.runtime", "studio", "s3"]),
    serving,
    fc.option(fc.constantFrom(["rtb-1"], ["rtb-2"])),
    fc.boolean(),
  )
  .map(([services, more, RouteTableIds, another]) => [
    GWLB,
    ...services.map((service) => endpoint(service, { ...more, VpcEndpointId: `vpce-if-${service}` })),
    ...(RouteTableIds === null ? [] : [s3Gateway({ RouteTableIds })]),
    ...(another ? [s3Gateway({ VpcEndpointId: "vpce-another", RouteTableIds: ["rtb-1"] })] : []),
  ]);

const prefixLists = fc
  .array(fc.constantFrom(["0.0.0.0/0"], ["0.0.0.0/1", "128.0.0.0/1"], ["10.0.0.0/8"], ["::/0"], []), {
    minLength: 2,
    maxLength: 2,
  })
  .map((lists) => [
    ...lists.map((Cidrs, index) => ({ PrefixListId: `pl-${index + 1}`, Cidrs })),
    { PrefixListId: "pl-s3", Cidrs: ["52.92.0.0/17"] },
  ]);

const PORTS = [
  { IpProtocol: "-1" },
  { IpProtocol: "tcp", FromPort: 443, ToPort: 443 },
  { IpProtocol: "tcp", FromPort: 0, ToPort: 65535 },
  { IpProtocol: "tcp", FromPort: 8192, ToPort: 65535 },
  { IpProtocol: "tcp", FromPort: 2049, ToPort: 2049 },
  { IpProtocol: "udp", FromPort: 0, ToPort: 65535 },
];
const PEERS = [
  { IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
  { IpRanges: [{ CidrIp: "0.0.0.0/1" }] },
  { IpRanges: [{ CidrIp: "128.0.0.0/1" }] },
  { IpRanges: [{ CidrIp: "10.0.0.0/16" }] },
  { Ipv6Ranges: [{ CidrIpv6: "::/0" }] },
  { PrefixListIds: [{ PrefixListId: "pl-1" }] },
  { PrefixListIds: [{ PrefixListId: "pl-s3" }] },
  { UserIdGroupPairs: [{ GroupId: "sg-1" }] },
  { UserIdGroupPairs: [{ GroupId: "sg-9", UserId: OTHER_ACCOUNT }] },
];
const permissions = fc.array(
  fc.tuple(fc.constantFrom(...PORTS), fc.constantFrom(...PEERS)).map(([ports, peer]) => ({ ...ports, ...peer })),
  { maxLength: 3 },
);
const group = fc.record({ IpPermissions: permissions, IpPermissionsEgress: permissions });
const securityGroups = fc.tuple(group, group).map(([own, other]) => [
  { ...own, GroupId: "sg-1", VpcId: "vpc-1", OwnerId: ACCOUNT },
  { ...other, GroupId: "sg-9", VpcId: "vpc-1", OwnerId: ACCOUNT },
]);

const entries = fc.array(
  fc.record({
    RuleNumber: fc.integer({ min: 1, max: 9 }),
    Protocol: fc.constantFrom("-1", "6", "17"),
    RuleAction: fc.constantFrom("allow", "deny"),
    Egress: fc.boolean(),
    CidrBlock: fc.constantFrom("0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8"),
  }),
  { maxLength: 4 },
);
const networkAcls = entries.map((Entries) => [
  { NetworkAclId: "acl-1", VpcId: "vpc-1", Associations: ASSOCIATED, Entries },
]);

const flowLogs = fc.uniqueArray(
  fc.record({
    FlowLogId: fc.constantFrom("fl-1", "fl-2"),
    ResourceId: fc.constantFrom("vpc-1", "subnet-1", "vpc-9"),
    FlowLogStatus: fc.constantFrom("ACTIVE", "ACTIVE", "CREATING"),
  }),
  { selector: ({ FlowLogId }) => FlowLogId },
);

const blockPublicAccessOptions = mode.map((InternetGatewayBlockMode) => [
  { AwsAccountId: ACCOUNT, InternetGatewayBlockMode },
]);
const blockPublicAccessExclusions = fc.array(
  fc.constantFrom("allow-egress", "allow-bidirectional").map((InternetGatewayExclusionMode) => ({
    ...{ ExclusionId: "e-1", ResourceArn: `arn:aws:ec2:eu-west-1:${ACCOUNT}:subnet/subnet-3` },
    InternetGatewayExclusionMode,
  })),
  { maxLength: 1 },
);
const networkInterfaces = fc
  .option(fc.constant({ PublicIp: "198.51.100.7" }))
  .map((Association) => [{ NetworkInterfaceId: "eni-1", SubnetId: "subnet-1", ...(Association && { Association }) }]);
const groupUses = fc.subarray(["training", "notebooks", "studio"]).map((Functions) => [{ GroupId: "sg-1", Functions }]);

const AROUND = {
  vpcAttributes,
  routeTables: tables,
  natGateways,
  egressOnlyInternetGateways: fc.constant([{ EgressOnlyInternetGatewayId: "eigw-1" }]),
  internetGateways: fc.constant([{ InternetGatewayId: "igw-1" }]),
  prefixLists,
  securityGroups,
  networkAcls,
  vpcEndpoints,
  flowLogs,
  blockPublicAccessOptions,
  blockPublicAccessExclusions,
  networkInterfaces,
  groupUses,
};

export const anyNetwork: fc.Arbitrary<Answers> = fc
  .record({ owner, tenancy, subnets, ...AROUND })
  .map(({ owner: OwnerId, tenancy: InstanceTenancy, ...network }) => ({
    ...network,
    subnets: network.subnets.map((one) => ({ ...one, OwnerId })),
    vpcs: [{ VpcId: "vpc-1", OwnerId, InstanceTenancy }],
  }));
