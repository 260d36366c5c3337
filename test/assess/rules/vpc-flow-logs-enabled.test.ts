import { vpcFlowLogsEnabled } from "../../../shared/assess/rules/vpc-flow-logs-enabled.ts";
import { testRule } from "./judging.ts";
import { JOB, NOTEBOOK, network, OTHER_ACCOUNT, VPC } from "./vpc.ts";

type Json = Record<string, unknown>;

function logs(...FlowLogs: Json[]): Json[] {
  return network({ more: [{ FlowLogs }] });
}

function log(ResourceId: string, more: Json = {}): Json {
  return { FlowLogId: `fl-of-${ResourceId}`, ResourceId, FlowLogStatus: "ACTIVE", ...more };
}

const EXPECTED = "an active flow log of the VPC or of each subnet";

testRule(vpcFlowLogsEnabled, {
  compliant: [
    { name: "of the VPC", ...JOB, network: logs(log("vpc-1")) },
    { name: "of each subnet", ...JOB, network: logs(log("subnet-1"), log("subnet-2")) },
  ],
  violation: [
    {
      name: "none",
      ...NOTEBOOK,
      network: logs(),
      field: "SubnetId",
      actual: ["subnet-1"],
      expected: EXPECTED,
      message: "No active flow log records subnet-1 or its VPC vpc-1.",
      causes: ["vpc-1"],
    },
    {
      name: "of one subnet of two",
      ...JOB,
      network: logs(log("subnet-1")),
      field: "VpcConfig.Subnets",
      actual: ["subnet-1", "subnet-2"],
      expected: EXPECTED,
      message: "No active flow log records subnet-2 or its VPC vpc-1.",
    },
    {
      name: "that cannot deliver",
      ...NOTEBOOK,
      network: logs(log("vpc-1", { DeliverLogsStatus: "FAILED" })),
      field: "SubnetId",
      actual: ["subnet-1"],
      expected: EXPECTED,
      message: "No active flow log records subnet-1 or its VPC vpc-1: fl-of-vpc-1 cannot deliver what it records.",
    },
  ],
  notApplicable: [{ name: "no subnets", kind: "model", create: {} }],
  unknown: [
    { name: "EC2 was not asked", ...JOB },
    { name: "flow logs were not read", ...JOB, network: network() },
    {
      name: "a VPC of another account",
      ...NOTEBOOK,
      network: network({ vpc: { ...VPC, OwnerId: OTHER_ACCOUNT }, more: [{ FlowLogs: [] }] }),
      message: `Could not assess: account ${OTHER_ACCOUNT}, which shares vpc-1, may have what is not seen from here.`,
    },
    { name: "nothing could be read", kind: "model", unread: "it was denied" },
  ],
});
