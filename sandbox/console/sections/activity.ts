import { type Html, html } from "../../../shared/approve/html.ts";
import type { Happening } from "../../contract.ts";
import type { ConsoleModel } from "../model.ts";
import { clock, nothing, section } from "../words.ts";

export function activitySection({ activity }: ConsoleModel): Html {
  const content =
    activity.length === 0
      ? nothing("Nothing has happened yet.")
      : html`<ol class="activity" tabindex="0" aria-label="What happened, the latest first">${activity.map(line)}</ol>`;
  return section("activity", "What happened", null, content);
}

function line({ at, type, title, detail }: Happening): Html {
  const failed = detail.error !== null && detail.error !== undefined;
  return html`<li class="${failed ? "failed" : ""}">${clock(at)} <span class="type">${type}</span> ${title}</li>`;
}
