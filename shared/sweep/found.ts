/** What a recheck gathers, as long as its time lasts. */
import { RULES } from "../assess/rules/index.ts";
import type { Evidence, Newcomer } from "../record/sweeps.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import type { Listed } from "../sagemaker/list-resources.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import { type BatchResult, type Pass, surveyDeps } from "./pass.ts";
import { type Batch, survey } from "./survey.ts";
import type { SurveyService } from "./survey-service.ts";

/** Milliseconds that are kept for what a batch may still take, and for settling. */
const RESERVE = 60_000;
const EVERY_RULE = RULES.map(({ id }) => id);

/** What a recheck found, of those that it had the time to look at. */
export class Found {
  readonly evidence: Evidence[] = [];
  readonly newcomers: Newcomer[] = [];
  readonly refused = new Set<string>();
  looked = 0;
  isCutShort = false;
  readonly #remaining: () => number;
  /** `resourceKey`s of what was looked for. */
  readonly #list = new Set<string>();
  readonly #unjudged = new Map<string, readonly string[]>();

  constructor(remaining: () => number) {
    this.#remaining = remaining;
  }

  /** Ends early when time runs out: what was found by then is told, and the rest is the sweep's. */
  async *batchesOf(listed: readonly Listed[], pass: Pass): AsyncGenerator<[Batch, Listed[]]> {
    let from = 0;
    for await (const batch of survey(this.isCutShort ? [] : listed, surveyDeps(pass))) {
      yield [batch, listed.slice(from, batch.done)];
      from = batch.done;
      if (from === listed.length || this.#remaining() >= RESERVE) continue;
      this.isCutShort = true;
      return;
    }
  }

  wasLookedFor(resource: ResourceRef): boolean {
    const key = resourceKey(resource);
    return this.#list.has(key) || this.#unjudged.has(key);
  }

  /** Of those that were not looked for nothing is known; those that were, and were not found, are gone. */
  unjudged(resources: readonly ResourceRef[]): ReadonlyMap<string, readonly string[]> {
    const keys = resources.map(resourceKey);
    return new Map(keys.map((key) => [key, this.#unjudged.get(key) ?? (this.#list.has(key) ? [] : EVERY_RULE)]));
  }

  /** `keys` are those of everything that was looked for, gone by now or not. */
  add(result: BatchResult, keys: readonly string[] = []): void {
    for (const key of keys) this.#list.add(key);
    for (const reason of result.refused.keys()) this.refused.add(reason);
    for (const [key, rules] of result.unjudged) this.#unjudged.set(key, rules);
    this.evidence.push(...result.evidence);
    this.newcomers.push(...result.newcomers);
    this.looked += result.looked;
  }
}

/** Its `resourceKey`. */
export function keyOf({ kind, id }: Listed, { place: { account, region } }: SurveyService): string {
  return resourceKey({ kind, id, name: id, arn: null, account, region });
}
