import { describe, expect, test } from "vitest";
import type { Family } from "../../../shared/network/cidr.ts";
import { createNetworkFacts } from "../../../shared/network/facts.ts";
import { type Egress, egressOf } from "../../../shared/network/routes/path.ts";
import { classifySubnet, type Exposure } from "../../../shared/network/routes/subnet.ts";
import type { TargetKind } from "../../../shared/network/routes/target.ts";
import { waysOut } from "../../../shared/network/routes/ways-out.ts";
import { factsWith, IGW, MAIN, NAT, natIn, route, subnet, TGW, table } from "../answers.ts";
import { ENDPOINTS, only } from "./ways.ts";

type Json = Record<string, unknown>;

const CORE = "arn:aws:networkmanager::111122223333:core-network/core-network-1";
const ODB = "arn:aws:odb:eu-west-1:111122223333:odb-network/odbnet_1";
const TO_INTERNET = natIn("public", [route("0.0.0.0/0", IGW)]);

interface Target {
  kind: TargetKind;
  id: string | null;
  member: Json;
  answers?: Json[];
  /** What an active default route to it lets out over IPv4 and over IPv6. */
  egress: [Egress, Egress];
  class?: Exposure;
}

const TARGETS: Target[] = [
  {
    kind: "internet-gateway",
    id: "igw-1",
    member: IGW,
    egress: ["internet-with-public-address", "internet"],
    class: "public",
  },
  { kind: "nat-public", id: "nat-1", member: NAT, answers: TO_INTERNET, egress: ["internet", "internet"] },
  {
    kind: "nat-private",
    id: "nat-1",
    member: NAT,
    answers: natIn("private", [route("0.0.0.0/0", IGW)]),
    egress: ["none", "none"],
  },
  { kind: "nat", id: "nat-1", member: NAT, egress: ["unknown", "unknown"] },
  {
    kind: "egress-only",
    id: "eigw-1",
    member: { EgressOnlyInternetGatewayId: "eigw-1" },
    egress: ["internet", "internet"],
  },
  { kind: "transit-gateway", id: "tgw-1", member: TGW, egress: ["delegated", "delegated"] },
  { kind: "virtual-private-gateway", id: "vgw-1", member: { GatewayId: "vgw-1" }, egress: ["delegated", "delegated"] },
  { kind: "peering", id: "pcx-1", member: { VpcPeeringConnectionId: "pcx-1" }, egress: ["delegated", "delegated"] },
  { kind: "appliance", id: "eni-1", member: { NetworkInterfaceId: "eni-1" }, egress: ["delegated", "delegated"] },
  {
    kind: "appliance",
    id: "i-1",
    member: { InstanceId: "i-1", NetworkInterfaceId: "eni-1" },
    egress: ["delegated", "delegated"],
  },
  {
    kind: "appliance",
    id: "vpce-gwlb",
    member: { GatewayId: "vpce-gwlb" },
    answers: [ENDPOINTS],
    egress: ["delegated", "delegated"],
  },
  {
    kind: "gateway-endpoint",
    id: "vpce-s3",
    member: { GatewayId: "vpce-s3" },
    answers: [ENDPOINTS],
    egress: ["none", "none"],
  },
  { kind: "endpoint", id: "vpce-9", member: { GatewayId: "vpce-9" }, egress: ["unknown", "unknown"] },
  { kind: "carrier", id: "cagw-1", member: { CarrierGatewayId: "cagw-1" }, egress: ["internet", "internet"] },
  { kind: "local-gateway", id: "lgw-1", member: { LocalGatewayId: "lgw-1" }, egress: ["delegated", "delegated"] },
  { kind: "core-network", id: CORE, member: { CoreNetworkArn: CORE }, egress: ["delegated", "delegated"] },
  { kind: "odb", id: ODB, member: { OdbNetworkArn: ODB }, egress: ["delegated", "delegated"] },
  { kind: "unknown", id: "new-1", member: { GatewayId: "new-1" }, egress: ["unknown", "unknown"], class: "unknown" },
  { kind: "unknown", id: null, member: {}, egress: ["unknown", "unknown"], class: "unknown" },
];

const DESTINATIONS: [Family, string][] = [
  ["ipv4", "0.0.0.0/0"],
  ["ipv6", "::/0"],
];
const OTHER: Record<Family, Family> = { ipv4: "ipv6", ipv6: "ipv4" };

const CASES = TARGETS.flatMap((target) =>
  DESTINATIONS.flatMap(([family, destination], index) =>
    ["active", "blackhole", undefined].map((state) => ({
      ...target,
      name: `${target.kind} ${target.id}`,
      family,
      destination,
      state,
      expected: {
        egress: egressIn(state, target.egress[index] ?? "none"),
        class: classIn(state, target.class ?? "private"),
      },
    })),
  ),
);

function egressIn(state: string | undefined, whenActive: Egress): Egress {
  if (state === "active") return whenActive;
  return state === "blackhole" ? "none" : "unknown";
}

function classIn(state: string | undefined, whenActive: Exposure): Exposure {
  if (whenActive === "private" || state === "active") return whenActive;
  return state === "blackhole" ? "private" : "unknown";
}

describe("every way out, by family and state", () => {
  test.each(CASES)("$name over $family, $state", (one) => {
    const routes = [{ ...route(one.destination, one.member), State: one.state }];

    const way = only(routes, one.answers);
    const found = classifySubnet("subnet-1", factsWith(routes, one.answers));

    expect(way).toMatchObject({
      family: one.family,
      destinations: [one.destination],
      covers: "everything",
      target: { kind: one.kind, id: one.id },
      state: one.state ?? "unknown",
      via: { routeTableId: "rtb-1", association: "explicit" },
      shadowed: false,
      blockedBy: null,
    });
    expect(egressOf(way)).toBe(one.expected.egress);
    expect(found.families[one.family]).toMatchObject(one.expected);
    expect(found.class).toBe(one.expected.class);
    expect(found.families[OTHER[one.family]]).toMatchObject({ class: "private", egress: "none", paths: [] });
  });
});

describe("through a NAT gateway", () => {
  const out = [route("0.0.0.0/0", NAT)];

  test.each([
    ["public, to an internet gateway", natIn("public", [route("0.0.0.0/0", IGW)]), "internet"],
    ["public, where its internet gateway is gone", natIn("public", [route("0.0.0.0/0", IGW, "blackhole")]), "none"],
    ["public, without a way on", natIn("public", []), "none"],
    ["public, whose subnet has IPv6 ways alone", natIn("public", [route("::/0", IGW)]), "none"],
    ["private, to a transit gateway", natIn("private", [route("10.0.0.0/8", TGW)]), "delegated"],
    ["to itself", natIn("public", [route("0.0.0.0/0", NAT)]), "none"],
    ["of which the type is not told", [{ NatGateways: [{ NatGatewayId: "nat-1", SubnetId: "subnet-2" }] }], "unknown"],
    [
      "whose subnet is unread",
      [{ NatGateways: [{ NatGatewayId: "nat-1", ConnectivityType: "public", SubnetId: "subnet-9" }] }],
      "unknown",
    ],
    [
      "a regional one",
      [
        { NatGateways: [{ NatGatewayId: "nat-1", ConnectivityType: "public", RouteTableId: "rtb-nat" }] },
        { RouteTables: [table([route("0.0.0.0/0", IGW)], { RouteTableId: "rtb-nat", Associations: [] })] },
      ],
      "internet",
    ],
    [
      "a regional one without its table",
      [{ NatGateways: [{ NatGatewayId: "nat-1", ConnectivityType: "public" }] }],
      "unknown",
    ],
  ])("%s: %s", (_case, answers, egress) => {
    const found = classifySubnet("subnet-1", factsWith(out, answers));
    expect(found.families.ipv4).toMatchObject({ class: "private", egress });
  });

  test("a shared subnet does not show it", () => {
    const found = classifySubnet(
      "subnet-1",
      factsWith(out, [], { kinds: { natGateways: "DescribeNatGateways was denied" } }),
    );
    expect(found.families.ipv4).toMatchObject({
      class: "private",
      egress: "unknown",
      unread: ["DescribeNatGateways was denied"],
    });
  });
});

test("a table that cannot be told leaves everything unknown", () => {
  const facts = createNetworkFacts([{ Subnets: [subnet()] }], {
    kinds: { routeTables: "DescribeRouteTables was denied" },
  });
  expect(waysOut("subnet-1", facts)).toEqual({ status: "unread", reason: "DescribeRouteTables was denied" });
});

test("the main table is named as such", () => {
  const facts = createNetworkFacts([{ Subnets: [subnet()] }, { RouteTables: [table([route("::/0", IGW)], MAIN)] }]);
  const found = waysOut("subnet-1", facts);
  expect(found.status === "known" && found.value[0]?.via).toEqual({ routeTableId: "rtb-1", association: "main" });
});
