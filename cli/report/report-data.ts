/** What a scan found, as the HTML report and the SARIF log show it. Plain JSON. */
import type { Outcome, Verdict } from "../../shared/assess/verdict.ts";
import type { Mode } from "../../shared/decide/policy.ts";
import type { Path } from "../../shared/network/routes/path.ts";

/** A resource with a violation, something unknown or an exemption. */
export interface ReportItem {
  /** Id of the kind: `notebook-instance`. */
  kind: string | null;
  name: string | null;
  arn: string | null;
  account: string | null;
  region: string | null;
  outcome: Outcome;
  /** Why nothing of it could be read. */
  reason?: string | null;
  verdicts: readonly Verdict[];
  /** What it reaches, in sentences; left out where that was not asked. */
  reaches?: readonly string[];
}

export interface ReportData {
  /** ISO 8601. */
  generatedAt: string;
  accounts: readonly string[];
  regions: readonly string[];
  /** `source`: the file it was read from, or words for the empty policy. */
  policy: { digest: string; mode: Mode; source: string };
  /** Of sagefence. */
  version: string;
  /** How many API calls were made, by whatever they are counted by: `sagemaker:ListModels`. */
  calls: Readonly<Record<string, number>>;
  /** In the order in which equals are shown. Other resources are in `compliantByKind` alone. */
  items: readonly ReportItem[];
  /** How many resources of each kind are compliant, those included that are so by an exemption. */
  compliantByKind: Readonly<Record<string, number>>;
  /** What could not be read at all: `notebook instances in eu-west-1`, and the reason as a clause. */
  unreadable: readonly { what: string; reason: string }[];
  /** The ways out of subnets, by the id of the subnet; those of subnets that no finding is about are not used. */
  paths: Readonly<Record<string, readonly Path[]>>;
}

/** How many resources there are of each outcome. */
export function countOutcomes({ items, compliantByKind }: ReportData): Record<Outcome, number> {
  const of = (outcome: Outcome) => items.filter((item) => item.outcome === outcome).length;
  const compliant = Object.values(compliantByKind).reduce((sum, count) => sum + count, 0);
  return { violation: of("violation"), unknown: of("unknown"), compliant };
}

/** Why nothing of a resource could be assessed; null where there is more to say of it. */
export function unreadReason({ outcome, reason }: ReportItem): string | null {
  return outcome === "unknown" ? (reason ?? null) : null;
}
