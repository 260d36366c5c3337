/** The contract of an action: something that a plan can do to a resource. */
import type { ApprovedNetwork } from "../assess/rule.ts";
import type { Effect, PlannedCall } from "../decide/plan.ts";
import type { NetworkFacts } from "../network/facts.ts";
import type { ReplacementLook, ResourceLook } from "../sagemaker/look.ts";
import type { ResourceKind } from "../sagemaker/resource-kind.ts";

/** What a policy can name in `automatically` and `propose`. `exempt` changes nothing in AWS. */
export const ACTION_IDS = ["exempt", "make-vpc-only", "recreate-beside", "stop", "stop-before-start", "tag"] as const;
export type ActionId = (typeof ACTION_IDS)[number];

/** What an action needs to know to plan its calls. */
export interface ActionSubject {
  kind: ResourceKind;
  look: ResourceLook;
  findingId: string;
  /** Ids of the rules that are violated and may be acted on. */
  violated: readonly string[];
  approvedNetwork: ApprovedNetwork;
  /** What EC2 says of its own place and of those that the policy approves. */
  network: NetworkFacts;
}

/** Where something is in a VPC, or may be put. */
export interface Place {
  subnets: readonly string[];
  securityGroups: readonly string[];
}

/** What an action would do here and now, or why it cannot be done at all. */
export type ActionProposal =
  | {
      possible: true;
      effect: Effect;
      calls: PlannedCall[];
      kept: string[];
      lost: string[];
      undo: string;
      /** Of actions that move something into a place: what was checked of it, and what is reached from there. */
      place?: { checks: string[]; reaches: string[] };
    }
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
  /**
   * Every subnet and group that it may move something into, about which EC2 is asked before it proposes anything; left
   * out by actions that move nothing.
   */
  considers?(subject: Omit<ActionSubject, "network">): Place;
  propose(subject: ActionSubject): ActionProposal;
  /** Pure. `replacement` is what a look for `replacementName` found; null when there is none or it was not looked for. */
  state(subject: ActionSubject, replacement: ReplacementLook | null): ActionState;
  /** Name of the resource this action makes, for actions that make one. */
  replacementName?(subject: ActionSubject): string;
}
