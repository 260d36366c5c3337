import * as Ec2 from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Ec2Account, startEc2 } from "./ec2-fixture.ts";

let account: Ec2Account;
beforeEach(async () => {
  account = await startEc2();
});
afterEach(() => account.close());

const VpcId = "vpc-0a1b2c3d4e5f60000";
const RouteTableId = "rtb-0a1b2c3d4e5f60001";
const GatewayId = "igw-0a1b2c3d4e5f60000";
const GroupId = "sg-0a1b2c3d4e5f60001";
const DestinationCidrBlock = "0.0.0.0/0";
const requestId = expect.any(String);
const xmlns = "http://ec2.amazonaws.com/doc/2016-11-15/";

/** What the one call of `act` says in its event. */
async function recordOf(act: (client: Ec2.EC2Client) => Promise<unknown>): Promise<Record<string, unknown>> {
  await act(account.client).catch(() => {});
  const events = account.takeEvents();
  expect(events).toHaveLength(1);
  return events[0]?.detail ?? {};
}

describe("EC2's records of older calls", () => {
  it("have the members in camel case and what was returned", async () => {
    const record = await recordOf((client) =>
      client.send(new Ec2.CreateRouteCommand({ RouteTableId, DestinationCidrBlock, GatewayId })),
    );
    expect(record).toMatchObject({
      eventSource: "ec2.amazonaws.com",
      eventName: "CreateRoute",
      readOnly: false,
      requestParameters: { routeTableId: RouteTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId: GatewayId },
      responseElements: { _return: true },
    });
    expect(record.responseElements).toEqual({ requestId: record.requestID, _return: true });
  });

  it("wrap lists, and say of the empty ones that they are", async () => {
    const IpPermissions = [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
    const record = await recordOf((client) =>
      client.send(new Ec2.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions })),
    );
    const ports = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };
    expect(record.requestParameters).toEqual({
      groupId: GroupId,
      ipPermissions: {
        items: [
          { ...ports, groups: {}, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] }, ipv6Ranges: {}, prefixListIds: {} },
        ],
      },
    });
    expect(record.responseElements).toEqual({
      requestId,
      _return: true,
      securityGroupRuleSet: {
        items: [
          {
            ...ports,
            groupOwnerId: "111122223333",
            groupId: GroupId,
            securityGroupRuleId: expect.stringMatching(/^sgr-[0-9a-f]{17}$/),
            isEgress: false,
            cidrIpv4: "0.0.0.0/0",
            tagSet: {},
          },
        ],
      },
    });
  });

  it("have the object that was made", async () => {
    const made = await recordOf((client) => client.send(new Ec2.CreateRouteTableCommand({ VpcId })));
    expect(made).toMatchObject({
      requestParameters: { vpcId: VpcId },
      responseElements: {
        routeTable: {
          routeTableId: expect.stringMatching(/^rtb-/),
          routeSet: { items: [{ destinationCidrBlock: "10.20.0.0/16", gatewayId: "local", state: "active" }, {}] },
          associationSet: {},
          propagatingVgwSet: {},
          tagSet: {},
        },
      },
    });
    const TagSpecifications: Ec2.TagSpecification[] = [
      { ResourceType: "security-group", Tags: [{ Key: "Team", Value: "Risk" }] },
    ];
    const input = { GroupName: "new", Description: "d", VpcId, TagSpecifications };
    const group = await recordOf((client) => client.send(new Ec2.CreateSecurityGroupCommand(input)));
    expect(group.requestParameters).toEqual({
      groupName: "new",
      groupDescription: "d",
      vpcId: VpcId,
      tagSpecificationSet: { items: [{ resourceType: "security-group", tags: [{ key: "Team", value: "Risk" }] }] },
    });
    expect(group.responseElements).toMatchObject({ _return: true, groupId: expect.stringMatching(/^sg-/) });
  });

  it("spell the entries of ACLs their own way", async () => {
    const entry = { NetworkAclId: "acl-0a1b2c3d4e5f60000", RuleNumber: 12, Egress: false, Protocol: "6" };
    const record = await recordOf((client) =>
      client.send(
        new Ec2.CreateNetworkAclEntryCommand({
          ...entry,
          RuleAction: "allow",
          CidrBlock: "0.0.0.0/0",
          PortRange: { From: 700, To: 702 },
        }),
      ),
    );
    expect(record.requestParameters).toEqual({
      networkAclId: "acl-0a1b2c3d4e5f60000",
      ruleNumber: 12,
      egress: false,
      ruleAction: "allow",
      icmpTypeCode: {},
      portRange: { from: 700, to: 702 },
      aclProtocol: "6",
      cidrBlock: "0.0.0.0/0",
    });
    expect(record.responseElements).toEqual({ requestId, _return: true });
  });

  it("have attributes as values, and ids of rules as items", async () => {
    const EnableDnsSupport = { Value: false };
    const attribute = await recordOf((client) =>
      client.send(new Ec2.ModifyVpcAttributeCommand({ VpcId, EnableDnsSupport })),
    );
    expect(attribute.requestParameters).toEqual({ vpcId: VpcId, enableDnsSupport: { value: false } });
    const { SecurityGroupRules = [] } = await account.client.send(new Ec2.DescribeSecurityGroupRulesCommand({}));
    const [rule] = SecurityGroupRules.filter((one) => one.GroupId === GroupId);
    const SecurityGroupRuleIds = [rule?.SecurityGroupRuleId ?? ""];
    const revoked = await recordOf((client) =>
      client.send(new Ec2.RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds })),
    );
    expect(revoked.requestParameters).toEqual({
      groupId: GroupId,
      securityGroupRuleIds: { items: [{ securityGroupRuleId: rule?.SecurityGroupRuleId }] },
    });
  });

  it("say whose fault an error is, and nothing of an answer", async () => {
    const record = await recordOf((client) =>
      client.send(new Ec2.CreateRouteCommand({ RouteTableId, DestinationCidrBlock, GatewayId: "igw-9" })),
    );
    expect(record).toMatchObject({
      errorCode: "Client.InvalidGatewayID.NotFound",
      errorMessage: "The gateway ID 'igw-9' does not exist",
      responseElements: null,
    });
  });
});

describe("EC2's records of later calls", () => {
  it("have what went over the wire, with the elements of lists numbered", async () => {
    const record = await recordOf((client) =>
      client.send(
        new Ec2.CreateVpcEndpointCommand({
          VpcId: "vpc-0a1b2c3d4e5f6000b",
          VpcEndpointType: "Interface",
          ServiceName: "com.amazonaws.eu-west-1.sts",
          PrivateDnsEnabled: true,
          SubnetIds: ["subnet-0a1b2c3d4e5f6000b", "subnet-0a1b2c3d4e5f6000c"],
          SecurityGroupIds: ["sg-0a1b2c3d4e5f6000b"],
          TagSpecifications: [{ ResourceType: "vpc-endpoint", Tags: [{ Key: "Name", Value: "sts" }] }],
        }),
      ),
    );
    expect(record.requestParameters).toEqual({
      CreateVpcEndpointRequest: {
        VpcId: "vpc-0a1b2c3d4e5f6000b",
        VpcEndpointType: "Interface",
        ServiceName: "com.amazonaws.eu-west-1.sts",
        PrivateDnsEnabled: true,
        SubnetId: [
          { tag: 1, content: "subnet-0a1b2c3d4e5f6000b" },
          { tag: 2, content: "subnet-0a1b2c3d4e5f6000c" },
        ],
        SecurityGroupId: { tag: 1, content: "sg-0a1b2c3d4e5f6000b" },
        TagSpecification: { tag: 1, ResourceType: "vpc-endpoint", Tag: { tag: 1, Key: "Name", Value: "sts" } },
      },
    });
    expect(record.responseElements).toMatchObject({
      CreateVpcEndpointResponse: {
        xmlns,
        requestId: record.requestID,
        vpcEndpoint: {
          vpcEndpointId: expect.stringMatching(/^vpce-/),
          vpcId: "vpc-0a1b2c3d4e5f6000b",
          state: "pending",
        },
      },
    });
  });

  it("have single ids and empty lists as the published ones of flow logs do", async () => {
    const input: Ec2.CreateFlowLogsRequest = {
      ResourceIds: [VpcId],
      ResourceType: "VPC",
      TrafficType: "ACCEPT",
      LogDestinationType: "s3",
      LogDestination: "arn:aws:s3:::logs",
      ClientToken: "t",
    };
    const created = await recordOf((client) => client.send(new Ec2.CreateFlowLogsCommand(input)));
    expect(created.requestParameters).toEqual({
      CreateFlowLogsRequest: {
        ClientToken: "t",
        ResourceId: { tag: 1, content: VpcId },
        ResourceType: "VPC",
        TrafficType: "ACCEPT",
        LogDestinationType: "s3",
        LogDestination: "arn:aws:s3:::logs",
      },
    });
    const flowLogIdSet = { item: expect.stringMatching(/^fl-/) };
    expect(created.responseElements).toEqual({
      CreateFlowLogsResponse: { xmlns, requestId, clientToken: "t", unsuccessful: "", flowLogIdSet },
    });
    const FlowLogIds = ["fl-0a1b2c3d4e5f60000"];
    const deleted = await recordOf((client) => client.send(new Ec2.DeleteFlowLogsCommand({ FlowLogIds })));
    expect(deleted).toMatchObject({
      requestParameters: { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: "fl-0a1b2c3d4e5f60000" } } },
      responseElements: { DeleteFlowLogsResponse: { xmlns, requestId, unsuccessful: "" } },
    });
  });

  it("are those of NAT gateways, prefix lists and blocked public access, too", async () => {
    const SubnetId = "subnet-0a1b2c3d4e5f60009";
    const nat = await recordOf((client) =>
      client.send(new Ec2.CreateNatGatewayCommand({ SubnetId, AllocationId: "eipalloc-1", ClientToken: "t" })),
    );
    expect(nat).toMatchObject({
      requestParameters: { CreateNatGatewayRequest: { AllocationId: "eipalloc-1", SubnetId } },
      responseElements: {
        CreateNatGatewayResponse: {
          natGateway: {
            createTime: "2026-11-20T10:00:00.000Z",
            natGatewayAddressSet: { item: { allocationId: "eipalloc-1" } },
          },
        },
      },
    });
    const InternetGatewayBlockMode = "block-ingress";
    const block = await recordOf((client) =>
      client.send(new Ec2.ModifyVpcBlockPublicAccessOptionsCommand({ InternetGatewayBlockMode })),
    );
    expect(block.requestParameters).toEqual({ ModifyVpcBlockPublicAccessOptionsRequest: { InternetGatewayBlockMode } });
  });
});

it("reads are no events", async () => {
  await account.client.send(new Ec2.DescribeVpcsCommand({}));
  await account.client.send(new Ec2.GetManagedPrefixListEntriesCommand({ PrefixListId: "pl-6da54004" }));
  expect(account.takeEvents()).toEqual([]);
  expect(account.trail.history()).toMatchObject([{ record: { readOnly: true, responseElements: null } }, {}]);
});
