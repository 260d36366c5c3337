/** What a report has to keep of a scan until its end: findings, the paths they are about, and counts of all the rest. */
import type { NetworkFacts } from "../../shared/network/facts.ts";
import { reachesOfPosture } from "../../shared/network/reach/of-posture.ts";
import type { Path } from "../../shared/network/routes/path.ts";
import { classifySubnet } from "../../shared/network/routes/subnet.ts";
import type { Posture } from "../../shared/sagemaker/posture.ts";
import type { AssessedResource } from "../assess/assess-items.ts";
import { subnetsOf } from "../report/causes.ts";
import type { ReportData, ReportItem } from "../report/report-data.ts";

export type Findings = Pick<ReportData, "compliantByKind" | "paths"> & {
  items: readonly (AssessedResource & ReportItem)[];
  /** Those of the compliant resources that are not among the items. */
  plainByKind: Readonly<Record<string, number>>;
};

/** What a resource was judged by. */
export interface Grounds {
  posture: Posture;
  network: NetworkFacts;
}

export interface Collection {
  add(resource: AssessedResource, grounds: Grounds): void;
  findings(): Findings;
}

const TOLD = new Set(["violation", "unknown", "exempt"]);

/** `withReach` keeps of everything that is wrong what it reaches, too. */
export function createCollection({ withReach }: { withReach: boolean }): Collection {
  const items: Findings["items"][number][] = [];
  const compliant = new Map<string, number>();
  const plain = new Map<string, number>();
  const paths = new Map<string, readonly Path[]>();
  const reaches = new Map<string, readonly string[]>();
  return {
    add(resource, { posture, network }) {
      const { outcome } = resource;
      if (outcome === "ignored") return;
      const verdicts = resource.verdicts.filter(({ status }) => TOLD.has(status));
      const kind = resource.kind ?? "";
      if (outcome === "compliant") increment(compliant, kind);
      if (outcome === "compliant" && verdicts.length === 0) increment(plain, kind);
      else
        items.push({
          ...resource,
          outcome,
          verdicts,
          ...(withReach && once(reach(resource, posture, network), reaches)),
        });
      for (const id of verdicts.filter(({ causes }) => causes !== undefined).flatMap(subnetsOf)) {
        if (!paths.has(id)) paths.set(id, pathsOf(id, network));
      }
    },
    findings: () => ({
      items,
      compliantByKind: Object.fromEntries(compliant),
      plainByKind: Object.fromEntries(plain),
      paths: Object.fromEntries(paths),
    }),
  };
}

function reach(
  { kind, account, region, outcome }: AssessedResource,
  posture: Posture,
  network: NetworkFacts,
): readonly string[] {
  return kind === null || outcome !== "violation" ? [] : reachesOfPosture(posture, { kind, account, region }, network);
}

/** Thousands in one subnet reach the same: their sentences are kept once. */
function once(sentences: readonly string[], known: Map<string, readonly string[]>): Pick<ReportItem, "reaches"> {
  const key = sentences.join("\n");
  const kept = known.get(key) ?? sentences;
  known.set(key, kept);
  return { reaches: kept };
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function pathsOf(subnetId: string, network: NetworkFacts): Path[] {
  return Object.values(classifySubnet(subnetId, network).families).flatMap(({ paths }) => paths);
}
