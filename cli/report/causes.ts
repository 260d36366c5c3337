/** Violations that several resources share because of one thing in the network. Pure. */
import type { Severity, Verdict } from "../../shared/assess/verdict.ts";
import { compareTexts } from "../../shared/compare.ts";
import type { ReportData, ReportItem } from "./report-data.ts";
import { BY_SEVERITY } from "./words.ts";

/** One resource and what is said of it. */
export interface Instance {
  item: ReportItem;
  verdict: Verdict;
}

/** What has to change in the network, and whom it would put right by one rule. */
export interface SharedCause {
  /** `rtb-0a1b`. */
  cause: string;
  rule: string;
  /** The worst of its instances. */
  severity: Severity;
  /** Where all of its instances are. */
  advisory: boolean;
  /** One or more for each resource. */
  instances: readonly Instance[];
  resources: readonly ReportItem[];
}

/** The causes that more than one resource has in common: the worst first, then those of the most resources. */
export function sharedCauses({ items }: Pick<ReportData, "items">): SharedCause[] {
  const groups = new Map<string, Instance[]>();
  for (const instance of violationsOf(items)) {
    for (const cause of instance.verdict.causes ?? []) {
      const key = keyOf(cause, instance.verdict);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [instance]);
      else group.push(instance);
    }
  }
  return [...groups.entries()]
    .map(([key, instances]) => toCause(key.slice(key.indexOf(" ") + 1), instances))
    .filter(({ resources }) => resources.length > 1)
    .sort(byWeight);
}

export function violationsOf(items: readonly ReportItem[]): Instance[] {
  return items.flatMap((item) =>
    item.verdicts.filter(({ status }) => status === "violation").map((verdict) => ({ item, verdict })),
  );
}

/** Ids that two causes have only when they are the same. */
export function keyOf(cause: string, { rule }: Pick<Verdict, "rule">): string {
  return `${rule} ${cause}`;
}

function toCause(cause: string, instances: readonly Instance[]): SharedCause {
  const severities = instances.map(({ verdict }) => verdict.severity);
  return {
    cause,
    rule: instances[0]?.verdict.rule ?? "",
    severity: BY_SEVERITY.find((severity) => severities.includes(severity)) ?? "low",
    advisory: instances.every(({ verdict }) => verdict.advisory),
    instances,
    resources: [...new Set(instances.map(({ item }) => item))],
  };
}

function byWeight(left: SharedCause, right: SharedCause): number {
  return (
    Number(left.advisory) - Number(right.advisory) ||
    BY_SEVERITY.indexOf(left.severity) - BY_SEVERITY.indexOf(right.severity) ||
    right.resources.length - left.resources.length ||
    compareTexts(left.cause, right.cause) ||
    compareTexts(left.rule, right.rule)
  );
}

/** The subnets that a verdict is about, where it is about subnets. */
export function subnetsOf({ actual }: Pick<Verdict, "actual">): string[] {
  if (!Array.isArray(actual)) return [];
  return actual.filter((id): id is string => typeof id === "string" && id.startsWith("subnet-"));
}
