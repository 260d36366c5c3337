/** The resource that started a job: a search, a schedule, a pipeline. Drift of the child is the parent's to answer for. */

import { assessInNetwork } from "../assess/assess-in-network.ts";
import { type Assessment, actionable } from "../assess/verdict.ts";
import { isRetryable } from "../aws/errors.ts";
import type { SageMakerApi } from "../aws/sagemaker.ts";
import type { Policy } from "../decide/policy.ts";
import type { NetworkReader } from "../network/needs.ts";
import { exemptionsOf } from "../record/finding-exemption.ts";
import { findingId } from "../record/finding-id.ts";
import type { Finding } from "../record/ledger.ts";
import { idInArn } from "../sagemaker/identity.ts";
import { kindOf } from "../sagemaker/index.ts";
import type { ParentRef, ResourceLook } from "../sagemaker/look.ts";
import { lookAt } from "../sagemaker/look-at.ts";
import { STEP_KINDS } from "../sagemaker/pipeline-definition.ts";
import { pipelineOriginOf } from "../sagemaker/pipeline-parent.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";

export interface ParentDeps {
  policy: Policy;
  now(): Date;
  sageMaker(): Promise<SageMakerApi>;
  network(): Promise<NetworkReader>;
  getFinding(id: string): Promise<Finding | null>;
}

export interface Parent {
  resource: ResourceRef;
  creationTime: string | null;
  status: string | null;
  id: string;
  finding: Finding | null;
  /** Both null where the parent could not be read. */
  assessment: Assessment | null;
  look: ResourceLook | null;
}

/** A search in a pipeline is a parent that has one; deeper than this nothing starts anything. */
const MAX_GENERATIONS = 3;

/**
 * The parent that answers for what is wrong with a child: it breaks the same rules, is exempt from them, or may not be
 * read. Null where there is no such parent; `claimed` where a pipeline's steps do not confirm it (yet). Throws for what may
 * be answered later.
 */
export async function answeringParent(
  look: ResourceLook,
  wrong: readonly string[],
  deps: ParentDeps,
  generation = 1,
): Promise<Parent | "claimed" | null> {
  const api = await deps.sageMaker();
  const parent = look.parent ?? (await pipelineOf(look, api));
  if (parent === null || parent === "claimed") return parent;
  const found = await readParent(refTo(parent, look.resource), api, deps);
  if (found === null || found.assessment === null || found.look === null) return found;
  if (!answersFor(found.assessment, wrong)) return null;
  const above =
    generation < MAX_GENERATIONS
      ? await answeringParent(found.look, wrongRules(found.assessment), deps, generation + 1)
      : null;
  return above === null || above === "claimed" ? found : above;
}

/** The rules that are violated and count. */
export function wrongRules({ verdicts }: Assessment): string[] {
  return [...new Set(actionable(verdicts).map(({ rule }) => rule))];
}

/** A rule that says nothing of the parent at all, such as isolation of an AutoML job, is no reason to leave it out. */
function answersFor({ verdicts }: Assessment, wrong: readonly string[]): boolean {
  const judged = wrong.filter((rule) => verdicts.some((verdict) => verdict.rule === rule));
  const answered = verdicts.filter(({ status }) => status === "violation" || status === "exempt");
  return judged.length > 0 && judged.every((rule) => answered.some((verdict) => verdict.rule === rule));
}

async function pipelineOf(look: ResourceLook, api: SageMakerApi): Promise<ParentRef | "claimed" | null> {
  if (!STEP_KINDS.has(look.resource.kind) || !kindOf(look.resource.kind).taggable) return null;
  try {
    const origin = await pipelineOriginOf(api, look.resource.arn);
    if (origin.status === "none") return null;
    return origin.status === "claimed" ? "claimed" : origin.parent;
  } catch (error) {
    if (isRetryable(error)) throw error;
    return null;
  }
}

function refTo({ kind, arn }: ParentRef, { account, region }: ResourceRef): ResourceRef {
  return { kind, name: idInArn(kindOf(kind), arn) ?? arn, id: null, arn, account, region };
}

async function readParent(resource: ResourceRef, api: SageMakerApi, deps: ParentDeps): Promise<Parent | null> {
  const kind = kindOf(resource.kind);
  const looked = await lookAt(api, kind, resource, { withTags: false });
  if (looked.status === "gone" || (looked.status === "unread" && looked.unlisted === true)) return null;
  if (looked.status === "unread") {
    if (isRetryable(looked.error)) throw new Error(`the parent ${resource.arn} could not be read: ${looked.reason}`);
    const id = findingId(resource.arn ?? "", null);
    const finding = await deps.getFinding(id);
    return { resource, creationTime: null, status: null, id, finding, assessment: null, look: null };
  }
  const { look } = looked;
  const id = findingId(look.resource.arn, look.creationTime);
  const finding = await deps.getFinding(id);
  const now = deps.now();
  const granted = finding === null ? [] : exemptionsOf(finding, now);
  const { policy, network } = deps;
  const input = { kind, resource: look.resource, posture: look.posture, policy, granted, now };
  const assessment = await assessInNetwork(input, network);
  const { resource: read, creationTime, status } = look;
  return { resource: read, creationTime, status, id, finding, assessment, look };
}
