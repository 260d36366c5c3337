/** Looking at many resources and assessing each: bounded in memory and in calls at a time, in a steady order. */
import pMap from "p-map";
import { assess } from "../assess/assess.ts";
import { readNetwork } from "../assess/assess-in-network.ts";
import { networkNeeds } from "../assess/network-needs.ts";
import type { Assessment } from "../assess/verdict.ts";
import { isRetryable } from "../aws/errors.ts";
import type { SageMakerApi } from "../aws/sagemaker.ts";
import type { Policy } from "../decide/policy.ts";
import type { NetworkFacts } from "../network/facts.ts";
import { createNetworkFacts } from "../network/facts.ts";
import { type NetworkNeeds, type NetworkReader, NetworkUnavailableError, unionOf } from "../network/needs.ts";
import { kindOf } from "../sagemaker/index.ts";
import type { Listed } from "../sagemaker/list-resources.ts";
import { type LookResult, lookAt } from "../sagemaker/look-at.ts";
import { type Posture, unreadPosture } from "../sagemaker/posture.ts";
import { isOver, type ResourceRef } from "../sagemaker/resource-kind.ts";

/** One resource as a survey found it. What went meanwhile, or ended, is left out. */
export interface Surveyed {
  resource: ResourceRef;
  /** ISO 8601; null where it could not be read. */
  creationTime: string | null;
  assessment: Assessment;
  posture: Posture;
  /** What it names of the network. */
  needs: NetworkNeeds;
  /** Why it could not be read, as a clause; null where it could. */
  unread: string | null;
}

/** Neighbours of the inventory, with what EC2 says about all of them. */
export interface Batch {
  surveyed: readonly Surveyed[];
  network: NetworkFacts;
  /** How many of the inventory this batch and those before it were. */
  done: number;
}

export interface SurveyDeps {
  sageMaker: SageMakerApi;
  network: NetworkReader;
  policy: Policy;
  account: string | null;
  region: string | null;
  now(): Date;
  /** Waits that many milliseconds before something throttled is tried again. */
  wait(milliseconds: number): Promise<void>;
  /** Resources that are looked at together; the network is read once for them. */
  batchSize?: number;
  /** Calls of SageMaker that are under way at a time. */
  concurrency?: number;
}

const BATCH = 100;
const CONCURRENCY = 8;
/** Waits before a resource or the network is tried again, in milliseconds, beside the retries of the SDK. */
const BACK_OFF = [2_000, 8_000, 30_000];

/** Goes through a list in its order. Never throws for what AWS answers: what cannot be read is assessed as unread. */
export async function* survey(listed: readonly Listed[], deps: SurveyDeps): AsyncGenerator<Batch> {
  const size = deps.batchSize ?? BATCH;
  for (let from = 0; from < listed.length; from += size) {
    yield await surveyBatch(listed.slice(from, from + size), Math.min(from + size, listed.length), deps);
  }
}

interface Seen {
  resource: ResourceRef;
  creationTime: string | null;
  posture: Posture;
  needs: NetworkNeeds;
  unread: string | null;
}

async function surveyBatch(listed: readonly Listed[], done: number, given: SurveyDeps): Promise<Batch> {
  const deps = { ...given, patience: { isOver: false } };
  const looks = await pMap(listed, (one) => look(one, deps), { concurrency: deps.concurrency ?? CONCURRENCY });
  const seen = looks.flatMap(({ resource, looked }) => toSeen(resource, looked, deps.policy));
  const network = await networkOf(unionOf(seen.map(({ needs }) => needs)), deps);
  const surveyed = seen.map((one) => ({ ...one, assessment: judge(one, network, deps) }));
  return { surveyed, network, done };
}

async function look(listed: Listed, deps: BatchDeps): Promise<{ resource: ResourceRef; looked: LookResult }> {
  const { kind, id, arn } = listed;
  const resource = { kind, name: id, id, arn, account: deps.account, region: deps.region };
  const looked = await patiently(
    () => lookAt(deps.sageMaker, kindOf(kind), resource, { withTags: false }),
    (result) => result.status === "unread" && isRetryable(result.error),
    deps,
  );
  return { resource, looked };
}

interface BatchDeps extends SurveyDeps {
  /** Over once all waits of something were in vain: a batch has to end before its invocation does. */
  patience: { isOver: boolean };
}

/** Tries again while something says that a later try may work. */
async function patiently<Result>(
  attempt: () => Promise<Result>,
  isBusy: (result: Result) => boolean,
  { wait, patience }: BatchDeps,
): Promise<Result> {
  let result = await attempt();
  for (const milliseconds of BACK_OFF) {
    if (!isBusy(result) || patience.isOver) return result;
    await wait(milliseconds);
    result = await attempt();
  }
  if (isBusy(result)) patience.isOver = true;
  return result;
}

function toSeen(resource: ResourceRef, looked: LookResult, policy: Policy): Seen[] {
  const kind = kindOf(resource.kind);
  if (looked.status === "gone") return [];
  if (looked.status === "unread") {
    const posture = unreadPosture(kind, looked.reason);
    const needs = networkNeeds(kind, posture, policy);
    return [{ resource, creationTime: null, posture, needs, unread: looked.reason }];
  }
  const { posture, status, creationTime, resource: found } = looked.look;
  if (isOver(kind, status)) return [];
  return [{ resource: found, creationTime, posture, needs: networkNeeds(kind, posture, policy), unread: null }];
}

async function networkOf(needs: NetworkNeeds, deps: BatchDeps): Promise<NetworkFacts> {
  const result = await patiently(
    () => readNetwork(needs, async () => deps.network).catch(unavailable),
    (read) => read instanceof NetworkUnavailableError,
    deps,
  );
  if (!(result instanceof NetworkUnavailableError)) return result;
  const kinds = Object.fromEntries(needs.facts.map((name) => [name, result.message]));
  return createNetworkFacts([], { kinds });
}

function unavailable(error: unknown): NetworkUnavailableError {
  if (error instanceof NetworkUnavailableError) return error;
  throw error;
}

function judge({ resource, posture }: Seen, network: NetworkFacts, { policy, now }: SurveyDeps): Assessment {
  return assess({ kind: kindOf(resource.kind), resource, posture, policy, network, now: now() });
}
