/** Exemptions that people granted in an approval, kept on the finding. */
import type { Exemption } from "../decide/policy.ts";
import type { Finding } from "./ledger.ts";

/** The finding's own exemption while it lasts, to the minute, in the form in which the policy words them. */
export function exemptionsOf({ exemption, resource }: Pick<Finding, "exemption" | "resource">, now: Date): Exemption[] {
  if (exemption === null || resource.arn === null || Date.parse(exemption.until) <= now.getTime()) return [];
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
