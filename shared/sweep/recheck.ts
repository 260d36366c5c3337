/**
 * What stands on something in the network that changed is looked at again. Calls: one query for each thing on the way, the
 * lists of the kinds that the rules on the network are about with what was made since the last sweep began, and what a sweep
 * makes for the resources that are found; nothing for the rest of the account.
 */
import { RULES } from "../assess/rules/index.ts";
import type { Policy } from "../decide/policy.ts";
import { RECHECK } from "../detect/survey-operations.ts";
import { ACCOUNT_WIDE, edgesOf, standingOn } from "../network/standing/edges.ts";
import type { Reached } from "../record/network-index.ts";
import type { Newcomer, SweepState } from "../record/sweeps.ts";
import type { Listed } from "../sagemaker/list-resources.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import { type CauseResult, type ChangeCall, settleCause } from "./cause-findings.ts";
import { Found, keyOf } from "./found.ts";
import { takeInventory } from "./inventory.ts";
import { digestOf, quietly, sight } from "./newcomers.ts";
import { type OpenFindings, readOpenFindings } from "./open-findings.ts";
import { causeDepsOf, createPass, listedOf, type Pass, stillHolds, takeIn } from "./pass.ts";
import type { Batch } from "./survey.ts";
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

/** Milliseconds that what was seen counts: after them another recheck may have seen it put right. */
const FRESH_FOR = 15_000;
/** Lists lag behind, and clocks differ. */
const LISTS_LAG = 5 * 60_000;

/** Judged by another policy than the deployed one, findings would open and close that must not. */
export class RecheckWithoutPolicyError extends Error {
  constructor(problem: string) {
    super(`What stands on the change is looked at when the policy can be used again. ${problem}`);
    this.name = "RecheckWithoutPolicyError";
  }
}

/** Something did not answer: the same recheck may find more later. What it found is told. */
export class RecheckIncompleteError extends Error {
  constructor(reasons: readonly string[]) {
    super(`Not everything on the change could be read (${reasons.join("; ")}); it is tried again.`);
    this.name = "RecheckIncompleteError";
  }
}

/**
 * `service.network` must be a reader that has read nothing yet; `remaining` tells the milliseconds that are left. Null where
 * the policy is off. Throws RecheckIncompleteError, RecheckWithoutPolicyError, and what the ledger and AppConfig throw.
 */
export async function recheckNetwork(
  change: NetworkChange,
  service: SurveyService,
  remaining: () => number = () => Number.POSITIVE_INFINITY,
): Promise<Rechecked | null> {
  const policy = await policyOf(service);
  if (policy.mode === "off") return null;
  const began = service.now().getTime();
  const open = await readOpenFindings(service.ledger);
  const pass = createPass(service, { policy, open, operation: RECHECK, trigger: change.trigger });
  const found = new Found(remaining);
  const ids = await gather(found, change, pass);
  if (found.isCutShort) service.note("Recheck cut short", { looked: found.looked }, "RecheckCutShort");
  await tell(found.newcomers, pass);
  const isOld = service.now().getTime() - began > FRESH_FOR;
  const causes = await settle(found, { ids, isOld }, change, pass);
  const unanswered = [...found.refused].filter((reason) => reason.includes("did not answer"));
  if (unanswered.length > 0) throw new RecheckIncompleteError(unanswered);
  return { looked: found.looked, causes };
}

/** Looks at what the index knows, and at what is too new for it. Gives the ids of what changed and of all that stands on it. */
async function gather(found: Found, { calls }: NetworkChange, pass: Pass): Promise<ReadonlySet<string>> {
  const { service, open } = pass;
  const reached = await service.index.resourcesOn(calls.flatMap(({ ids }) => ids));
  const known = distinct([...reached.resources, ...standingBefore(reached, open)].map(listedOf));
  for await (const [batch, listed] of found.batchesOf(known, pass)) {
    const keys = listed.map((one) => keyOf(one, service));
    found.add(await takeIn(batch, pass), keys);
  }
  const made = (await madeSince(service)).filter((one) => !known.some((other) => isSame(one, other)));
  let { ids } = reached;
  for await (const [batch] of found.batchesOf(made, pass)) {
    ids = standingOn(ids, edgesOf(batch.network));
    found.add(await takeIn(onlyOn(ids, batch), pass));
  }
  return ids;
}

async function policyOf({ currentPolicy, note }: SurveyService): Promise<Policy> {
  const { policy, problem } = await currentPolicy();
  if (problem === null) return policy;
  note("Policy not valid", { problem }, "PolicyInvalid");
  throw new RecheckWithoutPolicyError(problem);
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
  const createdAfter = indexedUntil(await sweeps.latest(), now());
  const concerned = kinds.filter(({ id }) => NETWORK_KINDS.has(id));
  const { listed, unlisted } = await takeInventory(sageMaker, concerned, { createdAfter, now });
  if (unlisted.length > 0) note("Kinds not listed", { unlisted });
  return listed;
}

/** A sweep that surveys still has not put everything into the index that was made before it began. */
function indexedUntil(latest: SweepState | null, now: Date): Date {
  const began = latest?.phase === "survey" ? latest.before : latest?.startedAt;
  return new Date(typeof began === "string" ? Date.parse(began) - LISTS_LAG : now.getTime() - WITHOUT_SWEEP);
}

/** Of what is new only that which names something that changed, or that stands on it. */
function onlyOn(ids: ReadonlySet<string>, batch: Batch): Batch {
  const surveyed = batch.surveyed.filter(({ needs: { subnets, securityGroups, networkInterfaces } }) =>
    [...subnets, ...securityGroups, ...networkInterfaces].some((id) => ids.has(id)),
  );
  return { ...batch, surveyed };
}

/** Many that nobody was told of are told in one message here, too. */
async function tell(newcomers: readonly Newcomer[], { service, sighting }: Pass): Promise<void> {
  const digest = digestOf(newcomers, { ...service.place, sweepId: sighting.trigger });
  if (digest !== null) await service.send(digest);
  const context = digest === null ? sighting : { ...sighting, triage: quietly(sighting.triage) };
  for (const { resource, creationTime } of newcomers) await sight(resource, creationTime, context);
}

/**
 * Findings about causes on the way are settled although nothing stands on them any more, and so are those that name what was
 * looked at: it may stand on something else now.
 */
async function settle(
  found: Found,
  { ids, isOld }: { ids: ReadonlySet<string>; isOld: boolean },
  { calls }: NetworkChange,
  pass: Pass,
): Promise<Rechecked["causes"]> {
  const { causes: open } = pass.open;
  const byCause = Map.groupBy(found.evidence, ({ cause }) => cause);
  const concerned = [...open].filter(
    ([cause, { affected }]) => ids.has(cause) || affected?.resources.some((one) => found.wasLookedFor(one)) === true,
  );
  const causes = new Set([...byCause.keys(), ...concerned.map(([cause]) => cause)]);
  const lookAgain = async (before: readonly ResourceRef[]) => ({ evidence: [], unjudged: found.unjudged(before) });
  const isConcerned = (cause: string) => ids.has(cause) || ids.has(ACCOUNT_WIDE);
  const changedBy = (cause: string) =>
    calls.findLast((call) => call.ids.includes(cause)) ??
    (calls.length === 1 && isConcerned(cause) ? (calls[0] ?? null) : null);
  const deps = { ...causeDepsOf(pass), changedBy, lookAgain };
  const results: Rechecked["causes"] = {};
  for (const cause of [...causes].sort()) {
    const known = { cause, evidence: byCause.get(cause) ?? [], open: open.get(cause) ?? null };
    if (isOld && known.open === null && !(await stillHolds(cause, known.evidence, pass))) continue;
    const incomplete = !ids.has(cause) || found.refused.size > 0 || found.isCutShort;
    results[cause] = await settleCause(known, { ...deps, incomplete });
  }
  return results;
}
