/** A reader over one small VPC, and what is asked of it. */
import { createCallCounter } from "../../../shared/aws/call-counter.ts";
import { ANSWERS } from "../../../shared/network/answers.ts";
import type { FactName } from "../../../shared/network/facts.ts";
import { type NetworkNeeds, NO_NEEDS } from "../../../shared/network/needs.ts";
import { createNetworkReader, type NetworkReaderOptions } from "../../../shared/network/read/reader.ts";
import { WAYS_OUT_FACTS } from "../../../shared/network/routes/ways-out.ts";
import { ACCOUNT, subnet, table } from "../answers.ts";
import { FakeEc2, type Network } from "./reader-ec2.ts";

export const EVERY_FACT = Object.keys(ANSWERS) as FactName[];

export const NEEDS: NetworkNeeds = {
  ...NO_NEEDS,
  subnets: ["subnet-1"],
  securityGroups: ["sg-1"],
  networkInterfaces: ["eni-1"],
  facts: EVERY_FACT,
};

export const FOR_SUBNETS_PRIVATE: FactName[] = [...WAYS_OUT_FACTS, "networkInterfaces"];

export function group(GroupId: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { GroupId, OwnerId: ACCOUNT, VpcId: "vpc-1", IpPermissions: [], IpPermissionsEgress: [], ...more };
}

/** vpc-1 with one of everything, and a neighbour that nobody asks for. */
export function oneVpc(more: Network = {}): Network {
  return {
    Subnets: [subnet(), subnet({ SubnetId: "subnet-2" }), subnet({ SubnetId: "subnet-9", VpcId: "vpc-9" })],
    Vpcs: [{ VpcId: "vpc-1", OwnerId: ACCOUNT }, { VpcId: "vpc-9" }],
    RouteTables: [table([]), table([], { RouteTableId: "rtb-9", VpcId: "vpc-9", Associations: [] })],
    InternetGateways: [{ InternetGatewayId: "igw-1", Attachments: [{ VpcId: "vpc-1", State: "available" }] }],
    NatGateways: [{ NatGatewayId: "nat-1", VpcId: "vpc-1", SubnetId: "subnet-2", ConnectivityType: "public" }],
    EgressOnlyInternetGateways: [{ EgressOnlyInternetGatewayId: "eigw-1", Attachments: [{ VpcId: "vpc-1" }] }],
    SecurityGroups: [group("sg-1"), group("sg-9")],
    NetworkAcls: [{ NetworkAclId: "acl-1", VpcId: "vpc-1", Entries: [] }],
    VpcEndpoints: [{ VpcEndpointId: "vpce-1", VpcId: "vpc-1", Groups: [{ GroupId: "sg-1" }] }],
    FlowLogs: [
      { FlowLogId: "fl-1", ResourceId: "vpc-1" },
      { FlowLogId: "fl-2", ResourceId: "subnet-1" },
      { FlowLogId: "fl-9", ResourceId: "vpc-9" },
    ],
    VpcBlockPublicAccessOptions: [{ AwsAccountId: ACCOUNT, InternetGatewayBlockMode: "off" }],
    NetworkInterfaces: [{ NetworkInterfaceId: "eni-1", SubnetId: "subnet-1", VpcId: "vpc-1" }],
    ...more,
  };
}

export function setUp(network: Network = oneVpc(), options: Partial<NetworkReaderOptions> = {}) {
  const api = new FakeEc2(network);
  const clock = { seconds: 0 };
  const now = () => new Date(1_800_000_000_000 + clock.seconds * 1_000);
  const counter = createCallCounter();
  const counted = counter.counted(options.api ?? api);
  const reader = createNetworkReader({ now, account: ACCOUNT, ...options, api: counted });
  return { api, clock, reader: { ...reader, calls: counter.total } };
}

export function prefixLists(...ids: string[]): Network {
  return { PrefixLists: ids.map((PrefixListId) => ({ PrefixListId, AddressFamily: "IPv4", Cidrs: ["192.0.2.0/24"] })) };
}
