/** A network for tests that are about something else: whatever is asked for is there, private and closed. */
import { createNetworkFacts, type NetworkFacts } from "../../shared/network/facts.ts";
import type { NetworkNeeds, NetworkReader } from "../../shared/network/needs.ts";

const ACCOUNT = "111122223333";
const ALL = { IpProtocol: "-1" };

/** One VPC with default tenancy, DNS, endpoints and a flow log, whose main route table leads to S3 and nowhere else. */
export function goodNetwork({
  subnets,
  securityGroups,
}: Pick<NetworkNeeds, "subnets" | "securityGroups">): NetworkFacts {
  return createNetworkFacts([
    { Vpcs: [{ VpcId: "vpc-1", OwnerId: ACCOUNT, CidrBlock: "10.0.0.0/16", InstanceTenancy: "default" }] },
    { VpcAttributes: [{ VpcId: "vpc-1", EnableDnsSupport: { Value: true }, EnableDnsHostnames: { Value: true } }] },
    { Subnets: subnets.map((SubnetId, index) => subnet(SubnetId, index)) },
    {
      RouteTables: [
        {
          RouteTableId: "rtb-1",
          VpcId: "vpc-1",
          Associations: [{ Main: true }],
          Routes: [
            { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" },
            { DestinationPrefixListId: "pl-s3", GatewayId: "vpce-s3", State: "active" },
          ],
        },
      ],
    },
    { SecurityGroups: [...securityGroups, "sg-endpoints"].map(closedGroup) },
    { VpcEndpoints: [S3, ...INTERFACES.map((name) => endpoint(name, subnets))] },
    { PrefixLists: [{ PrefixListId: "pl-s3" }] },
    { PrefixListId: "pl-s3", Entries: [{ Cidr: "52.218.0.0/17" }] },
    { FlowLogs: [{ FlowLogId: "fl-1", ResourceId: "vpc-1", FlowLogStatus: "ACTIVE", DeliverLogsStatus: "SUCCESS" }] },
    ...[{ NetworkAcls: [] }, { NatGateways: [] }, { NetworkInterfaces: [] }],
    { VpcBlockPublicAccessOptions: { AwsAccountId: ACCOUNT, InternetGatewayBlockMode: "off" } },
    { VpcBlockPublicAccessExclusions: [] },
  ]);
}

function subnet(SubnetId: string, index: number): object {
  return {
    ...{ SubnetId, VpcId: "vpc-1", OwnerId: ACCOUNT, CidrBlock: `10.0.${index}.0/24`, AvailableIpAddressCount: 200 },
    AvailabilityZone: `eu-west-1${"abc"[index % 3]}`,
    Ipv6Native: false,
    Ipv6CidrBlockAssociationSet: [],
    BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
  };
}

const INTERFACES = [
  "aws.sagemaker.eu-west-1.studio",
  "com.amazonaws.eu-west-1.sagemaker.api",
  "com.amazonaws.eu-west-1.sagemaker.runtime",
];

const ENDPOINT = { VpcId: "vpc-1", State: "available" };
const S3 = {
  ...ENDPOINT,
  ...{ VpcEndpointId: "vpce-s3", VpcEndpointType: "Gateway", ServiceName: "com.amazonaws.eu-west-1.s3" },
  RouteTableIds: ["rtb-1"],
};

function endpoint(ServiceName: string, SubnetIds: readonly string[]): object {
  const VpcEndpointId = `vpce-${ServiceName.split(".").at(-1)}`;
  const Groups = [{ GroupId: "sg-endpoints" }];
  return {
    ...ENDPOINT,
    VpcEndpointId,
    VpcEndpointType: "Interface",
    ServiceName,
    SubnetIds,
    Groups,
    PrivateDnsEnabled: true,
  };
}

/** Its members reach each other, the VPC reaches the endpoints, and nothing else comes in. */
function closedGroup(GroupId: string): object {
  const itself = { ...ALL, UserIdGroupPairs: [{ GroupId, UserId: ACCOUNT }] };
  const vpc = { ...ALL, IpRanges: [{ CidrIp: "10.0.0.0/16" }] };
  const out = { ...vpc, PrefixListIds: [{ PrefixListId: "pl-s3" }] };
  const from = GroupId === "sg-endpoints" ? vpc : itself;
  return { GroupId, OwnerId: ACCOUNT, VpcId: "vpc-1", IpPermissions: [from], IpPermissionsEgress: [out] };
}

/** Answers every need with `goodNetwork`. */
export const GOOD_NETWORK: NetworkReader = { read: async (needs) => goodNetwork(needs) };

/** For `network` of those that read it only when they need it. */
export async function network(): Promise<NetworkReader> {
  return GOOD_NETWORK;
}
