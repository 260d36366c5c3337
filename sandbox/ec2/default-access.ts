/** The endpoints, security groups and network ACLs of the default network. */
import type { IpPermission, NetworkAcl, SecurityGroup, Subnet, Vpc, VpcEndpoint } from "@aws-sdk/client-ec2";
import { firstEntries } from "./network-acls.ts";

export const VPC = "vpc-0a1b2c3d4e5f60000";
export const BARE_VPC = "vpc-0a1b2c3d4e5f6000b";
export const PRIVATE = ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002", "subnet-0a1b2c3d4e5f60003"];
export const S3_LIST = "pl-6da54004";
export const S3_ENDPOINT = "vpce-0a1b2c3d4e5f60000";
export const SINCE = new Date("2026-01-05T09:00:00Z");

const ENDPOINTS_GROUP = "sg-0a1b2c3d4e5f60003";
const FULL_ACCESS = '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}';

/** What a notebook or a Studio domain without internet calls; `R` is the Region. */
const SERVICES = [
  "com.amazonaws.R.sagemaker.api",
  "com.amazonaws.R.sagemaker.runtime",
  "com.amazonaws.R.sagemaker.featurestore-runtime",
  "aws.sagemaker.R.studio",
  "aws.sagemaker.R.notebook",
  "com.amazonaws.R.sts",
  "com.amazonaws.R.logs",
  "com.amazonaws.R.monitoring",
  "com.amazonaws.R.servicecatalog",
  "com.amazonaws.R.ecr.api",
  "com.amazonaws.R.ecr.dkr",
  "com.amazonaws.R.kms",
];

export function endpoints(accountId: string, region: string): VpcEndpoint[] {
  const common: VpcEndpoint = {
    VpcId: VPC,
    OwnerId: accountId,
    /** EC2 says it in lower case, the SDK's type does not. */
    State: "available" as NonNullable<VpcEndpoint["State"]>,
    PolicyDocument: FULL_ACCESS,
    RequesterManaged: false,
    CreationTimestamp: SINCE,
    Tags: [],
  };
  const ofInterfaces = SERVICES.map(
    (service, index): VpcEndpoint => ({
      ...common,
      VpcEndpointId: `vpce-0a1b2c3d4e5f601${String(index).padStart(2, "0")}`,
      VpcEndpointType: "Interface",
      ServiceName: service.replace("R", region),
      IpAddressType: "ipv4",
      PrivateDnsEnabled: true,
      RouteTableIds: [],
      SubnetIds: PRIVATE,
      Groups: [{ GroupId: ENDPOINTS_GROUP, GroupName: "endpoints" }],
    }),
  );
  const ofS3: VpcEndpoint = {
    ...common,
    VpcEndpointId: S3_ENDPOINT,
    VpcEndpointType: "Gateway",
    ServiceName: `com.amazonaws.${region}.s3`,
    PrivateDnsEnabled: false,
    RouteTableIds: ["rtb-0a1b2c3d4e5f60001", "rtb-0a1b2c3d4e5f60007"],
    SubnetIds: [],
    Groups: [],
  };
  return [ofS3, ...ofInterfaces];
}

export function groups(accountId: string): SecurityGroup[] {
  const everywhere: IpPermission = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
  const itself = (end: string): IpPermission => ({
    IpProtocol: "-1",
    UserIdGroupPairs: [{ GroupId: `sg-0a1b2c3d4e5f${end}`, UserId: accountId }],
  });
  const https = (to: IpPermission): IpPermission => ({ IpProtocol: "tcp", FromPort: 443, ToPort: 443, ...to });
  const within = (block: string) => https({ IpRanges: [{ CidrIp: block }] });
  const outOfVpc = https({ IpRanges: [{ CidrIp: "10.20.0.0/16" }], PrefixListIds: [{ PrefixListId: S3_LIST }] });
  const group = (end: string, name: string, ingress: IpPermission[], egress: IpPermission[]): SecurityGroup => ({
    GroupId: `sg-0a1b2c3d4e5f${end}`,
    GroupName: name,
    Description: name,
    OwnerId: accountId,
    VpcId: end.endsWith("b") ? BARE_VPC : VPC,
    IpPermissions: ingress.map(whole),
    IpPermissionsEgress: egress.map(whole),
    Tags: [],
  });
  return [
    group("60000", "default", [itself("60000")], [everywhere]),
    group("60001", "research", [itself("60001")], [outOfVpc, itself("60001")]),
    group("60002", "open", [within("0.0.0.0/0")], [everywhere]),
    group("60003", "endpoints", [within("10.20.0.0/16")], [everywhere]),
    group("6000b", "bare", [itself("6000b")], [within("10.30.0.0/16"), itself("6000b")]),
  ];
}

function whole(permission: IpPermission): IpPermission {
  return { IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [], ...permission };
}

/** The one that a VPC comes with. */
export function acl(accountId: string, vpc: Vpc, subnets: readonly Subnet[]): NetworkAcl {
  const { VpcId = "" } = vpc;
  const id = VpcId.replace("vpc", "acl");
  return {
    NetworkAclId: id,
    VpcId,
    OwnerId: accountId,
    IsDefault: true,
    Associations: subnets
      .filter((subnet) => subnet.VpcId === VpcId)
      .map(({ SubnetId = "" }) => ({
        NetworkAclAssociationId: SubnetId.replace("subnet", "aclassoc"),
        NetworkAclId: id,
        SubnetId,
      })),
    Entries: firstEntries(vpc, { isOpen: true }),
    Tags: [],
  };
}
