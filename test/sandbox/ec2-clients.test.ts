import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasBoto3, hasCli, runAgainst } from "./aws-tools.ts";
import { type Ec2Account, startEc2 } from "./ec2-fixture.ts";

let account: Ec2Account;
beforeAll(async () => {
  account = await startEc2();
});
afterAll(() => account.close());

const SCRIPT = `
import boto3, json
from botocore.exceptions import ClientError
ec2 = boto3.client("ec2")
out = {}
pages = ec2.get_paginator("describe_subnets").paginate(Filters=[{"Name": "vpc-id", "Values": ["vpc-0a1b2c3d4e5f60000"]}], PaginationConfig={"PageSize": 5})
out["subnets"] = [s["SubnetId"][-5:] for p in pages for s in p["Subnets"]]
out["nat"] = ec2.describe_nat_gateways(Filters=[{"Name": "state", "Values": ["available"]}])["NatGateways"][0]["CreateTime"].isoformat()
out["dns"] = ec2.describe_vpc_attribute(VpcId="vpc-0a1b2c3d4e5f60000", Attribute="enableDnsSupport")["EnableDnsSupport"]
route = dict(RouteTableId="rtb-0a1b2c3d4e5f60001", DestinationCidrBlock="0.0.0.0/0", GatewayId="igw-0a1b2c3d4e5f60000")
out["route"] = ec2.create_route(**route)["Return"]
try:
    ec2.create_route(**route)
except ClientError as e:
    out["again"] = e.response["Error"]
ec2.delete_route(RouteTableId=route["RouteTableId"], DestinationCidrBlock="0.0.0.0/0")
rule = ec2.authorize_security_group_egress(GroupId="sg-0a1b2c3d4e5f60001", IpPermissions=[{"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}])["SecurityGroupRules"][0]
out["rule"] = [rule["IsEgress"], rule["CidrIpv6"]]
ec2.modify_vpc_attribute(VpcId="vpc-0a1b2c3d4e5f60000", EnableDnsSupport={"Value": False})
e = ec2.create_vpc_endpoint(VpcId="vpc-0a1b2c3d4e5f6000b", VpcEndpointType="Interface", ServiceName="com.amazonaws.eu-west-1.logs", SubnetIds=["subnet-0a1b2c3d4e5f6000b"], SecurityGroupIds=["sg-0a1b2c3d4e5f6000b"])["VpcEndpoint"]
out["endpoint"] = [e["SubnetIds"], e["Groups"][0]["GroupId"], e["State"]]
f = ec2.create_flow_logs(ResourceIds=["vpc-0a1b2c3d4e5f6000b"], ResourceType="VPC", TrafficType="ALL", LogGroupName="l", DeliverLogsPermissionArn="arn:aws:iam::111122223333:role/logs")
out["logs"] = [len(f["FlowLogIds"]), f["Unsuccessful"]]
p = ec2.create_managed_prefix_list(PrefixListName="p", AddressFamily="IPv4", MaxEntries=5, Entries=[{"Cidr": "10.0.0.0/8", "Description": "d"}])["PrefixList"]["PrefixListId"]
out["entries"] = ec2.get_managed_prefix_list_entries(PrefixListId=p)["Entries"]
print(json.dumps(out))
`;

describe.skipIf(!hasBoto3)("boto3", () => {
  it("reads and changes the network", async () => {
    const { stdout } = await runAgainst(account.url, "python3", ["-c", SCRIPT]);
    expect(JSON.parse(stdout)).toEqual({
      subnets: ["60001", "60002", "60003", "60007", "60008", "60009"],
      nat: "2026-01-05T09:00:00+00:00",
      dns: { Value: true },
      route: true,
      again: { Code: "RouteAlreadyExists", Message: "The route identified by 0.0.0.0/0 already exists." },
      rule: [true, "::/0"],
      endpoint: [["subnet-0a1b2c3d4e5f6000b"], "sg-0a1b2c3d4e5f6000b", "pending"],
      logs: [1, []],
      entries: [{ Cidr: "10.0.0.0/8", Description: "d" }],
    });
  });
});

describe.skipIf(!hasCli)("the AWS CLI", () => {
  const aws = (...words: string[]) => runAgainst(account.url, "aws", ["ec2", ...words]);

  it("describes route tables and replaces a rule of a network ACL", async () => {
    const { stdout } = await aws(
      "describe-route-tables",
      "--filters",
      "Name=association.main,Values=true",
      "Name=vpc-id,Values=vpc-0a1b2c3d4e5f60000",
    );
    expect(JSON.parse(stdout).RouteTables).toMatchObject([{ RouteTableId: "rtb-0a1b2c3d4e5f60000" }]);
    await aws(
      ...["replace-network-acl-entry", "--network-acl-id", "acl-0a1b2c3d4e5f60000", "--rule-number", "100"],
      ...["--protocol", "tcp", "--port-range", "From=443,To=443", "--cidr-block", "10.0.0.0/8"],
      ...["--rule-action", "allow", "--ingress"],
    );
    const [acl] = account.network.lists.NetworkAcls;
    const [entry] = acl?.Entries?.filter((one) => one.RuleNumber === 100 && one.Egress === false) ?? [];
    expect(entry).toMatchObject({ CidrBlock: "10.0.0.0/8", PortRange: { From: 443, To: 443 } });
  });

  it("prints EC2's refusals", async () => {
    await expect(aws("describe-subnets", "--subnet-ids", "subnet-9")).rejects.toThrow(
      "An error occurred (InvalidSubnetID.NotFound) when calling the DescribeSubnets operation: The subnet ID 'subnet-9' does not exist",
    );
  });
});
