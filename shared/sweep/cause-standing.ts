/** Who stands on a cause, and what of it a finding keeps. Pure. */
import { compareTexts } from "../compare.ts";
import { findingViolations } from "../record/finding-violations.ts";
import { AFFECTED_KEPT, type Affected, type Finding } from "../record/ledger.ts";
import type { Evidence } from "../record/sweeps.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";

export interface Standing {
  evidence: readonly Evidence[];
  resources: readonly ResourceRef[];
  /** How many stand on it beyond those that are known by name. */
  beyond: number;
  /** Of some nothing new is known. */
  kept: boolean;
}

/** What was told stays as long as it may hold for somebody of whom nothing new is known. */
export function withThoseTold(
  found: Finding["violations"],
  { violations }: Finding,
  { kept }: Standing,
): Finding["violations"] {
  if (!kept) return found;
  const isNew = ({ rule, advisory }: Finding["violations"][number]) =>
    !violations.some((told) => told.rule === rule && told.advisory === advisory);
  return [...violations, ...found.filter(isNew)];
}

/** One a rule, in the words of the first resource. */
export function violationsOf(evidence: readonly Evidence[]): Finding["violations"] {
  const first = new Map<string, Evidence>();
  for (const one of evidence.toSorted(byResource)) if (!first.has(one.rule)) first.set(one.rule, one);
  const verdicts = Array.from(first.values(), ({ rule, severity, advisory, message }) => ({
    ...{ rule, severity, advisory, unit: "", status: "violation" as const, field: "", actual: null },
    ...{ expected: null, message },
  }));
  return findingViolations(verdicts.toSorted((one, other) => compareTexts(one.rule, other.rule)));
}

/** The count of all, and the first by name. */
export function affectedOf({ resources, beyond }: Pick<Standing, "resources" | "beyond">): Affected {
  return { count: resources.length + beyond, resources: resources.slice(0, AFFECTED_KEPT) };
}

/** Each resource once, in the order of their keys. */
export function distinct(resources: readonly ResourceRef[]): ResourceRef[] {
  const byKey = new Map(resources.map((resource) => [resourceKey(resource), resource]));
  return [...byKey].sort(([one], [other]) => compareTexts(one, other)).map(([, resource]) => resource);
}

function byResource(one: Evidence, other: Evidence): number {
  return compareTexts(resourceKey(one.resource), resourceKey(other.resource));
}
