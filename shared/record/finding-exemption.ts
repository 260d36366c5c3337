/** Exemptions that people granted in an approval, kept on the finding. */
import type { Exemption } from "../decide/policy.ts";
import type { Finding } from "./ledger.ts";

/** The finding's own exemption, in the form in which the policy words them. */
export function exemptionsOf({ exemption, resource }: Pick<Finding, "exemption" | "resource">): Exemption[] {
  if (exemption === null || resource.arn === null) return [];
  return [
    {
      resource: resource.arn,
      rules: exemption.rules,
      owner: exemption.by,
      reason: exemption.reason,
      expires: exemption.until.slice(0, 10),
    },
  ];
}
