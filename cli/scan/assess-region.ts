/** Assessing everything that a Region has, batch by batch. */
import { assess } from "../../shared/assess/assess.ts";
import { findRule } from "../../shared/assess/rules/index.ts";
import type { Policy } from "../../shared/decide/policy.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import type { ResourceKind } from "../../shared/sagemaker/resource-kind.ts";
import type { Inventory } from "../../shared/sweep/inventory.ts";
import { type Batch, type SurveyDeps, survey } from "../../shared/sweep/survey.ts";
import { createGroupUses, type GroupUses } from "./group-uses.ts";

const DEDICATED = "security-groups-dedicated";

export interface RegionScan {
  inventory: Inventory;
  kinds: readonly ResourceKind[];
  deps: SurveyDeps;
  /** Told how many of the inventory were looked at. */
  progress(done: number): void;
}

/**
 * Batches as they come. Only where the policy asks who shares a security group, which nobody knows before the last resource
 * was looked at, the postures are kept until then and judged a second time; nothing is read twice.
 */
export async function* assessRegion(scan: RegionScan): AsyncGenerator<Batch> {
  const batches = surveyed(scan);
  if (scan.deps.policy.rules[DEDICATED]?.state === "off") yield* batches;
  else yield* judgedAgain(batches, scan);
}

async function* surveyed({ inventory, deps, progress }: RegionScan): AsyncGenerator<Batch> {
  for await (const batch of survey(inventory.listed, deps)) {
    progress(batch.done);
    yield batch;
  }
}

async function* judgedAgain(batches: AsyncIterable<Batch>, scan: RegionScan): AsyncGenerator<Batch> {
  const uses = createGroupUses();
  const kept: Batch[] = [];
  for await (const batch of batches) {
    for (const { posture, unread } of batch.surveyed) {
      uses.see(posture);
      if (unread !== null) uses.miss(`not everything that may use it could be read: ${unread}`);
    }
    kept.push({
      ...batch,
      surveyed: batch.surveyed.map((one) => ({ ...one, assessment: { ...one.assessment, verdicts: [] } })),
    });
  }
  for (const reason of unseen(scan)) uses.miss(reason);
  for (const batch of kept) yield judgeAgain(batch, uses, scan.deps);
}

function unseen({ inventory, kinds }: RegionScan): string[] {
  const looked = new Set(kinds.map(({ id }) => id));
  const left = (findRule(DEDICATED)?.kinds ?? []).some((kind) => !looked.has(kind));
  const unlisted = inventory.unlisted.map(({ reason }) => `not everything that may use it could be listed: ${reason}`);
  return [...(left ? ["the scan was of some kinds only, and others may use it"] : []), ...unlisted];
}

function judgeAgain(batch: Batch, uses: GroupUses, { policy, now }: { policy: Policy; now(): Date }): Batch {
  const network = uses.addedTo(batch.network);
  const again = batch.surveyed.map((one) => {
    const { resource, posture } = one;
    const kind = kindOf(resource.kind);
    return { ...one, assessment: assess({ kind, resource, posture, policy, network, now: now() }) };
  });
  return { ...batch, network, surveyed: again };
}
