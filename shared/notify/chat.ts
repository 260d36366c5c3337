/**
 * The channel of Amazon Q Developer in chat applications: a custom notification, shown in Slack or Microsoft Teams.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
import type { Message, MessageOption } from "./message.ts";
import { encodeWithin, plainLines } from "./plain.ts";
import { consequenceLines, safeLink } from "./words.ts";

export const CHAT_LIMITS = { title: 250, description: 8_000, nextStep: 350, keyword: 75 } as const;
/** Not documented, ours: more is not read in a chat. */
const MAX_ITEMS = 10;
const MAX_FACT = 300;

export interface ChatNotification {
  version: "1.0";
  source: "custom";
  content: {
    textType: "client-markdown";
    title: string;
    description: string;
    nextSteps?: string[];
    keywords?: string[];
  };
  metadata: {
    threadId: string;
    summary: string;
    additionalContext: Record<string, string>;
    enableCustomActions: false;
  };
}

/** The notification; what goes into an SNS message as JSON. */
export function renderChat(message: Message): ChatNotification {
  const nextSteps = stepsOf(message);
  const keywords = message.keywords.slice(0, MAX_ITEMS).map((word) => literal(word, CHAT_LIMITS.keyword));
  const summary = literal(message.headline, CHAT_LIMITS.title);
  return {
    version: "1.0",
    source: "custom",
    content: {
      textType: "client-markdown",
      title: summary,
      description: descriptionOf(message),
      ...(nextSteps.length > 0 && { nextSteps }),
      ...(keywords.length > 0 && { keywords }),
    },
    metadata: {
      threadId: literal(message.threadId, 100),
      summary,
      additionalContext: Object.fromEntries(
        message.facts.slice(0, MAX_ITEMS).map(({ label, value }) => [literal(label, 75), literal(value, MAX_FACT)]),
      ),
      enableCustomActions: false,
    },
  };
}

/** Never empty: a notification without a description is dropped. */
function descriptionOf({ headline, paragraphs, options, notOffered }: Message): string {
  const parts = [...paragraphs, ...options.map(optionText)];
  if (notOffered.length > 0) parts.push(["Not offered:", ...notOffered.map((item) => `- ${item}`)].join("\n"));
  return literal(parts.join("\n\n"), CHAT_LIMITS.description) || literal(headline, CHAT_LIMITS.title) || "-";
}

function optionText(option: MessageOption): string {
  return [`OPTION ${option.id}: ${option.title}`, ...consequenceLines(option)].join("\n");
}

/** A link that is too long to fit is left out whole: half of it would lead nowhere. */
function stepsOf({ link, commands }: Message): string[] {
  const target = safeLink(link);
  const decide =
    target === null ? [] : [`Decide here: ${target}`].filter((step) => step.length <= CHAT_LIMITS.nextStep);
  const typed = commands.slice(0, MAX_ITEMS).map((command) => `\`${literal(command, CHAT_LIMITS.nextStep - 2)}\``);
  return [...decide, ...typed];
}

/** What means something to Slack's or to Teams' markup, as a look-alike that does not: escapes differ between them. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  "<": "‹",
  ">": "›",
  "`": "'",
  "*": "∗",
  "~": "∼",
  "[": "⟦",
  "]": "⟧",
};

function literal(text: string, max: number): string {
  return encodeWithin(plainLines(text), max, (character) => LOOK_ALIKES[character] ?? character);
}
