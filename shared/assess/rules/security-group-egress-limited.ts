import { isForAllPorts } from "../../network/groups/world.ts";
import { judgeWorld } from "../judge-world.ts";
import { defineRule } from "../rule.ts";

export const securityGroupEgressLimited = defineRule({
  id: "security-group-egress-limited",
  title: "No security group lets everything out",
  why: "Every new group lets all traffic out to everywhere; where a route leads out, data may then leave by any port to any address. Most work needs port 443 to endpoints in the VPC, and its own members.",
  severity: "medium",
  setting: "securityGroups",
  facts: ["securityGroups", "prefixLists"],
  byDefault: "off",
  sameCheck: {},
  fix: {
    sentence:
      "Take out the rules that let all traffic out, 0.0.0.0/0 and ::/0 alike, and let out what is needed: the group itself, the VPC's endpoints on port 443, the prefix list of S3.",
    commands: `aws ec2 describe-security-group-rules --filters Name=group-id,Values=sg-…
aws ec2 revoke-security-group-egress --group-id sg-… --security-group-rule-ids sgr-…`,
  },
  check(groups, _unit, { network }) {
    const judgement = {
      direction: "out",
      breaks: isForAllPorts,
      expected: "no rule that lets all traffic or all TCP or UDP out to 0.0.0.0/0 or ::/0",
      right: "No security group lets everything out, over IPv4 or IPv6.",
      wrong: "Everything is let out",
    } as const;
    return judgeWorld(groups, judgement, network);
  },
});
