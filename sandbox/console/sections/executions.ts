import { type Html, html } from "../../../shared/approve/html.ts";
import type { ConsoleModel, ExecutionRow, StepState } from "../model.ts";
import { clock, nothing, section, type Tone, tag } from "../words.ts";

export function executionsSection({ executions }: ConsoleModel): Html {
  const running = executions.filter(({ status }) => status === "RUNNING").length;
  const content = executions.length === 0 ? nothing("The workflow has not run yet.") : executions.map(row);
  return section("executions", "Workflow executions", running, content);
}

function row({ name, about, status, startedAt, endedAt, steps }: ExecutionRow): Html {
  const current = steps.findLast(({ state }) => state === "running")?.name;
  return html`<details class="row" id="execution-${name}">
<summary><span class="what"><b>${about}</b></span><span class="why">${status === "RUNNING" && current !== undefined ? current : `${steps.length} steps`}</span><span class="tags">${tag(WORDS[status] ?? status, TONES[status] ?? "plain")}</span></summary>
<div class="inside"><p class="soft">${name} · started ${clock(startedAt)}${endedAt === null ? null : html` · ended ${clock(endedAt)}`}</p>
<ol class="steps">${steps.map(({ name: step, state }) => html`<li class="${state}">${step} <span class="soft">${STATES[state]}</span></li>`)}</ol></div></details>`;
}

const WORDS: Record<string, string> = {
  RUNNING: "running",
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  STOPPED: "stopped",
  TIMED_OUT: "timed out",
};
const TONES: Record<string, Tone> = { RUNNING: "warn", SUCCEEDED: "calm", FAILED: "bad", TIMED_OUT: "bad" };
const STATES: Record<StepState, string> = { done: "", running: "under way", failed: "failed" };
