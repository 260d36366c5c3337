import { describe, expect, test } from "vitest";
import { createNetworkFacts } from "../../../shared/network/facts.ts";
import { egressOf } from "../../../shared/network/routes/path.ts";
import { classifySubnet } from "../../../shared/network/routes/subnet.ts";
import { waysOut } from "../../../shared/network/routes/ways-out.ts";
import { factsWith, IGW, NAT, natIn, route, subnet, TGW, table } from "../answers.ts";

type Json = Record<string, unknown>;

describe("VPC Block Public Access", () => {
  const EXCLUSIONS = { VpcBlockPublicAccessExclusions: [] };

  function exclusion(mode: string, resource = "subnet/subnet-1", State = "create-complete"): Json {
    const ResourceArn = `arn:aws:ec2:eu-west-1:111122223333:${resource}`;
    return {
      VpcBlockPublicAccessExclusions: [{ ExclusionId: "e-1", ResourceArn, InternetGatewayExclusionMode: mode, State }],
    };
  }

  function blocked(mode: string): Json {
    return {
      Subnets: [{ SubnetId: "subnet-1", VpcId: "vpc-1", BlockPublicAccessStates: { InternetGatewayBlockMode: mode } }],
    };
  }

  const EIGW = { EgressOnlyInternetGatewayId: "eigw-1" };
  const both = { mode: "block-bidirectional", source: "subnet-1", stops: "everything" };
  const ingress = { mode: "block-ingress", source: "subnet-1", stops: "everything" };

  test.each([
    ["off", IGW, [blocked("off")], null, "internet"],
    ["both ways", IGW, [blocked("block-bidirectional")], both, "none"],
    ["in", IGW, [blocked("block-ingress")], ingress, "none"],
    ["in, through an egress-only gateway", EIGW, [blocked("block-ingress")], null, "internet"],
    ["both ways, through an egress-only gateway", EIGW, [blocked("block-bidirectional")], both, "none"],
    ["excluded", IGW, [blocked("block-bidirectional"), exclusion("allow-bidirectional")], null, "internet"],
    [
      "excluded with its VPC",
      IGW,
      [blocked("block-bidirectional"), exclusion("allow-bidirectional", "vpc/vpc-1")],
      null,
      "internet",
    ],
    [
      "another one excluded",
      IGW,
      [blocked("block-bidirectional"), exclusion("allow-bidirectional", "subnet/subnet-10")],
      both,
      "none",
    ],
    [
      "no longer excluded",
      IGW,
      [blocked("block-bidirectional"), exclusion("allow-bidirectional", "subnet/subnet-1", "delete-complete")],
      both,
      "none",
    ],
    [
      "excluded outwards",
      IGW,
      [blocked("block-bidirectional"), exclusion("allow-egress")],
      { ...both, stops: "inbound" },
      "internet",
    ],
    ["a new mode is not a block", IGW, [blocked("block-some")], null, "internet"],
    ["a transit gateway is not concerned", TGW, [blocked("block-bidirectional")], null, "delegated"],
  ])("%s", (_case, target, answers, blockedBy, egress) => {
    const facts = factsWith([route("::/0", target)], [EXCLUSIONS, ...answers]);
    const found = waysOut("subnet-1", facts);
    const way = found.status === "known" ? found.value[0] : undefined;
    expect(way?.blockedBy).toEqual(blockedBy);
    expect(way === undefined ? null : egressOf(way)).toBe(egress);
  });

  const untold = { ...subnet(), BlockPublicAccessStates: undefined };
  const options = {
    VpcBlockPublicAccessOptions: { AwsAccountId: "111122223333", InternetGatewayBlockMode: "block-bidirectional" },
  };
  const vpc = { Vpcs: [{ VpcId: "vpc-1", BlockPublicAccessStates: { InternetGatewayBlockMode: "block-ingress" } }] };

  test.each([
    ["the VPC", [vpc, EXCLUSIONS], "vpc-1", []],
    ["the VPC, exclusions unread", [vpc], undefined, ["no answer of DescribeVpcBlockPublicAccessExclusions was given"]],
    ["the account", [options, EXCLUSIONS], "111122223333", []],
    [
      "the account, exclusions unread",
      [options],
      undefined,
      ["no answer of DescribeVpcBlockPublicAccessExclusions was given"],
    ],
    [
      "another account than the subnet's owner",
      [{ VpcBlockPublicAccessOptions: { ...options.VpcBlockPublicAccessOptions, AwsAccountId: "444455556666" } }],
      undefined,
      ["the VPC Block Public Access settings were not read"],
    ],
    ["nobody", [], undefined, ["the VPC Block Public Access settings were not read"]],
  ])("told by %s", (_case, answers, source, unread) => {
    const facts = createNetworkFacts([
      { Subnets: [untold] },
      { RouteTables: [table([route("::/0", IGW)])] },
      ...answers,
    ]);
    const found = waysOut("subnet-1", facts);
    expect(found.status === "known" && found.value[0]?.blockedBy?.source).toBe(source);
    expect(found.status === "known" && found.value[0]?.unread).toEqual(unread);
  });

  test("a blocked subnet is public by its routes, and the path says what stops it", () => {
    const { families } = classifySubnet(
      "subnet-1",
      factsWith([route("::/0", IGW)], [EXCLUSIONS, blocked("block-bidirectional")]),
    );
    expect(families.ipv6).toMatchObject({
      class: "public",
      egress: "none",
      sentence:
        "subnet-1 is public over IPv6: subnet-1 → rtb-1 → igw-1, ::/0 active, blocked by VPC Block Public Access.",
    });
  });

  test("a NAT gateway passes what only blocks connections from outside", () => {
    const nat = natIn("public", [route("0.0.0.0/0", IGW)]);
    const states = (mode: string) => ({
      Subnets: [{ SubnetId: "subnet-2", VpcId: "vpc-1", BlockPublicAccessStates: { InternetGatewayBlockMode: mode } }],
    });
    const egress = ["block-ingress", "block-bidirectional"].map(
      (mode) =>
        classifySubnet("subnet-1", factsWith([route("0.0.0.0/0", NAT)], [...nat, EXCLUSIONS, states(mode)])).families
          .ipv4.egress,
    );
    expect(egress).toEqual(["internet", "none"]);
  });
});
