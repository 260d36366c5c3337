/** The console's page: a document that says everything without a script, and stays current with one. */
import { type Html, html } from "../../shared/approve/html.ts";
import type { ConsoleModel } from "./model.ts";
import { activitySection } from "./sections/activity.ts";
import { executionsSection } from "./sections/executions.ts";
import { findingsSection } from "./sections/findings.ts";
import { healthSection } from "./sections/health.ts";
import { messagesSection } from "./sections/messages.ts";
import { questionsSection } from "./sections/questions.ts";
import { resourcesSection } from "./sections/resources.ts";

export const CONSOLE_PATH = "/_sagefence/console";

/** The parts that change, by the id of the element that holds each. */
export function renderSections(model: ConsoleModel): Record<string, Html> {
  return {
    overview: overview(model),
    questions: questionsSection(model),
    findings: findingsSection(model),
    resources: resourcesSection(model),
    executions: executionsSection(model),
    activity: activitySection(model),
    messages: messagesSection(model),
    health: healthSection(model),
  };
}

export function renderPage(model: ConsoleModel): string {
  const { overview: summary, messages, health, ...main } = renderSections(model);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>sagefence · local account</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${CONSOLE_PATH}/style.css">
<script src="${CONSOLE_PATH}/script.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<div class="brand">${BRAND}<h1>sagefence</h1><span class="soft">local account ${model.account} · ${model.region}</span></div>
<p class="live"><span id="live">Static page: reload it to see what is new.</span> <code>${model.url}</code></p>
</header>
${summary ?? null}
<main id="main" tabindex="-1"><div class="wide">${Object.values(main)}</div><div class="narrow">${messages ?? null}${health ?? null}</div></main>
${footer(model)}
<p id="news" class="hidden" role="status" aria-live="polite"></p>
</body>
</html>
`.text;
}

function overview({ questions, findings, resources, messages, executions, alarms }: ConsoleModel): Html {
  const open = findings.filter(({ finding }) => finding.status === "open").length;
  const running = executions.filter(({ status }) => status === "RUNNING").length;
  const ringing = alarms.filter(({ state }) => state === "ALARM").length;
  return html`<nav id="overview" aria-label="Overview"><ul>
${figure("questions", questions.length, "open question", questions.length > 0 ? "warn" : "")}
${figure("findings", open, "open finding", open > 0 ? "bad" : "")}
${figure("resources", resources.length, "resource", "")}
${figure("executions", running, "running execution", "")}
${figure("messages", messages.length, "message", "")}
${figure("health", ringing, "ringing alarm", ringing > 0 ? "bad" : "")}
</ul></nav>`;
}

function figure(id: string, count: number, noun: string, tone: string): Html {
  return html`<li><a href="#${id}" class="${tone}"><b>${count}</b> ${noun}${count === 1 ? "" : "s"}</a></li>`;
}

function footer({ url, region, account }: ConsoleModel): Html {
  const lines = [
    `export AWS_ENDPOINT_URL=${url} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    "export AWS_ACCESS_KEY_ID=$USER AWS_SECRET_ACCESS_KEY=anything",
    "aws sagemaker create-notebook-instance --notebook-instance-name mine \\",
    `  --instance-type ml.t3.medium --role-arn arn:aws:iam::${account}:role/data-science-execution`,
  ];
  return html`<footer><details id="try"><summary>Make a resource of your own</summary>
<p>Any AWS client can talk to this account. An access key is the name of a user; direct internet access is on unless you switch it off.</p>
<pre>${lines.join("\n")}</pre></details>
<p class="soft">Everything here happened in the simulated account at ${url}. Nothing leaves this machine.</p></footer>`;
}

const BRAND = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 21V7l2-3 2 3v14M15 21V7l2-3 2 3v14M2 10h20M2 16h20"/></svg>`;
