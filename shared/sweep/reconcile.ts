/** What a surveyed resource asks for: nothing, the ordinary way of an event, or a place among those who stand on a cause. */

import { NETWORK_RULES } from "../assess/assess.ts";
import type { Verdict } from "../assess/verdict.ts";
import { type FactItem, itemsOf, type NetworkFacts } from "../network/facts.ts";
import { exemptionsOf } from "../record/finding-exemption.ts";
import { findingId } from "../record/finding-id.ts";
import type { Finding } from "../record/ledger.ts";
import type { Evidence, Newcomer } from "../record/sweeps.ts";
import type { Surveyed } from "./survey.ts";

export interface Reconciled {
  /** It has an open finding, or had one of its name: what an event would do about it now is done. */
  ordinary: boolean;
  /** Open findings of what had its name before. */
  replaced: Finding[];
  /** It is wrong by itself and has no finding. */
  newcomer: Newcomer | null;
  /** What is wrong with it because of something in the network. */
  evidence: Evidence[];
  inViolation: boolean;
  /** Why it could not be judged by every rule, as clauses; empty where it could. */
  unknown: string[];
  /** Those of `unknown` that are somebody's to mend: a call that was refused or not answered. */
  refused: string[];
  /** Rules that may be broken although nothing says so, other than by a setting that only shows when it runs. */
  unjudged: string[];
}

/** `open` are the open findings of its name. Pure. */
export function reconcile(
  surveyed: Surveyed,
  open: readonly Finding[],
  { network, now }: { network: NetworkFacts; now: Date },
): Reconciled {
  const { resource, creationTime, assessment, unread } = surveyed;
  const id = findingId(resource.arn ?? "", creationTime);
  const own = open.find((finding) => finding.id === id) ?? null;
  const wrong = assessment.verdicts.filter(({ status }) => status === "violation");
  const known = unread === null;
  const rules = [...new Set(wrong.filter(isItsOwn).map(({ rule }) => rule))];
  const isNew = own === null && rules.length > 0;
  const exempt = new Set(own === null ? [] : exemptionsOf(own, now).flatMap((exemption) => exemption.rules));
  const context = { resource, network, own, isNew };
  return {
    ordinary: known && own !== null && assessment.ownOutcome !== "unknown",
    replaced: known ? open.filter((finding) => finding.id !== id && finding.creationTime !== null) : [],
    newcomer: isNew ? { resource, creationTime, rules } : null,
    evidence: wrong.filter(({ rule }) => !exempt.has(rule)).flatMap((verdict) => evidenceIn(verdict, context)),
    inViolation: wrong.length > 0,
    ...unknowns(surveyed),
  };
}

/** Whether somebody can mend it at the resource: what lies in the network is the cause's. */
function isItsOwn({ causes = [], advisory, rule }: Verdict): boolean {
  return causes.length === 0 && !(advisory && NETWORK_RULES.has(rule));
}

interface Context {
  resource: Surveyed["resource"];
  network: NetworkFacts;
  own: Finding | null;
  isNew: boolean;
}

function evidenceIn({ causes = [], ...verdict }: Verdict, { resource, network, own, isNew }: Context): Evidence[] {
  const { rule, severity, advisory, message } = verdict;
  const told = isNew || own?.violations.some((violation) => violation.rule === rule) === true;
  return causes.map((cause) => ({
    ...{ cause, owner: ownerOf(cause, network), rule, severity, advisory },
    ...{ message: aboutCause(message, cause), resource, told },
  }));
}

/** Of several sentences those that name the cause; all of them where none does. */
function aboutCause(message: string, cause: string): string {
  const about = message.split(/(?<=\.) (?=\S)/).filter((sentence) => sentence.includes(cause));
  return about.length === 0 ? message : about.join(" ");
}

function ownerOf(cause: string, network: NetworkFacts): string | null {
  const owners = [
    ...itemsOf(network, "routeTables").map(({ RouteTableId, OwnerId }) => [RouteTableId, OwnerId]),
    ...itemsOf(network, "securityGroups").map(({ GroupId, OwnerId }) => [GroupId, OwnerId]),
    ...itemsOf(network, "subnets").map(({ SubnetId, OwnerId }) => [SubnetId, OwnerId]),
    ...itemsOf(network, "vpcs").map(({ VpcId, OwnerId }) => [VpcId, OwnerId]),
    ...itemsOf(network, "networkAcls").map(({ NetworkAclId, VpcId }) => [NetworkAclId, vpcOwner(VpcId, network)]),
  ];
  return owners.find(([id]) => id === cause)?.[1] ?? null;
}

function vpcOwner(vpcId: string, network: NetworkFacts): FactItem<"vpcs">["OwnerId"] {
  return itemsOf(network, "vpcs").find(({ VpcId }) => VpcId === vpcId)?.OwnerId;
}

function unknowns({ assessment, posture, unread }: Surveyed): Pick<Reconciled, "unknown" | "refused" | "unjudged"> {
  if (unread !== null) return { unknown: [unread], refused: [unread], unjudged: [...NETWORK_RULES] };
  const settings = posture.units.flatMap((unit) => Object.values(unit.settings));
  const unresolved = new Set(settings.flatMap((setting) => (setting.status === "unread" ? [setting.reason] : [])));
  const verdicts = assessment.verdicts.filter(({ status }) => status === "unknown");
  const unknown = [...new Set(verdicts.map(reasonOf))];
  const open = verdicts.filter((verdict) => !unresolved.has(reasonOf(verdict)) || isRefusal(reasonOf(verdict)));
  return { unknown, refused: unknown.filter(isRefusal), unjudged: open.map(({ rule }) => rule) };
}

function reasonOf({ message }: Verdict): string {
  return message.replace(/^Could not assess: |\.$/g, "");
}

function isRefusal(reason: string): boolean {
  return /was denied|did not answer|could not be read|failed \(/.test(reason);
}
