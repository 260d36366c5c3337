/**
 * Findings about causes in the network: one for a route table, a security group, …, with the list of who stands on it. They
 * have no execution: nothing is done about them by itself, so whoever finds one opens its round, tells people, and ends it.
 */
import type { Mode } from "../decide/policy.ts";
import { type Creator, UNKNOWN_CREATOR } from "../detect/creator.ts";
import { networkKindOf } from "../network/standing/network-kind.ts";
import type { OwnEvent } from "../notify/events.ts";
import type { Message } from "../notify/message.ts";
import { driftDetected, findingClosed } from "../notify/own-events.ts";
import { causeFound, causeRight } from "../notify/sentences.ts";
import { findingId } from "../record/finding-id.ts";
import { type Affected, type Finding, type Ledger, TRIGGERS_KEPT } from "../record/ledger.ts";
import type { Evidence } from "../record/sweeps.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import { affectedOf, distinct, type Standing, violationsOf, withThoseTold } from "./cause-standing.ts";

export interface CauseDeps {
  ledger: Pick<Ledger, "getFinding" | "openRound" | "updateFinding" | "endRound" | "audit">;
  send(message: Message): Promise<void>;
  publish(event: OwnEvent): Promise<void>;
  now(): Date;
  mode: Mode;
  /** Where the service runs; the account counts where EC2 does not tell the owner. */
  place: Place;
  /** The same for every attempt of one piece of work: `sweep-2026-11-21T05-00-00Z`. */
  trigger: string;
  /** The call after which it came up; null where none is known. */
  changedBy(cause: string): ChangeCall | null;
  /** Looks at resources that stood on causes and are not among the evidence. */
  lookAgain(resources: readonly ResourceRef[]): Promise<SecondLook>;
  /** Not everything was read: what stands beyond the list that is kept may be in violation still. */
  incomplete: boolean;
}

export interface Place {
  partition: string;
  region: string;
  account: string;
}

/** A call that changed something in the network. */
export interface ChangeCall {
  operation: string;
  by: Creator;
}

/** What a second look found. */
export interface SecondLook {
  evidence: readonly Evidence[];
  /** The rules that could not be judged, by `resourceKey`. */
  unjudged: ReadonlyMap<string, readonly string[]>;
}

/** A cause with what is known of it. */
export interface CauseCase {
  /** Its id: `rtb-0a1b2c3d`. */
  cause: string;
  evidence: readonly Evidence[];
  /** The open finding about it, as it was listed. */
  open: Finding | null;
}

export type CauseResult = "opened" | "changed" | "unchanged" | "closed" | "nothing";

/** Milliseconds after which a round that is live belongs to an invocation that died. */
const TELLING_TAKES = 16 * 60_000;

/**
 * Brings the finding about a cause in step with the evidence: opens it where something stands on the cause that no other
 * finding tells, tells again when it breaks a further rule, keeps its list, and closes it when nothing stands on it.
 */
export async function settleCause({ cause, evidence, open }: CauseCase, deps: CauseDeps): Promise<CauseResult> {
  const owner = evidence.find((one) => one.owner !== null)?.owner ?? null;
  const resource = open?.resource ?? causeResource(cause, owner, deps.place);
  if (resource === null || resource.arn === null) return "nothing";
  const stored = await deps.ledger.getFinding(findingId(resource.arn, null));
  if (stored?.status !== "open") return openWhereUntold(resource, stored, evidence, deps);
  const all = await withThoseBefore(stored, cause, evidence, deps);
  if (all.resources.length === 0 && all.beyond === 0) return close(stored, deps);
  const next = { violations: withThoseTold(violationsOf(all.evidence), stored, all), affected: affectedOf(all) };
  const isWorse = next.violations.some(({ rule, advisory }) => !advisory && !isTold(rule, stored));
  if (isWorse || isUntoldRound(stored, deps)) return tellRound(stored.resource, stored, next, deps);
  return update(stored, next, deps);
}

/** The thing as a resource of a finding; null for an id of nothing that is known. */
function causeResource(id: string, owner: string | null, { partition, region, account }: Place): ResourceRef | null {
  const kind = networkKindOf(id);
  if (kind === null) return null;
  const arn = `arn:${partition}:ec2:${region}:${owner ?? account}:${kind.id}/${id}`;
  return { kind: kind.id, name: id, id, arn, account: owner ?? account, region };
}

async function openWhereUntold(
  resource: ResourceRef,
  stored: Finding | null,
  evidence: readonly Evidence[],
  deps: CauseDeps,
): Promise<CauseResult> {
  if (evidence.every(({ told }) => told)) return "nothing";
  const standing = { evidence, resources: distinct(evidence.map((one) => one.resource)) };
  const next = { violations: violationsOf(evidence), affected: affectedOf({ ...standing, beyond: 0 }) };
  return tellRound(resource, stored, next, deps);
}

/** Those of the list that the evidence does not name are looked at: they were put right, are gone, or cannot be read. */
async function withThoseBefore(
  stored: Finding,
  cause: string,
  evidence: readonly Evidence[],
  { lookAgain, incomplete }: CauseDeps,
): Promise<Standing> {
  const named = new Set(evidence.map(({ resource }) => resourceKey(resource)));
  const before = stored.affected?.resources ?? [];
  const missing = before.filter((resource) => !named.has(resourceKey(resource)));
  const again = missing.length === 0 ? NOTHING_FOUND : await lookAgain(missing);
  const more = again.evidence.filter((one) => one.cause === cause);
  const rules = stored.violations.map(({ rule }) => rule);
  const unread = missing.filter((one) => again.unjudged.get(resourceKey(one))?.some((rule) => rules.includes(rule)));
  const all = [...evidence, ...more];
  const resources = distinct([...all.map(({ resource }) => resource), ...unread]);
  const kept = new Set(before.map(resourceKey));
  const others = [...named].filter((key) => !kept.has(key)).length;
  const unnamed = (stored.affected?.count ?? 0) - before.length - others;
  const beyond = incomplete ? Math.max(0, unnamed) : 0;
  return { evidence: all, resources, beyond, kept: beyond > 0 || unread.length > 0 };
}

const NOTHING_FOUND: SecondLook = { evidence: [], unjudged: new Map() };

type Change = Pick<Finding, "violations"> & { affected: Affected };

/** Of two that find it at the same time one opens the round and tells; a round that its opener left is told again. */
async function tellRound(
  resource: ResourceRef,
  stored: Finding | null,
  change: Change,
  deps: CauseDeps,
): Promise<CauseResult> {
  const again = stored?.roundStatus === "live" && isUntoldRound(stored, deps);
  const round = again ? stored.round : (stored?.round ?? 0) + 1;
  const opened = await deps.ledger.openRound(findingFor(resource, round, change, deps));
  const { triggers, violations } = opened.finding;
  if (opened.result === "superseded" || !(again || triggers.includes(deps.trigger))) return "unchanged";
  const call = deps.changedBy(resource.name);
  const creator = call?.by ?? UNKNOWN_CREATOR;
  const finding = { ...opened.finding, creator };
  await deps.ledger.updateFinding(finding.id, round, { creator }, deps.now().toISOString());
  await record(finding, "finding-opened", { rules: violations.map(({ rule }) => rule) }, deps);
  await deps.publish(driftDetected(finding, deps.mode, deps.now()));
  await deps.send(causeFound({ finding, operation: call?.operation ?? null }));
  const end = { outcome: "reported" as const, close: false, at: deps.now().toISOString() };
  await deps.ledger.endRound(finding.id, round, end, deps.trigger);
  await record(finding, "round-ended", { outcome: end.outcome, closed: false }, deps);
  return "opened";
}

/** Its opener is this same piece of work, tried again, or has been at it for longer than it can live. */
function isUntoldRound({ roundStatus, triggers, updatedAt }: Finding, { now, trigger }: CauseDeps): boolean {
  if (roundStatus !== "live") return false;
  return triggers.at(-1) === trigger || now().getTime() - Date.parse(updatedAt) > TELLING_TAKES;
}

async function update(stored: Finding, change: Change, deps: CauseDeps): Promise<CauseResult> {
  const { violations, affected } = stored;
  if (JSON.stringify({ violations, affected }) === JSON.stringify(change)) return "unchanged";
  const changed = await deps.ledger.updateFinding(stored.id, stored.round, change, deps.now().toISOString());
  return changed ? "changed" : "unchanged";
}

async function close(stored: Finding, deps: CauseDeps): Promise<CauseResult> {
  const end = { outcome: "compliant" as const, close: true, at: deps.now().toISOString() };
  if (!(await deps.ledger.endRound(stored.id, stored.round, end, deps.trigger))) return "unchanged";
  const affected = { count: 0, resources: [] };
  const finding = { ...stored, affected, status: "closed" as const, outcome: end.outcome };
  await allOf([
    deps.send(causeRight({ finding })),
    deps.publish(findingClosed(finding, end.outcome, deps.now())),
    deps.ledger.updateFinding(stored.id, stored.round, { affected }, end.at),
    record(finding, "finding-closed", { outcome: end.outcome }, deps),
  ]);
  return "closed";
}

/** Nobody comes back to what is closed, so that none of these may keep the others from being done. */
async function allOf(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

function findingFor(resource: ResourceRef, round: number, change: Change, { now, trigger }: CauseDeps): Finding {
  const at = now().toISOString();
  return {
    ...{ id: findingId(resource.arn ?? "", null), resource, creationTime: null, creator: UNKNOWN_CREATOR },
    ...{ status: "open", round, roundStatus: "live", outcome: null, openedAt: at, updatedAt: at },
    ...{ exemption: null, replacementArn: null, questionId: null, triggers: [trigger].slice(-TRIGGERS_KEPT) },
    ...{ contained: false, wakeCallback: null, endedBy: null, reaches: [] },
    ...change,
  };
}

function isTold(rule: string, { violations }: Finding): boolean {
  return violations.some((violation) => violation.rule === rule && !violation.advisory);
}

async function record(
  { id, round }: Finding,
  type: string,
  detail: Record<string, unknown>,
  { ledger, now, trigger }: CauseDeps,
): Promise<void> {
  const entry = { id: `${round}-${type}-${trigger}`, findingId: id, at: now().toISOString(), type };
  await ledger.audit({ ...entry, by: "sagefence", detail });
}
