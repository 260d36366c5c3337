/**
 * What EC2 describes: the call, its ids and filters with the members that they look at, and the words for an id that does
 * not exist. Filters that are not here are refused like those that EC2 does not have.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html
 */

export interface Resource {
  call: string;
  /** The member that names an item. */
  id: string;
  /** The input's list of ids. */
  ids: string;
  /** Code and message for an id that does not exist; `ID_` stands for it. */
  missing: readonly [code: string, message: string];
  /** By filter name, the path of the member; beside these come `tag:KEY` and `tag-key`. */
  filters: Readonly<Record<string, string>>;
  /** The least and the most that MaxResults takes. */
  page: readonly [least: number, most: number];
}

const PAGE = [5, 1000] as const;

const IPV6_BLOCKS = {
  "ipv6-cidr-block-association.association-id": "Ipv6CidrBlockAssociationSet[].AssociationId",
  "ipv6-cidr-block-association.ipv6-cidr-block": "Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock",
  "ipv6-cidr-block-association.state": "Ipv6CidrBlockAssociationSet[].Ipv6CidrBlockState.State",
};

function permissionFilters(prefix: string, member: string): Record<string, string> {
  return {
    [`${prefix}.cidr`]: `${member}[].IpRanges[].CidrIp`,
    [`${prefix}.from-port`]: `${member}[].FromPort`,
    [`${prefix}.group-id`]: `${member}[].UserIdGroupPairs[].GroupId`,
    [`${prefix}.ipv6-cidr`]: `${member}[].Ipv6Ranges[].CidrIpv6`,
    [`${prefix}.prefix-list-id`]: `${member}[].PrefixListIds[].PrefixListId`,
    [`${prefix}.protocol`]: `${member}[].IpProtocol`,
    [`${prefix}.to-port`]: `${member}[].ToPort`,
    [`${prefix}.user-id`]: `${member}[].UserIdGroupPairs[].UserId`,
  };
}

export const RESOURCES = {
  Vpcs: {
    call: "DescribeVpcs",
    id: "VpcId",
    ids: "VpcIds",
    missing: ["InvalidVpcID.NotFound", "The vpc ID 'ID_' does not exist"],
    filters: {
      cidr: "CidrBlock",
      "cidr-block-association.association-id": "CidrBlockAssociationSet[].AssociationId",
      "cidr-block-association.cidr-block": "CidrBlockAssociationSet[].CidrBlock",
      "cidr-block-association.state": "CidrBlockAssociationSet[].CidrBlockState.State",
      ...IPV6_BLOCKS,
      "is-default": "IsDefault",
      "owner-id": "OwnerId",
      state: "State",
      "vpc-id": "VpcId",
    },
    page: PAGE,
  },
  Subnets: {
    call: "DescribeSubnets",
    id: "SubnetId",
    ids: "SubnetIds",
    missing: ["InvalidSubnetID.NotFound", "The subnet ID 'ID_' does not exist"],
    filters: {
      "availability-zone": "AvailabilityZone",
      "availability-zone-id": "AvailabilityZoneId",
      "cidr-block": "CidrBlock",
      "default-for-az": "DefaultForAz",
      ...IPV6_BLOCKS,
      "ipv6-native": "Ipv6Native",
      "map-public-ip-on-launch": "MapPublicIpOnLaunch",
      "owner-id": "OwnerId",
      state: "State",
      "subnet-id": "SubnetId",
      "vpc-id": "VpcId",
    },
    page: PAGE,
  },
  RouteTables: {
    call: "DescribeRouteTables",
    id: "RouteTableId",
    ids: "RouteTableIds",
    missing: ["InvalidRouteTableID.NotFound", "The routeTable ID 'ID_' does not exist"],
    filters: {
      "association.gateway-id": "Associations[].GatewayId",
      "association.main": "Associations[].Main",
      "association.route-table-association-id": "Associations[].RouteTableAssociationId",
      "association.subnet-id": "Associations[].SubnetId",
      "owner-id": "OwnerId",
      "route-table-id": "RouteTableId",
      "route.destination-cidr-block": "Routes[].DestinationCidrBlock",
      "route.destination-ipv6-cidr-block": "Routes[].DestinationIpv6CidrBlock",
      "route.destination-prefix-list-id": "Routes[].DestinationPrefixListId",
      "route.egress-only-internet-gateway-id": "Routes[].EgressOnlyInternetGatewayId",
      "route.gateway-id": "Routes[].GatewayId",
      "route.instance-id": "Routes[].InstanceId",
      "route.nat-gateway-id": "Routes[].NatGatewayId",
      "route.origin": "Routes[].Origin",
      "route.state": "Routes[].State",
      "route.transit-gateway-id": "Routes[].TransitGatewayId",
      "route.vpc-peering-connection-id": "Routes[].VpcPeeringConnectionId",
      "vpc-id": "VpcId",
    },
    page: [5, 100],
  },
  InternetGateways: {
    call: "DescribeInternetGateways",
    id: "InternetGatewayId",
    ids: "InternetGatewayIds",
    missing: ["InvalidInternetGatewayID.NotFound", "The internetGateway ID 'ID_' does not exist"],
    filters: {
      "attachment.vpc-id": "Attachments[].VpcId",
      "internet-gateway-id": "InternetGatewayId",
      "owner-id": "OwnerId",
    },
    page: PAGE,
  },
  NatGateways: {
    call: "DescribeNatGateways",
    id: "NatGatewayId",
    ids: "NatGatewayIds",
    missing: ["NatGatewayNotFound", "NAT gateway ID_ was not found"],
    filters: { "nat-gateway-id": "NatGatewayId", state: "State", "subnet-id": "SubnetId", "vpc-id": "VpcId" },
    page: PAGE,
  },
  EgressOnlyInternetGateways: {
    call: "DescribeEgressOnlyInternetGateways",
    id: "EgressOnlyInternetGatewayId",
    ids: "EgressOnlyInternetGatewayIds",
    missing: ["InvalidGatewayID.NotFound", "The gateway ID 'ID_' does not exist"],
    filters: {},
    page: [5, 255],
  },
  VpcEndpoints: {
    call: "DescribeVpcEndpoints",
    id: "VpcEndpointId",
    ids: "VpcEndpointIds",
    missing: ["InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id 'ID_' does not exist"],
    filters: {
      "ip-address-type": "IpAddressType",
      "service-name": "ServiceName",
      "vpc-endpoint-id": "VpcEndpointId",
      "vpc-endpoint-state": "State",
      "vpc-endpoint-type": "VpcEndpointType",
      "vpc-id": "VpcId",
    },
    page: [1, 1000],
  },
  SecurityGroups: {
    call: "DescribeSecurityGroups",
    id: "GroupId",
    ids: "GroupIds",
    missing: ["InvalidGroup.NotFound", "The security group 'ID_' does not exist"],
    filters: {
      description: "Description",
      ...permissionFilters("egress.ip-permission", "IpPermissionsEgress"),
      "group-id": "GroupId",
      "group-name": "GroupName",
      ...permissionFilters("ip-permission", "IpPermissions"),
      "owner-id": "OwnerId",
      "vpc-id": "VpcId",
    },
    page: PAGE,
  },
  NetworkAcls: {
    call: "DescribeNetworkAcls",
    id: "NetworkAclId",
    ids: "NetworkAclIds",
    missing: ["InvalidNetworkAclID.NotFound", "The networkAcl ID 'ID_' does not exist"],
    filters: {
      "association.association-id": "Associations[].NetworkAclAssociationId",
      "association.subnet-id": "Associations[].SubnetId",
      default: "IsDefault",
      "entry.cidr": "Entries[].CidrBlock",
      "entry.egress": "Entries[].Egress",
      "entry.ipv6-cidr": "Entries[].Ipv6CidrBlock",
      "entry.protocol": "Entries[].Protocol",
      "entry.rule-action": "Entries[].RuleAction",
      "entry.rule-number": "Entries[].RuleNumber",
      "network-acl-id": "NetworkAclId",
      "owner-id": "OwnerId",
      "vpc-id": "VpcId",
    },
    page: PAGE,
  },
  PrefixLists: {
    call: "DescribeManagedPrefixLists",
    id: "PrefixListId",
    ids: "PrefixListIds",
    missing: ["InvalidPrefixListID.NotFound", "The prefix list ID 'ID_' does not exist"],
    filters: { "owner-id": "OwnerId", "prefix-list-id": "PrefixListId", "prefix-list-name": "PrefixListName" },
    page: [1, 100],
  },
  FlowLogs: {
    call: "DescribeFlowLogs",
    id: "FlowLogId",
    ids: "FlowLogIds",
    missing: ["InvalidFlowLogId.NotFound", "These flow log ids in the input list are not found: [TotalCount: 1] ID_"],
    filters: {
      "deliver-log-status": "DeliverLogsStatus",
      "flow-log-id": "FlowLogId",
      "log-destination-type": "LogDestinationType",
      "log-group-name": "LogGroupName",
      "resource-id": "ResourceId",
      "traffic-type": "TrafficType",
    },
    page: [1, 1000],
  },
  NetworkInterfaces: {
    call: "DescribeNetworkInterfaces",
    id: "NetworkInterfaceId",
    ids: "NetworkInterfaceIds",
    missing: ["InvalidNetworkInterfaceID.NotFound", "The networkInterface ID 'ID_' does not exist"],
    filters: {
      "association.public-ip": "Association.PublicIp",
      "attachment.instance-id": "Attachment.InstanceId",
      "attachment.instance-owner-id": "Attachment.InstanceOwnerId",
      "attachment.status": "Attachment.Status",
      "availability-zone": "AvailabilityZone",
      description: "Description",
      "group-id": "Groups[].GroupId",
      "interface-type": "InterfaceType",
      "ipv6-addresses.ipv6-address": "Ipv6Addresses[].Ipv6Address",
      "network-interface-id": "NetworkInterfaceId",
      "owner-id": "OwnerId",
      "private-ip-address": "PrivateIpAddress",
      "requester-id": "RequesterId",
      "requester-managed": "RequesterManaged",
      status: "Status",
      "subnet-id": "SubnetId",
      "vpc-id": "VpcId",
    },
    page: PAGE,
  },
  VpcBlockPublicAccessExclusions: {
    call: "DescribeVpcBlockPublicAccessExclusions",
    id: "ExclusionId",
    ids: "ExclusionIds",
    missing: ["InvalidVpcBlockPublicAccessExclusionId.NotFound", "The exclusion ID 'ID_' does not exist"],
    filters: {
      "internet-gateway-exclusion-mode": "InternetGatewayExclusionMode",
      "resource-arn": "ResourceArn",
      state: "State",
    },
    page: PAGE,
  },
} as const satisfies Record<string, Resource>;
