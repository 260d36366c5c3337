import { describe, expect, it } from "vitest";
import {
  createNetworkFacts,
  type FactItem,
  type FactList,
  type FactName,
  type NetworkFacts,
} from "../../../shared/network/facts.ts";
import { type PreflightSubject, preflight } from "../../../shared/network/preflight/preflight.ts";
import { goodNetwork } from "../../support/network.ts";

const PLACE = { subnets: ["subnet-a", "subnet-b"], securityGroups: ["sg-1"] };
const NETWORK = goodNetwork(PLACE);
const DOMAIN: PreflightSubject = { ...PLACE, kind: "domain", account: "111122223333", region: "eu-west-1" };
const NOTEBOOK: PreflightSubject = { ...DOMAIN, kind: "notebook-instance", subnets: ["subnet-a"] };
const JOB: PreflightSubject = { ...DOMAIN, kind: "training-job" };

function change<Name extends FactName>(name: Name, to: object, isIt: (item: FactItem<Name>) => boolean = () => true) {
  const list = NETWORK[name] as FactList<FactItem<Name>>;
  if (list.status === "unread") throw new Error(list.reason);
  return { ...NETWORK, [name]: { ...list, items: list.items.map((item) => (isIt(item) ? { ...item, ...to } : item)) } };
}

function without(name: FactName): NetworkFacts {
  return { ...NETWORK, [name]: { status: "known", items: [], partial: null } };
}

function unread(name: FactName): NetworkFacts {
  return { ...NETWORK, [name]: { status: "unread", reason: "it was denied" } };
}

function withRoutes(...routes: object[]): NetworkFacts {
  const local = { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" };
  const table = { RouteTableId: "rtb-1", VpcId: "vpc-1", Associations: [{ Main: true }], Routes: [local, ...routes] };
  const { routeTables } = createNetworkFacts([{ RouteTables: [table] }]);
  return { ...NETWORK, routeTables };
}

const TO_NAT = { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1", State: "active" };
const TO_IGW = { DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", State: "active" };

describe("where everything is in order", () => {
  it.each([
    ["domain", DOMAIN],
    ["notebook", NOTEBOOK],
    ["job of several instances", { ...JOB, instanceCount: 4 }],
    ["model", { ...DOMAIN, kind: "model" }],
  ])("a %s works", (_kind, subject) => {
    expect(preflight(subject, NETWORK)).toMatchObject({ works: "yes", problems: [], unknowns: [] });
  });

  it("says what was looked at", () => {
    expect(preflight(DOMAIN, NETWORK).notes).toEqual([
      "Free IPv4 addresses: subnet-a (200), subnet-b (200); each user of Studio takes up to 4.",
      "vpc-1 has default tenancy.",
      "subnet-a has no route to an internet gateway.",
      "subnet-b has no route to an internet gateway.",
      "sg-1 lets Studio's apps reach each other and the file system.",
      expect.stringMatching(/^Without a VPC endpoint: com.amazonaws.eu-west-1.servicecatalog \(Projects\), /),
      "VPC endpoints serve sagemaker.api, sagemaker.runtime, s3, studio.",
      "DNS is on in vpc-1.",
    ]);
  });
});

describe("what keeps it from working", () => {
  const OTHER_VPC = { VpcId: "vpc-2" };
  const two = { ...JOB, instanceCount: 2 };
  const silent = { IpPermissions: [], IpPermissionsEgress: [] };
  it.each<[string, PreflightSubject, NetworkFacts, string]>([
    ["no subnet", { ...DOMAIN, subnets: [] }, NETWORK, "There is no subnet to put it in."],
    [
      "a subnet that does not exist",
      { ...DOMAIN, subnets: ["subnet-a", "subnet-x"] },
      createGone("subnet-x"),
      "subnet-x does not exist, or is not shared with this account.",
    ],
    [
      "a subnet of another VPC",
      DOMAIN,
      change("subnets", OTHER_VPC, (one) => one.SubnetId === "subnet-b"),
      "subnet-b is in vpc-2, not in vpc-1.",
    ],
    [
      "a subnet outside of the VPC that is named",
      { ...NOTEBOOK, vpcId: "vpc-2" },
      NETWORK,
      "subnet-a is in vpc-1, not in vpc-2.",
    ],
    [
      "no addresses for a notebook",
      NOTEBOOK,
      change("subnets", { AvailableIpAddressCount: 0 }),
      "Too few free IPv4 addresses: subnet-a (0); it takes 1.",
    ],
    [
      "too few addresses for the instances",
      two,
      change("subnets", { AvailableIpAddressCount: 1 }),
      "Too few free IPv4 addresses: subnet-a (1), subnet-b (1); it takes 4.",
    ],
    [
      "too few addresses for Studio",
      DOMAIN,
      change("subnets", { AvailableIpAddressCount: 1 }),
      "Too few free IPv4 addresses: subnet-a (1), subnet-b (1); each user of Studio takes up to 4.",
    ],
    [
      "dedicated tenancy",
      DOMAIN,
      change("vpcs", { InstanceTenancy: "dedicated" }),
      "vpc-1 has dedicated tenancy, and SageMaker runs it only in default tenancy.",
    ],
    [
      "no group for Studio",
      { ...DOMAIN, securityGroups: [] },
      NETWORK,
      "VpcOnly takes a security group for its users, and none is named.",
    ],
    [
      "a group that does not exist",
      { ...NOTEBOOK, securityGroups: ["sg-x"] },
      createGone("sg-x"),
      "sg-x does not exist, or is not shared with this account.",
    ],
    [
      "a group of another VPC",
      NOTEBOOK,
      change("securityGroups", OTHER_VPC, (one) => one.GroupId === "sg-1"),
      "sg-1 is in vpc-2, not in vpc-1.",
    ],
    [
      "closed ports of Studio",
      DOMAIN,
      change("securityGroups", { IpPermissions: [] }, (one) => one.GroupId === "sg-1"),
      "sg-1 has no rule for tcp 8192–65535 in from its own members.",
    ],
    [
      "instances that do not reach each other",
      two,
      change("securityGroups", silent, (one) => one.GroupId === "sg-1"),
      "sg-1 has no rule that lets its own members in and out on all TCP ports.",
    ],
    [
      "a public subnet for Studio",
      DOMAIN,
      withRoutes(TO_IGW),
      "VpcOnly takes no public subnet. subnet-a is public over IPv4: subnet-a → rtb-1 (main) → igw-1, 0.0.0.0/0 active.",
    ],
    [
      "DNS off",
      DOMAIN,
      change("vpcAttributes", { EnableDnsSupport: { Value: false } }),
      "vpc-1 has enableDnsSupport off, so the names of AWS's services lead nowhere there.",
    ],
    [
      "DNS host names off, where endpoints serve it",
      DOMAIN,
      change("vpcAttributes", { EnableDnsHostnames: { Value: false } }),
      "vpc-1 has enableDnsHostnames off, so the names of AWS's services lead nowhere there.",
    ],
  ])("%s", (_what, subject, facts, sentence) => {
    const { works, problems } = preflight(subject, facts);
    expect(problems).toContain(sentence);
    expect(works).toBe("no");
  });

  function createGone(id: string): NetworkFacts {
    return { ...NETWORK, unreadIds: { [id]: `${id} does not exist, or is not shared with this account` } };
  }
});

describe("endpoints", () => {
  it("that are missing are all named, with what each is for", () => {
    expect(preflight(DOMAIN, without("vpcEndpoints")).problems).toEqual([
      "vpc-1 lacks the VPC endpoints com.amazonaws.eu-west-1.sagemaker.api (calls of the SageMaker API), com.amazonaws.eu-west-1.sagemaker.runtime (calls of endpoints), com.amazonaws.eu-west-1.s3 (data in S3), aws.sagemaker.eu-west-1.studio (Studio itself), and subnet-a, subnet-b has no other way to these services.",
    ]);
  });

  it("that cannot be used count as missing, with the reason", () => {
    const facts = change(
      "vpcEndpoints",
      { PrivateDnsEnabled: false },
      ({ ServiceName }) => ServiceName?.endsWith(".studio") === true,
    );
    expect(preflight(DOMAIN, facts).problems).toEqual([expect.stringContaining("has private DNS off")]);
  });

  it("do not keep a notebook from running, which is told", () => {
    const { works, notes } = preflight(NOTEBOOK, without("vpcEndpoints"));
    expect(works).toBe("yes");
    expect(notes.join()).toContain("It runs without them, but cannot call them: vpc-1 lacks the VPC endpoints");
  });

  it("are not needed where a NAT gateway leads to the internet and the groups let that", () => {
    const nat = createNetworkFacts([
      { NatGateways: [{ NatGatewayId: "nat-1", ConnectivityType: "public", SubnetId: "subnet-n" }] },
      { Subnets: [{ SubnetId: "subnet-n", VpcId: "vpc-1", OwnerId: "111122223333", CidrBlock: "10.0.9.0/24" }] },
      {
        RouteTables: [
          { RouteTableId: "rtb-n", VpcId: "vpc-1", Associations: [{ SubnetId: "subnet-n" }], Routes: [TO_IGW] },
        ],
      },
    ]);
    const routed = withRoutes(TO_NAT);
    const facts = {
      ...without("vpcEndpoints"),
      natGateways: nat.natGateways,
      subnets: together(NETWORK.subnets, nat.subnets),
      routeTables: together(routed.routeTables, nat.routeTables),
      blockPublicAccessExclusions: NETWORK.blockPublicAccessExclusions,
    };
    const open = createNetworkFacts([
      {
        SecurityGroups: [
          {
            ...{ GroupId: "sg-1", OwnerId: "111122223333", VpcId: "vpc-1" },
            IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: "sg-1" }] }],
            IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
          },
        ],
      },
    ]);
    expect(preflight(DOMAIN, { ...facts, securityGroups: open.securityGroups })).toMatchObject({
      works: "yes",
      notes: expect.arrayContaining(["subnet-a, subnet-b reaches AWS's services through a NAT gateway."]),
    });
    expect(preflight(DOMAIN, facts).problems.join()).toContain("lacks the VPC endpoints");
  });

  it("have to serve the subnets alone that have no way to the internet", () => {
    const local = { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" };
    const toS3 = { DestinationPrefixListId: "pl-s3", GatewayId: "vpce-s3", State: "active" };
    const tables = [
      { RouteTableId: "rtb-1", Associations: [{ SubnetId: "subnet-a" }], Routes: [local, toS3] },
      { RouteTableId: "rtb-b", Associations: [{ SubnetId: "subnet-b" }], Routes: [local, TO_NAT] },
      { RouteTableId: "rtb-n", Associations: [{ SubnetId: "subnet-n" }], Routes: [local, TO_IGW] },
    ];
    const nat = createNetworkFacts([
      { NatGateways: [{ NatGatewayId: "nat-1", ConnectivityType: "public", SubnetId: "subnet-n" }] },
      { Subnets: [{ SubnetId: "subnet-n", VpcId: "vpc-1", OwnerId: "111122223333", CidrBlock: "10.0.9.0/24" }] },
      { RouteTables: tables.map((one) => ({ ...one, VpcId: "vpc-1" })) },
    ]);
    const subnets = together(NETWORK.subnets, nat.subnets);
    const facts = { ...NETWORK, natGateways: nat.natGateways, routeTables: nat.routeTables, subnets };
    const place = { ...JOB, securityGroups: [] };

    expect(preflight(place, facts)).toMatchObject({
      works: "yes",
      notes: expect.arrayContaining([
        "subnet-b reaches AWS's services through a NAT gateway.",
        expect.stringMatching(/^VPC endpoints serve s3/),
      ]),
    });
    expect(preflight(place, { ...facts, vpcEndpoints: without("vpcEndpoints").vpcEndpoints }).problems).toEqual([
      expect.stringMatching(/^vpc-1 lacks the VPC endpoints .* and subnet-a has no other way to these services\.$/),
    ]);
  });

  it("are unknown where another network may lead to them", () => {
    const away = { DestinationCidrBlock: "0.0.0.0/0", TransitGatewayId: "tgw-1", State: "active" };
    const facts = { ...without("vpcEndpoints"), routeTables: withRoutes(away).routeTables };
    const open = change("securityGroups", {}, () => true);
    expect(preflight({ ...JOB, securityGroups: [] }, { ...facts, securityGroups: open.securityGroups })).toMatchObject({
      works: "unknown",
      unknowns: [expect.stringContaining("has another way to these services cannot be told")],
    });
  });

  it("are unknown in a VPC that another account shares", () => {
    const shared = {
      ...change("vpcs", { OwnerId: "999999999999" }),
      vpcEndpoints: without("vpcEndpoints").vpcEndpoints,
    };
    const { works, unknowns } = preflight(DOMAIN, shared);
    expect(works).toBe("unknown");
    expect(unknowns.join()).toContain("account 999999999999, which shares");
  });
});

describe("what could not be read", () => {
  it.each<[FactName]>([
    ["subnets"],
    ["vpcs"],
    ["vpcAttributes"],
    ["securityGroups"],
    ["vpcEndpoints"],
    ["routeTables"],
  ])("%s: is unknown and no problem", (name) => {
    const { works, unknowns } = preflight(DOMAIN, unread(name));
    expect(works).toBe("unknown");
    expect(unknowns.join()).toMatch(/it was denied/i);
  });

  it.each<[string, PreflightSubject, NetworkFacts, string]>([
    ["the tenancy", DOMAIN, change("vpcs", { InstanceTenancy: undefined }), "The tenancy of vpc-1 was not told."],
    [
      "dedicated tenancy for a notebook",
      NOTEBOOK,
      change("vpcs", { InstanceTenancy: "dedicated" }),
      "vpc-1 has dedicated tenancy, and no source says that SageMaker runs it there.",
    ],
    [
      "the VPC of a group",
      NOTEBOOK,
      change("securityGroups", { VpcId: undefined }),
      "In which VPC sg-1 is was not told.",
    ],
    [
      "free addresses",
      NOTEBOOK,
      change("subnets", { AvailableIpAddressCount: undefined }),
      "How many addresses subnet-a has left was not told.",
    ],
  ])("%s", (_what, subject, facts, sentence) => {
    expect(preflight(subject, facts)).toMatchObject({ works: "unknown", unknowns: [sentence] });
  });

  it("is told beside a problem, which decides", () => {
    const facts = { ...change("subnets", { AvailableIpAddressCount: 0 }), vpcs: unread("vpcs").vpcs };
    const { works, unknowns } = preflight(NOTEBOOK, facts);
    expect({ works, unknowns }).toEqual({ works: "no", unknowns: ["It was denied."] });
  });
});

it("says when all subnets are in one zone, and not of a notebook, which has one", () => {
  const facts = change("subnets", { AvailabilityZone: "eu-west-1a" });
  expect(preflight(DOMAIN, facts).notes).toContain(
    "All of its subnets are in eu-west-1a: when that zone fails, so does it.",
  );
  expect(preflight(NOTEBOOK, facts).notes.join()).not.toContain("zone");
});

function together<Item>(one: FactList<Item>, other: FactList<Item>): FactList<Item> {
  if (one.status === "unread" || other.status === "unread") throw new Error("unread");
  return { ...one, items: [...one.items, ...other.items] };
}
