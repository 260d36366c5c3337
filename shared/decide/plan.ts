/** A plan: what could be done about a finding, as data. What people approve is one option's digest. */
import type { ActionId } from "../act/action.ts";

export const EFFECTS = ["none", "reversible", "destructive"] as const;
export type Effect = (typeof EFFECTS)[number];

/** One API call exactly as it would be sent. `input` is checked against the SDK's input schema when the plan is made. */
export interface PlannedCall {
  service: "sagemaker";
  operation: string;
  input: Record<string, unknown>;
}

export interface PlanStep {
  action: ActionId;
  effect: Effect;
  calls: PlannedCall[];
}

/** A choice for a person. Doing nothing is always a choice and is not listed. */
export interface PlanOption {
  /** The proposal's id as the policy names it: `recreate-beside`, `stop`, `exempt`. */
  id: string;
  title: string;
  effect: Effect;
  steps: PlanStep[];
  /** What is carried over or stays, in sentences. */
  kept: string[];
  /** What is lost, in sentences; empty when nothing is. */
  lost: string[];
  /** How to take it back, in a sentence. */
  undo: string;
  /**
   * Of an option that moves something: what was checked of the network, and what will be reached from there, in sentences.
   * Not part of the digest, because free addresses and the like change all the time.
   */
  checks: string[];
  reaches: string[];
  /** SHA-256 (hex) over resource, creation time, option, calls, violations and policy: what an approval names. */
  digest: string;
}

export interface Plan {
  /** Steps that run by themselves; never destructive. */
  automatic: PlanStep[];
  options: PlanOption[];
  /** Why something the policy names is not here, in sentences. */
  notOffered: string[];
}
