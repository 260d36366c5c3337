/**
 * The table of everything that SageMaker's calls can say about networks: which rules judge it, or why none does. Loads
 * the whole SDK, so nothing that runs in the service may import it.
 */
import { RULES } from "../assess/rules/index.ts";
import { compareTexts } from "../compare.ts";
import { RESOURCE_KINDS } from "../sagemaker/index.ts";
import { type Catalogue, type GovernedMember, governedMembers } from "./governed.ts";
import { changingOperations, type OperationMembers } from "./network-members.ts";
import { coveredPath, LEFT_ALONE, type LeftAlone, WITHOUT_SETTINGS, type WithoutSettings } from "./ungoverned.ts";

/** A member, or `""` for an operation that has none; without rules and reason, somebody has to look at it. */
export type CoveredField = GovernedMember;

export interface CoveredOperation {
  operation: string;
  fields: CoveredField[];
}

export interface CoverageSources extends Catalogue {
  operations: readonly OperationMembers[];
  leftAlone: readonly LeftAlone[];
  withoutSettings: readonly WithoutSettings[];
}

/** Calls that make something or set it going: one without network settings needs a reason, too. */
const MAKING = /^(Attach|BatchAdd|Create|Import|Register|Retry|Start)/;

/** The installed SDK, the registries of kinds and rules, and the reasons. */
export function coverageSources(): CoverageSources {
  return {
    operations: changingOperations(),
    kinds: RESOURCE_KINDS,
    rules: RULES,
    leftAlone: LEFT_ALONE,
    withoutSettings: WITHOUT_SETTINGS,
  };
}

/** Sorted by operation, then by path; operations that have nothing to do with networks are left out. */
export function coverageOf(sources: CoverageSources): CoveredOperation[] {
  return sources.operations
    .map((call) => ({ operation: call.operation, fields: fieldsOf(call, sources) }))
    .filter(({ fields }) => fields.length > 0)
    .sort((one, other) => compareTexts(one.operation, other.operation));
}

/** Neither judged nor left alone for a reason. */
export function isUngoverned({ rules, reason }: CoveredField): boolean {
  return rules.length === 0 && reason === null;
}

function fieldsOf(call: OperationMembers, sources: CoverageSources): CoveredField[] {
  const governed = governedMembers(call, sources);
  const rest = ungovernedMembers(call, governed).map((path) => unjudged(...reasonFor(path, call, sources)));
  const unique = new Map([...rest, ...governed].map((field) => [field.path, field]));
  if (unique.size === 0) return withoutSettings(call, sources);
  return [...unique.values()].sort((one, other) => compareTexts(one.path, other.path));
}

/** Network members of a call that are not among the governed ones, nor inside of one. */
export function ungovernedMembers(call: OperationMembers, governed: readonly GovernedMember[]): string[] {
  return call.network.filter(
    (path) => !governed.some((member) => path === member.path || path.startsWith(`${member.path}.`)),
  );
}

function reasonFor(
  path: string,
  { operation }: OperationMembers,
  { leftAlone }: CoverageSources,
): [string, string | null] {
  for (const entry of leftAlone) {
    const covered = coveredPath(entry, operation, path);
    if (covered !== null) return [covered, entry.reason];
  }
  return [path, null];
}

function withoutSettings({ operation }: OperationMembers, sources: CoverageSources): CoveredField[] {
  const entry = sources.withoutSettings.find(({ operations }) => operations.includes(operation));
  return entry !== undefined || MAKING.test(operation) ? [unjudged("", entry?.reason ?? null)] : [];
}

function unjudged(path: string, reason: string | null): CoveredField {
  return { path, rules: [], conditionKey: null, reason };
}
