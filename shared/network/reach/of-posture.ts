/** What a whole resource reaches. */
import type { Posture } from "../../sagemaker/posture.ts";
import type { ResourceRef } from "../../sagemaker/resource-kind.ts";
import type { NetworkFacts } from "../facts.ts";
import { describeReach, reachOf } from "./reach.ts";

/** In sentences, for a resource that is one thing; none where its parts have settings of their own, or it has none. */
export function reachesOfPosture(
  { units, networkInterfaces = [] }: Posture,
  { kind, account, region }: Pick<ResourceRef, "kind" | "account" | "region">,
  facts: NetworkFacts,
): string[] {
  const [unit, ...others] = units.filter(({ settings }) => settings.subnets ?? settings.networkIsolation);
  if (unit === undefined || others.length > 0) return [];
  return describeReach(reachOf({ kind, settings: unit.settings, networkInterfaces, account, region }, facts));
}
