import { type Html, html } from "../../../shared/approve/html.ts";
import type { AlarmView } from "../../lambda/alarms.ts";
import type { ConsoleModel, QueueRow } from "../model.ts";
import { clock, pretty, section, tag } from "../words.ts";

export function healthSection({ alarms, queues }: ConsoleModel): Html {
  const ringing = alarms.filter(({ state }) => state === "ALARM");
  return section(
    "health",
    "Alarms and queues",
    ringing.length,
    html`${ringing.map(alarmCard)}
<details class="row alone" id="all-alarms"><summary><span class="what">${alarms.length - ringing.length} of ${alarms.length} alarms are quiet</span></summary><ul class="inside">${alarms.map(({ name, state }) => html`<li>${name} ${tag(state === "OK" ? "quiet" : "ringing", state === "OK" ? "calm" : "bad")}</li>`)}</ul></details>
${queues.map(queue)}`,
  );
}

function alarmCard({ name, description, since }: AlarmView): Html {
  return html`<div class="card alarm"><p><b>${name}</b> rings since ${clock(since)}</p><p class="soft">${description}</p></div>`;
}

function queue({ name, count, bodies }: QueueRow): Html {
  if (count === 0) return html`<p class="queue">${name} <span class="soft">is empty</span></p>`;
  return html`<details class="row waiting" id="queue-${name}"><summary><span class="what">${name}</span><span class="tags">${tag(`${count} waiting`, "warn")}</span></summary><div class="inside">${bodies.map((body) => html`<pre>${pretty(body)}</pre>`)}</div></details>`;
}
