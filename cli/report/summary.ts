/** The head of the report and its summary: what a reader needs who reads nothing else. */
import { type Html, html } from "../../shared/approve/html.ts";
import { utc } from "../../shared/approve/page-words.ts";
import type { Severity, Verdict } from "../../shared/assess/verdict.ts";
import { violationsOf } from "./causes.ts";
import { countOutcomes, type ReportData } from "./report-data.ts";
import { BY_SEVERITY, bounded, capitalised, counted, LONGEST_NAME, number, SHOWN } from "./words.ts";

const DIGEST_SHOWN = 12;
const PLACES_SHOWN = 40;

const MODES: Record<ReportData["policy"]["mode"], string> = {
  off: "off: nothing is done about what is found",
  report: "report: what is found is told, nothing is changed",
  enforce: "enforce: what is found is contained and put right",
};

/** Who, where, when, by what policy. */
export function renderHead(report: ReportData): Html {
  const { accounts, regions, generatedAt, policy, version } = report;
  return html`<header>
<p class="brand">sagefence</p>
<h1>SageMaker network report</h1>
<p class="lead">${headline(report)}</p>
<dl class="facts">
<dt>${accounts.length === 1 ? "Account" : "Accounts"}</dt><dd>${places(accounts)}</dd>
<dt>${regions.length === 1 ? "Region" : "Regions"}</dt><dd>${places(regions)}</dd>
<dt>When</dt><dd><time datetime="${shown(generatedAt)}">${shown(utc(generatedAt))}</time></dd>
<dt>Policy</dt><dd>${bounded(policy.source)} · <code>${policy.digest.slice(0, DIGEST_SHOWN)}</code></dd>
<dt>Mode</dt><dd>${MODES[policy.mode]}</dd>
<dt>Made by</dt><dd>sagefence ${shown(version)}, with ${calls(report)}</dd>
</dl>
</header>
`;
}

function shown(text: string): string {
  return bounded(text, LONGEST_NAME);
}

function places(all: readonly string[]): string {
  if (all.length === 0) return "none";
  const more = all.length - PLACES_SHOWN;
  return `${all.slice(0, PLACES_SHOWN).map(shown).join(", ")}${more > 0 ? ` and ${number(more)} more` : ""}`;
}

function calls({ calls: byName }: ReportData): Html {
  const all = Object.entries(byName).sort(([one, many], [other, most]) => most - many || (one < other ? -1 : 1));
  const total = counted(
    all.reduce((sum, [, count]) => sum + count, 0),
    "API call",
  );
  if (all.length === 0) return html`${total}`;
  const more = all.length - SHOWN.calls;
  const listed = all.slice(0, SHOWN.calls).map(([name, count]) => `${shown(name)} ${number(count)}`);
  const rest = more > 0 ? `, and ${number(more)} more` : "";
  return html`<details class="inline"><summary>${total}</summary><p>${listed.join(", ")}${rest}</p></details>`;
}

function headline(report: ReportData): string {
  const { violation, unknown, compliant } = countOutcomes(report);
  const all = violation + unknown + compliant;
  const unread = report.unreadable.length;
  if (all === 0) return unread > 0 ? "Nothing could be assessed." : "No SageMaker resource was found.";
  const verb = violation === 1 ? "breaks" : "break";
  const broken = `${number(violation)} of ${counted(all, "resource")} ${verb} the policy`;
  const missing = unknown === 0 ? "" : `; ${number(unknown)} could not be assessed`;
  const whole = unread === 0 ? "" : " Not everything could be read, so there may be more.";
  return `${violation === 0 ? "No violation was found" : broken}${missing}.${whole}`;
}

/** The numbers, large, and how they compare. */
export function renderTiles(report: ReportData): Html {
  const outcomes = countOutcomes(report);
  const violations = violationsOf(report.items).map(({ verdict }) => verdict);
  const severities = BY_SEVERITY.map((severity) => severityTile(severity, violations));
  return html`<ul class="tiles">
${tile("violation", "in violation", outcomes.violation)}
${tile("unknown", "could not be assessed", outcomes.unknown)}
${tile("compliant", "compliant", outcomes.compliant)}
</ul>
${bar(outcomes)}
<h3>Violations by severity</h3>
<p class="soft">A resource may have several. Advisory ones are told and never acted on.</p>
<ul class="tiles small">
${severities}</ul>`;
}

function tile(tone: string, words: string, count: number): Html {
  return html`<li class="tile ${tone}"><b>${number(count)}</b> ${words}</li>`;
}

function severityTile(severity: Severity, violations: readonly Verdict[]): Html {
  const own = violations.filter((verdict) => verdict.severity === severity);
  const advisory = own.filter((verdict) => verdict.advisory).length;
  const words = html`<span class="tag ${severity}">${capitalised(severity)}</span>`;
  const aside = advisory === 0 ? null : html` <span class="soft">${number(advisory)} advisory</span>`;
  return html`<li class="tile"><b>${number(own.length)}</b> ${words}${aside}</li>\n`;
}

const BAR_WIDTH = 1_000;
/** So that the few among many are seen. */
const LEAST_WIDTH = 8;

/** The same numbers as a bar, for the eye alone. */
function bar(outcomes: ReturnType<typeof countOutcomes>): Html | null {
  const all = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  let x = 0;
  const parts = Object.entries(outcomes).map(([outcome, count]) => {
    const width = count === 0 ? 0 : Math.max(LEAST_WIDTH, Math.floor((count / all) * BAR_WIDTH));
    const part = html`<rect class="${outcome}" x="${x}" y="0" width="${width}" height="10"/>`;
    x += width;
    return part;
  });
  return html`<svg class="bar" viewBox="0 0 ${x} 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}
