import { approvalOf, approvesBeyondIds, describeApproved } from "../approved-subnet.ts";
import { judgeTogether } from "../judge-ids.ts";
import { defineRule, notApplicable } from "../rule.ts";

export const subnetsApproved = defineRule({
  id: "subnets-approved",
  title: "Only approved subnets are used",
  why: "Being in some VPC is not enough: routes, endpoints and inspection differ from subnet to subnet, and only the approved ones were built for this work.",
  severity: "high",
  setting: "subnets",
  facts: ["subnets"],
  factsWhere: { words: "where the policy approves subnets by their VPC or tags", holds: approvesBeyondIds },
  byDefault: "whenConfigured",
  sameCheck: { awsConfig: ["sagemaker-notebook-instance-inside-vpc"] },
  fix: {
    sentence:
      "Use subnets that the policy's approvedNetwork has by id, by VPC or by tags; the finding says which. Whoever shares a subnet with other accounts approves it by id or VPC: they do not see its tags.",
    set: { subnets: ["subnet-…"], securityGroups: ["sg-…"] },
  },
  check(subnets, _unit, { approvedNetwork, network, account }) {
    const approved = approvedNetwork.subnets.ids.length > 0 || approvesBeyondIds(approvedNetwork);
    if (!approved) return notApplicable("The policy has no list of approved subnets.");
    const expected = `only approved subnets: ${describeApproved(approvedNetwork)}`;
    const right = "Every subnet is an approved one.";
    return judgeTogether(subnets, { noun: "subnet", expected, right }, (ids) => {
      const judged = ids.map((id) => ({ id, approval: approvalOf(id, approvedNetwork, { network, account }) }));
      const foreign = judged.flatMap(({ id, approval }) =>
        approval.status === "foreign" ? [`${id}${approval.why}`] : [],
      );
      if (foreign.length > 0) {
        return { status: "violation", message: `Not among the approved subnets: ${foreign.join(", ")}.`, causes: [] };
      }
      const unread = judged.flatMap(({ approval }) => (approval.status === "unknown" ? [approval.reason] : []));
      if (unread.length > 0) return { status: "unknown", reason: [...new Set(unread)].join("; ") };
      return { status: "compliant" };
    });
  },
});
