/** The question, its reminder, and the answer. */
import type { Question, QuestionOption } from "../../record/ledger.ts";
import type { Message, MessageOption } from "../message.ts";
import { plain } from "../plain.ts";
import {
  capitalised,
  creatorName,
  findingCommand,
  identityName,
  list,
  messageAbout,
  nameOf,
  sentence,
  span,
  utc,
  worstInShort,
  wrongs,
} from "./wording.ts";

export interface Asked {
  question: Question;
  /** The page with the one-time secret; null where deciding is by command alone. */
  link: string | null;
}

export function question({ question: asked, link }: Asked): Message {
  const { resource, askedAt, expiresAt } = asked;
  const name = nameOf(resource);
  const time = span(askedAt, expiresAt);
  const paragraphs = [
    `${capitalised(name)}, ${byWhom(asked)}, waits for a decision: what should become of it?`,
    wrongs(asked.violations),
    list("Done so far:", asked.done),
    `Answer until ${utc(expiresAt)} (${time}). No answer means no: nothing more is done.`,
  ];
  return messageAbout(asked, "question", `Decide within ${time}: ${name}`, paragraphs, choices(asked, link));
}

/** `now`: what is left is counted from it. */
export function reminder({ question: asked, link, now }: Asked & { now: Date }): Message {
  const name = nameOf(asked.resource);
  const left = span(now, asked.expiresAt);
  const paragraphs = [
    `Nobody has answered yet. ${left} left, until ${utc(asked.expiresAt)}; no answer means no: nothing more is done.`,
    `${capitalised(name)}, ${byWhom(asked)}: ${worstInShort(asked.violations)}.`,
    list("Done so far:", asked.done),
  ];
  return messageAbout(asked, "reminder", `${left} left to decide: ${name}`, paragraphs, choices(asked, link));
}

/** Somebody answered; what was approved is done after this message. Says nothing of a question without a decision. */
export function decided({ question: asked }: { question: Question }): Message {
  const { decision, resource, options } = asked;
  const name = nameOf(resource);
  const who = decision === null ? "somebody unknown" : identityName(decision.by.arn);
  const at = decision === null ? "" : ` at ${utc(decision.at)}`;
  const option = options.find(({ id }) => id === decision?.option);
  const answer = option === undefined ? `${who} said no${at}.` : `${who} approved "${plain(option.title)}"${at}.`;
  const paragraphs = [
    answer,
    decision?.reason ? `Reason given: ${sentence(decision.reason)}` : null,
    option === undefined ? "Nothing more is done." : "It is looked at once more, then this is done, and nothing else.",
    ...(option === undefined ? [] : consequences(option)),
  ];
  const headline = `${option === undefined ? "Rejected" : "Approved"}: ${name}`;
  return messageAbout(asked, "decided", headline, paragraphs, { commands: [findingCommand(asked)] });
}

/** `by jane (user/jane)`, or `by somebody unknown, brought up by sam (user/sam)`. */
function byWhom({ creator, requester }: Question): string {
  const [maker, other] = [creatorName(creator), creatorName(requester)];
  return maker === other ? `by ${maker}` : `by ${maker}, brought up by ${other}`;
}

function choices(asked: Question, link: string | null): Partial<Message> {
  const id = plain(asked.id, 40);
  const commands = asked.options.map((option) => `npx sagefence approve ${id} ${plain(option.id, 40)}`);
  return {
    options: asked.options.map(readableOption),
    notOffered: asked.notOffered.map(sentence),
    link,
    commands: [...commands, `npx sagefence reject ${id}`],
  };
}

/** The choice without its calls: what would be sent stays on the page and in the ledger. */
function readableOption({ id, title, effect, kept, lost, undo, reaches, checks }: QuestionOption): MessageOption {
  return {
    id: plain(id, 40),
    title: plain(title),
    effect,
    kept: kept.map(sentence),
    lost: lost.map(sentence),
    undo: sentence(undo),
    reaches: reaches.map(sentence),
    checks: checks.map(sentence),
  };
}

function consequences({ lost, undo }: QuestionOption): (string | null)[] {
  return [list("Lost:", lost), `To undo: ${sentence(undo)}`];
}
