/**
 * What stands on something in the network that changed is looked at again. Calls: one query for each thing on the way, the
 * lists of the kinds that the rules on the network are about with what was made since the last sweep began, and what a sweep
 * makes for the resources that are found; nothing for the rest of the account.
 */
import { RULES } from "../assess/rules/index.ts";
import { RECHECK } from "../detect/survey-operations.ts";
import { edgesOf, standingOn } from "../network/standing/edges.ts";
import type { Reached } from "../record/network-index.ts";
import type { Evidence, Newcomer } from "../record/sweeps.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import type { Listed } from "../sagemaker/list-resources.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import { type CauseResult, type ChangeCall, settleCause } from "./cause-findings.ts";
import { takeInventory } from "./inventory.ts";
import { digestOf, quietly, sight } from "./newcomers.ts";
import { type OpenFindings, readOpenFindings } from "./open-findings.ts";
import { type BatchResult, causeDepsOf, createPass, listedOf, type Pass, surveyDeps, takeIn } from "./pass.ts";
import { type Batch, survey } from "./survey.ts";
import type { SurveyService } from "./survey-service.ts";

/** What changed in the network, of one event or of many. */
export interface NetworkChange {
  /** The same for every attempt. */
  trigger: string;
  calls: readonly (ChangeCall & {
    /** Ids in the event, and ACCOUNT_WIDE where all VPCs are concerned. */
    ids: readonly string[];
  })[];
}

export interface Rechecked {
  looked: number;
  /** What became of each cause that was settled, by its id. */
  causes: Record<string, CauseResult>;
}

/** Kinds that the rules on the network judge. */
const NETWORK_KINDS = new Set(RULES.flatMap(({ facts, kinds }) => (facts === undefined ? [] : kinds)));
/** How far back is looked for new resources while no sweep has been. */
const WITHOUT_SWEEP = 6 * 3_600_000;

/** Something did not answer: the same recheck may find more later. What it found is told. */
export class RecheckIncompleteError extends Error {
  constructor(reasons: readonly string[]) {
    super(`Not everything on the change could be read (${reasons.join("; ")}); it is tried again.`);
    this.name = "RecheckIncompleteError";
  }
}

/**
 * `service.network` must be a reader that has read nothing yet. Null where the policy is off. Throws RecheckIncompleteError,
 * and what the ledger and AppConfig throw.
 */
export async function recheckNetwork(change: NetworkChange, service: SurveyService): Promise<Rechecked | null> {
  const { policy } = await service.currentPolicy();
  if (policy.mode === "off") return null;
  const open = await readOpenFindings(service.ledger);
  const pass = createPass(service, { policy, open, operation: RECHECK, trigger: change.trigger });
  const reached = await service.index.resourcesOn(change.calls.flatMap(({ ids }) => ids));
  const known = distinct([...reached.resources, ...standingBefore(reached, open)].map(listedOf));
  const made = (await madeSince(service)).filter((one) => !known.some((other) => isSame(one, other)));
  const found = new Found(known.map((one) => keyOf(one, service)));
  for await (const batch of survey(known, surveyDeps(pass))) found.add(await takeIn(batch, pass));
  let ids = reached.ids;
  for await (const batch of survey(made, surveyDeps(pass))) {
    ids = standingOn(ids, edgesOf(batch.network));
    found.add(await takeIn(onlyOn(ids, batch), pass));
  }
  await tell(found.newcomers, pass);
  const causes = await settle(found, ids, change, pass);
  const unanswered = [...found.refused].filter((reason) => reason.includes("did not answer"));
  if (unanswered.length > 0) throw new RecheckIncompleteError(unanswered);
  return { looked: found.looked, causes };
}

function keyOf({ kind, id }: Listed, { place: { account, region } }: SurveyService): string {
  return resourceKey({ kind, id, name: id, arn: null, account, region });
}

/** Those that findings about causes on the way name: whether they are in violation still is why somebody changed it. */
function standingBefore({ ids }: Reached, { causes }: OpenFindings): ResourceRef[] {
  const on = [...causes].filter(([cause]) => ids.has(cause));
  return on.flatMap(([, finding]) => finding.affected?.resources ?? []);
}

function distinct(listed: readonly Listed[]): Listed[] {
  return [...new Map(listed.map((one) => [`${one.kind} ${one.id}`, one])).values()];
}

function isSame(one: Listed, other: Listed): boolean {
  return one.kind === other.kind && one.id === other.id;
}

/** What the index does not know yet. A kind that cannot be listed is the sweep's to tell. */
async function madeSince({ sageMaker, kinds, sweeps, now, note }: SurveyService): Promise<readonly Listed[]> {
  const latest = await sweeps.latest();
  const createdAfter = latest === null ? new Date(now().getTime() - WITHOUT_SWEEP) : new Date(latest.startedAt);
  const concerned = kinds.filter(({ id }) => NETWORK_KINDS.has(id));
  const { listed, unlisted } = await takeInventory(sageMaker, concerned, { createdAfter, now });
  if (unlisted.length > 0) note("Kinds not listed", { unlisted });
  return listed;
}

/** Of what is new only that which names something that changed, or that stands on it. */
function onlyOn(ids: ReadonlySet<string>, batch: Batch): Batch {
  const surveyed = batch.surveyed.filter(({ needs: { subnets, securityGroups, networkInterfaces } }) =>
    [...subnets, ...securityGroups, ...networkInterfaces].some((id) => ids.has(id)),
  );
  return { ...batch, surveyed };
}

const EVERY_RULE = RULES.map(({ id }) => id);

/** What a recheck found, of those whose `resourceKey`s were on its list. */
class Found {
  readonly evidence: Evidence[] = [];
  readonly newcomers: Newcomer[] = [];
  readonly refused = new Set<string>();
  looked = 0;
  readonly #list: ReadonlySet<string>;
  readonly #unjudged = new Map<string, readonly string[]>();

  constructor(list: readonly string[]) {
    this.#list = new Set(list);
  }

  /** Of those that were not on the list nothing is known; those that were, and were not found, are gone. */
  unjudged(resources: readonly ResourceRef[]): ReadonlyMap<string, readonly string[]> {
    const keys = resources.map(resourceKey);
    return new Map(keys.map((key) => [key, this.#unjudged.get(key) ?? (this.#list.has(key) ? [] : EVERY_RULE)]));
  }

  add(result: BatchResult): void {
    for (const reason of result.refused.keys()) this.refused.add(reason);
    for (const [key, rules] of result.unjudged) this.#unjudged.set(key, rules);
    this.evidence.push(...result.evidence);
    this.newcomers.push(...result.newcomers);
    this.looked += result.looked;
  }
}

/** Many that nobody was told of are told in one message here, too. */
async function tell(newcomers: readonly Newcomer[], { service, sighting }: Pass): Promise<void> {
  const digest = digestOf(newcomers, { ...service.place, sweepId: sighting.trigger });
  if (digest !== null) await service.send(digest);
  const context = digest === null ? sighting : { ...sighting, triage: quietly(sighting.triage) };
  for (const { resource, creationTime } of newcomers) await sight(resource, creationTime, context);
}

/** Findings about causes on the way are settled although nothing stands on them any more. */
async function settle(
  found: Found,
  ids: ReadonlySet<string>,
  { calls }: NetworkChange,
  pass: Pass,
): Promise<Rechecked["causes"]> {
  const { causes: open } = pass.open;
  const byCause = Map.groupBy(found.evidence, ({ cause }) => cause);
  const causes = new Set([...byCause.keys(), ...[...open.keys()].filter((cause) => ids.has(cause))]);
  const lookAgain = async (before: readonly ResourceRef[]) => ({ evidence: [], unjudged: found.unjudged(before) });
  const changedBy = (cause: string) =>
    calls.findLast((call) => call.ids.includes(cause)) ?? (calls.length === 1 ? (calls[0] ?? null) : null);
  const deps = { ...causeDepsOf(pass), changedBy, lookAgain };
  const results: Rechecked["causes"] = {};
  for (const cause of [...causes].sort()) {
    const known = { cause, evidence: byCause.get(cause) ?? [], open: open.get(cause) ?? null };
    const incomplete = !ids.has(cause) || found.refused.size > 0;
    results[cause] = await settleCause(known, { ...deps, incomplete });
  }
  return results;
}
