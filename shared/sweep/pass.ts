/** One pass over resources: each batch is looked at, kept in the index, and sorted by what it asks for. */
import type { Policy } from "../decide/policy.ts";
import { concludeFinding } from "../detect/triage.ts";
import type { NetworkReader } from "../network/needs.ts";
import { type Edge, edgesOf } from "../network/standing/edges.ts";
import type { Evidence, Newcomer } from "../record/sweeps.ts";
import { resourceKey } from "../sagemaker/identity.ts";
import type { Listed } from "../sagemaker/list-resources.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import type { CauseDeps, SecondLook } from "./cause-findings.ts";
import { detectionOf, type SightingContext, sight } from "./newcomers.ts";
import type { OpenFindings } from "./open-findings.ts";
import { type Reconciled, reconcile } from "./reconcile.ts";
import { type Batch, type SurveyDeps, type Surveyed, survey } from "./survey.ts";
import { noteFailure, type SurveyService, triageDepsOf } from "./survey-service.ts";

export interface Pass {
  service: SurveyService;
  policy: Policy;
  open: OpenFindings;
  sighting: SightingContext;
  /** Edges of the network that this pass has put into the index: batch after batch tells the same ones. */
  kept: Set<string>;
}

export interface PassOptions {
  policy: Policy;
  open: OpenFindings;
  operation: string;
  trigger: string;
}

export function createPass(service: SurveyService, { policy, open, operation, trigger }: PassOptions): Pass {
  const sighting = { triage: triageDepsOf(service, policy), operation, trigger, failed: noteFailure(service) };
  return { service, policy, open, sighting, kept: new Set() };
}

/** What a batch found, beside what was done about it at once. */
export interface BatchResult {
  evidence: Evidence[];
  newcomers: Newcomer[];
  looked: number;
  inViolation: number;
  unknown: number;
  /** Why calls gave no answer, each with the number of resources. */
  refused: Map<string, number>;
  /** The rules that could not be judged, by `resourceKey`. */
  unjudged: Map<string, string[]>;
}

export function surveyDeps({ service, policy }: Pick<Pass, "service" | "policy">): SurveyDeps {
  const { sageMaker, network, place, now, wait } = service;
  return { sageMaker, network, policy, account: place.account, region: place.region, now, wait };
}

/** What is open already is seen to in the ordinary way; what is new and what lies in the network is handed back. */
export async function takeIn({ surveyed, network }: Batch, pass: Pass): Promise<BatchResult> {
  const { service, open } = pass;
  await keepInIndex({ surveyed, network }, pass);
  const now = service.now();
  const reconciled = surveyed.map((one) => reconcile(one, open.about(one.resource), { network, now }));
  for (const [index, one] of surveyed.entries()) await seeTo(one, reconciled[index] as Reconciled, pass);
  return {
    evidence: reconciled.flatMap(({ evidence }) => evidence),
    newcomers: reconciled.flatMap(({ newcomer }) => (newcomer === null ? [] : [newcomer])),
    looked: surveyed.length,
    inViolation: reconciled.filter(({ inViolation }) => inViolation).length,
    unknown: reconciled.filter(({ unknown }) => unknown.length > 0).length,
    refused: countEach(reconciled.flatMap(({ refused }) => refused)),
    unjudged: new Map(
      surveyed.map(({ resource }, index) => [resourceKey(resource), reconciled[index]?.unjudged ?? []]),
    ),
  };
}

async function keepInIndex({ surveyed, network }: Pick<Batch, "surveyed" | "network">, pass: Pass): Promise<void> {
  const standing = surveyed.map(({ resource, needs }) => ({ resource, ids: idsOf(needs) }));
  const edges = edgesOf(network).filter((edge) => !pass.kept.has(nameOf(edge)));
  await pass.service.index.put(standing, edges);
  for (const edge of edges) pass.kept.add(nameOf(edge));
}

function nameOf({ from, on }: Edge): string {
  return `${from} ${on}`;
}

function idsOf({ subnets, securityGroups, networkInterfaces }: Surveyed["needs"]): string[] {
  return [...new Set([...subnets, ...securityGroups, ...networkInterfaces])];
}

async function seeTo(
  { resource, creationTime }: Surveyed,
  { ordinary, replaced }: Reconciled,
  { sighting }: Pass,
): Promise<void> {
  if (ordinary) await sight(resource, creationTime, sighting);
  for (const finding of replaced) {
    const detection = detectionOf(resource, creationTime, sighting);
    await concludeFinding(finding, detection, sighting.triage).catch((error: unknown) =>
      sighting.failed(resource, error),
    );
  }
}

function countEach(reasons: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

/** What findings about causes need, beside a second look at those who stood on them. */
export function causeDepsOf({
  service,
  policy,
  sighting,
}: Pass): Omit<CauseDeps, "changedBy" | "lookAgain" | "incomplete"> {
  const { ledger, send, publish, now, place } = service;
  return { ledger, send, publish, now, mode: policy.mode, place, trigger: sighting.trigger };
}

/** Reads the resources and the network around them anew. */
export async function lookAgain(resources: readonly ResourceRef[], pass: Pass): Promise<SecondLook> {
  const { service, open } = pass;
  const network: NetworkReader = { read: (needs) => service.network.read(needs, { fresh: true }) };
  const evidence: Evidence[] = [];
  const unjudged = new Map<string, readonly string[]>();
  for await (const batch of survey(resources.map(listedOf), { ...surveyDeps(pass), network })) {
    for (const one of batch.surveyed) {
      const found = reconcile(one, open.about(one.resource), { network: batch.network, now: service.now() });
      evidence.push(...found.evidence);
      unjudged.set(resourceKey(one.resource), found.unjudged);
    }
  }
  return { evidence, unjudged };
}

/** Resources that are looked at again before people are told of what was seen some time ago. */
const LOOKED_AT_AGAIN = 5;

/** Somebody may have put it right meanwhile, and closed the finding. What cannot be read again is taken to be as it was. */
export async function stillHolds(cause: string, evidence: readonly Evidence[], pass: Pass): Promise<boolean> {
  const untold = evidence.filter(({ told }) => !told).slice(0, LOOKED_AT_AGAIN);
  if (untold.length === 0) return false;
  const { evidence: seen, unjudged } = await lookAgain(
    untold.map(({ resource }) => resource),
    pass,
  );
  const isUnread = ({ resource, rule }: Evidence) => unjudged.get(resourceKey(resource))?.includes(rule) === true;
  return seen.some((one) => one.cause === cause) || untold.some(isUnread);
}

/** A resource that is known by name, as a list would tell it. */
export function listedOf({ kind, id, name, arn }: ResourceRef): Listed {
  return { kind, id: id ?? name, arn, status: null, createdAt: null };
}
