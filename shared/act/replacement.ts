/** Looking for the resource that an action makes beside the original. */
import { assessInNetwork } from "../assess/assess-in-network.ts";
import { actionable } from "../assess/verdict.ts";
import type { SageMakerApi } from "../aws/sagemaker.ts";
import type { Policy } from "../decide/policy.ts";
import type { NetworkReader } from "../network/needs.ts";
import type { ReplacementLook, ResourceLook } from "../sagemaker/look.ts";
import { lookAt } from "../sagemaker/look-at.ts";
import type { Action, ActionSubject } from "./action.ts";
import { hasTag, REPLACES_TAG } from "./service-tags.ts";

interface ReplacementDeps {
  sageMaker: SageMakerApi;
  network(): Promise<NetworkReader>;
  now(): Date;
}

/** Null when the action makes none or there is none yet. Throws when it cannot be read. */
export async function lookForReplacement(
  action: Action,
  subject: ActionSubject,
  policy: Policy,
  deps: ReplacementDeps,
): Promise<ReplacementLook | null> {
  const name = action.replacementName?.(subject);
  if (name === undefined) return null;
  const original = subject.look.resource;
  const wanted = { ...original, id: name, name, arn: null };
  const looked = await lookAt(deps.sageMaker, subject.kind, wanted, { withTags: true });
  if (looked.status === "gone") return null;
  if (looked.status === "unread") throw looked.error instanceof Error ? looked.error : new Error(looked.reason);
  const { resource, status, tags } = looked.look;
  const ours = hasTag(tags, REPLACES_TAG, original.arn) && (await meetsPolicy(subject, looked.look, policy, deps));
  return { name, arn: resource.arn, status: status ?? "", ours };
}

/** Anybody can set a tag: only a resource that is right counts as the replacement. */
async function meetsPolicy(
  { kind }: ActionSubject,
  { resource, posture }: ResourceLook,
  policy: Policy,
  { network, now }: ReplacementDeps,
): Promise<boolean> {
  const { verdicts } = await assessInNetwork({ kind, resource, posture, policy, now: now() }, network);
  return actionable(verdicts).length === 0;
}
