import { describe, expect, test } from "vitest";
import {
  type EndpointPlace,
  type EndpointState,
  endpointState,
  natPathOf,
  neededEndpoints,
  s3GatewayState,
  serviceNames,
  wayToServices,
} from "../../../shared/network/endpoints/endpoints.ts";
import { createNetworkFacts } from "../../../shared/network/facts.ts";
import { RESOURCE_KINDS } from "../../../shared/sagemaker/index.ts";
import { ACCOUNT, factsWith, IGW, NAT, natIn, prefixList, route, subnet, TGW, table } from "../answers.ts";

type Json = Record<string, unknown>;

const PLACE: EndpointPlace = {
  vpcId: "vpc-1",
  subnets: ["subnet-1"],
  securityGroups: ["sg-1"],
  region: "eu-west-1",
  account: ACCOUNT,
};

const API = { service: "sagemaker.api", type: "interface", why: "calls", required: true } as const;
const RUNTIME = { ...API, service: "sagemaker.runtime" };
const S3 = { service: "s3", type: "gateway", why: "data", required: true } as const;

const TO_S3 = route("pl-s3", { GatewayId: "vpce-s3" });
const S3_ENTRIES = prefixList("pl-s3", ["52.92.0.0/17", "3.5.64.0/21"]);

function https(peers: Json): Json {
  return { IpProtocol: "tcp", FromPort: 443, ToPort: 443, ...peers };
}

function from(...blocks: string[]): Json {
  return https({ IpRanges: blocks.map((CidrIp) => ({ CidrIp })) });
}

function ofGroup(...ids: string[]): Json {
  return https({ UserIdGroupPairs: ids.map((GroupId) => ({ GroupId, UserId: ACCOUNT })) });
}

const ALL_OUT = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

interface Network {
  subnets?: Json[];
  endpoints?: Json[];
  /** Rules of the endpoints' group. */
  ingress?: Json[];
  /** Rules of the resource's group. */
  egress?: Json[];
  routes?: Json[];
  more?: Json[];
}

const SUBNET = subnet({ AvailabilityZone: "eu-west-1a" });
const OTHER_ZONE = subnet({ SubnetId: "subnet-2", CidrBlock: "10.0.2.0/24", AvailabilityZone: "eu-west-1b" });

function facts({
  subnets = [SUBNET, OTHER_ZONE],
  endpoints = [endpoint()],
  ingress = [from("10.0.0.0/16")],
  egress = [ALL_OUT],
  routes = [],
  more = [],
}: Network) {
  return createNetworkFacts([
    { Vpcs: [{ VpcId: "vpc-1", OwnerId: ACCOUNT }] },
    { Subnets: subnets },
    { RouteTables: [table(routes)] },
    { VpcEndpoints: endpoints },
    {
      SecurityGroups: [
        { GroupId: "sg-1", OwnerId: ACCOUNT, VpcId: "vpc-1", IpPermissions: [], IpPermissionsEgress: egress },
        { GroupId: "sg-9", OwnerId: ACCOUNT, VpcId: "vpc-1", IpPermissions: ingress, IpPermissionsEgress: [] },
      ],
    },
    ...more,
  ]);
}

function endpoint(more: Json = {}): Json {
  return {
    VpcEndpointId: "vpce-1",
    VpcEndpointType: "Interface",
    VpcId: "vpc-1",
    ServiceName: "com.amazonaws.eu-west-1.sagemaker.api",
    State: "available",
    PrivateDnsEnabled: true,
    SubnetIds: ["subnet-1"],
    Groups: [{ GroupId: "sg-9", GroupName: "endpoints" }],
    ...more,
  };
}

function gateway(more: Json = {}): Json {
  return {
    VpcEndpointId: "vpce-s3",
    VpcEndpointType: "Gateway",
    VpcId: "vpc-1",
    ServiceName: "com.amazonaws.eu-west-1.s3",
    State: "available",
    PrivateDnsEnabled: false,
    RouteTableIds: ["rtb-1"],
    ...more,
  };
}

function policy(...statements: Json[]): Json {
  return { PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: statements }) };
}

const EVERYTHING = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };

const present = (limits: string | null = null, id = "vpce-1"): EndpointState => ({ status: "present", id, limits });
const unusable = (reason: string, causes = ["vpce-1"], id = "vpce-1"): EndpointState => ({
  status: "unusable",
  id,
  reason,
  causes,
});
const unclear = (reason: string): EndpointState => ({ status: "unknown", reason });
const MISSING: EndpointState = { status: "missing" };

describe("an interface endpoint", () => {
  const cases: [string, Network, EndpointState][] = [
    ["serves its VPC", {}, present()],
    ["is missing", { endpoints: [] }, MISSING],
    ["is for another service", { endpoints: [endpoint({ ServiceName: "com.amazonaws.eu-west-1.sts" })] }, MISSING],
    [
      "is for another region",
      { endpoints: [endpoint({ ServiceName: "com.amazonaws.eu-west-3.sagemaker.api" })] },
      MISSING,
    ],
    ["is in another VPC", { endpoints: [endpoint({ VpcId: "vpc-2" })] }, MISSING],
    ["is pending", { endpoints: [endpoint({ State: "pendingAcceptance" })] }, unusable("vpce-1 is pendingAcceptance")],
    ["has no state", { endpoints: [endpoint({ State: undefined })] }, unclear("the state of vpce-1 was not told")],
    ["is written in capitals", { endpoints: [endpoint({ State: "Available" })] }, present()],
    [
      "has no private DNS",
      { endpoints: [endpoint({ PrivateDnsEnabled: false })] },
      unusable("vpce-1 has private DNS off"),
    ],
    [
      "does not say",
      { endpoints: [endpoint({ PrivateDnsEnabled: undefined })] },
      unclear("whether vpce-1 has private DNS was not told"),
    ],
    ["admits the group", { ingress: [ofGroup("sg-1")] }, present()],
    [
      "admits another group",
      { ingress: [ofGroup("sg-2")] },
      unusable("sg-9 of vpce-1 admits no HTTPS from subnet-1", ["sg-9"]),
    ],
    [
      "admits its own group only",
      { ingress: [ofGroup("sg-9")] },
      unusable("sg-9 of vpce-1 admits no HTTPS from subnet-1", ["sg-9"]),
    ],
    ["admits the range in halves", { ingress: [from("10.0.1.0/25", "10.0.1.128/25")] }, present()],
    [
      "admits half of the range",
      { ingress: [from("10.0.1.0/25")] },
      unusable("sg-9 of vpce-1 admits no HTTPS from subnet-1", ["sg-9"]),
    ],
    [
      "admits another port",
      { ingress: [{ ...from("10.0.0.0/16"), FromPort: 80, ToPort: 80 }] },
      unusable("sg-9 of vpce-1 admits no HTTPS from subnet-1", ["sg-9"]),
    ],
    ["admits all traffic", { ingress: [{ ...from("10.0.0.0/16"), IpProtocol: "-1" }] }, present()],
    [
      "admits UDP",
      { ingress: [{ ...from("10.0.0.0/16"), IpProtocol: "udp" }] },
      unusable("sg-9 of vpce-1 admits no HTTPS from subnet-1", ["sg-9"]),
    ],
    [
      "admits a list with the range",
      { ingress: [https({ PrefixListIds: [{ PrefixListId: "pl-1" }] })], more: [prefixList("pl-1", ["10.0.0.0/8"])] },
      present(),
    ],
    [
      "admits a list that is unread",
      { ingress: [https({ PrefixListIds: [{ PrefixListId: "pl-1" }] })] },
      unclear("no answer of DescribeManagedPrefixLists was given"),
    ],
    [
      "has groups that are unread",
      { endpoints: [endpoint({ Groups: [{ GroupId: "sg-8" }] })] },
      unclear("the answers of DescribeSecurityGroups do not have sg-8"),
    ],
    [
      "has no groups",
      { endpoints: [endpoint({ Groups: [] })] },
      unclear("the security groups of vpce-1 were not told"),
    ],
    ["is not let out to", { egress: [] }, unusable("sg-1 lets no HTTPS out to vpce-1", ["sg-1"])],
    ["is let out to by its group", { egress: [ofGroup("sg-9")] }, present()],
    ["is let out to by its addresses", { egress: [from("10.0.1.0/24")] }, present()],
    [
      "has two, one of which serves",
      { endpoints: [endpoint({ VpcEndpointId: "vpce-0", State: "failed" }), endpoint()] },
      present(),
    ],
    ["is open by its policy", { endpoints: [endpoint(policy(EVERYTHING))] }, present()],
  ];

  test.each(cases)("%s", (_name, network, expected) => {
    expect(endpointState(API, PLACE, facts(network))).toStrictEqual(expected);
  });

  test("of the runtime has to be in the zones of the subnets", () => {
    const endpoints = [endpoint({ ServiceName: "com.amazonaws.eu-west-1.sagemaker.runtime" })];
    const place = { ...PLACE, subnets: ["subnet-1", "subnet-2"] };
    const both = [{ ...endpoints[0], SubnetIds: ["subnet-1", "subnet-2"] }];

    expect(endpointState(RUNTIME, place, facts({ endpoints }))).toStrictEqual(
      unusable("vpce-1 is not in eu-west-1b, the zone of subnet-2"),
    );
    expect(endpointState(RUNTIME, place, facts({ endpoints: both }))).toStrictEqual(present());
    expect(endpointState(API, place, facts({}))).toStrictEqual(present());
  });

  test("of the runtime is unclear where the zones are", () => {
    const endpoints = [endpoint({ ServiceName: "com.amazonaws.eu-west-1.sagemaker.runtime" })];

    expect(endpointState(RUNTIME, PLACE, facts({ endpoints, subnets: [subnet()] }))).toStrictEqual(
      unclear("the zone of subnet-1 was not told"),
    );
    expect(
      endpointState(RUNTIME, PLACE, facts({ endpoints: [{ ...endpoints[0], SubnetIds: ["subnet-7"] }] })),
    ).toStrictEqual(unclear("the answers of DescribeSubnets do not have subnet-7"));
  });

  test("is judged for an IPv6-only subnet by its IPv6 range", () => {
    const subnets = [subnet({ Ipv6Native: true, CidrBlock: undefined, AvailabilityZone: "eu-west-1a" })];
    const ingress = [https({ Ipv6Ranges: [{ CidrIpv6: "2001:db8:1::/56" }] })];
    const egress = [https({ Ipv6Ranges: [{ CidrIpv6: "::/0" }] })];

    expect(endpointState(API, PLACE, facts({ subnets, ingress, egress }))).toStrictEqual(present());
    expect(endpointState(API, PLACE, facts({ subnets, ingress: [from("10.0.0.0/8")], egress }))).toMatchObject({
      status: "unusable",
    });
  });

  test("that may admit a group is unclear where the resource's groups are not known", () => {
    const place = { ...PLACE, securityGroups: [] };

    expect(endpointState(API, place, facts({}))).toStrictEqual(present());
    expect(endpointState(API, place, facts({ ingress: [ofGroup("sg-1")] }))).toStrictEqual(
      unclear("sg-9 of vpce-1 may admit its groups"),
    );
  });

  test("is unknown where endpoints are unread, or not all were given, or another account may have it", () => {
    const subnets = [{ ...SUBNET, OwnerId: "444455556666" }];
    const shared = createNetworkFacts([{ Subnets: subnets }, { VpcEndpoints: [] }]);
    const unread = createNetworkFacts([], { kinds: { vpcEndpoints: "DescribeVpcEndpoints was denied" } });
    const partial = facts({ endpoints: [], more: [{ VpcEndpoints: [], NextToken: "more" }] });

    expect(endpointState(API, PLACE, unread)).toStrictEqual(unclear("DescribeVpcEndpoints was denied"));
    expect(endpointState(API, PLACE, partial)).toMatchObject({
      status: "unknown",
      reason: expect.stringContaining("one page"),
    });
    expect(endpointState(API, PLACE, shared)).toStrictEqual(
      unclear(
        "no endpoint for sagemaker.api is seen in vpc-1, and account 444455556666, which shares vpc-1, may have what is not seen from here",
      ),
    );
  });

  test("is found in whatever region where the region is not known", () => {
    const place = { ...PLACE, region: null };
    const chinese = endpoint({ ServiceName: "cn.com.amazonaws.cn-north-1.sagemaker.api" });

    expect(endpointState(API, place, facts({}))).toStrictEqual(present());
    expect(endpointState(API, place, facts({ endpoints: [chinese] }))).toStrictEqual(present());
    expect(endpointState(RUNTIME, place, facts({}))).toStrictEqual(MISSING);
  });
});

describe("an endpoint's policy", () => {
  const limits = "the policy of vpce-1 limits what passes";
  const cases: [string, Json, EndpointState][] = [
    ["allows the service", policy({ ...EVERYTHING, Action: "sagemaker:*" }), present()],
    ["allows everybody by kind", policy({ ...EVERYTHING, Principal: { AWS: ["*"] } }), present()],
    ["allows some calls", policy({ ...EVERYTHING, Action: ["sagemaker:Describe*"] }), present(limits)],
    ["allows an account", policy({ ...EVERYTHING, Principal: { AWS: "arn:aws:iam::1:root" } }), present(limits)],
    ["allows some resources", policy({ ...EVERYTHING, Resource: "arn:aws:sagemaker:*:1:*" }), present(limits)],
    [
      "allows an organisation",
      policy({ ...EVERYTHING, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
      present(limits),
    ],
    [
      "denies some",
      policy(EVERYTHING, { ...EVERYTHING, Effect: "Deny", Action: "sagemaker:Delete*" }),
      present(limits),
    ],
    [
      "denies everything",
      policy(EVERYTHING, { ...EVERYTHING, Effect: "Deny" }),
      unusable("the policy of vpce-1 lets nothing through"),
    ],
    [
      "denies all but some",
      policy(EVERYTHING, { Effect: "Deny", Principal: "*", NotAction: "sts:*", Resource: "*" }),
      present(limits),
    ],
    [
      "only denies",
      policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }),
      unusable("the policy of vpce-1 lets nothing through"),
    ],
    ["has no statement", policy(), unusable("the policy of vpce-1 lets nothing through")],
    ["is no list", { PolicyDocument: JSON.stringify({ Statement: EVERYTHING }) }, present()],
    ["is no JSON", { PolicyDocument: "{" }, present("the policy of vpce-1 could not be read")],
    ["is no policy", { PolicyDocument: "[]" }, present("the policy of vpce-1 could not be read")],
  ];

  test.each(cases)("%s", (_name, more, expected) => {
    expect(endpointState(API, PLACE, facts({ endpoints: [endpoint(more)] }))).toStrictEqual(expected);
  });
});

describe("S3", () => {
  const served = { endpoints: [gateway()], routes: [TO_S3], more: [S3_ENTRIES] };
  const ok = present(null, "vpce-s3");
  const byInterface = endpoint({ ServiceName: "com.amazonaws.eu-west-1.s3" });
  const closed = unusable("sg-1 lets no HTTPS out to S3 through vpce-s3", ["sg-1"], "vpce-s3");
  const cases: [string, Network, EndpointState][] = [
    ["through a gateway endpoint", served, ok],
    ["through one that names the table", { endpoints: [gateway()] }, ok],
    ["through one that the table alone names", { ...served, endpoints: [gateway({ RouteTableIds: [] })] }, ok],
    [
      "through one of other tables",
      { endpoints: [gateway({ RouteTableIds: ["rtb-2"] })] },
      unusable("rtb-1 of subnet-1 has no route to vpce-s3", ["rtb-1"], "vpce-s3"),
    ],
    [
      "through a blackhole",
      { ...served, routes: [{ ...TO_S3, State: "blackhole" }] },
      unusable("rtb-1 of subnet-1 has no route to vpce-s3", ["rtb-1"], "vpce-s3"),
    ],
    [
      "through one that is deleted",
      { ...served, endpoints: [gateway({ State: "deleted" })] },
      unusable("vpce-s3 is deleted", ["vpce-s3"], "vpce-s3"),
    ],
    [
      "by a policy that denies it",
      { ...served, endpoints: [gateway(policy({ ...EVERYTHING, Effect: "Deny", Action: "s3:*" }))] },
      unusable("the policy of vpce-s3 lets nothing through", ["vpce-s3"], "vpce-s3"),
    ],
    ["let out by the prefix list", { ...served, egress: [https({ PrefixListIds: [{ PrefixListId: "pl-s3" }] })] }, ok],
    ["let out by its ranges", { ...served, egress: [from("52.92.0.0/16", "3.5.64.0/21")] }, ok],
    ["let out in part", { ...served, egress: [from("52.92.0.0/16")] }, closed],
    ["let out to the VPC only", { ...served, egress: [from("10.0.0.0/16")] }, closed],
    [
      "let out to ranges, of a list that is unread",
      { ...served, more: [], egress: [from("52.92.0.0/16")] },
      unclear("whether sg-1 lets HTTPS out to S3 is not known"),
    ],
    ["through an interface endpoint", { endpoints: [byInterface] }, present()],
    [
      "through an interface endpoint where the gateway does not lead",
      { endpoints: [gateway({ RouteTableIds: [] }), byInterface] },
      present(),
    ],
    [
      "through an interface endpoint for networks outside",
      { endpoints: [{ ...byInterface, DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: true } }] },
      unusable("vpce-1 has private DNS for inbound Resolver endpoints only"),
    ],
    [
      "through a gateway for another service",
      { endpoints: [gateway({ ServiceName: "com.amazonaws.eu-west-1.dynamodb" })] },
      MISSING,
    ],
  ];

  test.each(cases)("%s", (_name, network, expected) => {
    expect(endpointState(S3, PLACE, facts(network))).toStrictEqual(expected);
  });

  test("has to be reached from all of the subnets, through one gateway or several", () => {
    const second = table([], { RouteTableId: "rtb-2", Associations: [{ SubnetId: "subnet-2" }] });
    const place = { ...PLACE, subnets: ["subnet-1", "subnet-2"] };
    const more = [{ RouteTables: [second] }];
    const other = gateway({ VpcEndpointId: "vpce-s3b", RouteTableIds: ["rtb-2"] });

    expect(endpointState(S3, place, facts({ endpoints: [gateway()], more }))).toStrictEqual(
      unusable("rtb-2 of subnet-2 has no route to vpce-s3", ["rtb-2"], "vpce-s3"),
    );
    expect(endpointState(S3, place, facts({ endpoints: [gateway(), other], more }))).toStrictEqual(ok);
  });

  test("is unclear where the routes are unread", () => {
    const unread = createNetworkFacts([{ VpcEndpoints: [gateway()] }]);

    expect(endpointState(S3, PLACE, unread)).toStrictEqual(unclear("no answer of DescribeRouteTables was given"));
  });
});

describe("a path by NAT", () => {
  const out = [route("0.0.0.0/0", IGW)];
  const cases: [string, Parameters<typeof factsWith>, "yes" | "no" | "unknown"][] = [
    ["a public gateway", [[route("0.0.0.0/0", NAT)], natIn("public", out)], "yes"],
    ["split in two", [[route("0.0.0.0/1", NAT), route("128.0.0.0/1", NAT)], natIn("public", out)], "yes"],
    ["for a part", [[route("52.0.0.0/8", NAT)], natIn("public", out)], "unknown"],
    ["a private gateway", [[route("0.0.0.0/0", NAT)], natIn("private", out)], "no"],
    ["a gateway that leads nowhere", [[route("0.0.0.0/0", NAT)], natIn("public", [])], "no"],
    ["a gateway that is gone", [[route("0.0.0.0/0", NAT, "blackhole")], natIn("public", out)], "no"],
    ["a gateway that is unread", [[route("0.0.0.0/0", NAT)]], "unknown"],
    ["an internet gateway", [out], "no"],
    ["IPv6 only", [[route("::/0", { EgressOnlyInternetGatewayId: "eigw-1" })]], "unknown"],
    ["a transit gateway", [[route("0.0.0.0/0", TGW)]], "unknown"],
    ["a peer", [[route("10.9.0.0/16", { VpcPeeringConnectionId: "pcx-1" })]], "unknown"],
    ["nothing", [[]], "no"],
    ["a gateway endpoint", [[TO_S3], [{ VpcEndpoints: [gateway()] }]], "no"],
  ];

  test.each(cases)("%s", (_name, args, expected) => {
    expect(natPathOf("subnet-1", factsWith(...args))).toBe(expected);
  });

  test("is unknown where the routes are", () => {
    expect(natPathOf("subnet-1", createNetworkFacts([]))).toBe("unknown");
  });

  test("is unknown where what may block its internet gateway was not read", () => {
    const [nat = {}, , routes = {}] = natIn("public", out);
    const place = { Subnets: [subnet({ SubnetId: "subnet-2", BlockPublicAccessStates: undefined })] };
    const blocked = { VpcBlockPublicAccessOptions: { AwsAccountId: ACCOUNT, InternetGatewayBlockMode: "off" } };

    expect(natPathOf("subnet-1", factsWith([route("0.0.0.0/0", NAT)], [nat, place, routes]))).toBe("unknown");
    expect(natPathOf("subnet-1", factsWith([route("0.0.0.0/0", NAT)], [nat, place, routes, blocked]))).toBe("yes");
  });
});

describe("a path by a regional NAT gateway", () => {
  const regional = [
    { NatGateways: [{ NatGatewayId: "nat-1", VpcId: "vpc-1", ConnectivityType: "public", RouteTableId: "rtb-nat" }] },
    { RouteTables: [table([route("0.0.0.0/0", IGW)], { RouteTableId: "rtb-nat", Associations: [] })] },
  ];
  const vpc = (mode: string) => ({
    Vpcs: [{ VpcId: "vpc-1", OwnerId: ACCOUNT, BlockPublicAccessStates: { InternetGatewayBlockMode: mode } }],
  });

  test.each([
    ["off", "yes"],
    ["block-ingress", "yes"],
    ["block-bidirectional", "no"],
  ])("is judged by the VPC's own Block Public Access: %s", (mode, expected) => {
    expect(natPathOf("subnet-1", factsWith([route("0.0.0.0/0", NAT)], [...regional, vpc(mode)]))).toBe(expected);
  });

  test("is unknown where that was not read", () => {
    expect(natPathOf("subnet-1", factsWith([route("0.0.0.0/0", NAT)], regional))).toBe("unknown");
  });
});

describe("a way to services without endpoints", () => {
  const out = [route("0.0.0.0/0", IGW)];
  const S3_LIST = https({ PrefixListIds: [{ PrefixListId: "pl-s3" }] });
  const cases: [string, { routes: Json[]; more?: Json[]; egress?: Json[] }, "yes" | "no" | "unknown"][] = [
    ["a NAT gateway", { routes: [route("0.0.0.0/0", NAT)], more: natIn("public", out) }, "yes"],
    ["groups let nothing out", { routes: [route("0.0.0.0/0", NAT)], more: natIn("public", out), egress: [] }, "no"],
    [
      "groups let out to S3 alone",
      { routes: [route("0.0.0.0/0", NAT)], more: [...natIn("public", out), S3_ENTRIES], egress: [S3_LIST] },
      "no",
    ],
    [
      "groups let out to a list that was not read",
      { routes: [route("0.0.0.0/0", NAT)], more: natIn("public", out), egress: [S3_LIST] },
      "unknown",
    ],
    [
      "endpoints behind a transit gateway",
      { routes: [route("0.0.0.0/0", TGW)], egress: [from("10.0.0.0/8")] },
      "unknown",
    ],
    ["groups let nothing out to it", { routes: [route("0.0.0.0/0", TGW)], egress: [ofGroup("sg-1")] }, "no"],
    ["no way", { routes: [] }, "no"],
  ];

  test.each(cases)("%s", (_name, network, expected) => {
    expect(wayToServices("subnet-1", ["sg-1"], facts(network))).toBe(expected);
  });
});

describe("endpoints of which one page was read", () => {
  const page = { VpcEndpoints: [], NextToken: "more" };

  test("do not say that none serves", () => {
    const reason = expect.stringContaining("one page of VpcEndpoints");
    const broken = endpoint({ PrivateDnsEnabled: false });
    const elsewhere = gateway({ RouteTableIds: ["rtb-9"] });

    expect(endpointState(API, PLACE, facts({ endpoints: [broken], more: [page] }))).toEqual(unclear(reason));
    expect(s3GatewayState(PLACE, facts({ endpoints: [elsewhere], more: [page] }))).toEqual(unclear(reason));
    expect(endpointState(API, PLACE, facts({ more: [page] }))).toMatchObject({ status: "present" });
  });
});

describe("needs", () => {
  test.each([
    ["domain", ["sagemaker.api", "sagemaker.runtime", "s3", "studio"]],
    ["app", ["sagemaker.api", "sagemaker.runtime", "s3", "studio"]],
    ["notebook-instance", ["sagemaker.api", "sagemaker.runtime"]],
    ["training-job", ["s3"]],
    ["processing-job", ["s3"]],
    ["model", ["s3"]],
    ["endpoint", ["s3"]],
    ["workforce", []],
  ])("%s", (kind, required) => {
    const needs = neededEndpoints(kind).filter((need) => need.required);

    expect(needs.map(({ service }) => service)).toStrictEqual(required);
  });

  test("no kind needs one twice, or one of ECR", () => {
    for (const { id } of RESOURCE_KINDS) {
      const services = neededEndpoints(id).map(({ service }) => service);

      expect(new Set(services).size).toBe(services.length);
      expect(services.join()).not.toContain("ecr");
    }
  });
});

test.each([
  ["sagemaker.api", "eu-west-1", ["com.amazonaws.eu-west-1.sagemaker.api"]],
  ["studio", "eu-west-1", ["aws.sagemaker.eu-west-1.studio"]],
  ["notebook", "us-gov-west-1", ["aws.sagemaker.us-gov-west-1.notebook"]],
  ["s3", "cn-north-1", ["com.amazonaws.cn-north-1.s3", "cn.com.amazonaws.cn-north-1.s3"]],
])("%s in %s", (service, region, names) => {
  expect(serviceNames(service, region)).toStrictEqual(names);
});
