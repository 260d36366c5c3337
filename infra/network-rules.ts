/** The EventBridge rules that bring EC2's calls that change a network to the queue of recheck-network. */
import { type CloudFormationResource, type EventPattern, splitByPatternLength } from "./event-rules.ts";

/**
 * Calls after which what stands on a network may be judged otherwise, by what they change. Tags are left out: CreateTags and
 * DeleteTags are called for everything in EC2, and the sweep sees what they change.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html
 */
export const NETWORK_CALLS = {
  "routes lead elsewhere": [
    ...["CreateRoute", "DeleteRoute", "ReplaceRoute", "DisableVgwRoutePropagation", "EnableVgwRoutePropagation"],
  ],
  "subnets get another route table": [
    ...["AssociateRouteTable", "DisassociateRouteTable", "ReplaceRouteTableAssociation"],
  ],
  "gateways come and go": [
    ...["AttachInternetGateway", "DetachInternetGateway", "AttachVpnGateway", "DetachVpnGateway"],
    ...["CreateNatGateway", "DeleteNatGateway", "DeleteEgressOnlyInternetGateway", "DeleteCarrierGateway"],
    ...["CreateTransitGatewayVpcAttachment", "DeleteTransitGatewayVpcAttachment", "ModifyTransitGatewayVpcAttachment"],
    ...["AcceptVpcPeeringConnection", "DeleteVpcPeeringConnection"],
  ],
  "groups let others in or out": [
    ...["AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "ModifySecurityGroupRules"],
    ...["RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress", "DeleteSecurityGroup"],
  ],
  "interfaces get other groups or addresses": [
    ...["AssignIpv6Addresses", "AssociateAddress", "ModifyNetworkInterfaceAttribute", "UnassignIpv6Addresses"],
  ],
  "endpoints come, go and change": ["CreateVpcEndpoint", "DeleteVpcEndpoints", "ModifyVpcEndpoint"],
  "VPCs and subnets get other addresses and attributes": [
    ...["AssociateSubnetCidrBlock", "AssociateVpcCidrBlock", "DisassociateSubnetCidrBlock", "DisassociateVpcCidrBlock"],
    ...["ModifySubnetAttribute", "ModifyVpcAttribute", "ModifyVpcTenancy"],
  ],
  "network ACLs let others in or out": [
    ...["CreateNetworkAclEntry", "DeleteNetworkAclEntry", "ReplaceNetworkAclEntry", "ReplaceNetworkAclAssociation"],
  ],
  "prefix lists name other addresses": [
    ...["DeleteManagedPrefixList", "ModifyManagedPrefixList", "RestoreManagedPrefixListVersion"],
  ],
  "flow logs begin and end": ["CreateFlowLogs", "DeleteFlowLogs"],
  "public access is blocked or allowed": [
    ...["ModifyVpcBlockPublicAccessOptions", "CreateVpcBlockPublicAccessExclusion"],
    ...["DeleteVpcBlockPublicAccessExclusion", "ModifyVpcBlockPublicAccessExclusion"],
  ],
} as const satisfies Record<string, readonly string[]>;

/** Successful calls alone: a failed one changed nothing. */
export function networkPattern(eventName: readonly string[]): EventPattern {
  return {
    source: ["aws.ec2"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: { eventSource: ["ec2.amazonaws.com"], eventName: [...eventName], errorCode: [{ exists: false }] },
  };
}

export function networkRules(): Record<string, CloudFormationResource> {
  const names: readonly string[] = Object.values(NETWORK_CALLS).flat().toSorted();
  const lists = splitByPatternLength({ names, pattern: networkPattern });
  return Object.fromEntries(lists.map((list, index) => [`NetworkChangesRule${index + 1}`, rule(index + 1, list)]));
}

function rule(number: number, names: readonly string[]): CloudFormationResource {
  return {
    Type: "AWS::Events::Rule",
    Properties: {
      Name: `sagefence-network-changes-${number}`,
      Description: "EC2 calls that change a network",
      State: "ENABLED",
      EventPattern: networkPattern(names),
      Targets: [
        {
          Id: "recheck-network",
          Arn: { "Fn::GetAtt": ["NetworkChanges", "Arn"] },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: { "Fn::GetAtt": ["Failures", "Arn"] } },
        },
      ],
    },
  };
}
