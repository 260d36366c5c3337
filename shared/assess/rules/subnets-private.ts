import { exposureOf } from "../../network/routes/exposure.ts";
import { WAYS_OUT_FACTS } from "../../network/routes/ways-out.ts";
import { judgeIds } from "../judge-ids.ts";
import { defineRule } from "../rule.ts";

export const subnetsPrivate = defineRule({
  id: "subnets-private",
  title: "No subnet has a route to an internet gateway",
  why: "A subnet is public by its routes, whatever its name: with an active route to an internet gateway, over IPv4 or IPv6, what runs in it is one public address away from the internet in both directions.",
  severity: "high",
  setting: "subnets",
  facts: [...WAYS_OUT_FACTS, "networkInterfaces"],
  byDefault: "on",
  sameCheck: {},
  fix: {
    sentence:
      "Use subnets whose route table has no route to an internet gateway, or take that route out of their table; what has to get out goes through a NAT gateway or VPC endpoints.",
    set: { subnets: ["subnet-…"], securityGroups: ["sg-…"] },
    commands: `aws ec2 delete-route --route-table-id rtb-… --destination-cidr-block 0.0.0.0/0
aws ec2 delete-route --route-table-id rtb-… --destination-ipv6-cidr-block ::/0`,
  },
  check(subnets, _unit, { network, networkInterfaces }) {
    const expected = "subnets without an active route to an internet gateway";
    const right = "No subnet has an active route to an internet gateway.";
    return judgeIds(subnets, { noun: "subnet", expected, right }, (id) => {
      const exposure = exposureOf(id, networkInterfaces, network);
      if (exposure.class === "private") return { status: "compliant" };
      if (exposure.class === "unknown") return { status: "unknown", reason: exposure.reason };
      return { status: "violation", message: exposure.sentence, causes: exposure.routeTables };
    });
  },
});
