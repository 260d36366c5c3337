/** A small report with something of everything. */
import type { ReportData, ReportItem } from "../../cli/report/report-data.ts";
import type { Verdict } from "../../shared/assess/verdict.ts";
import { createNetworkFacts, type NetworkFacts } from "../../shared/network/facts.ts";
import type { Path } from "../../shared/network/routes/path.ts";
import { classifySubnet } from "../../shared/network/routes/subnet.ts";
import { IGW, MAIN, natIn, route, subnet, TGW, table } from "../network/answers.ts";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";

/** subnet-1 is public through the main table, over both families; subnet-3 goes out through a NAT gateway. */
const FACTS: NetworkFacts = createNetworkFacts([
  { Subnets: [subnet(), subnet({ SubnetId: "subnet-3", CidrBlock: "10.0.3.0/24" })] },
  {
    RouteTables: [
      table(
        [
          route("0.0.0.0/0", IGW),
          route("::/0", IGW),
          route("10.8.0.0/16", TGW),
          route("10.9.0.0/16", { VpcPeeringConnectionId: "pcx-0a1b2c3d4e5f67890" }, "blackhole"),
        ],
        MAIN,
      ),
      table([route("0.0.0.0/0", { NatGatewayId: "nat-1" })], {
        RouteTableId: "rtb-3",
        Associations: [{ SubnetId: "subnet-3", AssociationState: { State: "associated" } }],
      }),
    ],
  },
  ...natIn("public", [route("0.0.0.0/0", IGW)]),
]);

export function pathsOf(subnetId: string): Path[] {
  const { ipv4, ipv6 } = classifySubnet(subnetId, FACTS).families;
  return [...ipv4.paths, ...ipv6.paths];
}

export function verdictOf(change: Partial<Verdict> = {}): Verdict {
  return {
    rule: "notebook-no-direct-internet",
    severity: "high",
    advisory: false,
    unit: "",
    status: "violation",
    field: "DirectInternetAccess",
    actual: "Enabled",
    expected: "Disabled",
    message: "Direct internet access is on.",
    ...change,
  };
}

export function publicSubnet(change: Partial<Verdict> = {}): Verdict {
  return verdictOf({
    rule: "subnets-private",
    field: "SubnetId",
    actual: ["subnet-1"],
    expected: "subnets without an active route to an internet gateway",
    message: "subnet-1 is public over IPv4: subnet-1 → rtb-1 (main) → igw-1, 0.0.0.0/0 active.",
    causes: ["rtb-1"],
    ...change,
  });
}

export function itemOf(kind: string, name: string, verdicts: Verdict[], change: Partial<ReportItem> = {}): ReportItem {
  const arn = `arn:aws:sagemaker:${REGION}:${ACCOUNT}:${kind}/${name}`;
  const worst = (["violation", "unknown"] as const).find((one) => verdicts.some(({ status }) => status === one));
  return { kind, name, arn, account: ACCOUNT, region: REGION, outcome: worst ?? "compliant", verdicts, ...change };
}

const NAT_OUT = verdictOf({
  rule: "internet-egress-limited",
  severity: "medium",
  field: "VpcConfig.Subnets",
  actual: ["subnet-3"],
  expected: "subnets without a default route out",
  message: "subnet-3 reaches the internet over IPv4 through nat-1.",
  causes: ["rtb-3"],
});

const DENIED = verdictOf({
  rule: "subnets-private",
  status: "unknown",
  field: "VpcConfig.Subnets",
  actual: null,
  expected: null,
  message: "Could not assess: DescribeRouteTables was denied.",
});

export function reportOf(change: Partial<ReportData> = {}): ReportData {
  return {
    generatedAt: "2026-11-21T05:40:00.000Z",
    accounts: [ACCOUNT],
    regions: [REGION, "eu-central-1"],
    policy: { digest: "3f9a6c21d07be4558812aa90", mode: "report", source: "policy.yaml" },
    version: "0.1.0",
    calls: {
      "sagemaker:ListNotebookInstances": 2,
      "sagemaker:DescribeNotebookInstance": 120,
      "ec2:DescribeSubnets": 1,
    },
    items: [
      itemOf("notebook-instance", "churn-dev", [verdictOf(), publicSubnet()]),
      itemOf("notebook-instance", "fraud-eda", [publicSubnet()]),
      itemOf("notebook-instance", "lone-nat", [NAT_OUT]),
      itemOf("training-job", "nightly-2026-11-20", [
        publicSubnet({ field: "VpcConfig.Subnets" }),
        verdictOf({
          rule: "traffic-between-containers-encrypted",
          severity: "low",
          advisory: true,
          field: "EnableInterContainerTrafficEncryption",
          actual: false,
          expected: "true",
          message: "Traffic between its 4 instances is not encrypted.",
        }),
      ]),
      itemOf("domain", "d-0abc", [
        verdictOf({
          rule: "studio-vpc-only",
          severity: "critical",
          field: "AppNetworkAccessType",
          actual: null,
          expected: "VpcOnly",
          message: "Studio is on the internet, because the access type was not set and that means PublicInternetOnly.",
        }),
      ]),
      itemOf("processing-job", "prep-1", [DENIED]),
      itemOf("processing-job", "prep-2", [DENIED]),
      itemOf("model", "gone", [], { outcome: "unknown", reason: "DescribeModel was throttled" }),
      itemOf("notebook-instance", "demo", [
        verdictOf({
          status: "exempt",
          message: "Direct internet access is on. Exempt until 2027-01-31 (jane@example.com: public demo, no data).",
        }),
      ]),
    ],
    compliantByKind: { "notebook-instance": 96, model: 41, "training-job": 230 },
    unreadable: [{ what: "endpoint configurations in eu-central-1", reason: "ListEndpointConfigs was denied" }],
    paths: { "subnet-1": pathsOf("subnet-1"), "subnet-3": pathsOf("subnet-3") },
    ...change,
  };
}
