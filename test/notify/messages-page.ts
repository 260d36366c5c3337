/** `docs/messages.md`, rendered from the sentences themselves. */
import type { Message } from "../../shared/notify/message.ts";
import { renderText } from "../../shared/notify/text.ts";

const INTRODUCTION = `# Messages

What sagefence tells people, and when. Every sentence is in \`shared/notify/sentences/\`; this page is rendered from them, as the
mail that the SNS topic \`sagefence-text\` sends. Amazon Q Developer in chat applications (topic \`sagefence-chat\`) and Slack get the
same words in their own form.

- Messages about one finding share a thread in a chat.
- The topics' messages carry the attributes \`moment\` and \`severity\`, so a subscription can filter: only \`question\` and
  \`reminder\` for the person on call, say.
- No message holds environment values, hyperparameters, tags or other contents of requests. Words that come from outside
  are shown as one line of visible characters, shortened, and never become a link or a mention.
- Times are UTC. Who answers counts; the link alone decides nothing.
`;

export function renderMessagesPage(messages: Readonly<Record<string, Message>>): string {
  const sections = Object.entries(messages).map(([title, message]) => section(title, message));
  return `${[INTRODUCTION, ...sections].join("\n")}`;
}

function section(title: string, message: Message): string {
  const { subject, body } = renderText(message);
  const severity = message.severity === null ? "" : `, \`severity\` ${message.severity}`;
  const heading = title.charAt(0).toUpperCase() + title.slice(1);
  return `## ${heading}\n\n\`moment\` ${message.moment}${severity}\n\n\`\`\`text\nSubject: ${subject}\n\n${body}\`\`\`\n`;
}
