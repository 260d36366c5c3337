/** Exemptions: which of them, if any, covers a violation today. */
import type { Exemption } from "../decide/policy.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";

/** The first exemption that names the resource and the rule and has not run out. A resource without an ARN has none. */
export function findExemption(
  exemptions: readonly Exemption[],
  resource: ResourceRef,
  rule: string,
  now: Date,
): Exemption | undefined {
  const { arn } = resource;
  if (arn === null) return undefined;
  return exemptions.find(
    (exemption) => exemption.rules.includes(rule) && holds(exemption, now) && matchesArn(exemption.resource, arn),
  );
}

/** An exemption holds to the end of its last day, UTC. */
function holds(exemption: Exemption, now: Date): boolean {
  return now.toISOString().slice(0, 10) <= exemption.expires;
}

/** `*` stands for any text; letter case does not count, because SageMaker lower-cases names in ARNs. */
export function matchesArn(pattern: string, arn: string): boolean {
  const literal = pattern.toLowerCase().split("*").map(escapeRegExp).join(".*");
  return new RegExp(`^${literal}$`, "s").test(arn.toLowerCase());
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
