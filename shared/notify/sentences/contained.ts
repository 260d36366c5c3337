/** What people are told about the steps that run by themselves. */
import type { ActionId } from "../../act/action.ts";
import type { Creator } from "../../detect/creator.ts";
import type { ActionRecord, Finding } from "../../record/ledger.ts";
import type { Message } from "../message.ts";
import { plain } from "../plain.ts";
import { describeNotDone, type NotDone } from "./obstacle.ts";
import { creatorName, findingCommand, list, messageAbout, nameOf, utc, wrongs } from "./wording.ts";

const STOPS: readonly ActionId[] = ["stop", "stop-before-start"];

export interface Contained {
  finding: Finding;
  /** The actions that reached their goal. */
  done: readonly ActionRecord[];
  /** The actions whose goal held already, so that nothing was sent. */
  already: readonly { action: ActionId; detail: string }[];
  notDone: readonly NotDone[];
  /** Whether a question follows; where the policy proposes something and none follows, why. */
  question: { asked: true } | { asked: false; why: string | null };
}

export function contained({ finding, done, already, notDone, question }: Contained): Message {
  const paragraphs = [
    list("Done:", done.map(describeDone)),
    list("Nothing to do:", already.map(describeAlready)),
    list("To take it back:", done.map(describeUndo)),
    list("NOT done:", notDone.map(describeNotDone)),
    wrongs(finding.violations),
    whatIsLeft(notDone, question),
  ];
  const headline = `${containedHeadline({ done, already, notDone })}: ${nameOf(finding.resource)}`;
  return messageAbout(finding, "contained", headline, paragraphs, { commands: [findingCommand(finding)] });
}

function whatIsLeft(notDone: readonly NotDone[], question: Contained["question"]): string {
  const exposed = notDone.some(({ action }) => STOPS.includes(action)) ? "It is still as exposed as it was. " : "";
  if (question.asked) return `${exposed}What should become of it is asked in the next message.`;
  const why = question.why === null ? "" : `: ${plain(question.why, 300)}`;
  return `${exposed}No question follows${why}.${exposed === "" ? "" : " Look at it and stop it by hand."}`;
}

function describeAlready({ action, detail }: Contained["already"][number]): string {
  return `${ALREADY[action]}: ${plain(detail)}.`;
}

const ALREADY: Record<ActionId, string> = {
  exempt: "It was exempt already",
  "make-vpc-only": "It was VPC-only already",
  "recreate-beside": "The replacement was there already",
  stop: "It did not have to be stopped",
  "stop-before-start": "It did not have to be stopped",
  tag: "It was tagged already",
};

/** What came of containing it a second time. */
export type Again =
  | { result: "contained"; done: readonly ActionRecord[] }
  | { result: "not-contained"; notDone: readonly NotDone[] };

export interface StartedAgain {
  finding: Finding;
  /** The call that undid the containment, `StartNotebookInstance`. */
  operation: string;
  /** Who made that call, from the event. */
  by: Creator;
  at: string;
  again: Again;
}

export function startedAgain({ finding, operation, by, at, again }: StartedAgain): Message {
  const name = nameOf(finding.resource);
  const [verb, title] = operation.startsWith("Start") ? ["started", "Started"] : ["changed", "Changed"];
  const outcome =
    again.result === "contained"
      ? [list("Done again:", again.done.map(describeDone)), list("To take it back:", again.done.map(describeUndo))]
      : [list("NOT done, it stays as it is:", again.notDone.map(describeNotDone))];
  const paragraphs = [
    `${creatorName(by)} ${verb} ${name} again at ${utc(at)}, while what is wrong with it was not yet decided.`,
    ...outcome,
    wrongs(finding.violations),
    finding.questionId === null
      ? null
      : `The open question ${plain(finding.questionId, 40)} still stands: answer it rather than undoing what was done.`,
  ];
  const held = again.result === "contained" ? "contained again" : "NOT contained";
  const headline = `${title} again, ${held}: ${name}`;
  return messageAbout(finding, "started-again", headline, paragraphs, { commands: [findingCommand(finding)] });
}

export interface CapReached {
  finding: Finding;
  effect: "reversible" | "destructive";
  /** Actions of this effect that the policy allows an hour. */
  limit: number;
  /** When the hour is over and actions are possible again. */
  resumesAt: string;
}

export function capReached({ finding, effect, limit, resumesAt }: CapReached): Message {
  const name = nameOf(finding.resource);
  const paragraphs = [
    `The cap of ${limit} ${effect} actions an hour in this account is reached, so ${name} was NOT acted on. From ${utc(resumesAt)} the next event about it can be.`,
    wrongs(finding.violations),
    "Many actions in one hour can mean a mistake in the policy. Check it; if the actions are right, raise limits.perHour or act by hand.",
  ];
  return messageAbout(finding, "cap-reached", `Cap reached, nothing done: ${name}`, paragraphs, {
    commands: [findingCommand(finding)],
  });
}

/** `Stopped at 2026-11-21 05:00 UTC: it is Stopped.` */
export function describeDone({ action, finishedAt, startedAt, detail }: ActionRecord): string {
  const more = detail === null ? "" : `: ${plain(detail)}`;
  return `${DONE[action]} at ${utc(finishedAt ?? startedAt)}${more}.`.replace(/\.\.$/, ".");
}

function describeUndo({ action, undo }: ActionRecord): string {
  return `${DONE[action]}: ${plain(undo, 300)}`;
}

const DONE: Record<ActionId, string> = {
  exempt: "Exempted",
  "make-vpc-only": "Made VPC-only",
  "recreate-beside": "Replacement made",
  stop: "Stopped",
  "stop-before-start": "Stopped before it computed",
  tag: "Tagged",
};

function containedHeadline({ done, already, notDone }: Pick<Contained, "done" | "already" | "notDone">): string {
  if (done.some(({ action }) => STOPS.includes(action))) return "Stopped";
  if (notDone.some(({ action }) => STOPS.includes(action))) return "NOT stopped";
  if (done.length > 0) return "Tagged";
  if (notDone.length > 0) return "Nothing done";
  return already.length > 0 ? "Nothing to do" : "Nothing to decide";
}
