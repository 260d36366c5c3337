/** The words in which `expectations/*.ts` say what each sample event must lead to. */
import type { Outcome } from "../../shared/assess/verdict.ts";

export interface Expectation {
  outcome: Outcome | "ignored";
  /** Violated rules under the empty policy. */
  violated: readonly string[];
  /** Violated rules beyond those with every rule at its strictest. */
  strictly: readonly string[];
  /** Outcome with every rule at its strictest, where it is another one. */
  strictOutcome?: Outcome;
  createdBy: string | null;
  /** A part of the reason for what is ignored or unknown. */
  reason?: string;
}

export const JANE = "jane (assumed-role/data-science/jane)";
export const OMAR = "omar@example.com (assumed-role/AWSReservedSSO_MLEngineer_4f0c2a7be1d93865/omar@example.com)";
export const LENA_IN_STUDIO = "lena-fischer (assumed-role/SageMakerStudioExecutionRole/SageMaker)";
export const LENA_BY_PIPELINE = "lena-fischer (assumed-role/SageMakerPipelineRole/SageMaker-pipelines-7f3k2m)";
export const CLOUDFORMATION = "cdk-exec (assumed-role/platform-deploy/cdk-exec) through cloudformation.amazonaws.com";
export const TRAINING = "training (user/ci/training)";
export const PAT = "pat (federated-user/pat)";
export const ROOT = "root (root)";

/** By path of the sample below `events/`. */
export type Expectations = Readonly<Record<string, Expectation>>;

export const FAILED = ignored("the call failed");
export const OTHER_SERVICE = ignored("another service's call");

export function violation(createdBy: string, violated: string[], strictly: string[] = []): Expectation {
  return { outcome: "violation", violated, strictly, createdBy };
}

export function compliant(createdBy: string): Expectation {
  return { outcome: "compliant", violated: [], strictly: [], createdBy };
}

export function unknown(createdBy: string | null, reason = ""): Expectation {
  return { outcome: "unknown", violated: [], strictly: [], createdBy, reason };
}

export function ignored(reason: string): Expectation {
  return { outcome: "ignored", violated: [], strictly: [], createdBy: null, reason };
}
