/** From a policy document to the policy the service uses: validation, defaults, and checks across fields. */
import type { z } from "zod";
import type { ActionId } from "../act/action.ts";
import type { Rule } from "../assess/rule.ts";
import { RULES } from "../assess/rules/index.ts";
import { kindOf } from "../sagemaker/index.ts";
import type { ResourceKind } from "../sagemaker/resource-kind.ts";
import { digestOf } from "./digest.ts";
import type { Policy, Response, RulePolicy } from "./policy.ts";
import { type PolicyDocument, policySchema } from "./policy-schema.ts";

/** The policy cannot be used. `problems` has one line each, with the path of the field and what to write. */
export class PolicyError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(`The policy is not valid: ${problems.join("; ")}`, options);
    this.name = "PolicyError";
    this.problems = problems;
  }
}

/** Actions that never run without a person's yes. `stop` is allowed where it is reversible. */
const NEVER_AUTOMATIC = new Set<ActionId>(["exempt", "make-vpc-only", "recreate-beside"]);
/** Executions live 30 days (`durableConfig` in serverless.yml); containing, retrying and acting need their part. */
const LONGEST_WAIT_DAYS = 21;
const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Validates a document (null and undefined stand for the empty file) and fills in every default. Throws PolicyError. */
export function resolvePolicy(document: unknown): Policy {
  const parsed = policySchema.safeParse(document ?? {});
  if (!parsed.success) throw new PolicyError(parsed.error.issues.map(describeIssue));
  const resolved = withDefaults(parsed.data);
  const problems = crossFieldProblems(resolved);
  if (problems.length > 0) throw new PolicyError(problems);
  return { ...resolved, digest: digestOf(resolved) };
}

/** The same policy in report mode: what the service falls back to when the deployed one cannot be used. */
export function reportOnly(policy: Policy): Policy {
  const { digest: _digest, ...rest } = policy;
  const changed = { ...rest, mode: "report" as const };
  return { ...changed, digest: digestOf(changed) };
}

/** The same policy with every rule on, for every kind it knows, and no exemptions: `--rules all`. */
export function strictest(policy: Policy): Policy {
  const rules = Object.fromEntries(
    RULES.map((rule) => [rule.id, { state: "on", severity: rule.severity, kinds: rule.kinds } satisfies RulePolicy]),
  );
  const { digest: _digest, ...rest } = policy;
  const changed = { ...rest, rules, exemptions: [] };
  return { ...changed, digest: digestOf(changed) };
}

function withDefaults(document: PolicyDocument): Omit<Policy, "digest"> {
  const { approvedNetwork: network, approval, limits } = document;
  return {
    version: 1,
    mode: document.mode ?? "report",
    approvedNetwork: {
      vpcs: network?.vpcs ?? [],
      subnets: approvedSubnets(network?.subnets),
      securityGroups: network?.securityGroups ?? [],
    },
    rules: Object.fromEntries(RULES.map((rule) => [rule.id, rulePolicy(rule, document.rules?.[rule.id])])),
    respond: (document.respond ?? []).map(response),
    approval: {
      approvers: approval?.approvers ?? [],
      minimum: approval?.minimum ?? 1,
      requesterMayApprove: approval?.requesterMayApprove ?? false,
      expiresAfter: seconds(approval?.expiresAfter ?? "4h"),
      remindAfter: (approval?.remindAfter ?? []).map(seconds).sort((a, b) => a - b),
      exemptFor: seconds(approval?.exemptFor ?? "30d"),
    },
    limits: {
      perHour: {
        reversible: limits?.perHour?.reversible ?? 20,
        destructive: limits?.perHour?.destructive ?? 3,
      },
    },
    exemptions: document.exemptions ?? [],
  };
}

type ApprovedSubnets = NonNullable<PolicyDocument["approvedNetwork"]>["subnets"];

function approvedSubnets(subnets: ApprovedSubnets): Policy["approvedNetwork"]["subnets"] {
  if (Array.isArray(subnets)) return { ids: subnets, tags: {} };
  return { ids: subnets?.ids ?? [], tags: subnets?.tags ?? {} };
}

type RuleSetting = NonNullable<PolicyDocument["rules"]>[string];

function rulePolicy(rule: Rule, setting: RuleSetting | undefined): RulePolicy {
  const given = typeof setting === "string" ? { state: setting } : (setting ?? {});
  const byDefault = rule.byDefault === "off" || rule.byDefault === "advisory" ? rule.byDefault : "on";
  const named = "kinds" in given ? given.kinds : undefined;
  const also = "alsoKinds" in given ? (given.alsoKinds ?? []) : [];
  const own = named ?? (rule.byDefault === "policyChoosesKinds" && setting === undefined ? [] : unnamedKinds(rule));
  const turnedOn = setting !== undefined && given.state === undefined && rule.byDefault === "off";
  return {
    state: given.state ?? (turnedOn ? "on" : byDefault),
    severity: ("severity" in given ? given.severity : undefined) ?? rule.severity,
    kinds: [...new Set([...own, ...also])],
  };
}

function unnamedKinds({ kinds, onlyIfNamed = [] }: Rule): readonly string[] {
  return kinds.filter((kind) => !onlyIfNamed.includes(kind));
}

function response(entry: NonNullable<PolicyDocument["respond"]>[number]): Response {
  return {
    when: { kinds: list(entry.when?.kind), rules: list(entry.when?.rule) },
    automatically: entry.automatically ?? [],
    propose: entry.propose ?? [],
  };
}

function list<Item>(value: Item | Item[] | undefined): Item[] | null {
  if (value === undefined) return null;
  return Array.isArray(value) ? value : [value];
}

function seconds(duration: string): number {
  const unit = duration.at(-1) as keyof typeof SECONDS;
  return Number.parseInt(duration, 10) * SECONDS[unit];
}

function crossFieldProblems(policy: Omit<Policy, "digest">): string[] {
  return [
    ...ruleKindProblems(policy),
    ...responseProblems(policy),
    ...approvalProblems(policy),
    ...dateProblems(policy),
  ];
}

function ruleKindProblems({ rules }: Omit<Policy, "digest">): string[] {
  const problems: string[] = [];
  for (const rule of RULES) {
    for (const kind of rules[rule.id]?.kinds ?? []) {
      if (!rule.kinds.includes(kind)) {
        problems.push(`rules.${rule.id}.kinds: the rule does not apply to ${kind}; it knows ${rule.kinds.join(", ")}`);
      }
    }
  }
  return problems;
}

function responseProblems({ respond }: Omit<Policy, "digest">): string[] {
  const problems: string[] = [];
  for (const [index, entry] of respond.entries()) {
    for (const action of entry.automatically) {
      if (NEVER_AUTOMATIC.has(action)) {
        problems.push(`respond[${index}].automatically: ${action} needs a person's yes; move it to propose`);
      }
    }
    problems.push(...stopProblems(entry, `respond[${index}]`));
  }
  return problems;
}

/** What a kind that the entry names can never do. */
function stopProblems({ when, automatically, propose }: Response, at: string): string[] {
  const kinds = (when.kinds ?? []).map((kind) => kindOf(kind));
  const named = (which: readonly ResourceKind[]) => which.map(({ id }) => id).join(", ");
  const problems: string[] = [];
  const fixed = kinds.filter(({ stop }) => stop === null);
  if (fixed.length > 0 && [...automatically, ...propose].some((action) => action.startsWith("stop"))) {
    problems.push(`${at}: SageMaker has no stop for ${named(fixed)}; leave stop out, or take the kind out of when`);
  }
  const lossy = kinds.filter(({ stop }) => stop?.effect === "destructive");
  if (lossy.length > 0 && automatically.includes("stop")) {
    const tells = lossy.every(({ stop }) => stop?.beforeCompute !== undefined);
    const instead = tells ? "move it to propose, or write stop-before-start" : "move it to propose";
    problems.push(
      `${at}.automatically: stop destroys the work of ${named(lossy)}, so it needs a person's yes; ${instead}`,
    );
  }
  return problems;
}

function approvalProblems({ approval, respond }: Omit<Policy, "digest">): string[] {
  const problems: string[] = [];
  const answerable = approval.approvers.some((approver) => "iamRole" in approver || "iamUser" in approver);
  if (respond.some((entry) => entry.propose.length > 0) && !answerable) {
    problems.push(
      "approval.approvers: respond proposes something, and nobody can answer; name an iamRole or iamUser (Slack users and groups cannot answer yet)",
    );
  }
  for (const [index, approver] of approval.approvers.entries()) {
    if ("iamRole" in approver && /:role\/.*\/[^/]*\*[^/]*$/.test(approver.iamRole)) {
      problems.push(
        `approval.approvers[${index}].iamRole: a session does not tell its role's path, so a path and * in the name match nobody; write role/NAME*`,
      );
    }
  }
  if (approval.expiresAfter > LONGEST_WAIT_DAYS * SECONDS.d) {
    problems.push(`approval.expiresAfter: no question can wait that long; write at most ${LONGEST_WAIT_DAYS}d`);
  }
  for (const after of approval.remindAfter) {
    if (after >= approval.expiresAfter) {
      problems.push("approval.remindAfter: a reminder comes after approval.expiresAfter; make it earlier");
    }
  }
  return problems;
}

function dateProblems({ exemptions }: Omit<Policy, "digest">): string[] {
  return exemptions.flatMap(({ expires }, index) => {
    const date = new Date(`${expires}T00:00:00Z`);
    const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(expires);
    return real ? [] : [`exemptions[${index}].expires: ${expires} is no day of the calendar; write it as 2027-01-31`];
  });
}

function describeIssue(outer: z.core.$ZodIssue): string {
  const issue = issueMeant(outer);
  const path = issue.path.reduce<string>(
    (at, part) => (typeof part === "number" ? `${at}[${part}]` : at === "" ? String(part) : `${at}.${String(part)}`),
    "",
  );
  return `${path === "" ? "the file" : path}: ${sentence(issue)}`;
}

/** Of a field that may have several forms, what is wrong with the one that was written, where that can be told. */
function issueMeant(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== "invalid_union") return issue;
  const inside = issue.errors.filter((issues) => issues.every(({ path }) => path.length > 0));
  const choices = issue.errors.filter(([first]) => first?.code === "invalid_value");
  const [meant] = (inside.length > 0 ? inside : choices).flat();
  return meant === undefined ? issue : issueMeant({ ...meant, path: [...issue.path, ...meant.path] });
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `unknown field ${issue.keys.join(", ")}`;
  if (issue.code === "invalid_value") return `must be one of ${issue.values.join(", ")}`;
  if (issue.code === "invalid_union") return "has none of the forms that are allowed here";
  if (issue.code === "invalid_key") return "there is no such rule; `sagefence rules` lists them";
  return issue.message;
}
