/** What has to be put right in the tables when the SDK, a kind or a rule has changed. */
import { type CoverageSources, coverageOf, isUngoverned, ungovernedMembers } from "./coverage.ts";
import { governedMembers } from "./governed.ts";
import { coveredPath, type LeftAlone, type WithoutSettings } from "./ungoverned.ts";

/** One sentence for each problem, with the operation, the member and what to do; empty when there is none. */
export function coverageProblems(sources: CoverageSources): string[] {
  const unjudged = sources.operations.map((call) => ({
    operation: call.operation,
    paths: ungovernedMembers(call, governedMembers(call, sources)),
    hasMembers: call.network.length > 0 || governedMembers(call, sources).length > 0,
  }));
  return [
    ...ungoverned(sources),
    ...sources.leftAlone.flatMap((entry) => staleMembers(entry, unjudged)),
    ...sources.withoutSettings.flatMap((entry) => staleOperations(entry, unjudged)),
  ];
}

const TABLES = "shared/surface/ungoverned.ts";

interface Unjudged {
  operation: string;
  paths: readonly string[];
  hasMembers: boolean;
}

function ungoverned(sources: CoverageSources): string[] {
  return coverageOf(sources).flatMap(({ operation, fields }) =>
    fields
      .filter(isUngoverned)
      .map(({ path }) =>
        path === ""
          ? `${operation} makes or starts something: give it a resource kind, or a reason in WITHOUT_SETTINGS in ${TABLES}`
          : `${operation} ${path} is judged by no rule: add it to the units of its resource kind, or a reason to LEFT_ALONE in ${TABLES}`,
      ),
  );
}

/** A reason has to be for something in every operation that it names. */
function staleMembers(entry: LeftAlone, unjudged: readonly Unjudged[]): string[] {
  const isFor = ({ operation, paths }: Unjudged) => paths.some((path) => coveredPath(entry, operation, path) !== null);
  const without = (entry.operations ?? []).filter(
    (name) => !unjudged.some((each) => each.operation === name && isFor(each)),
  );
  if (entry.operations === undefined && !unjudged.some(isFor)) {
    return [`LEFT_ALONE has a reason for ${entry.member}, which no operation leaves unjudged: take it out`];
  }
  return without.map(
    (name) => `LEFT_ALONE has a reason for ${name} ${entry.member}, which is gone or judged by a rule: take it out`,
  );
}

function staleOperations({ operations }: WithoutSettings, unjudged: readonly Unjudged[]): string[] {
  return operations
    .filter((name) => unjudged.find((each) => each.operation === name)?.hasMembers !== false)
    .map((name) => `WITHOUT_SETTINGS has a reason for ${name}, which is gone or has network settings: take it out`);
}
