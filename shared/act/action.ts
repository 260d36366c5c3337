/** The contract of an action: something that a plan can do to a resource. */
import type { ApprovedNetwork } from "../assess/rule.ts";
import type { Effect, PlannedCall } from "../decide/plan.ts";
import type { ReplacementLook, ResourceLook } from "../sagemaker/look.ts";
import type { ResourceKind } from "../sagemaker/resource-kind.ts";

/** What a policy can name in `automatically` and `propose`. `exempt` changes nothing in AWS. */
export const ACTION_IDS = ["exempt", "recreate-beside", "stop", "stop-before-start", "tag"] as const;
export type ActionId = (typeof ACTION_IDS)[number];

/** What an action needs to know to plan its calls. */
export interface ActionSubject {
  kind: ResourceKind;
  look: ResourceLook;
  findingId: string;
  /** Ids of the rules that are violated and may be acted on. */
  violated: readonly string[];
  approvedNetwork: ApprovedNetwork;
}

/** What an action would do here and now, or why it cannot be done at all. */
export type ActionProposal =
  | { possible: true; effect: Effect; calls: PlannedCall[]; kept: string[]; lost: string[]; undo: string }
  | { possible: false; reason: string };

/** How far an action is, judged from a fresh look. */
export type ActionState =
  /** Its goal holds. */
  | { state: "done"; detail: string }
  /** Its calls can be sent now. */
  | { state: "ready" }
  /** Under way, or about to become possible: waiting helps. */
  | { state: "waiting"; detail: string }
  /** Its goal cannot be reached any more. */
  | { state: "impossible"; detail: string };

export interface Action {
  id: ActionId;
  /** As a choice a person reads: `Stop it`. */
  title: string;
  /** The IAM actions of its calls beyond those that resource kinds declare. */
  permissions: readonly string[];
  /** Actions that must have reached their goal before this one starts. */
  after: readonly ActionId[];
  propose(subject: ActionSubject): ActionProposal;
  /** Pure. `replacement` is what a look for `replacementName` found; null when there is none or it was not looked for. */
  state(subject: ActionSubject, replacement: ReplacementLook | null): ActionState;
  /** Name of the resource this action makes, for actions that make one. */
  replacementName?(subject: ActionSubject): string;
}
