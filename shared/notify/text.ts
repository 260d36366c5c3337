/** The SNS text channel: a mail that can be read on a phone. */
import type { Message, MessageOption } from "./message.ts";
import { plainLines, truncate } from "./plain.ts";
import { commandTitle, consequenceLines, safeLink } from "./words.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: ASCII, no line breaks, less than 100 characters. */
export const MAX_SUBJECT = 99;
/** SNS takes 256 KiB; longer than this is read by nobody. UTF-16 units, so at most three times as many bytes. */
export const MAX_BODY = 20_000;

export interface TextMessage {
  subject: string;
  body: string;
}

/** A subject and a body of short lines: what matters comes first, the facts last. */
export function renderText(message: Message): TextMessage {
  return { subject: subjectOf(message), body: truncate(bodyOf(message), MAX_BODY) };
}

function subjectOf({ headline }: Message): string {
  const ascii = plainLines(headline)
    .replaceAll("\n", " ")
    .normalize("NFKD")
    .replaceAll(/\p{Mn}/gu, "")
    .replaceAll("…", "...")
    .replaceAll(/[^\x20-\x7e]/g, "?");
  const subject = `[sagefence] ${ascii}`.trim();
  return subject.length <= MAX_SUBJECT ? subject : `${subject.slice(0, MAX_SUBJECT - 3).trimEnd()}...`;
}

function bodyOf(message: Message): string {
  const link = safeLink(message.link);
  const parts = [
    plainLines(message.headline),
    ...message.paragraphs.map(plainLines),
    ...message.options.map(optionText),
    listed("Not offered:", message.notOffered),
    link === null ? "" : `Decide here:\n${link}`,
    commandText(message),
    message.facts.map(({ label, value }) => plainLines(`${label}: ${value}`)).join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function optionText(option: MessageOption): string {
  return plainLines([`OPTION ${option.id}`, option.title, ...consequenceLines(option)].join("\n"));
}

function listed(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : plainLines([title, ...items.map((item) => `- ${item}`)].join("\n"));
}

function commandText(message: Message): string {
  return message.commands.length === 0 ? "" : plainLines([commandTitle(message), ...message.commands].join("\n"));
}
