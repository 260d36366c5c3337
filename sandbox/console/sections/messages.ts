import { type Html, html } from "../../../shared/approve/html.ts";
import { safeLink } from "../../../shared/notify/words.ts";
import type { ConsoleModel, SentMessage } from "../model.ts";
import { slackPreview } from "../slack-preview.ts";
import { clock, nothing, pretty, section } from "../words.ts";

/** Messages that are shown with their text unfolded. */
const UNFOLDED = 2;

export function messagesSection({ messages }: ConsoleModel): Html {
  const content =
    messages.length === 0
      ? nothing("Nothing has been sent yet.")
      : html`<ol class="phone">${messages.map((message, index) => bubble(message, index < UNFOLDED))}</ol>`;
  return section("messages", "Messages sent", messages.length, content);
}

function bubble({ id, at, subject, text, chat, slack, alarm }: SentMessage, unfolded: boolean): Html {
  return html`<li id="${id}" class="${alarm ? "alarm" : ""}"><details id="text-${id}"${unfolded ? OPEN : null}>
<summary>${clock(at)} <b>${subject}</b></summary>
<div class="text">${linked(text)}</div>
${slack === null ? null : html`<details id="slack-${id}"><summary>as Slack shows it</summary>${slackPreview(slack)}</details>`}
${chat === null ? null : html`<details id="chat-${id}"><summary>for Amazon Q Developer in chat</summary><pre>${pretty(chat)}</pre></details>`}
</details></li>`;
}

const OPEN = html` open`;

/** The text with its web addresses as links. */
function linked(text: string): Html[] {
  return text.split(/(https?:\/\/[^\s]+)/).map((part, index) => {
    const target = index % 2 === 1 ? safeLink(part) : null;
    return target === null ? html`${part}` : html`<a href="${target}" rel="noreferrer">${part}</a>`;
  });
}
