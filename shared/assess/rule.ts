/** The contract of a rule: its metadata first, then one pure function that judges one unit. */
import type { FactName, NetworkFacts } from "../network/facts.ts";
import { kindsWith } from "../sagemaker/kind-settings.ts";
import type { PostureUnit, Setting } from "../sagemaker/posture.ts";
import type { ResourceKind, SettingName, SettingTypes } from "../sagemaker/resource-kind.ts";
import type { Desired } from "./snippets.ts";
import type { Judgement, Severity } from "./verdict.ts";

export interface ApprovedNetwork {
  vpcs: readonly string[];
  /** A subnet is approved by its id, or by having every one of the tags. */
  subnets: { ids: readonly string[]; tags: Readonly<Record<string, string>> };
  securityGroups: readonly string[];
}

export interface RuleContext {
  kind: ResourceKind;
  approvedNetwork: ApprovedNetwork;
  /** What EC2 says; everything in it is unread where EC2 was not asked. */
  network: NetworkFacts;
  /** All units of the resource, the one that is judged included. */
  units: readonly PostureUnit[];
  /** The resource's network interfaces in the VPC, where it tells them. */
  networkInterfaces: readonly string[];
  /** The account that owns the resource; null where nothing tells. */
  account: string | null;
  /** Where the resource is; null where nothing tells. */
  region: string | null;
  /** The policy has `internet-egress-limited` on for this kind: a way out through NAT is none that it wants. */
  egressLimited: boolean;
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
  /** Kinds the rule can judge: those that can have its setting. */
  kinds: readonly string[];
  /** Of these, those that it judges only where the policy names them. */
  onlyIfNamed?: readonly string[];
  /** Kinds that it is about, of those that can have its setting; all of them when left out. */
  about?: readonly string[];
  /** What EC2 has to tell for it; left out by rules that judge the resource's own settings. */
  facts?: readonly FactName[];
  /** Where the facts are of use; always when left out. `words` complete "reads …": `where the policy has tags`. */
  factsWhere?: { words: string; holds(approved: ApprovedNetwork): boolean };
  /** The setting whose presence in a unit makes the rule apply to that unit. */
  setting: SettingName;
  /** Other settings of the same unit that its judgement rests on. */
  alsoReads?: readonly SettingName[];
  /**
   * What the empty policy does with it. `whenConfigured` rules need a list in the policy; `policyChoosesKinds` rules
   * apply to the kinds that the policy names, none by default.
   */
  byDefault: "on" | "advisory" | "off" | "whenConfigured" | "policyChoosesKinds";
  sameCheck: SameCheck;
  fix: {
    /** How to make it right, in a sentence or two, for the person who made the resource. */
    sentence: string;
    /** The settings that make it right, for the code to paste; left out where the network itself has to change. */
    set?: Desired;
    /** AWS CLI commands to paste that put the network right. */
    commands?: string;
  };
  check(unit: PostureUnit, context: RuleContext): Judgement;
}

/** A rule as its file writes it: `check` is handed the setting of each unit that carries it, read or unread. */
export type RuleDefinition<Name extends SettingName> = Omit<Rule, "kinds" | "setting" | "check"> & {
  setting: Name;
  check(setting: Setting<SettingTypes[Name]>, unit: PostureUnit, context: RuleContext): Judgement;
};

/**
 * Makes a rule of its definition. A violation in a unit that only refers to another resource says that this other
 * resource is the place to fix.
 */
export function defineRule<Name extends SettingName>(definition: RuleDefinition<Name>): Rule {
  const { about } = definition;
  return {
    ...definition,
    kinds: kindsWith(definition.setting).filter((kind) => about?.includes(kind) !== false),
    check(unit, context) {
      const setting = unit.settings[definition.setting];
      if (setting === undefined) return notApplicable("No part of it carries this setting.");
      return withPlaceToFix(unit, definition.check(setting, unit, context));
    },
  };
}

/** What a setting with one desired value should be, and the sentences for each case. */
export interface DesiredValue<Value> {
  desired: Value;
  /** What the API takes an absent member for. */
  absentMeans: Value;
  /** Said of an absent member, whichever way it counts. */
  absent: string;
  right: string;
  wrong: string;
}

/** Judges a setting that has one desired value; anything else that it holds is a violation. */
export function judgeValue<Value extends string | boolean>(
  setting: Setting<Value>,
  { desired, absentMeans, absent, right, wrong }: DesiredValue<NoInfer<Value>>,
): Judgement {
  if (setting.status === "unread") return unknown(setting.field, setting.reason);
  const actual = heldBy(setting);
  const isRight = (actual ?? absentMeans) === desired;
  const message = actual === null ? absent : isRight ? right : wrong;
  if (isRight) return compliant(setting.field, actual, message);
  return violation(setting.field, actual, String(desired), message);
}

/** Judges a list of ids against the policy's list of approved ones; `noun` is one of them: `subnet`. */
export function judgeApproved(setting: Setting<string[]>, approved: readonly string[], noun: string): Judgement {
  if (approved.length === 0) return notApplicable(`The policy has no list of approved ${noun}s.`);
  if (setting.status === "unread") return unknown(setting.field, setting.reason);
  if (isMissing(setting)) return notApplicable(`No ${noun} is set here.`);
  const ids = setting.status === "set" ? setting.value : [];
  const foreign = ids.filter((id) => !approved.includes(id));
  if (foreign.length === 0) return compliant(setting.field, ids, `Every ${noun} is an approved one.`);
  const message = `Not among the approved ${noun}s: ${foreign.join(", ")}.`;
  return violation(setting.field, ids, `only approved ${noun}s: ${approved.join(", ")}`, message);
}

/** Known not to be there. An empty list counts as not set. */
export function isMissing(setting: Setting): boolean {
  if (setting.status === "set") return Array.isArray(setting.value) && setting.value.length === 0;
  return setting.status === "unset";
}

/** What the member holds; null when it is absent or unread. */
export function heldBy<Value>(setting: Setting<Value>): Value | null {
  return setting.status === "set" ? setting.value : null;
}

export function compliant(field: string, actual: unknown, message: string): Judgement {
  return { status: "compliant", field, actual, expected: null, message };
}

export function violation(field: string, actual: unknown, expected: string, message: string): Judgement {
  return { status: "violation", field, actual, expected, message };
}

/** `causes` are the ids of what has to change in the network. */
export function networkViolation(
  { field, actual, expected }: Pick<Judgement, "field" | "actual"> & { expected: string },
  message: string,
  causes: readonly string[],
): Judgement {
  return { ...violation(field, actual, expected, message), causes: [...new Set(causes)].sort() };
}

export function notApplicable(message: string): Judgement {
  return { status: "notApplicable", field: "", actual: null, expected: null, message };
}

/** `reason` says what could not be read and why. */
export function unknown(field: string, reason: string): Judgement {
  return { status: "unknown", field, actual: null, expected: null, message: `Could not assess: ${reason}.` };
}

function withPlaceToFix(unit: PostureUnit, judgement: Judgement): Judgement {
  if (unit.inheritedFrom === undefined || judgement.status !== "violation") return judgement;
  const { kind, name } = unit.inheritedFrom;
  return { ...judgement, message: `${judgement.message} The place to fix it is the ${kind} ${name}.` };
}
