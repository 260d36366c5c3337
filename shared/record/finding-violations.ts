/** The part of an assessment that a finding keeps. */
import type { Verdict } from "../assess/verdict.ts";
import type { FindingViolation } from "./ledger.ts";

/** The violations among the verdicts, advisory ones last. */
export function findingViolations(verdicts: readonly Verdict[]): FindingViolation[] {
  const violations = verdicts.filter((verdict) => verdict.status === "violation");
  return violations
    .map(({ rule, severity, advisory, unit, field, message }) => ({ rule, severity, advisory, unit, field, message }))
    .sort((one, other) => Number(one.advisory) - Number(other.advisory));
}
