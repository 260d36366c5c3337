/** The phases of a sweep: looking at everything, telling what is new, and settling causes in the network. */
import { sweepFinished } from "../notify/own-events.ts";
import { sweepUnread } from "../notify/sentences.ts";
import type { Finding } from "../record/ledger.ts";
import type { SweepState } from "../record/sweeps.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import type { Listed } from "../sagemaker/list-resources.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import { settleCause } from "./cause-findings.ts";
import { keyOf } from "./found.ts";
import { type Inventory, takeInventory } from "./inventory.ts";
import { digestOf, quietly, sight, TOLD_ONE_BY_ONE } from "./newcomers.ts";
import { type BatchResult, causeDepsOf, lookAgain, type Pass, stillHolds, surveyDeps, takeIn } from "./pass.ts";
import { survey } from "./survey.ts";
import type { SurveyService } from "./survey-service.ts";

/** Milliseconds that are kept for what a batch may still take. */
const RESERVE = 60_000;
/** Reasons that a sweep tells apart. */
const MOST_REASONS = 50;

/** A sweep at work in this invocation. */
export interface Work {
  pass: Pass;
  state: SweepState;
  /** Names this invocation. */
  by: string;
  /** Milliseconds that it has left. */
  remaining(): number;
  /** Calls of this invocation that the state has counted. */
  counted: number;
}

export interface Phase {
  name: SweepState["phase"];
  next: SweepState["phase"];
  /** False when time ran out. */
  run(work: Work): Promise<boolean>;
}

export const PHASES: readonly Phase[] = [
  { name: "survey", next: "tell", run: surveyAll },
  { name: "tell", next: "causes", run: tellNewcomers },
  { name: "causes", next: "done", run: settleCauses },
];

function isTimeUp({ remaining }: Work): boolean {
  return remaining() < RESERVE;
}

/** Stores where the sweep stands. Throws SweepLostError when it is another invocation's by now. */
export async function save(work: Work, change: Partial<SweepState>): Promise<void> {
  const { service } = work.pass;
  const calls = service.calls();
  work.state = { ...work.state, ...change, calls: work.state.calls + calls - work.counted };
  work.counted = calls;
  await service.sweeps.save(work.state, work.by);
}

/** What is open already is seen to batch by batch; what is new, and what lies in the network, is kept for the end. */
async function surveyAll(work: Work): Promise<boolean> {
  const { pass } = work;
  const { service } = pass;
  const inventory = await takeInventory(service.sageMaker, service.kinds, { now: service.now });
  const unlisted = Object.fromEntries(inventory.unlisted.map(({ kind, reason }) => [kind, reason]));
  await save(work, { unlisted: { ...work.state.unlisted, ...unlisted } });
  const left = after(inventory.listed, work);
  for await (const batch of survey(left, surveyDeps(pass))) {
    const found = await takeIn(batch, pass);
    await service.sweeps.addEvidence(work.state.id, found.evidence);
    await service.sweeps.addNewcomers(work.state.id, found.newcomers);
    const last = left[batch.done - 1];
    await save(work, {
      ...sums(work.state, found),
      cursor: last === undefined ? null : { kind: last.kind, id: last.id },
    });
    if (isTimeUp(work)) return false;
  }
  return seeToVanished(inventory, work);
}

function after(listed: readonly Listed[], { state: { cursor }, pass }: Work): readonly Listed[] {
  if (cursor === null) return listed;
  const order = new Map(pass.service.kinds.map(({ id }, index) => [id, index]));
  const at = order.get(cursor.kind) ?? -1;
  return listed.filter(({ kind, id }) => {
    const place = order.get(kind) ?? -1;
    return place > at || (place === at && id > cursor.id);
  });
}

function sums(state: SweepState, found: BatchResult): Partial<SweepState> {
  const unread = { ...state.unread };
  for (const [reason, count] of found.refused) {
    const known = Object.hasOwn(unread, reason) || Object.keys(unread).length < MOST_REASONS;
    const name = known ? reason : "other reasons";
    unread[name] = (unread[name] ?? 0) + count;
  }
  return {
    looked: state.looked + found.looked,
    inViolation: state.inViolation + found.inViolation,
    unknown: state.unknown + found.unknown,
    unread,
  };
}

/**
 * Open findings about what is listed no more: it is gone, or has ended; the ordinary way looks before it concludes. False
 * when time ran out: those that were concluded by then are open no more.
 */
async function seeToVanished({ listed, unlisted }: Inventory, work: Work): Promise<boolean> {
  const { pass } = work;
  const there = new Set(listed.map((one) => keyOf(one, pass.service)));
  const blind = new Set(unlisted.map(({ kind }) => kind));
  const kinds = new Set(pass.service.kinds.map(({ id }) => id));
  for (const { resource, creationTime } of pass.open.all()) {
    if (!kinds.has(resource.kind) || blind.has(resource.kind) || !isHere(resource, pass)) continue;
    if (there.has(resourceKey(resource))) continue;
    if (isTimeUp(work)) return false;
    await sight(resource, creationTime, pass.sighting);
  }
  return true;
}

function isHere({ account, region }: ResourceRef, { service: { place } }: Pass): boolean {
  return (account ?? place.account) === place.account && (region ?? place.region) === place.region;
}

/** Few are told one by one, many in one message that begins them all. */
async function tellNewcomers(work: Work): Promise<boolean> {
  const { pass, state } = work;
  const { service, sighting } = pass;
  const newcomers = await service.sweeps.newcomers(state.id);
  const digest = digestOf(newcomers, { ...service.place, sweepId: state.id });
  if (digest !== null && !state.digestSent) {
    await service.send(digest);
    await save(work, { digestSent: true });
  }
  const context = digest === null ? sighting : { ...sighting, triage: quietly(sighting.triage) };
  const from = state.cursor === null ? 0 : newcomers.findIndex((one) => placeOf(one.resource) === state.cursor?.id) + 1;
  for (const [index, { resource, creationTime }] of newcomers.entries()) {
    if (index < from) continue;
    await sight(resource, creationTime, context);
    if ((index + 1) % TOLD_ONE_BY_ONE !== 0) continue;
    await save(work, { cursor: { kind: resource.kind, id: placeOf(resource) } });
    if (isTimeUp(work)) return false;
  }
  return true;
}

function placeOf(resource: ResourceRef): string {
  return resourceKey(resource);
}

async function settleCauses(work: Work): Promise<boolean> {
  const { pass, state } = work;
  const { service, open } = pass;
  const incomplete = Object.keys(state.unread).length > 0 || Object.keys(state.unlisted).length > 0;
  const deps = {
    ...causeDepsOf(pass),
    changedBy: () => null,
    incomplete,
    lookAgain: (before: readonly ResourceRef[]) => lookAgain(before, pass),
  };
  const evidence = Map.groupBy(await service.sweeps.evidence(state.id), ({ cause }) => cause);
  for (const cause of [...new Set([...evidence.keys(), ...open.causes.keys()])].sort()) {
    if (isTimeUp(work)) return false;
    const found = evidence.get(cause) ?? [];
    const known = open.causes.get(cause) ?? null;
    if ((await isOpenStill(known, service)) || (await stillHolds(cause, found, pass))) {
      await settleCause({ cause, evidence: found, open: known }, deps);
    }
  }
  await finish(work);
  return true;
}

async function isOpenStill(known: Finding | null, { ledger }: SurveyService): Promise<boolean> {
  return known !== null && (await ledger.getFinding(known.id))?.status === "open";
}

async function finish(work: Work): Promise<void> {
  const { service } = work.pass;
  await save(work, { finishedAt: service.now().toISOString() });
  const { state } = work;
  await tellUnread(state, service);
  await service.publish(sweepFinished(state, service.place, service.now()));
  const { id, looked, inViolation, unknown, calls } = state;
  service.note("Sweep finished", { id, looked, inViolation, unknown, calls }, "SweepFinished");
}

/** Once a day at the most, however many sweeps there are. */
async function tellUnread(state: SweepState, service: SurveyService): Promise<void> {
  const reasons = Object.entries(state.unread).map(([reason, count]) => ({ reason, count }));
  const unlisted = Object.entries(state.unlisted).map(([kind, reason]) => ({ kind, reason }));
  if (reasons.length === 0 && unlisted.length === 0) return;
  service.note("Sweep could not read everything", { id: state.id, reasons, unlisted }, "SweepUnread");
  const day = `${service.now().toISOString().slice(0, 10)}T00`;
  const account = `${service.place.account}/sweep-${service.place.region}`;
  const first = { account, effect: "none" as const, hour: day, limit: 1, actionId: state.id };
  if (!(await service.ledger.reserve(first))) return;
  await service.send(sweepUnread({ ...service.place, sweepId: state.id, reasons, unlisted }));
}
