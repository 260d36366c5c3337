/**
 * The Slack channel: Block Kit for an incoming webhook. What comes from outside stands in `plain_text`, which knows no
 * mentions, links or formatting; commands stand in code, escaped.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
import type { Message, MessageOption } from "./message.ts";
import { encodeWithin, plainLines, truncate } from "./plain.ts";
import { commandTitle, consequenceLines, safeLink } from "./words.ts";

export const SLACK_LIMITS = {
  ...{ text: 3_000, header: 150, section: 3_000, fields: 10, field: 2_000, button: 75, url: 3_000, blocks: 50 },
} as const;
/** Ours, so that the payload always fits into an SQS message and on a screen. */
const MAX_PARAGRAPHS = 12;
const MAX_OPTIONS = 10;
const MAX_FIELD = 300;

interface PlainText {
  type: "plain_text";
  text: string;
  emoji: false;
}

interface Code {
  type: "mrkdwn";
  text: string;
  verbatim: true;
}

export type SlackBlock =
  | { type: "header"; text: PlainText }
  | { type: "section"; text: PlainText | Code }
  | { type: "section"; fields: PlainText[] }
  | { type: "divider" }
  | { type: "actions"; elements: [{ type: "button"; action_id: "open-approval"; text: PlainText; url: string }] };

export interface SlackMessage {
  /** For notifications and screen readers. */
  text: string;
  mrkdwn: false;
  unfurl_links: false;
  unfurl_media: false;
  blocks: SlackBlock[];
}

/** The payload to post. It has a button that opens the approval page; none that decides. */
export function renderSlack(message: Message): SlackMessage {
  const headline = plainLines(message.headline).replaceAll("\n", " ") || "sagefence";
  const blocks: SlackBlock[] = [
    { type: "header", text: plainText(headline, SLACK_LIMITS.header) },
    ...message.paragraphs.slice(0, MAX_PARAGRAPHS).flatMap(paragraph),
    ...message.options.slice(0, MAX_OPTIONS).flatMap(optionBlocks),
    ...notOffered(message.notOffered),
    ...button(message.link),
    ...commandBlocks(message),
    ...facts(message.facts),
  ];
  return {
    text: escaped(headline, SLACK_LIMITS.text),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: blocks.slice(0, SLACK_LIMITS.blocks),
  };
}

function paragraph(text: string): SlackBlock[] {
  const content = plainText(text, SLACK_LIMITS.section);
  return content.text === "" ? [] : [{ type: "section", text: content }];
}

function optionBlocks(option: MessageOption): SlackBlock[] {
  const lines = [`OPTION ${option.id}`, option.title, ...consequenceLines(option)];
  return [{ type: "divider" }, ...paragraph(lines.join("\n"))];
}

function notOffered(reasons: readonly string[]): SlackBlock[] {
  if (reasons.length === 0) return [];
  return [{ type: "divider" }, ...paragraph(["Not offered:", ...reasons.map((reason) => `- ${reason}`)].join("\n"))];
}

/** A link that Slack would refuse is left out whole. */
function button(link: string | null): SlackBlock[] {
  const url = safeLink(link);
  if (url === null || url.length > SLACK_LIMITS.url) return [];
  const text = plainText("Open the approval page", SLACK_LIMITS.button);
  return [{ type: "actions", elements: [{ type: "button", action_id: "open-approval", text, url }] }];
}

const FENCE = "```";

function commandBlocks(message: Message): SlackBlock[] {
  const typed = plainLines(message.commands.join("\n")).replaceAll("`", "'");
  if (typed === "") return [];
  const code = escaped(typed, SLACK_LIMITS.section - 50);
  const text = `${commandTitle(message)}\n${FENCE}${code}${FENCE}`;
  return [{ type: "section", text: { type: "mrkdwn", text, verbatim: true } }];
}

function facts(entries: Message["facts"]): SlackBlock[] {
  const fields = entries
    .slice(0, SLACK_LIMITS.fields)
    .map(({ label, value }) => plainText(`${label}\n${value}`, MAX_FIELD))
    .filter(({ text }) => text !== "");
  return fields.length === 0 ? [] : [{ type: "section", fields }];
}

function plainText(text: string, max: number): PlainText {
  return { type: "plain_text", text: truncate(plainLines(text), max), emoji: false };
}

/** https://docs.slack.dev/messaging/formatting-message-text: these three are all that has to be escaped. */
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function escaped(text: string, max: number): string {
  return encodeWithin(text, max, (character) => ENTITIES[character] ?? character);
}
