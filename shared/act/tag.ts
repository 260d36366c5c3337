import type { Action } from "./action.ts";
import { FINDING_TAG, hasTag, STATUS_TAG } from "./service-tags.ts";

/** Marks the resource with its finding, so that its owner sees it in the console. */
export const tag: Action = {
  id: "tag",
  title: "Tag it with its finding",
  permissions: ["sagemaker:AddTags"],
  after: [],
  propose({ kind, look, findingId }) {
    if (!kind.taggable) return { possible: false, reason: `SageMaker takes no tags for a ${kind.title}.` };
    const tags = [
      { Key: FINDING_TAG, Value: findingId },
      { Key: STATUS_TAG, Value: "violation" },
    ];
    return {
      possible: true,
      effect: "reversible",
      calls: [{ service: "sagemaker", operation: "AddTags", input: { ResourceArn: look.resource.arn, Tags: tags } }],
      kept: ["Everything else about it stays as it is."],
      lost: [],
      undo: `Remove the tags ${FINDING_TAG} and ${STATUS_TAG}.`,
    };
  },
  state({ look, findingId }) {
    const tagged = hasTag(look.tags, FINDING_TAG, findingId);
    return tagged ? { state: "done", detail: "it carries the tag of its finding" } : { state: "ready" };
  },
};
