import * as Ec2 from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createNetworkFacts } from "../../shared/network/facts.ts";
import { classifySubnet } from "../../shared/network/routes/subnet.ts";
import { type Ec2Account, startEc2 } from "./ec2-fixture.ts";

let account: Ec2Account;
beforeEach(async () => {
  account = await startEc2();
});
afterEach(() => account.close());

const VpcId = "vpc-0a1b2c3d4e5f60000";
const PRIVATE = "subnet-0a1b2c3d4e5f60001";
const PRIVATE_TABLE = "rtb-0a1b2c3d4e5f60001";
const IGW = "igw-0a1b2c3d4e5f60000";
const NAT = "nat-0a1b2c3d4e5f60000";
const GROUP = "sg-0a1b2c3d4e5f60001";
const S3 = "com.amazonaws.eu-west-1.s3";

function filter(Name: string, ...Values: string[]): { Filters: Ec2.Filter[] } {
  return { Filters: [{ Name, Values }] };
}

/** The refusal as `code: message`. */
async function refusalOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "no refusal",
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

async function tableOf(id: string): Promise<Ec2.RouteTable> {
  const { RouteTables = [] } = await account.client.send(new Ec2.DescribeRouteTablesCommand({ RouteTableIds: [id] }));
  return RouteTables[0] ?? {};
}

async function routesTo(tableId: string, destination: string): Promise<Ec2.Route[]> {
  const { Routes = [] } = await tableOf(tableId);
  return Routes.filter((route) => Object.values(route).includes(destination));
}

describe("Describe calls", () => {
  it("answer the default network in EC2's shapes", async () => {
    const { client } = account;
    const { Subnets = [] } = await client.send(new Ec2.DescribeSubnetsCommand({ SubnetIds: [PRIVATE] }));
    expect(Subnets).toMatchObject([
      {
        SubnetId: PRIVATE,
        VpcId,
        CidrBlock: "10.20.0.0/20",
        AvailabilityZone: "eu-west-1a",
        AvailabilityZoneId: "euw1-az1",
        AvailableIpAddressCount: 4091,
        MapPublicIpOnLaunch: false,
        BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
        Tags: [{ Key: "Name", Value: "private-a" }],
      },
    ]);
    const { NatGateways = [] } = await client.send(new Ec2.DescribeNatGatewaysCommand({ NatGatewayIds: [NAT] }));
    expect(NatGateways).toMatchObject([{ State: "available", CreateTime: new Date("2026-01-05T09:00:00Z") }]);
    const dns = await client.send(new Ec2.DescribeVpcAttributeCommand({ VpcId, Attribute: "enableDnsHostnames" }));
    expect(dns).toMatchObject({ VpcId, EnableDnsHostnames: { Value: true } });
    expect(dns).not.toHaveProperty("EnableDnsSupport");
    const zones = await client.send(new Ec2.DescribeAvailabilityZonesCommand(filter("zone-name", "*-1[ab]", "*b")));
    expect(zones.AvailabilityZones).toMatchObject([{ ZoneName: "eu-west-1b", ZoneId: "euw1-az2" }]);
    const entries = await client.send(new Ec2.GetManagedPrefixListEntriesCommand({ PrefixListId: "pl-6da54004" }));
    expect(entries.Entries).toHaveLength(4);
    const options = await client.send(new Ec2.DescribeVpcBlockPublicAccessOptionsCommand({}));
    expect(options.VpcBlockPublicAccessOptions).toMatchObject({
      InternetGatewayBlockMode: "off",
      State: "default-state",
    });
  });

  it.each<[string, (client: Ec2.EC2Client) => Promise<object>, string[]]>([
    [
      "association.subnet-id",
      (client) => client.send(new Ec2.DescribeRouteTablesCommand(filter("association.subnet-id", PRIVATE))),
      [PRIVATE_TABLE],
    ],
    [
      "association.main with vpc-id",
      (client) =>
        client.send(
          new Ec2.DescribeRouteTablesCommand({
            Filters: [
              { Name: "association.main", Values: ["true"] },
              { Name: "vpc-id", Values: [VpcId] },
            ],
          }),
        ),
      ["rtb-0a1b2c3d4e5f60000"],
    ],
    [
      "route.gateway-id",
      (client) => client.send(new Ec2.DescribeRouteTablesCommand(filter("route.gateway-id", IGW))),
      ["rtb-0a1b2c3d4e5f60000", "rtb-0a1b2c3d4e5f60008"],
    ],
    [
      "nat-gateway-id, in Filter",
      (client) => client.send(new Ec2.DescribeNatGatewaysCommand({ Filter: filter("nat-gateway-id", NAT).Filters })),
      [NAT],
    ],
    [
      "attachment.vpc-id",
      (client) => client.send(new Ec2.DescribeInternetGatewaysCommand(filter("attachment.vpc-id", VpcId))),
      [IGW],
    ],
    [
      "association.subnet-id of an ACL",
      (client) => client.send(new Ec2.DescribeNetworkAclsCommand(filter("association.subnet-id", PRIVATE))),
      ["acl-0a1b2c3d4e5f60000"],
    ],
    [
      "ip-permission.cidr",
      (client) => client.send(new Ec2.DescribeSecurityGroupsCommand(filter("ip-permission.cidr", "0.0.0.0/0"))),
      ["sg-0a1b2c3d4e5f60002"],
    ],
    [
      "GroupNames",
      (client) => client.send(new Ec2.DescribeSecurityGroupsCommand({ GroupNames: ["research"] })),
      [GROUP],
    ],
    [
      "resource-id",
      (client) => client.send(new Ec2.DescribeFlowLogsCommand({ Filter: filter("resource-id", VpcId).Filters })),
      ["fl-0a1b2c3d4e5f60000"],
    ],
    [
      "prefix-list-name",
      (client) => client.send(new Ec2.DescribeManagedPrefixListsCommand(filter("prefix-list-name", S3))),
      ["pl-6da54004"],
    ],
    [
      "service-name with a wildcard",
      (client) => client.send(new Ec2.DescribeVpcEndpointsCommand(filter("service-name", "*.studio"))),
      ["vpce-0a1b2c3d4e5f60103"],
    ],
    [
      "tag:Name",
      (client) => client.send(new Ec2.DescribeVpcsCommand(filter("tag:Name", "bare"))),
      ["vpc-0a1b2c3d4e5f6000b"],
    ],
    ["tag-key", (client) => client.send(new Ec2.DescribeVpcsCommand(filter("tag-key", "Owner"))), []],
  ])("filter by %s", async (_name, call, ids) => {
    const { $metadata: _, NextToken: __, ...answer } = (await call(account.client)) as Record<string, unknown>;
    const [items = []] = Object.values(answer) as Record<string, unknown>[][];
    const first = (item: Record<string, unknown>) => Object.values(item).find((one) => ids.includes(String(one)));
    expect(items.map(first)).toEqual(ids);
  });

  it("filter network interfaces by their TagSet", async () => {
    const TagSet = [{ Key: "team", Value: "fraud" }];
    account.network.lists.NetworkInterfaces.push(
      { NetworkInterfaceId: "eni-1", TagSet },
      { NetworkInterfaceId: "eni-2" },
    );
    for (const wanted of [filter("tag:team", "fraud"), filter("tag-key", "team")]) {
      const { NetworkInterfaces } = await account.client.send(new Ec2.DescribeNetworkInterfacesCommand(wanted));
      expect(NetworkInterfaces).toMatchObject([{ NetworkInterfaceId: "eni-1" }]);
    }
  });

  it("tell the rules of groups one by one", async () => {
    const { SecurityGroupRules = [] } = await account.client.send(
      new Ec2.DescribeSecurityGroupRulesCommand(filter("group-id", GROUP)),
    );
    expect(SecurityGroupRules).toMatchObject([
      { GroupId: GROUP, IsEgress: false, IpProtocol: "-1", FromPort: -1, ReferencedGroupInfo: { GroupId: GROUP } },
      { IsEgress: true, IpProtocol: "tcp", FromPort: 443, ToPort: 443, CidrIpv4: "10.20.0.0/16" },
      { IsEgress: true, PrefixListId: "pl-6da54004" },
      { IsEgress: true, IpProtocol: "-1", ReferencedGroupInfo: { GroupId: GROUP } },
    ]);
  });

  it("come in pages", async () => {
    const ids: (string | undefined)[] = [];
    for await (const page of Ec2.paginateDescribeSubnets({ client: account.client, pageSize: 5 }, {})) {
      expect(page.Subnets?.length).toBeLessThanOrEqual(5);
      ids.push(...(page.Subnets ?? []).map(({ SubnetId }) => SubnetId));
    }
    expect(new Set(ids).size).toBe(8);
  });

  it("refuse what EC2 refuses, in its words", async () => {
    const subnets = (input: Ec2.DescribeSubnetsRequest) =>
      refusalOf(account.client.send(new Ec2.DescribeSubnetsCommand(input)));
    expect(await subnets({ SubnetIds: [PRIVATE, "subnet-9"] })).toBe(
      "InvalidSubnetID.NotFound: The subnet ID 'subnet-9' does not exist",
    );
    expect(await subnets(filter("subnet", "x"))).toBe("InvalidParameterValue: The filter 'subnet' is invalid");
    expect(await subnets({ MaxResults: 1 })).toContain("Expecting a value greater than or equal to 5.");
    expect(await subnets({ MaxResults: 5, SubnetIds: [PRIVATE] })).toContain("InvalidParameterCombination");
    expect(await subnets({ NextToken: "x" })).toContain("InvalidNextToken");
    expect(await subnets({ DryRun: true })).toContain("DryRunOperation");
    const ids = Array.from({ length: 201 }, (_, index) => `subnet-${index}`);
    expect(await subnets(filter("subnet-id", ...ids.slice(1)))).toBe("no refusal");
    expect(await subnets(filter("subnet-id", ...ids))).toBe(
      "FilterLimitExceeded: The maximum number of filter values specified on a single call is 200",
    );
  });

  it("are not for a role without the permission", async () => {
    const roleArn = "arn:aws:iam::111122223333:role/reader";
    account.policies.set(roleArn, [{ Statement: { Effect: "Allow", Action: "ec2:DescribeVpcs", Resource: "*" } }]);
    const keys = account.principals.registerRole({ roleArn, sessionName: "s" });
    const client = account.clientOf(keys.accessKeyId, keys.sessionToken);
    await expect(client.send(new Ec2.DescribeVpcsCommand({}))).resolves.toHaveProperty("Vpcs");
    expect(await refusalOf(client.send(new Ec2.DescribeSubnetsCommand({})))).toMatch(
      /^UnauthorizedOperation: You are not authorized to perform this operation. .* the ec2:DescribeSubnets action$/,
    );
  });

  it("tell facts that can be judged", () => {
    const facts = createNetworkFacts([account.network.snapshot()]);
    expect(facts.unusable).toEqual([]);
    const classes = (id: string) => {
      const { families } = classifySubnet(id, facts);
      return [families.ipv4.class, families.ipv6.class];
    };
    expect(classes(PRIVATE)).toEqual(["private", "private"]);
    expect(classes("subnet-0a1b2c3d4e5f60007")).toEqual(["private", "private"]);
    expect(classes("subnet-0a1b2c3d4e5f60008")).toEqual(["private", "public"]);
    expect(classes("subnet-0a1b2c3d4e5f60009")).toEqual(["public", "private"]);
    expect(classes("subnet-0a1b2c3d4e5f6000b")).toEqual(["private", "private"]);
  });
});

describe("routes", () => {
  const RouteTableId = PRIVATE_TABLE;
  const DestinationCidrBlock = "0.0.0.0/0";
  const create = (input: Partial<Ec2.CreateRouteRequest>) =>
    account.client.send(new Ec2.CreateRouteCommand({ RouteTableId, DestinationCidrBlock, ...input }));

  it("are made, replaced and deleted", async () => {
    expect(await create({ GatewayId: IGW })).toMatchObject({ Return: true });
    expect(await routesTo(RouteTableId, "0.0.0.0/0")).toEqual([
      { DestinationCidrBlock, GatewayId: IGW, Origin: "CreateRoute", State: "active" },
    ]);
    await account.client.send(new Ec2.ReplaceRouteCommand({ RouteTableId, DestinationCidrBlock, NatGatewayId: NAT }));
    expect(await routesTo(RouteTableId, "0.0.0.0/0")).toMatchObject([{ NatGatewayId: NAT, State: "active" }]);
    await account.client.send(new Ec2.DeleteRouteCommand({ RouteTableId, DestinationCidrBlock }));
    expect(await routesTo(RouteTableId, "0.0.0.0/0")).toEqual([]);
  });

  it.each<[string, Partial<Ec2.CreateRouteRequest>, string]>([
    [
      "a gateway that is not there",
      { GatewayId: "igw-9" },
      "InvalidGatewayID.NotFound: The gateway ID 'igw-9' does not exist",
    ],
    [
      "a NAT gateway that is not there",
      { NatGatewayId: "nat-9" },
      "InvalidNatGatewayID.NotFound: The natGateway ID 'nat-9' does not exist",
    ],
    ["no block", { DestinationCidrBlock: "10.0.0.0/33", GatewayId: IGW }, "InvalidParameterValue"],
    [
      "a list that is not there",
      { DestinationCidrBlock: undefined, DestinationPrefixListId: "pl-9" },
      "InvalidPrefixListID.NotFound",
    ],
    ["two targets", { GatewayId: IGW, NatGatewayId: NAT }, "InvalidParameterCombination"],
    ["no target", {}, "MissingParameter"],
    ["a table that is not there", { RouteTableId: "rtb-9", GatewayId: IGW }, "InvalidRouteTableID.NotFound"],
    [
      "another VPC's gateway",
      { RouteTableId: "rtb-0a1b2c3d4e5f6000b", GatewayId: IGW },
      "belong to different networks",
    ],
  ])("to %s are refused", async (_name, input, refusal) => {
    expect(await refusalOf(create(input))).toContain(refusal);
  });

  it("are there once, and only what is there can be changed", async () => {
    await create({ GatewayId: IGW });
    expect(await refusalOf(create({ NatGatewayId: NAT }))).toBe(
      "RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.",
    );
    const DestinationIpv6CidrBlock = "::/0";
    const gone = { RouteTableId, DestinationIpv6CidrBlock };
    expect(await refusalOf(account.client.send(new Ec2.DeleteRouteCommand(gone)))).toContain("InvalidRoute.NotFound");
    expect(await refusalOf(account.client.send(new Ec2.ReplaceRouteCommand({ ...gone, GatewayId: IGW })))).toContain(
      "There is no route defined for '::/0' in the route table. Use CreateRoute instead.",
    );
    const local = { RouteTableId, DestinationCidrBlock: "10.20.0.0/16" };
    expect(await refusalOf(account.client.send(new Ec2.DeleteRouteCommand(local)))).toContain(
      "cannot remove local route",
    );
  });

  it("lead nowhere once their gateway is gone", async () => {
    const attachment = { InternetGatewayId: IGW, VpcId };
    const detach = () => account.client.send(new Ec2.DetachInternetGatewayCommand(attachment));
    expect(await refusalOf(detach())).toContain(`DependencyViolation: Network ${VpcId} has some mapped public address`);
    await account.client.send(new Ec2.DeleteNatGatewayCommand({ NatGatewayId: NAT }));
    expect(await routesTo("rtb-0a1b2c3d4e5f60007", NAT)).toMatchObject([{ State: "blackhole" }]);
    await detach();
    expect(await routesTo("rtb-0a1b2c3d4e5f60000", IGW)).toMatchObject([{ State: "blackhole" }]);
    await account.client.send(new Ec2.AttachInternetGatewayCommand(attachment));
    expect(await routesTo("rtb-0a1b2c3d4e5f60000", IGW)).toMatchObject([{ State: "active" }]);
    expect(await refusalOf(account.client.send(new Ec2.AttachInternetGatewayCommand(attachment)))).toContain(
      `Resource.AlreadyAssociated: resource ${IGW} is already attached`,
    );
  });

  it("change with the association of their table", async () => {
    const [association] = (await tableOf(PRIVATE_TABLE)).Associations ?? [];
    const { NewAssociationId } = await account.client.send(
      new Ec2.ReplaceRouteTableAssociationCommand({
        AssociationId: association?.RouteTableAssociationId,
        RouteTableId: "rtb-0a1b2c3d4e5f60000",
      }),
    );
    const moved = await tableOf("rtb-0a1b2c3d4e5f60000");
    expect(moved.Associations).toMatchObject([
      { Main: true },
      { RouteTableAssociationId: NewAssociationId, SubnetId: PRIVATE, Main: false },
    ]);
    const again = { RouteTableId: PRIVATE_TABLE, SubnetId: PRIVATE };
    expect(await refusalOf(account.client.send(new Ec2.AssociateRouteTableCommand(again)))).toContain(
      "Resource.AlreadyAssociated",
    );
    await account.client.send(new Ec2.DisassociateRouteTableCommand({ AssociationId: NewAssociationId }));
    await account.client.send(new Ec2.AssociateRouteTableCommand(again));
    expect((await tableOf(PRIVATE_TABLE)).Associations).toHaveLength(3);
    const main = { AssociationId: moved.Associations?.[0]?.RouteTableAssociationId };
    expect(await refusalOf(account.client.send(new Ec2.DisassociateRouteTableCommand(main)))).toContain(
      "main route table",
    );
  });

  it("change with the main table of the VPC", async () => {
    const [main] = (await tableOf("rtb-0a1b2c3d4e5f60000")).Associations ?? [];
    const replacement = { AssociationId: main?.RouteTableAssociationId, RouteTableId: "rtb-0a1b2c3d4e5f60007" };
    const replace = () => account.client.send(new Ec2.ReplaceRouteTableAssociationCommand(replacement));
    const { NewAssociationId } = await replace();
    const mains = { Filters: [...filter("association.main", "true").Filters, ...filter("vpc-id", VpcId).Filters] };
    const { RouteTables } = await account.client.send(new Ec2.DescribeRouteTablesCommand(mains));
    expect(RouteTables).toMatchObject([
      {
        RouteTableId: "rtb-0a1b2c3d4e5f60007",
        Associations: [{ Main: false }, { Main: true, RouteTableAssociationId: NewAssociationId }],
      },
    ]);
    expect((await tableOf("rtb-0a1b2c3d4e5f60000")).Associations).toEqual([]);
    expect(await refusalOf(replace())).toContain("InvalidAssociationID.NotFound");
  });
});

describe("security groups", () => {
  const world = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
  const authorize = (IpPermissions: Ec2.IpPermission[]) =>
    account.client.send(new Ec2.AuthorizeSecurityGroupIngressCommand({ GroupId: GROUP, IpPermissions }));

  it("are opened and closed", async () => {
    const { SecurityGroupRules = [] } = await authorize([world]);
    expect(SecurityGroupRules).toMatchObject([{ CidrIpv4: "0.0.0.0/0", IsEgress: false }]);
    expect(await refusalOf(authorize([world]))).toBe(
      'InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, TCP, from port: 443, to port: 443, ALLOW" already exists',
    );
    const SecurityGroupRuleIds = SecurityGroupRules.map(({ SecurityGroupRuleId = "" }) => SecurityGroupRuleId);
    const revoke = () =>
      account.client.send(new Ec2.RevokeSecurityGroupIngressCommand({ GroupId: GROUP, SecurityGroupRuleIds }));
    expect(await revoke()).toMatchObject({ Return: true, RevokedSecurityGroupRules: [{ CidrIpv4: "0.0.0.0/0" }] });
    expect(await refusalOf(revoke())).toContain("InvalidSecurityGroupRuleId.NotFound");
    const gone = { GroupId: GROUP, IpPermissions: [world] };
    expect(await refusalOf(account.client.send(new Ec2.RevokeSecurityGroupIngressCommand(gone)))).toBe(
      "InvalidPermission.NotFound: The specified rule does not exist in this security group.",
    );
  });

  it.each<[string, Ec2.IpPermission, string]>([
    ["ports are missing", { IpProtocol: "tcp", IpRanges: world.IpRanges }, "Must specify both from and to ports"],
    ["the block is none", { ...world, IpRanges: [{ CidrIp: "0.0.0.0/99" }] }, "CIDR block 0.0.0.0/99 is malformed"],
    [
      "the other group is missing",
      { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: "sg-9" }] },
      "InvalidGroup.NotFound",
    ],
  ])("stay as they are where %s", async (_name, permission, refusal) => {
    const before = account.network.snapshot();
    expect(await refusalOf(authorize([permission]))).toContain(refusal);
    expect(account.network.snapshot()).toEqual(before);
  });

  it.each([
    ["over IPv4 alone", "vpc-0a1b2c3d4e5f6000b", []],
    ["over IPv6, too, where the VPC has such addresses", VpcId, [{ CidrIpv6: "::/0" }]],
  ])("are made with everything going out %s", async (_how, vpcId, Ipv6Ranges) => {
    const input = { GroupName: "new", Description: "d", VpcId: vpcId };
    const { GroupId = "" } = await account.client.send(new Ec2.CreateSecurityGroupCommand(input));
    const { SecurityGroups } = await account.client.send(
      new Ec2.DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }),
    );
    const everywhere = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }], Ipv6Ranges };
    expect(SecurityGroups).toMatchObject([{ GroupName: "new", IpPermissions: [], IpPermissionsEgress: [everywhere] }]);
  });

  it("bear a name of their own", async () => {
    const create = (GroupName: string) =>
      refusalOf(account.client.send(new Ec2.CreateSecurityGroupCommand({ GroupName, Description: "d", VpcId })));
    expect(await create("research")).toContain("InvalidGroup.Duplicate");
    expect(await create("default")).toContain("Cannot use reserved security group name: default");
  });
});

describe("a VPC from nothing", () => {
  it("has what EC2 makes with it, and takes subnets, gateways, endpoints and logs", async () => {
    const { client } = account;
    const { Vpc } = await client.send(
      new Ec2.CreateVpcCommand({ CidrBlock: "10.40.0.0/16", AmazonProvidedIpv6CidrBlock: true }),
    );
    const own = filter("vpc-id", Vpc?.VpcId ?? "");
    const { RouteTables = [] } = await client.send(new Ec2.DescribeRouteTablesCommand(own));
    expect(RouteTables).toMatchObject([{ Associations: [{ Main: true }], Routes: [{ GatewayId: "local" }, {}] }]);
    const subnet = (CidrBlock: string) =>
      client.send(new Ec2.CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock, AvailabilityZone: "eu-west-1b" }));
    const { Subnet } = await subnet("10.40.1.0/24");
    expect(Subnet).toMatchObject({ AvailableIpAddressCount: 251, AvailabilityZoneId: "euw1-az2" });
    expect(await refusalOf(subnet("10.40.1.128/25"))).toContain("InvalidSubnet.Conflict");
    expect(await refusalOf(subnet("10.41.0.0/24"))).toContain("InvalidSubnet.Range");
    const { NetworkAcls = [] } = await client.send(new Ec2.DescribeNetworkAclsCommand(own));
    expect(NetworkAcls).toMatchObject([{ IsDefault: true, Associations: [{ SubnetId: Subnet?.SubnetId }] }]);
    expect(NetworkAcls[0]?.Entries?.map(({ RuleNumber }) => RuleNumber)).toEqual([
      ...[100, 101, 32767, 32768],
      ...[100, 101, 32767, 32768],
    ]);
    const { SecurityGroups } = await client.send(new Ec2.DescribeSecurityGroupsCommand(own));
    const [{ GroupId } = {}] = SecurityGroups ?? [];
    expect(SecurityGroups).toMatchObject([
      { GroupName: "default", IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] }] },
    ]);
    const { InternetGateway } = await client.send(new Ec2.CreateInternetGatewayCommand({}));
    const attachment = { InternetGatewayId: InternetGateway?.InternetGatewayId, VpcId: Vpc?.VpcId };
    await client.send(new Ec2.AttachInternetGatewayCommand(attachment));
    const { NatGateway } = await client.send(
      new Ec2.CreateNatGatewayCommand({ SubnetId: Subnet?.SubnetId, AllocationId: "eipalloc-1" }),
    );
    expect(NatGateway).toMatchObject({ State: "pending", ConnectivityType: "public" });
    const eigw = await client.send(new Ec2.CreateEgressOnlyInternetGatewayCommand({ VpcId: Vpc?.VpcId }));
    const { EgressOnlyInternetGatewayId } = eigw.EgressOnlyInternetGateway ?? {};
    const RouteTableId = RouteTables[0]?.RouteTableId;
    const DestinationIpv6CidrBlock = "::/0";
    await client.send(
      new Ec2.CreateRouteCommand({ RouteTableId, DestinationIpv6CidrBlock, EgressOnlyInternetGatewayId }),
    );
    expect(await routesTo(RouteTableId ?? "", "::/0")).toMatchObject([{ State: "active" }]);
  });

  it("resolves private names only with both DNS attributes", async () => {
    const { client } = account;
    const modify = (change: Partial<Ec2.ModifyVpcAttributeRequest>) =>
      client.send(new Ec2.ModifyVpcAttributeCommand({ VpcId: "vpc-0a1b2c3d4e5f6000b", ...change }));
    const endpoint = (ServiceName: string) =>
      client.send(
        new Ec2.CreateVpcEndpointCommand({
          VpcId: "vpc-0a1b2c3d4e5f6000b",
          VpcEndpointType: "Interface",
          ServiceName,
          SubnetIds: ["subnet-0a1b2c3d4e5f6000b"],
          SecurityGroupIds: ["sg-0a1b2c3d4e5f6000b"],
        }),
      );
    await modify({ EnableDnsHostnames: { Value: false } });
    expect(await refusalOf(endpoint("com.amazonaws.eu-west-1.sts"))).toContain("Enabling private DNS requires both");
    await modify({ EnableDnsHostnames: { Value: true } });
    await endpoint("com.amazonaws.eu-west-1.sts");
    expect(await refusalOf(endpoint("com.amazonaws.eu-west-1.sts"))).toContain("conflicting DNS domain");
    expect(await refusalOf(endpoint("com.example.x"))).toContain("InvalidServiceName");
  });
});

describe("endpoints, ACLs, prefix lists, flow logs and attributes", () => {
  it("a gateway endpoint brings and takes its routes", async () => {
    const { client } = account;
    const RouteTableIds = ["rtb-0a1b2c3d4e5f6000b"];
    const { VpcEndpoint } = await client.send(
      new Ec2.CreateVpcEndpointCommand({ VpcId: "vpc-0a1b2c3d4e5f6000b", ServiceName: S3, RouteTableIds }),
    );
    const id = VpcEndpoint?.VpcEndpointId ?? "";
    expect(await routesTo("rtb-0a1b2c3d4e5f6000b", id)).toMatchObject([{ DestinationPrefixListId: "pl-6da54004" }]);
    const modified = { VpcEndpointId: id, RemoveRouteTableIds: RouteTableIds, PolicyDocument: "{}" };
    await client.send(new Ec2.ModifyVpcEndpointCommand(modified));
    expect(await routesTo("rtb-0a1b2c3d4e5f6000b", id)).toEqual([]);
    const deletion = await client.send(new Ec2.DeleteVpcEndpointsCommand({ VpcEndpointIds: [id, "vpce-9"] }));
    expect(deletion.Unsuccessful).toMatchObject([{ ResourceId: "vpce-9" }]);
    const { VpcEndpoints } = await client.send(new Ec2.DescribeVpcEndpointsCommand(filter("vpc-endpoint-id", id)));
    expect(VpcEndpoints).toEqual([]);
  });

  it("entries of ACLs keep their order, and a subnet has one ACL", async () => {
    const { client } = account;
    const NetworkAclId = "acl-0a1b2c3d4e5f60000";
    const entry = { NetworkAclId, Egress: false, Protocol: "6", RuleNumber: 50, RuleAction: "deny" } as const;
    const ports = { CidrBlock: "0.0.0.0/0", PortRange: { From: 22, To: 22 } };
    await client.send(new Ec2.CreateNetworkAclEntryCommand({ ...entry, ...ports }));
    expect(await refusalOf(client.send(new Ec2.CreateNetworkAclEntryCommand({ ...entry, ...ports })))).toContain(
      "NetworkAclEntryAlreadyExists",
    );
    await client.send(new Ec2.ReplaceNetworkAclEntryCommand({ ...entry, ...ports, RuleAction: "allow" }));
    const [acl] =
      (await client.send(new Ec2.DescribeNetworkAclsCommand({ NetworkAclIds: [NetworkAclId] }))).NetworkAcls ?? [];
    const inward = acl?.Entries?.filter(({ Egress }) => Egress === false);
    expect(inward?.map(({ RuleNumber, RuleAction }) => [RuleNumber, RuleAction])).toEqual([
      [50, "allow"],
      [100, "allow"],
      [101, "allow"],
      [32767, "deny"],
      [32768, "deny"],
    ]);
    await client.send(new Ec2.DeleteNetworkAclEntryCommand({ NetworkAclId, Egress: false, RuleNumber: 50 }));
    const { NetworkAcl } = await client.send(new Ec2.CreateNetworkAclCommand({ VpcId }));
    const AssociationId = acl?.Associations?.[0]?.NetworkAclAssociationId;
    await client.send(
      new Ec2.ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId: NetworkAcl?.NetworkAclId }),
    );
    const found = await client.send(new Ec2.DescribeNetworkAclsCommand(filter("association.subnet-id", PRIVATE)));
    expect(found.NetworkAcls?.map((one) => one.NetworkAclId)).toEqual([NetworkAcl?.NetworkAclId]);
  });

  it("prefix lists have versions and room", async () => {
    const { client } = account;
    const { PrefixList } = await client.send(
      new Ec2.CreateManagedPrefixListCommand({
        PrefixListName: "office",
        AddressFamily: "IPv4",
        MaxEntries: 2,
        Entries: [{ Cidr: "203.0.113.0/24" }],
      }),
    );
    const PrefixListId = PrefixList?.PrefixListId;
    const modify = (input: Partial<Ec2.ModifyManagedPrefixListRequest>) =>
      client.send(new Ec2.ModifyManagedPrefixListCommand({ PrefixListId, ...input }));
    await modify({
      CurrentVersion: 1,
      AddEntries: [{ Cidr: "0.0.0.0/0" }],
      RemoveEntries: [{ Cidr: "203.0.113.0/24" }],
    });
    const { Entries } = await client.send(new Ec2.GetManagedPrefixListEntriesCommand({ PrefixListId }));
    expect(Entries).toEqual([{ Cidr: "0.0.0.0/0" }]);
    expect(await refusalOf(modify({ CurrentVersion: 1, AddEntries: [] }))).toContain("PrefixListVersionMismatch");
    const many = ["10.0.0.0/8", "172.16.0.0/12"].map((Cidr) => ({ Cidr }));
    expect(await refusalOf(modify({ CurrentVersion: 2, AddEntries: many }))).toContain("PrefixListMaxEntriesExceeded");
  });

  it("flow logs are there once", async () => {
    const { client } = account;
    const input = {
      ResourceIds: [PRIVATE],
      ResourceType: "Subnet",
      TrafficType: "REJECT",
      LogGroupName: "/subnet",
    } as const;
    const create = () => client.send(new Ec2.CreateFlowLogsCommand({ ...input, ResourceIds: [PRIVATE] }));
    const { FlowLogIds = [] } = await create();
    expect(FlowLogIds).toHaveLength(1);
    expect((await create()).Unsuccessful).toMatchObject([{ Error: { Code: "FlowLogAlreadyExists" } }]);
    await client.send(new Ec2.DeleteFlowLogsCommand({ FlowLogIds }));
    expect(await refusalOf(client.send(new Ec2.DeleteFlowLogsCommand({ FlowLogIds })))).toContain(
      "InvalidFlowLogId.NotFound",
    );
  });

  it("blocked public access shows on VPCs and subnets, and subnets take attributes", async () => {
    const { client } = account;
    const block = (InternetGatewayBlockMode: string) =>
      client.send(
        new Ec2.ModifyVpcBlockPublicAccessOptionsCommand({
          InternetGatewayBlockMode: InternetGatewayBlockMode as Ec2.InternetGatewayBlockMode,
        }),
      );
    expect(await refusalOf(block("everything"))).toContain("InvalidParameterValue: Value (everything)");
    await block("block-ingress");
    const MapPublicIpOnLaunch = { Value: true };
    await client.send(new Ec2.ModifySubnetAttributeCommand({ SubnetId: PRIVATE, MapPublicIpOnLaunch }));
    const { Subnets } = await client.send(new Ec2.DescribeSubnetsCommand({ SubnetIds: [PRIVATE] }));
    expect(Subnets).toMatchObject([
      { BlockPublicAccessStates: { InternetGatewayBlockMode: "block-ingress" }, MapPublicIpOnLaunch: true },
    ]);
  });
});
