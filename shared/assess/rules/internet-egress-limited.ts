import { defaultWays } from "../../network/routes/default-ways.ts";
import { WAYS_OUT_FACTS } from "../../network/routes/ways-out.ts";
import { judgeIds, unlessUnread } from "../judge-ids.ts";
import { defineRule } from "../rule.ts";

export const internetEgressLimited = defineRule({
  id: "internet-egress-limited",
  title: "No subnet has a default route out of its VPC",
  why: "A default route to a NAT gateway, a transit gateway or an appliance lets code send data to any address on the internet, or to a network that decides out of sight. VPC endpoints reach AWS without one.",
  severity: "medium",
  setting: "subnets",
  facts: [...WAYS_OUT_FACTS],
  byDefault: "off",
  sameCheck: {},
  fix: {
    sentence:
      "Use subnets without a default route, after their VPC has the endpoints that the work needs; or take the routes out of their table, those over IPv6 included.",
    commands: `aws ec2 delete-route --route-table-id rtb-… --destination-cidr-block 0.0.0.0/0
aws ec2 delete-route --route-table-id rtb-… --destination-ipv6-cidr-block ::/0`,
  },
  check(subnets, _unit, { network }) {
    const expected = "subnets without a default route out of their VPC";
    const right = "No subnet has a default route out of its VPC, over IPv4 or IPv6.";
    return judgeIds(subnets, { noun: "subnet", expected, right }, (id) => {
      const ways = defaultWays(id, network);
      if (ways.status === "unread") return { status: "unknown", reason: ways.reason };
      const { told, routeTables, unread } = ways.value;
      if (told.length > 0) {
        return { status: "violation", message: `${id} has a default route ${told.join("; ")}.`, causes: routeTables };
      }
      return unlessUnread(unread);
    });
  },
});
