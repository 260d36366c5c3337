/** The messages that went out, one entry for what several channels carried. */
import { isObject, stringAt, valuesAt } from "../../shared/sagemaker/document.ts";
import type { LocalAccount } from "../account.ts";
import type { PublishedMessage } from "../services/sns.ts";
import { parsedJson } from "./json.ts";
import type { SentMessage } from "./model.ts";

const TEXT = "sagefence-text";
const CHAT = "sagefence-chat";

/** Oldest first. */
export function sentMessages({ topics, slack }: ReturnType<LocalAccount["messages"]>): SentMessage[] {
  const chats = topics.filter((message) => topicOf(message) === CHAT);
  const posts = [...slack];
  return topics
    .filter((message) => topicOf(message) !== CHAT)
    .map((message) => {
      const isText = topicOf(message) === TEXT;
      const headline = message.message.split("\n", 1)[0] ?? "";
      const chat = isText ? take(chats, (candidate) => isSameMessage(message, headline, candidate)) : undefined;
      const post = isText ? take(posts, ({ body }) => headerOf(body) === headline) : undefined;
      return {
        id: message.id,
        at: message.at,
        subject: isText ? headline : alarmSubject(message),
        text: isText ? bodyOf(message.message) : alarmText(message.message),
        chat: chat === undefined ? null : chat.message,
        slack: post?.body ?? null,
        alarm: !isText,
      };
    });
}

/** The link of a question as the latest message gave it, as a person would take it. */
export function linkTo(questionId: string, { topics }: ReturnType<LocalAccount["messages"]>): string | null {
  const address = new RegExp(`https?://\\S+/q/${questionId}\\?k=[\\w%-]+`);
  for (const message of topics.toReversed()) {
    const link = topicOf(message) === TEXT ? address.exec(message.message)?.[0] : undefined;
    if (link !== undefined) return link;
  }
  return null;
}

function topicOf({ topicArn }: PublishedMessage): string {
  return topicArn.slice(topicArn.lastIndexOf(":") + 1);
}

function bodyOf(text: string): string {
  const end = text.indexOf("\n");
  return end === -1 ? "" : text.slice(end).trim();
}

function isSameMessage(text: PublishedMessage, headline: string, chat: PublishedMessage): boolean {
  const moment = (message: PublishedMessage) => message.attributes.moment?.StringValue;
  return moment(text) === moment(chat) && stringAt(parsedJson(chat.message), "content.title") === headline;
}

function headerOf(body: Record<string, unknown>): string | undefined {
  const header = valuesAt(body, "blocks[]").find((block) => isObject(block) && block.type === "header");
  return stringAt(header, "text.text");
}

function alarmSubject({ subject, message }: PublishedMessage): string {
  const alarm = parsedJson(message);
  const name = stringAt(alarm, "AlarmName");
  return name === undefined ? (subject ?? "A message") : `Alarm ${name}: ${stringAt(alarm, "NewStateValue") ?? ""}`;
}

function alarmText(message: string): string {
  const alarm = parsedJson(message);
  const sentences = [stringAt(alarm, "AlarmDescription"), stringAt(alarm, "NewStateReason")];
  return alarm === null ? message : sentences.filter((sentence) => sentence !== undefined).join("\n\n");
}

/** The first that fits, taken out of the list. */
function take<Item>(items: Item[], fits: (item: Item) => boolean): Item | undefined {
  const index = items.findIndex(fits);
  return index === -1 ? undefined : items.splice(index, 1)[0];
}
