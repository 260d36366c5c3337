import { judgeWorld } from "../judge-world.ts";
import { defineRule } from "../rule.ts";

export const securityGroupsClosed = defineRule({
  id: "security-groups-closed",
  title: "No security group lets the whole internet in",
  why: "A rule for 0.0.0.0/0 or ::/0, or for a prefix list that holds them, admits whoever finds a way to the interface; anybody who reaches a notebook inside the VPC opens it without signing in.",
  severity: "high",
  setting: "securityGroups",
  facts: ["securityGroups", "prefixLists"],
  byDefault: "on",
  sameCheck: {},
  fix: {
    sentence:
      "Take out the rules that the finding names, over IPv4 and IPv6, and let in the groups or the address ranges that need to come in; or use a group without such rules.",
    commands: `aws ec2 describe-security-group-rules --filters Name=group-id,Values=sg-…
aws ec2 revoke-security-group-ingress --group-id sg-… --security-group-rule-ids sgr-…`,
  },
  check(groups, _unit, { network }) {
    const judgement = {
      direction: "in",
      expected: "no rule that lets in 0.0.0.0/0 or ::/0",
      right: "No security group lets the whole internet in, over IPv4 or IPv6.",
      wrong: "The whole internet is let in",
    } as const;
    return judgeWorld(groups, judgement, network);
  },
});
