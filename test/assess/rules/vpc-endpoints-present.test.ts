import { vpcEndpointsPresent } from "../../../shared/assess/rules/vpc-endpoints-present.ts";
import { route, TGW, table } from "../../network/answers.ts";
import { testRule } from "./judging.ts";
import {
  DOMAIN,
  ENDPOINTS,
  endpoint,
  JOB,
  NOTEBOOK,
  network,
  OTHER_ACCOUNT,
  s3Gateway,
  THROUGH_NAT,
  VPC,
} from "./vpc.ts";

const BOTH = ["subnet-1", "subnet-2"];
const PATH = "or a NAT path that is allowed";
const STUDIO = `endpoints for sagemaker.api, sagemaker.runtime, s3, studio, ${PATH}`;
const DATA = `endpoints for s3, ${PATH}`;
const CALLS = `endpoints for sagemaker.api, sagemaker.runtime, ${PATH}`;

const OTHER_TABLE = {
  RouteTables: [table([route("0.0.0.0/0", TGW)], { RouteTableId: "rtb-2", Associations: [{ SubnetId: "subnet-2" }] })],
};

testRule(vpcEndpointsPresent, {
  compliant: [
    { name: "all of them", ...DOMAIN, network: network() },
    { name: "all of them, region unknown", ...DOMAIN, network: network(), region: null },
    { name: "S3 alone", ...JOB, network: network({ endpoints: [s3Gateway()] }) },
    { name: "S3 by an interface endpoint", ...JOB, network: network({ endpoints: [endpoint("s3")] }) },
    { name: "calls alone", ...NOTEBOOK, network: network({ endpoints: ENDPOINTS.slice(0, 2) }) },
    { name: "a NAT gateway instead", ...DOMAIN, network: network({ endpoints: [], ...THROUGH_NAT }) },
    { name: "both, where only endpoints count", ...DOMAIN, network: network(THROUGH_NAT), egressLimited: true },
  ],
  violation: [
    {
      name: "none",
      ...DOMAIN,
      network: network({ endpoints: [] }),
      field: "SubnetIds",
      actual: BOTH,
      expected: STUDIO,
      message:
        "Calls of AWS do not get through: no endpoint in vpc-1 is for sagemaker.api, sagemaker.runtime, s3, studio.",
      causes: ["vpc-1"],
    },
    {
      name: "a NAT gateway where it does not count",
      ...NOTEBOOK,
      network: network({ endpoints: [], ...THROUGH_NAT }),
      egressLimited: true,
      field: "SubnetId",
      actual: ["subnet-1"],
      expected: CALLS,
      message: "Calls of AWS do not get through: no endpoint in vpc-1 is for sagemaker.api, sagemaker.runtime.",
      causes: ["vpc-1"],
    },
    {
      name: "one that does not serve, one that is not there",
      ...NOTEBOOK,
      network: network({ endpoints: [endpoint("sagemaker.api", { PrivateDnsEnabled: false })] }),
      field: "SubnetId",
      actual: ["subnet-1"],
      expected: CALLS,
      message:
        "Calls of AWS do not get through: no endpoint in vpc-1 is for sagemaker.runtime; vpce-sagemaker.api has private DNS off.",
      causes: ["vpc-1", "vpce-sagemaker.api"],
    },
    {
      name: "a route table without it",
      ...JOB,
      network: network({ endpoints: [s3Gateway({ VpcEndpointId: "vpce-2", RouteTableIds: [] })] }),
      field: "VpcConfig.Subnets",
      actual: BOTH,
      expected: DATA,
      message: "Calls of AWS do not get through: rtb-1 of subnet-1 has no route to vpce-2.",
      causes: ["rtb-1"],
    },
    {
      name: "a NAT gateway that its groups do not let it use",
      ...{ kind: "training-job", create: { VpcConfig: { ...JOB.create.VpcConfig, SecurityGroupIds: ["sg-9"] } } },
      network: network({ endpoints: [], ...THROUGH_NAT }),
      field: "VpcConfig.Subnets",
      actual: BOTH,
      expected: DATA,
      message:
        "Calls of AWS do not get through: no endpoint in vpc-1 is for s3. sg-9 lets no HTTPS out to the internet.",
      causes: ["sg-9", "vpc-1"],
    },
    {
      name: "nothing from one subnet, and another network behind the other",
      ...JOB,
      network: network({
        endpoints: [],
        routes: [route("0.0.0.0/0", TGW)],
        more: [{ RouteTables: [table([], { Associations: [{ SubnetId: "subnet-1" }] })] }, OTHER_TABLE],
      }),
      field: "VpcConfig.Subnets",
      actual: BOTH,
      expected: DATA,
      message: "Calls of AWS do not get through: no endpoint in vpc-1 is for s3.",
    },
  ],
  notApplicable: [
    { name: "no subnets", kind: "training-job", create: {} },
    {
      name: "Studio in its default mode",
      kind: "domain",
      create: { SubnetIds: BOTH },
      network: network({ endpoints: [] }),
      message: "Its calls of AWS do not go through its subnets, because AppNetworkAccessType is not VpcOnly.",
    },
    {
      name: "direct internet access",
      kind: "notebook-instance",
      create: { ...NOTEBOOK.create, DirectInternetAccess: "Enabled" },
      network: network({ endpoints: [] }),
    },
    { name: "calls nothing", kind: "workforce", create: { WorkforceVpcConfig: { Subnets: BOTH } } },
  ],
  unknown: [
    { name: "EC2 was not asked", ...JOB, message: "Could not assess: no answer of DescribeSubnets was given." },
    { name: "nothing could be read", kind: "training-job", unread: "it was denied" },
    { name: "its mode could not be read", kind: "domain", create: { AppNetworkAccessType: 1, SubnetIds: BOTH } },
    {
      name: "a way into another network",
      ...JOB,
      network: network({ endpoints: [], routes: [route("0.0.0.0/0", TGW)] }),
      message:
        "Could not assess: whether subnet-1 reaches AWS another way is not known, and no endpoint in vpc-1 is for s3.",
    },
    {
      name: "a VPC of another account",
      ...JOB,
      network: network({ vpc: { ...VPC, OwnerId: OTHER_ACCOUNT }, endpoints: [] }),
      message: /no endpoint for s3 is seen in vpc-1/,
    },
    {
      name: "endpoints that could not be read",
      ...JOB,
      network: network().filter((answer) => !("VpcEndpoints" in answer)),
      unreadNetwork: { kinds: { vpcEndpoints: "DescribeVpcEndpoints was denied" } },
      message: "Could not assess: DescribeVpcEndpoints was denied.",
    },
  ],
});
