import { flowLogging } from "../../network/flow-logs.ts";
import { judgeIds } from "../judge-ids.ts";
import { defineRule } from "../rule.ts";

export const vpcFlowLogsEnabled = defineRule({
  id: "vpc-flow-logs-enabled",
  title: "Flow logs record the traffic of the subnets",
  why: "Who a notebook or a job talked to can be told afterwards only from flow logs; what was not recorded while it ran is gone.",
  severity: "low",
  setting: "subnets",
  facts: ["subnets", "vpcs", "flowLogs"],
  byDefault: "advisory",
  sameCheck: {
    securityHub: ["EC2.6"],
    awsConfig: ["vpc-flow-logs-enabled"],
    checkov: ["CKV2_AWS_11"],
    prowler: ["vpc_flow_logs_enabled"],
  },
  fix: {
    sentence: "Create a flow log for the VPC, or one for each of the subnets, and see that it can deliver.",
    commands: [
      "aws ec2 create-flow-logs --resource-type VPC --resource-ids vpc-… --traffic-type ALL \\",
      "  --log-destination-type s3 --log-destination arn:aws:s3:::…",
    ].join("\n"),
  },
  check(subnets, _unit, { network, account }) {
    const sentences = {
      noun: "subnet",
      expected: "an active flow log of the VPC or of each subnet",
      right: "An active flow log records every subnet.",
    };
    return judgeIds(subnets, sentences, (id) => {
      const found = flowLogging(id, account, network);
      if (found.status === "unread") return { status: "unknown", reason: found.reason };
      const { vpcId, active, idle } = found.value;
      if (active.length > 0) return { status: "compliant" };
      const why = idle.map(({ reason }) => reason).join("; ");
      const message = `No active flow log records ${id} or its VPC ${vpcId}${why === "" ? "" : `: ${why}`}.`;
      return { status: "violation", message, causes: [vpcId] };
    });
  },
});
