/** What people are told when something is found. */
import type { ActionId } from "../../act/action.ts";
import type { Verdict } from "../../assess/verdict.ts";
import type { Mode } from "../../decide/policy.ts";
import type { Creator } from "../../detect/creator.ts";
import { RECHECK, SWEEP } from "../../detect/survey-operations.ts";
import type { Finding } from "../../record/ledger.ts";
import { findKind } from "../../sagemaker/index.ts";
import type { Message } from "../message.ts";
import { plain } from "../plain.ts";
import {
  advice,
  capitalised,
  creatorName,
  findingCommand,
  list,
  messageAbout,
  modeSentence,
  nameOf,
  ruleCommands,
  worstInShort,
  wrongs,
} from "./wording.ts";

export interface DriftFound {
  finding: Finding;
  /** The call that brought it up, `CreateNotebookInstance`; null when no call did. */
  operation: string | null;
  /** Who made that call: after the first round not always who made the resource. */
  by: Creator;
  /** The mode in force. */
  mode: Mode;
  /** The actions that follow by themselves, in order. */
  automatically: readonly ActionId[];
  /** They cannot be done yet: a notebook that is not running yet, for example. */
  waiting: boolean;
  /** A person will be asked. */
  asks: boolean;
}

export function driftFound(found: DriftFound): Message {
  const { finding } = found;
  const paragraphs = [
    whoDidWhat(found),
    wrongs(finding.violations),
    list("What it reaches:", finding.reaches),
    advice(finding.violations),
    whatNext(found),
  ];
  const commands = [...ruleCommands(finding.violations), findingCommand(finding)];
  const headline = `${nameOf(finding.resource)}: ${worstInShort(finding.violations)}`;
  return messageAbout(finding, "drift-found", headline, paragraphs, { commands });
}

export interface CouldNotAssess {
  finding: Finding;
  operation: string | null;
  by: Creator;
  /** The verdicts of status `unknown`. */
  unknown: readonly Pick<Verdict, "rule" | "unit" | "message">[];
}

export function couldNotAssess({ finding, operation, by, unknown }: CouldNotAssess): Message {
  const wrong = wrongs(finding.violations);
  const paragraphs = [
    whoDidWhat({ finding, operation, by }),
    list("What could not be read, and the rules that need it:", unreadLines(unknown)),
    wrong,
    wrong === null ? "Nothing was changed." : "What is known to be wrong is dealt with as the policy says.",
    "What is unknown never counts as right. Look at it yourself, or remove the cause: the next event about it assesses it again.",
  ];
  const headline = `Could not assess ${nameOf(finding.resource)}`;
  const keywords = [finding.resource.kind, ...new Set(unknown.map(({ rule }) => plain(rule, 75)))];
  return messageAbout(finding, "could-not-assess", headline, paragraphs, {
    commands: [findingCommand(finding)],
    keywords,
  });
}

/** A resource that the service made itself and that still violates: reported once, never acted on. */
export function ownResource({ finding, original }: { finding: Finding; original: string | null }): Message {
  const origin = original === null ? "" : ` to replace ${plain(original)}`;
  const paragraphs = [
    `The service made ${nameOf(finding.resource)} itself${origin}, and it still breaks the policy.`,
    wrongs(finding.violations),
    "It is not acted on and this is said once, so that the service never chases its own work. Correct the policy's approvedNetwork or the resource by hand.",
  ];
  const headline = `Made by sagefence and still wrong: ${nameOf(finding.resource)}`;
  const commands = [...ruleCommands(finding.violations), findingCommand(finding)];
  return messageAbout(finding, "own-resource", headline, paragraphs, { commands });
}

/** One line for each cause, however many rules it keeps from being judged. */
function unreadLines(unknown: CouldNotAssess["unknown"]): string[] {
  const byCause = Map.groupBy(unknown, ({ message }) => message.replace(/^Could not assess: |\.$/g, ""));
  return Array.from(byCause, ([cause, verdicts]) => {
    const rules = verdicts.map(({ rule, unit }) => (unit === "" ? rule : `${rule} at ${unit}`));
    return `${cause}: ${[...new Set(rules)].join(", ")}`;
  });
}

/** `jane (assumed-role/data-science/jane) made notebook instance churn-dev (CreateNotebookInstance).` */
function whoDidWhat({ finding, operation, by }: Pick<DriftFound, "finding" | "operation" | "by">): string {
  const name = nameOf(finding.resource);
  if (by.name === null && by.arn === null && isSurvey(operation)) {
    return `${capitalised(name)} was found by looking at what there is; who made it is not known.`;
  }
  if (by.name === null && by.arn === null) {
    const told = operation === null ? "what brought it up" : `what brought it up (${plain(operation, 60)})`;
    return `${capitalised(name)} was found; ${told} does not say who made it, and nothing else does.`;
  }
  if (isSurvey(operation))
    return `${capitalised(name)} was found by looking at what there is; ${creatorName(by)} made it.`;
  const call = operation === null ? "" : ` (${plain(operation, 60)})`;
  return `${creatorName(by)} ${verbOf(operation)} ${name}${call}.`;
}

/** No call brought it up, but a sweep or what follows a change of the network. */
function isSurvey(operation: string | null): boolean {
  return operation === SWEEP || operation === RECHECK;
}

function verbOf(operation: string | null): string {
  if (operation === null) return "made or changed";
  if (/^(Create|Import|SageMaker )/.test(operation)) return "made";
  if (operation.startsWith("Start")) return "started";
  return "changed";
}

function whatNext({ finding, mode, automatically, waiting, asks }: DriftFound): string {
  if (mode !== "enforce") return `What happens next: ${modeSentence(mode)}`;
  const steps = automatically
    .map((action) => willDo(action, finding.resource.kind, waiting))
    .filter((step) => step !== "");
  if (asks) steps.push(steps.length === 0 ? "You are asked" : "Then you are asked", WHAT_IS_ASKED);
  if (steps.length === 0) steps.push("The policy names nothing to do about it: nothing will be changed.");
  return `What happens next: ${steps.join(" ")}`;
}

const WHAT_IS_ASKED = "what should become of it; nothing that is saved is lost before somebody says yes.";

/** `Kept: its volume and everything saved on it.` */
function kept(kind: string): string {
  const sentences = findKind(kind)?.stop?.kept ?? [];
  return sentences.map((sentence) => `Kept: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`).join(" ");
}

function willDo(action: ActionId, kind: string, waiting: boolean): string {
  switch (action) {
    case "stop":
      return `It will be stopped ${waiting ? "as soon as it is running" : "now"}. ${kept(kind)}`.trim();
    case "stop-before-start":
      return "It will be stopped if it has not begun to compute; once it has, it is left running.";
    case "tag":
      return "It gets tags that name this finding.";
    case "make-vpc-only":
      return "It will be made VPC-only.";
    case "recreate-beside":
      return "A replacement will be made beside it.";
    case "exempt":
      return "";
  }
}
