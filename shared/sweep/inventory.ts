/** Everything of some kinds that an account has in a Region, as the lists tell it: what a sweep goes through. */
import { failureReason } from "../aws/errors.ts";
import type { SageMakerApi } from "../aws/sagemaker.ts";
import { compareTexts } from "../compare.ts";
import { hasEnded, type Listed, listResources } from "../sagemaker/list-resources.ts";
import type { ResourceKind } from "../sagemaker/resource-kind.ts";

export interface Inventory {
  /** In the order of kinds and, within a kind, of ids. What has ended for good is left out. */
  listed: readonly Listed[];
  /** Kinds of which not everything could be listed, each with the reason. */
  unlisted: readonly { kind: string; reason: string }[];
}

export interface InventoryOptions {
  /** Only what was made after this moment. */
  createdAfter?: Date;
  now(): Date;
  /** Called after each kind. */
  progress?(found: number, kind: ResourceKind): void;
}

/** Jobs run for 28 days at the most, so what was made before has ended: old lists are not read to their beginning. */
const LONGEST_RUN = 31 * 86_400_000;

/** Never throws for what SageMaker answers: a kind that cannot be listed is in `unlisted`. */
export async function takeInventory(
  api: SageMakerApi,
  kinds: readonly ResourceKind[],
  options: InventoryOptions,
): Promise<Inventory> {
  const listed: Listed[] = [];
  const unlisted: { kind: string; reason: string }[] = [];
  for (const kind of kinds) {
    const found: Listed[] = [];
    try {
      for await (const one of listResources(api, kind, sinceFor(kind, options))) {
        if (!hasEnded(kind, one)) found.push(one);
      }
    } catch (error) {
      unlisted.push({ kind: kind.id, reason: failureReason(kind.list.call, error) });
    }
    listed.push(...found.sort((one, other) => compareTexts(one.id, other.id)));
    options.progress?.(listed.length, kind);
  }
  return { listed, unlisted };
}

function sinceFor(kind: ResourceKind, { createdAfter, now }: InventoryOptions): { createdAfter?: Date } {
  if (createdAfter !== undefined) return { createdAfter };
  return isJob(kind) ? { createdAfter: new Date(now().getTime() - LONGEST_RUN) } : {};
}

/** Kinds whose resources end by themselves. */
function isJob({ over }: ResourceKind): boolean {
  return over.some((status) => /^completed$/i.test(status));
}
