/** The part of an assessment that a finding keeps. */
import { SEVERITIES, type Verdict } from "../assess/verdict.ts";
import type { FindingViolation } from "./ledger.ts";

/** The violations among the verdicts: the worst first, advisory ones last. */
export function findingViolations(verdicts: readonly Verdict[]): FindingViolation[] {
  const violations = verdicts.filter((verdict) => verdict.status === "violation");
  return violations
    .map(({ rule, severity, advisory, unit, field, message }) => ({ rule, severity, advisory, unit, field, message }))
    .sort((one, other) => weight(other) - weight(one));
}

function weight({ advisory, severity }: FindingViolation): number {
  return SEVERITIES.indexOf(severity) - (advisory ? SEVERITIES.length : 0);
}
