/** What an assessment says. These shapes are also the JSON that `sagefence assess` prints. */
import type { ResourceRef } from "../sagemaker/resource-kind.ts";

export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

export type VerdictStatus = "violation" | "unknown" | "compliant" | "notApplicable" | "exempt";

/** What a rule says of one unit. */
export interface Judgement {
  status: "violation" | "unknown" | "compliant" | "notApplicable";
  /** Path of the judged member, relative to the unit; `""` when the judgement is about no single member. */
  field: string;
  /** What the member holds; null when it is absent. Never anything but network settings, names and ids. */
  actual: unknown;
  /** The desired value in words or as the API spells it; null where nothing is expected. */
  expected: string | null;
  /** One sentence for people. */
  message: string;
  /** Of a violation that lies in the network: the ids of what has to change there, such as a route table. */
  causes?: readonly string[];
}

export interface Verdict extends Omit<Judgement, "status"> {
  rule: string;
  severity: Severity;
  /** Advisory verdicts are reported and never acted on. */
  advisory: boolean;
  status: VerdictStatus;
  /** Path of the unit: `""` for the resource itself, `TrainingJobDefinitions[1]`. */
  unit: string;
}

export type Outcome = "violation" | "unknown" | "compliant";

export interface Assessment {
  resource: ResourceRef;
  outcome: Outcome;
  /**
   * The outcome without advice about the network around the resource: nobody can follow that at the resource, so it opens
   * no finding of the resource and keeps none open. The sweep tells it, once for all that stand on the same cause.
   */
  ownOutcome: Outcome;
  verdicts: Verdict[];
}

/** The worst verdict decides: violation, then unknown, then compliant; `exempt` and `notApplicable` count as compliant. */
export function outcomeOf(verdicts: readonly Verdict[]): Outcome {
  if (verdicts.some((verdict) => verdict.status === "violation")) return "violation";
  if (verdicts.some((verdict) => verdict.status === "unknown")) return "unknown";
  return "compliant";
}

/** The violations that the service may act on: those that are not advisory. */
export function actionable(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter((verdict) => verdict.status === "violation" && !verdict.advisory);
}
