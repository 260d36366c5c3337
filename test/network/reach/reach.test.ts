import { describe, expect, it } from "vitest";
import { createNetworkFacts, type NetworkFacts } from "../../../shared/network/facts.ts";
import { type Destination, describeReach, type Reach, reachOf } from "../../../shared/network/reach/reach.ts";
import { formatPath } from "../../../shared/network/routes/path.ts";
import { kindOf } from "../../../shared/sagemaker/index.ts";
import { readPosture } from "../../../shared/sagemaker/posture.ts";
import { ACCOUNT, factsWith, IGW, NAT, natIn, prefixList, route, subnet, TGW } from "../answers.ts";

type Json = Record<string, unknown>;

const NOTHING = createNetworkFacts([]);
const OPEN = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }], Ipv6Ranges: [{ CidrIpv6: "::/0" }] };
const VGW = { GatewayId: "vgw-1" };

function group(egress: readonly Json[], GroupId = "sg-1"): Json {
  return { SecurityGroups: [{ GroupId, VpcId: "vpc-1", IpPermissions: [], IpPermissionsEgress: egress }] };
}

const ENDPOINTS_READ = { VpcEndpoints: [] };

/** Facts about subnet-1 with these routes, an open group, and no endpoint. */
function around(routes: readonly Json[], ...answers: readonly Json[]): NetworkFacts {
  return factsWith(routes, [ENDPOINTS_READ, group([OPEN]), ...answers]);
}

function reachFor(
  kindId: string,
  description: Json,
  facts: NetworkFacts,
  networkInterfaces: readonly string[] = [],
): Reach {
  const kind = kindOf(kindId);
  const settings = readPosture(kind, description, "describe").units[0]?.settings ?? {};
  return reachOf({ kind: kind.id, settings, networkInterfaces, account: ACCOUNT, region: "eu-west-1" }, facts);
}

function summary(reach: Reach): Record<Destination, string> {
  const entries = Object.entries(reach).map(([destination, { reached }]) => [destination, reached]);
  return Object.fromEntries(entries);
}

const IN_VPC = { SubnetId: "subnet-1", SecurityGroups: ["sg-1"] };
const CONFIG = { VpcConfig: { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] } };
const DOMAIN = { SubnetIds: ["subnet-1"], DefaultUserSettings: { SecurityGroups: ["sg-1"] } };
const NO_WAY = around([]);

const SERVICE = { internet: "yes", vpc: "no", onPremises: "no", s3: "yes", sageMakerApi: "yes" };
const ISOLATED = { internet: "no", vpc: "no", onPremises: "no", s3: "no", sageMakerApi: "no" };
const VPC_ALONE = { internet: "no", vpc: "yes", onPremises: "no", s3: "no", sageMakerApi: "no" };
const UNKNOWN = { internet: "unknown", vpc: "unknown", onPremises: "unknown", s3: "unknown", sageMakerApi: "unknown" };

describe("the modes", () => {
  it.each<[string, string, Json, Record<Destination, string>]>([
    ["a notebook without a subnet", "notebook-instance", {}, SERVICE],
    ["a notebook beside its VPC", "notebook-instance", IN_VPC, { ...SERVICE, vpc: "yes" }],
    ["a notebook in its VPC only", "notebook-instance", { ...IN_VPC, DirectInternetAccess: "Disabled" }, VPC_ALONE],
    ["Studio with PublicInternetOnly", "domain", { ...DOMAIN, AppNetworkAccessType: "PublicInternetOnly" }, SERVICE],
    ["Studio with no access type", "domain", DOMAIN, SERVICE],
    ["Studio with VpcOnly", "domain", { ...DOMAIN, AppNetworkAccessType: "VpcOnly" }, VPC_ALONE],
    ["Studio with VpcOnly and no subnet", "domain", { AppNetworkAccessType: "VpcOnly" }, UNKNOWN],
    ["a model in no VPC", "model", {}, SERVICE],
    ["an isolated model in no VPC", "model", { EnableNetworkIsolation: true }, ISOLATED],
    ["a model in a VPC", "model", { ...CONFIG, EnableNetworkIsolation: false }, VPC_ALONE],
    ["an isolated model in a VPC", "model", { ...CONFIG, EnableNetworkIsolation: true }, ISOLATED],
    ["a job in no VPC", "training-job", {}, SERVICE],
    ["a job that cannot be isolated", "compilation-job", CONFIG, VPC_ALONE],
    ["a user profile, which its domain decides about", "user-profile", {}, UNKNOWN],
  ])("%s", (_mode, kind, description, expected) => {
    expect(summary(reachFor(kind, description, NO_WAY))).toEqual(expected);
  });

  it.each<[string, string, Json]>([
    ["a notebook's subnet", "notebook-instance", { SubnetId: 1 }],
    ["a notebook's access", "notebook-instance", { ...IN_VPC, DirectInternetAccess: 1 }],
    ["Studio's access", "domain", { AppNetworkAccessType: 1 }],
    ["a model's isolation", "model", { EnableNetworkIsolation: "yes" }],
    ["a model's subnets", "model", { VpcConfig: "none" }],
  ])("are unknown where %s cannot be read", (_what, kind, description) => {
    expect(summary(reachFor(kind, description, NO_WAY))).toEqual(UNKNOWN);
  });

  it("are told in sentences", () => {
    expect(describeReach(reachFor("notebook-instance", IN_VPC, around([route("192.168.0.0/16", VGW)])))).toEqual([
      "It reaches the internet: through SageMaker's own network interface, past the routes and endpoints of the VPC.",
      "It reaches the VPC: through its interface in subnet-1, as far as sg-1 lets out.",
      "Whether it reaches networks on premises depends: only what is for the VPC's own ranges goes through it by itself; what is for networks on premises does if a lifecycle script adds the route after every start; on what is behind subnet-1 → rtb-1 → vgw-1, 192.168.0.0/16 active.",
      "It reaches S3: through SageMaker's own network interface, past the routes and endpoints of the VPC.",
      "It reaches the SageMaker API: through SageMaker's own network interface, past the routes and endpoints of the VPC.",
    ]);
    expect(reachFor("model", { EnableNetworkIsolation: true, ...CONFIG }, NO_WAY).s3.how).toBe(
      "It does not reach S3: network isolation keeps its containers from it, and SageMaker moves their data through the VPC.",
    );
  });
});

describe("the internet through a VPC", () => {
  const NOTEBOOK = { ...IN_VPC, DirectInternetAccess: "Disabled" };
  const internet = (facts: NetworkFacts, description: Json = {}, interfaces: readonly string[] = []) =>
    reachFor("notebook-instance", { ...NOTEBOOK, ...description }, facts, interfaces).internet;
  const eni = (more: Json) => ({ NetworkInterfaces: [{ NetworkInterfaceId: "eni-1", SubnetId: "subnet-1", ...more }] });
  const PUBLIC = natIn("public", [route("0.0.0.0/0", IGW)]);

  it("goes by a public NAT gateway, hop by hop", () => {
    const { reached, how, path } = internet(around([route("0.0.0.0/0", NAT)], ...PUBLIC));
    expect({ reached, hops: path?.hops.map(({ id }) => id) }).toEqual({
      reached: "yes",
      hops: ["subnet-1", "rtb-1", "nat-1", "subnet-2", "rtb-2", "igw-1"],
    });
    expect(how).toBe(`It reaches the internet: ${path === null ? "" : formatPath(path)}.`);
  });

  it.each([
    ["depends on an address that is not known", [], [], "depends"],
    ["is reached with a public address", [eni({ Association: { PublicIp: "203.0.113.7" } })], ["eni-1"], "yes"],
    ["is not reached without one", [eni({})], ["eni-1"], "no"],
  ])("through an internet gateway %s", (_how, answers, interfaces, reached) => {
    expect(internet(around([route("0.0.0.0/0", IGW)], ...answers), {}, interfaces).reached).toBe(reached);
  });

  it("over IPv6 counts only with IPv6 addresses", () => {
    const facts = around([route("::/0", IGW)]);
    expect(internet(facts).reached).toBe("no");
    const dualStack = internet(facts, { IpAddressType: "dualstack" });
    expect(dualStack).toMatchObject({ reached: "yes", path: { family: "ipv6" } });
    expect(dualStack.how).toBe(
      "It reaches the internet: not over IPv4, no route of subnet-1 leads there; over IPv6, subnet-1 → rtb-1 → igw-1, ::/0 active.",
    );
  });

  it("over IPv6 depends on the interface where the settings do not tell", () => {
    const facts = around([route("::/0", IGW)]);
    expect(reachFor("model", CONFIG, facts).internet.reached).toBe("depends");
    const with6 = around([route("::/0", IGW)], eni({ Ipv6Addresses: [{ Ipv6Address: "2001:db8:1::9" }] }));
    expect(reachFor("model", CONFIG, with6, ["eni-1"]).internet.reached).toBe("yes");
  });

  it("depends on the other network behind a transit gateway", () => {
    const { reached, how } = internet(around([route("0.0.0.0/0", TGW)]));
    expect({ reached, how }).toEqual({
      reached: "depends",
      how: "Whether it reaches the internet depends: on the network that subnet-1 → rtb-1 → tgw-1, 0.0.0.0/0 active leads to.",
    });
  });

  it.each<[string, readonly Json[], string]>([
    ["nothing", [], "no"],
    ["the VPC alone", [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "10.0.0.0/16" }] }], "no"],
    ["a part of the internet", [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "198.51.100.0/24" }] }], "depends"],
    [
      "a prefix list of addresses of the internet",
      [{ IpProtocol: "-1", PrefixListIds: [{ PrefixListId: "pl-1" }] }],
      "depends",
    ],
    ["a prefix list that was not read", [{ IpProtocol: "-1", PrefixListIds: [{ PrefixListId: "pl-2" }] }], "unknown"],
    ["everything", [OPEN], "yes"],
  ])("with groups that let out %s", (_what, egress, reached) => {
    const facts = around([route("0.0.0.0/0", NAT)], ...PUBLIC, group(egress), prefixList("pl-1", ["198.51.100.0/24"]));
    expect(internet(facts).reached).toBe(reached);
  });

  it("is unknown where routes or groups were not read", () => {
    expect(internet(createNetworkFacts([{ Subnets: [subnet()] }])).reached).toBe("unknown");
    const groupless = factsWith([route("0.0.0.0/0", NAT)], [ENDPOINTS_READ, ...PUBLIC]);
    expect(internet(groupless).reached).toBe("unknown");
    expect(summary(reachFor("model", CONFIG, NOTHING))).toEqual(UNKNOWN);
  });

  it("is reached when any of the subnets has a way", () => {
    const both = { VpcConfig: { Subnets: ["subnet-1", "subnet-2"], SecurityGroupIds: ["sg-1"] } };
    const facts = around([], ...natIn("public", [route("0.0.0.0/0", TGW)]));
    expect(reachFor("training-job", both, facts).internet).toMatchObject({ reached: "depends" });
  });
});

describe("services, without endpoints", () => {
  const https = (CidrIp: string) => ({ IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp }] });
  const udp = { IpProtocol: "udp", FromPort: 0, ToPort: 65535, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

  it.each<[string, readonly Json[], string]>([
    ["HTTPS", [https("0.0.0.0/0")], "yes"],
    ["HTTPS to a part, and all UDP", [https("198.51.100.0/24"), udp], "depends"],
    ["all UDP, and no HTTPS", [udp], "no"],
  ])("with groups that let out %s", (_what, egress, reached) => {
    const found = reachFor(
      "model",
      CONFIG,
      around([route("0.0.0.0/0", NAT)], ...natIn("public", [route("0.0.0.0/0", IGW)]), group(egress)),
    );

    expect(found.s3.reached).toBe(reached);
    expect(found.sageMakerApi.reached).toBe(reached);
  });
});

describe("the VPC", () => {
  it.each<[string, readonly Json[], string]>([
    ["some traffic", [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.0.0.0/16" }] }], "yes"],
    ["nothing", [], "no"],
  ])("with groups that let out %s", (_what, egress, reached) => {
    expect(reachFor("model", CONFIG, around([], group(egress))).vpc.reached).toBe(reached);
  });

  it("is reached where no group is named", () => {
    expect(reachFor("model", { VpcConfig: { Subnets: ["subnet-1"] } }, NO_WAY).vpc.reached).toBe("yes");
  });
});

describe("networks on premises", () => {
  const onPremises = (facts: NetworkFacts) => reachFor("model", CONFIG, facts).onPremises;

  it.each([
    ["a virtual private gateway", [route("192.168.0.0/16", VGW)], "depends"],
    ["a transit gateway", [route("10.8.0.0/16", TGW)], "depends"],
    ["a blackhole", [route("10.8.0.0/16", TGW, "blackhole")], "no"],
    ["a NAT gateway", [route("0.0.0.0/0", NAT)], "no"],
  ])("behind %s", (_what, routes, reached) => {
    expect(onPremises(around(routes, ...natIn("public", []))).reached).toBe(reached);
  });

  it("are not reached beside a VPC that has no route to them, script or not", () => {
    expect(reachFor("notebook-instance", IN_VPC, NO_WAY).onPremises.how).toBe(
      "It does not reach networks on premises: no route of subnet-1 leads to a virtual private or transit gateway.",
    );
  });
});

describe("S3 and the SageMaker API", () => {
  const S3 = {
    ...{ VpcEndpointId: "vpce-s3", VpcEndpointType: "Gateway", VpcId: "vpc-1", State: "available" },
    ...{ ServiceName: "com.amazonaws.eu-west-1.s3", RouteTableIds: ["rtb-1"] },
  };
  const served = (endpoint: Json = S3) =>
    around(
      [route("pl-s3", { GatewayId: "vpce-s3" })],
      { VpcEndpoints: [endpoint] },
      { PrefixLists: [{ PrefixListId: "pl-s3" }] },
      prefixList("pl-s3", ["52.218.0.0/17"]),
    );
  const reach = (facts: NetworkFacts) => reachFor("model", CONFIG, facts);

  it("are reached through endpoints", () => {
    expect(reach(served()).s3).toMatchObject({ reached: "yes", how: "It reaches S3: through vpce-s3." });
    expect(reach(served()).sageMakerApi.reached).toBe("no");
  });

  it("depend on the call where the endpoint's policy limits it", () => {
    const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };
    const limited = { ...S3, PolicyDocument: JSON.stringify({ Statement: [statement] }) };
    expect(reach(served(limited)).s3.reached).toBe("depends");
  });

  it("are reached the way the internet is where there is no endpoint", () => {
    const facts = around([route("0.0.0.0/0", NAT)], ...natIn("public", [route("0.0.0.0/0", IGW)]));
    expect(reach(facts).s3).toMatchObject({ reached: "yes", path: { egress: "internet" } });
    expect(reach(facts).s3.how).toContain("no VPC endpoint in vpc-1 is for it");
  });

  it("are unknown where endpoints were not read and there is no other way", () => {
    const facts = factsWith([], [group([OPEN])]);
    expect(reach(facts).s3.reached).toBe("unknown");
  });
});
