import { aclInbound, formatOpen } from "../../network/groups/network-acl.ts";
import { judgeIds } from "../judge-ids.ts";
import { defineRule } from "../rule.ts";

export const networkAclRestrictive = defineRule({
  id: "network-acl-restrictive",
  title: "No network ACL lets everything in from everywhere",
  why: "A network ACL stands before the security groups of a whole subnet, so it holds when one of these is wrong. The one that a VPC comes with lets everything in and out.",
  severity: "low",
  setting: "subnets",
  facts: ["subnets", "networkAcls"],
  byDefault: "off",
  sameCheck: {},
  fix: {
    sentence:
      "Give the subnets an ACL that lets in what they need: the VPC's own ranges, and, where they have a way out, answers on TCP 1024–65535; over IPv4 and IPv6 each. An ACL does not remember connections.",
    commands: `aws ec2 create-network-acl-entry --network-acl-id acl-… --ingress --rule-number 100 \\
  --protocol -1 --cidr-block 10.0.0.0/16 --rule-action allow
aws ec2 replace-network-acl-association --association-id aclassoc-… --network-acl-id acl-…`,
  },
  check(subnets, _unit, { network }) {
    const expected = "network ACLs that do not let all traffic or all TCP in from 0.0.0.0/0 or ::/0";
    const right = "No network ACL of the subnets lets everything in from everywhere, over IPv4 or IPv6.";
    return judgeIds(subnets, { noun: "subnet", expected, right }, (id) => {
      const inbound = aclInbound(id, network);
      if (inbound.status === "unread") return { status: "unknown", reason: inbound.reason };
      const { aclId, open } = inbound.value;
      if (open.length === 0) return { status: "compliant" };
      const message = `${aclId} of ${id} lets everything in from everywhere over ${formatOpen(open)}.`;
      return { status: "violation", message, causes: [aclId] };
    });
  },
});
