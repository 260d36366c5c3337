import { s3ThroughGatewayEndpoint } from "../../../shared/assess/rules/s3-through-gateway-endpoint.ts";
import { table } from "../../network/answers.ts";
import { testRule } from "./judging.ts";
import { DOMAIN, endpoint, JOB, NOTEBOOK, network, OTHER_ACCOUNT, s3Gateway, THROUGH_NAT, VPC } from "./vpc.ts";

const BOTH = ["subnet-1", "subnet-2"];
const EXPECTED = "a route to an S3 gateway endpoint in the route table of every subnet";
const JOB_SUBNETS = { field: "VpcConfig.Subnets", actual: BOTH, expected: EXPECTED };

testRule(s3ThroughGatewayEndpoint, {
  compliant: [
    { name: "both subnets", ...JOB, network: network() },
    { name: "Studio", ...DOMAIN, network: network() },
    {
      name: "a policy for some buckets",
      ...JOB,
      network: network({ endpoints: [s3Gateway({ PolicyDocument: policy("Allow", "s3:Get*") })] }),
    },
  ],
  violation: [
    {
      name: "none",
      ...NOTEBOOK,
      network: network({ endpoints: [] }),
      field: "SubnetId",
      actual: ["subnet-1"],
      expected: EXPECTED,
      message: "S3 is not reached through a gateway endpoint: vpc-1 has none (rtb-1 of subnet-1).",
      causes: ["rtb-1"],
    },
    { name: "a NAT gateway alone", ...JOB, network: network({ endpoints: [], ...THROUGH_NAT }), ...JOB_SUBNETS },
    { name: "an interface endpoint alone", ...JOB, network: network({ endpoints: [endpoint("s3")] }), ...JOB_SUBNETS },
    {
      name: "one of two route tables",
      ...JOB,
      network: [
        ...network(),
        { RouteTables: [table([], { Associations: [{ SubnetId: "subnet-1" }] })] },
        { RouteTables: [table([], { RouteTableId: "rtb-2", Associations: [{ SubnetId: "subnet-2" }] })] },
      ],
      ...JOB_SUBNETS,
      message: "S3 is not reached through a gateway endpoint: rtb-2 of subnet-2 has no route to vpce-s3.",
      causes: ["rtb-2"],
    },
    {
      name: "a policy that denies it",
      ...JOB,
      network: network({ endpoints: [s3Gateway({ PolicyDocument: policy("Deny", "*") })] }),
      ...JOB_SUBNETS,
      message: "S3 is not reached through a gateway endpoint: the policy of vpce-s3 lets nothing through.",
      causes: ["vpce-s3"],
    },
  ],
  notApplicable: [
    { name: "no subnets", kind: "model", create: {} },
    { name: "people at work", kind: "workforce", create: { WorkforceVpcConfig: { Subnets: BOTH } } },
    { name: "direct internet access by default", kind: "notebook-instance", create: { SubnetId: "subnet-1" } },
    { name: "Studio in its default mode", kind: "domain", create: { ...DOMAIN.create, AppNetworkAccessType: null } },
  ],
  unknown: [
    { name: "EC2 was not asked", ...JOB },
    { name: "nothing could be read", kind: "model", unread: "it was denied" },
    {
      name: "no route tables",
      ...JOB,
      network: network().filter((answer) => !("RouteTables" in answer)),
      message: "Could not assess: no answer of DescribeRouteTables was given.",
    },
    {
      name: "a VPC of another account",
      ...JOB,
      network: network({ vpc: { ...VPC, OwnerId: OTHER_ACCOUNT }, endpoints: [] }),
      message: new RegExp(`account ${OTHER_ACCOUNT}, which shares vpc-1`),
    },
  ],
});

function policy(Effect: string, Action: string): string {
  return JSON.stringify({ Statement: [{ Effect, Principal: "*", Action, Resource: "*" }] });
}
