/** The contract of a rule: its metadata first, then one pure function that judges one unit. */
import type { PostureUnit } from "../sagemaker/posture.ts";
import type { ResourceKind, SettingName } from "../sagemaker/resource-kind.ts";
import type { Judgement, Severity } from "./verdict.ts";

export interface ApprovedNetwork {
  vpcs: readonly string[];
  subnets: { ids: readonly string[] };
  securityGroups: readonly string[];
}

export interface RuleContext {
  kind: ResourceKind;
  approvedNetwork: ApprovedNetwork;
}

/** Ids of the same check in other tools, for people who already report those. */
export interface SameCheck {
  securityHub?: readonly string[];
  awsConfig?: readonly string[];
  checkov?: readonly string[];
  prowler?: readonly string[];
}

export interface Rule {
  /** Named for the desired state, in kebab case; also the file's name. */
  id: string;
  title: string;
  /** Why it matters: one or two sentences. */
  why: string;
  severity: Severity;
  /** Kinds the rule can judge. */
  kinds: readonly string[];
  /** The setting whose presence in a unit makes the rule apply to that unit. */
  setting: SettingName;
  /**
   * What the empty policy does with it. `whenConfigured` rules need a list in the policy; `policyChoosesKinds` rules
   * apply to the kinds that the policy names, none by default.
   */
  byDefault: "on" | "advisory" | "off" | "whenConfigured" | "policyChoosesKinds";
  sameCheck: SameCheck;
  fix: {
    /** How to make it right, in a sentence or two, for the person who made the resource. */
    sentence: string;
    /** Python (boto3 or the SageMaker SDK) to paste, per kind id; every kind of the rule has one. */
    snippets: Readonly<Record<string, string>>;
  };
  check(unit: PostureUnit, context: RuleContext): Judgement;
}

/** Keeps a rule's literal types while checking it against the contract. */
export function defineRule<const R extends Rule>(rule: R): R {
  return rule;
}

export function compliant(field: string, actual: unknown, message: string): Judgement {
  return { status: "compliant", field, actual, expected: null, message };
}

export function violation(field: string, actual: unknown, expected: string, message: string): Judgement {
  return { status: "violation", field, actual, expected, message };
}

export function notApplicable(message: string): Judgement {
  return { status: "notApplicable", field: "", actual: null, expected: null, message };
}

/** `reason` says what could not be read and why. */
export function unknown(field: string, reason: string): Judgement {
  return { status: "unknown", field, actual: null, expected: null, message: `Could not assess: ${reason}.` };
}
