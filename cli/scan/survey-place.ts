/** The second half of a scan: looking at everything in one Region. */

import type { Policy } from "../../shared/decide/policy.ts";
import { ANSWERS } from "../../shared/network/answers.ts";
import { needsNothing, unionOf } from "../../shared/network/needs.ts";
import { createNetworkReader } from "../../shared/network/read/reader.ts";
import type { ResourceKind } from "../../shared/sagemaker/resource-kind.ts";
import type { Inventory } from "../../shared/sweep/inventory.ts";
import type { Batch, Surveyed } from "../../shared/sweep/survey.ts";
import type { AssessedResource } from "../assess/assess-items.ts";
import { assessRegion } from "./assess-region.ts";
import type { Place } from "./list-regions.ts";
import type { Tally } from "./tally.ts";

/** A scan decides nothing, so what was read of the network may be this old. Seconds. */
const NETWORK_AGE = 900;

export interface SurveyOptions {
  kinds: readonly ResourceKind[];
  policy: Policy;
  /** Null where STS did not tell. */
  account: string | null;
  now(): Date;
  wait(milliseconds: number): Promise<void>;
  tally: Tally;
  progress(done: number): void;
}

export async function surveyPlace({ region, clients, inventory }: Place, options: SurveyOptions): Promise<void> {
  const { kinds, policy, now, wait, tally, progress } = options;
  const account = options.account ?? accountIn(inventory);
  const network = createNetworkReader({ api: clients.ec2, now, account, ttlSeconds: NETWORK_AGE });
  const deps = { sageMaker: clients.sageMaker, network, policy, account, region, now, wait };
  for await (const batch of assessRegion({ inventory, kinds, deps, progress })) {
    const { network: read } = batch;
    for (const one of batch.surveyed) tally.add(toResource(one), { posture: one.posture, network: read });
    for (const reason of unreadOf(batch)) tally.miss({ what: `the network in ${region}`, reason });
  }
}

/** By the ARNs in the lists. */
function accountIn({ listed }: Inventory): string | null {
  const ids = listed.map(({ arn }) => arn?.split(":")[4] ?? "");
  return ids.find((id) => /^\d{12}$/.test(id)) ?? null;
}

function toResource({ resource, assessment, unread }: Surveyed): AssessedResource {
  const { kind, name, arn, account, region } = resource;
  const { outcome, verdicts } = assessment;
  return { kind, name, arn, account, region, outcome, reason: unread, createdBy: null, verdicts };
}

/** Calls of EC2 that were made and refused. */
function unreadOf({ surveyed, network }: Batch): string[] {
  const needs = unionOf(surveyed.map((one) => one.needs));
  if (needsNothing(needs)) return [];
  const reasons = needs.facts.flatMap((name) => {
    const facts = network[name];
    return facts.status === "unread" && facts.reason.startsWith(ANSWERS[name].call) ? [facts.reason] : [];
  });
  return [...new Set(reasons)];
}
