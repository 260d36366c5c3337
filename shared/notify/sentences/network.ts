/** What people are told about causes in the network, and about sweeps. */
import { RULES } from "../../assess/rules/index.ts";
import type { Finding } from "../../record/ledger.ts";
import type { ResourceRef } from "../../sagemaker/resource-kind.ts";
import type { Message, Moment } from "../message.ts";
import { plain } from "../plain.ts";
import {
  advice,
  capitalised,
  counted,
  creatorName,
  findingCommand,
  headlineText,
  list,
  messageAbout,
  nameOf,
  ruleCommands,
  wrongs,
} from "./wording.ts";

export interface CauseFound {
  finding: Finding;
  /** The call after which it came up, by the finding's creator; null where no call is known. */
  operation: string | null;
}

/** Something in the network puts resources in violation: told once for all of them. */
export function causeFound({ finding, operation }: CauseFound): Message {
  const { resource, violations, affected } = finding;
  const count = counted(affected?.count ?? 0, "resource");
  const [worst, ...others] = violations;
  const rules = `${worst?.rule ?? "the policy"}${others.length > 0 ? ` and ${others.length} more` : ""}`;
  const headline = `${capitalised(nameOf(resource))}: ${count} in violation of ${rules}`;
  const call =
    operation === null ? "" : ` It came up after ${creatorName(finding.creator)} called ${plain(operation, 60)}.`;
  const paragraphs = [
    `${capitalised(nameOf(resource))} is the cause of what is wrong with ${count}.${call}`,
    wrongs(violations),
    advice(violations),
    standing(finding),
    whatToDo(finding),
    "What happens next: nothing is changed by itself. The finding closes when nothing stands on the cause in violation any more.",
  ];
  const commands = [...ruleCommands(violations), findingCommand(finding)];
  return messageAbout(finding, "cause-found", headline, paragraphs, { commands });
}

/** Nothing stands on the cause in violation any more. */
export function causeRight({ finding }: { finding: Finding }): Message {
  const name = nameOf(finding.resource);
  const paragraphs = [
    `No resource is in violation because of ${name} any more: it was put right, or what stood on it is gone. The finding is closed.`,
  ];
  return messageAbout(finding, "cause-right", `Right again: ${name}`, paragraphs, {
    commands: [findingCommand(finding)],
  });
}

function standing({ affected }: Finding): string | null {
  if (affected === null) return null;
  const { count, resources } = affected;
  const named = resources.map(nameOf);
  const rest = Array.from({ length: Math.max(0, count - named.length) }, () => "");
  return list(`Who stands on it (${count}):`, [...named, ...rest]);
}

function whatToDo({ violations }: Finding): string | null {
  const wrong = violations.find(({ advisory }) => !advisory) ?? violations[0];
  const rule = RULES.find(({ id }) => id === wrong?.rule);
  return rule === undefined ? null : `What to do: ${rule.fix.sentence}`;
}

/** Much is wrong that nobody was told of: one message in place of one each. */
export interface SweepFound {
  account: string | null;
  region: string | null;
  sweepId: string;
  found: readonly { resource: ResourceRef; rules: readonly string[] }[];
}

export function sweepFound({ account, region, sweepId, found }: SweepFound): Message {
  const byRule = Map.groupBy(
    found.flatMap(({ rules }) => rules),
    (rule) => rule,
  );
  const rules = [...byRule].sort(([, one], [, other]) => other.length - one.length);
  const each = found.map(({ resource, rules: wrong }) => `${nameOf(resource)}: ${wrong.join(", ")}`);
  return {
    ...messageOfSweep("sweep-found", { account, region, sweepId }),
    severity: worstOf(rules.map(([rule]) => rule)),
    headline: headlineText(`${counted(found.length, "resource")} in violation that nobody was told of`),
    paragraphs: [
      `The sweep found ${counted(found.length, "resource")} that break the policy and had no finding yet, as a first sweep of an account does.`,
      list(
        "By rule:",
        rules.map(([rule, { length }]) => `${rule}: ${length}`),
      ) ?? "",
      list("Which they are:", each) ?? "",
      "Each has its finding now, and what the policy says about it is done. This is the only message that begins them.",
    ],
    commands: ["npx sagefence findings", "npx sagefence scan"],
    keywords: rules.map(([rule]) => plain(rule, 75)).slice(0, 20),
  };
}

/** Something could not be read; said once a day at the most. */
export interface SweepUnread {
  account: string | null;
  region: string | null;
  sweepId: string;
  /** Each reason, as a clause, with how many resources it concerns. */
  reasons: readonly { reason: string; count: number }[];
  /** Kinds of which not everything could be listed. */
  unlisted: readonly { kind: string; reason: string }[];
}

export function sweepUnread({ account, region, sweepId, reasons, unlisted }: SweepUnread): Message {
  const concerned = reasons.map(({ reason, count }) => `${reason} (${counted(count, "resource")})`);
  const kinds = unlisted.map(({ kind, reason }) => `${kind}: ${reason}`);
  return {
    ...messageOfSweep("sweep-unread", { account, region, sweepId }),
    severity: "medium",
    headline: headlineText("The sweep could not read everything"),
    paragraphs: [
      list("What could not be read:", concerned),
      list("Kinds that could not be listed:", kinds),
      "What is unknown never counts as right: findings about it stay as they are. Remove the causes, which are missing permissions most of the time; the next sweep reads it again. This is said once a day at the most.",
    ].filter((paragraph) => paragraph !== null),
    commands: ["npx sagefence scan"],
    keywords: ["sweep-unread"],
  };
}

function worstOf(rules: readonly string[]): Message["severity"] {
  const severities = RULES.filter(({ id }) => rules.includes(id)).map(({ severity }) => severity);
  return (["critical", "high", "medium", "low"] as const).find((severity) => severities.includes(severity)) ?? null;
}

function messageOfSweep(
  moment: Moment,
  { sweepId, account, region }: Pick<SweepFound, "account" | "region" | "sweepId">,
): Omit<Message, "headline" | "paragraphs" | "severity"> {
  const facts = [
    { label: "Account", value: account },
    { label: "Region", value: region },
  ].flatMap(({ label, value }) => (value === null ? [] : [{ label, value: plain(value, 60) }]));
  const threadId = `sagefence-sweep-${plain(sweepId, 40)}`;
  return { moment, threadId, facts, options: [], notOffered: [], link: null, commands: [], keywords: [moment] };
}
