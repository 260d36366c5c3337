import { formatOpenings, worldAccess } from "../../network/groups/world.ts";
import { judgeTogether, unlessUnread } from "../judge-ids.ts";
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
    const expected = "no rule that lets in 0.0.0.0/0 or ::/0";
    const right = "No security group lets the whole internet in, over IPv4 or IPv6.";
    return judgeTogether(groups, { noun: "security group", expected, right }, (ids) => {
      const { open, unread } = worldAccess(ids, "in", network);
      if (open.length > 0) {
        const message = `The whole internet is let in: ${formatOpenings(open)}.`;
        return { status: "violation", message, causes: open.flatMap(({ groupIds }) => groupIds) };
      }
      return unlessUnread(unread);
    });
  },
});
