import { describe, expect, it } from "vitest";
import { createNetworkFacts } from "../../../shared/network/facts.ts";
import { ACCOUNT_WIDE, edgesOf, standingOn } from "../../../shared/network/standing/edges.ts";

const LOCAL = { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" };

function table(RouteTableId: string, Associations: object[], ...routes: object[]) {
  return { RouteTables: [{ RouteTableId, VpcId: "vpc-1", Associations, Routes: [LOCAL, ...routes] }] };
}

function onto(from: string, ...answers: object[]): string[] {
  return [...standingOn([from], edgesOf(createNetworkFacts(answers)))].filter((id) => id !== from).sort();
}

const VPC = { Vpcs: [{ VpcId: "vpc-1" }] };
const SUBNETS = { Subnets: ["subnet-1", "subnet-2"].map((SubnetId) => ({ SubnetId, VpcId: "vpc-1" })) };
const OWN = table("rtb-1", [{ RouteTableAssociationId: "rtbassoc-1", SubnetId: "subnet-1" }]);

describe("what stands on", () => {
  it.each<[string, string, object[], string[]]>([
    ["the account", ACCOUNT_WIDE, [VPC, SUBNETS], ["subnet-1", "subnet-2", "vpc-1"]],
    ["a VPC", "vpc-1", [SUBNETS], ["subnet-1", "subnet-2"]],
    ["a route table of subnets", "rtb-1", [OWN, SUBNETS], ["subnet-1"]],
    ["its association", "rtbassoc-1", [OWN], ["subnet-1"]],
    [
      "the main route table",
      "rtb-0",
      [table("rtb-0", [{ RouteTableAssociationId: "rtbassoc-0", Main: true }]), SUBNETS],
      ["subnet-1", "subnet-2", "vpc-1"],
    ],
    [
      "the target of a route",
      "tgw-1",
      [table("rtb-1", [{ SubnetId: "subnet-1" }], { DestinationCidrBlock: "0.0.0.0/0", TransitGatewayId: "tgw-1" })],
      ["rtb-1", "subnet-1"],
    ],
    [
      "a prefix list in a route",
      "pl-1",
      [table("rtb-1", [{ SubnetId: "subnet-1" }], { DestinationPrefixListId: "pl-1", GatewayId: "vpce-1" })],
      ["rtb-1", "subnet-1"],
    ],
    [
      "a gateway without a route",
      "igw-1",
      [{ InternetGateways: [{ InternetGatewayId: "igw-1", Attachments: [{ VpcId: "vpc-1" }] }] }],
      ["vpc-1"],
    ],
    [
      "the subnet of a NAT gateway",
      "subnet-9",
      [
        { NatGateways: [{ NatGatewayId: "nat-1", SubnetId: "subnet-9" }] },
        table("rtb-1", [{ SubnetId: "subnet-1" }], { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1" }),
      ],
      ["nat-1", "rtb-1", "subnet-1"],
    ],
    [
      "a network ACL",
      "acl-1",
      [
        {
          NetworkAcls: [
            {
              ...{ NetworkAclId: "acl-1", VpcId: "vpc-1", Entries: [] },
              Associations: [{ NetworkAclAssociationId: "aclassoc-1", SubnetId: "subnet-1" }],
            },
          ],
        },
      ],
      ["subnet-1"],
    ],
    [
      "the group of an endpoint",
      "sg-1",
      [{ VpcEndpoints: [{ VpcEndpointId: "vpce-1", VpcId: "vpc-1", Groups: [{ GroupId: "sg-1" }] }] }, SUBNETS],
      ["subnet-1", "subnet-2", "vpc-1", "vpce-1"],
    ],
    [
      "a prefix list in a group",
      "pl-2",
      [
        {
          SecurityGroups: [
            {
              ...{ GroupId: "sg-1", IpPermissionsEgress: [] },
              IpPermissions: [{ IpProtocol: "tcp", PrefixListIds: [{ PrefixListId: "pl-2" }] }],
            },
          ],
        },
      ],
      ["sg-1"],
    ],
    ["a flow log", "fl-1", [{ FlowLogs: [{ FlowLogId: "fl-1", ResourceId: "vpc-1" }] }], ["vpc-1"]],
    [
      "an exclusion",
      "vpcbpa-exclude-1",
      [
        {
          VpcBlockPublicAccessExclusions: [
            {
              ...{ ExclusionId: "vpcbpa-exclude-1", InternetGatewayExclusionMode: "allow-egress" },
              ResourceArn: "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1",
            },
          ],
        },
      ],
      ["subnet-1"],
    ],
    ["what is not known", "rtb-9", [OWN], []],
  ])("%s", (_, from, answers, expected) => {
    expect(onto(from, ...answers)).toEqual(expected);
  });

  it("comes to an end where things stand on each other", () => {
    const edges = [
      { from: "a", on: "b" },
      { from: "b", on: "a" },
    ];
    expect(standingOn(["a"], edges)).toEqual(new Set(["a", "b"]));
  });
});
