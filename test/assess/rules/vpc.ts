/** Answers of EC2 for the rules that read a VPC: two private subnets in two zones, with all endpoints. */
import { ACCOUNT, natIn, prefixList, route, subnet, table } from "../../network/answers.ts";

type Json = Record<string, unknown>;

export const OTHER_ACCOUNT = "444455556666";

export const JOB = {
  kind: "training-job",
  create: { VpcConfig: { Subnets: ["subnet-1", "subnet-2"], SecurityGroupIds: ["sg-1"] } },
};
export const DOMAIN = {
  kind: "domain",
  create: {
    AppNetworkAccessType: "VpcOnly",
    SubnetIds: ["subnet-1", "subnet-2"],
    DefaultUserSettings: { SecurityGroups: ["sg-1"] },
  },
};
export const NOTEBOOK = {
  kind: "notebook-instance",
  create: { DirectInternetAccess: "Disabled", SubnetId: "subnet-1", SecurityGroupIds: ["sg-1"] },
};

export const VPC = { VpcId: "vpc-1", OwnerId: ACCOUNT, InstanceTenancy: "default" };
const SECOND = { SubnetId: "subnet-2", CidrBlock: "10.0.2.0/24", AvailabilityZone: "eu-west-1b" };
const ALL_OUT = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
const FROM_VPC = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.0.0.0/16" }] };

function group(GroupId: string, IpPermissions: Json[], IpPermissionsEgress: Json[]): Json {
  return { GroupId, OwnerId: ACCOUNT, VpcId: "vpc-1", IpPermissions, IpPermissionsEgress };
}

export function endpoint(service: string, more: Json = {}): Json {
  const isOwn = service === "studio" || service === "notebook";
  return {
    VpcEndpointId: `vpce-${service}`,
    VpcEndpointType: "Interface",
    VpcId: "vpc-1",
    ServiceName: isOwn ? `aws.sagemaker.eu-west-1.${service}` : `com.amazonaws.eu-west-1.${service}`,
    State: "available",
    PrivateDnsEnabled: true,
    SubnetIds: ["subnet-1", "subnet-2"],
    Groups: [{ GroupId: "sg-9" }],
    ...more,
  };
}

export function s3Gateway(more: Json = {}): Json {
  const type = { VpcEndpointType: "Gateway", PrivateDnsEnabled: false, SubnetIds: [], Groups: [] };
  return endpoint("s3", { ...type, RouteTableIds: ["rtb-1"], ...more });
}

export const ENDPOINTS = [
  endpoint("sagemaker.api"),
  endpoint("sagemaker.runtime"),
  endpoint("studio"),
  s3Gateway(),
] as const;

interface Network {
  vpc?: Json;
  endpoints?: readonly Json[];
  routes?: readonly Json[];
  more?: readonly Json[];
}

/** Both subnets use rtb-1. */
export function network({ vpc = VPC, endpoints = ENDPOINTS, routes = [], more = [] }: Network = {}): Json[] {
  const OwnerId = vpc.OwnerId;
  const isThere = endpoints.some(({ VpcEndpointId }) => VpcEndpointId === "vpce-s3");
  const toS3 = isThere ? [route("pl-s3", { GatewayId: "vpce-s3" })] : [];
  const Associations = [{ SubnetId: "subnet-1" }, { SubnetId: "subnet-2" }];
  return [
    { Vpcs: [vpc] },
    { Subnets: [subnet({ OwnerId, AvailabilityZone: "eu-west-1a" }), subnet({ ...SECOND, OwnerId })] },
    { RouteTables: [table([...toS3, ...routes], { Associations })] },
    { VpcEndpoints: endpoints },
    { SecurityGroups: [group("sg-1", [], [ALL_OUT]), group("sg-9", [FROM_VPC], [])] },
    prefixList("pl-s3", ["52.92.0.0/17"]),
    ...more,
  ];
}

/** A public NAT gateway in subnet-3, and the route to it. */
export const THROUGH_NAT = {
  routes: [route("0.0.0.0/0", { NatGatewayId: "nat-1" })],
  more: natIn("public", [route("0.0.0.0/0", { GatewayId: "igw-1" })]).map((answer) =>
    JSON.parse(JSON.stringify(answer).replaceAll("subnet-2", "subnet-3").replaceAll("10.0.2.0", "10.0.3.0")),
  ) as Json[],
};
