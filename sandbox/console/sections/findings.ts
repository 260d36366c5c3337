import { type Html, html } from "../../../shared/approve/html.ts";
import { who } from "../../../shared/approve/page-words.ts";
import { counted } from "../../../shared/notify/sentences/wording.ts";
import type { ActionRecord, AuditEntry, Finding, FindingViolation } from "../../../shared/record/ledger.ts";
import type { ConsoleModel, FindingCard } from "../model.ts";
import { clock, nothing, OUTCOME, person, section, tag, thing } from "../words.ts";

export function findingsSection({ findings }: ConsoleModel): Html {
  const open = findings.filter(({ finding }) => finding.status === "open").length;
  const content = findings.length === 0 ? nothing("Nothing has been found.") : findings.map(card);
  return section("findings", "Findings", open, content);
}

function card({ finding, question, actions, audit }: FindingCard): Html {
  return html`<details class="row" id="${finding.id}">
<summary><span class="what">${thing(finding.resource)}</span><span class="why">${inShort(finding)}</span><span class="tags">${tags(finding, question !== null && question.status === "pending")}</span></summary>
<div class="inside">
<p class="soft">${finding.id} · round ${finding.round} · ${finding.affected === null ? "made" : "changed"} by ${person(finding.creator.arn)} · found ${clock(finding.openedAt)}</p>
<h3>What ${finding.status === "closed" ? "was" : "is"} wrong</h3><ul class="wrong">${finding.violations.map(violation)}</ul>
${standers(finding)}
${question?.decision ? html`<p>${who(question.decision.by)} chose <b>${question.decision.option}</b> at ${clock(question.decision.at)}.${question.decision.reason === null ? null : html` “${question.decision.reason}”`}</p>` : null}
${finding.replacementArn === null ? null : html`<p>Replaced by <code>${finding.replacementArn}</code></p>`}
${actions.length === 0 ? null : html`<h3>What was done</h3><ul>${actions.map(action)}</ul>`}
<h3>Audit trail</h3><ol class="trail">${audit.map(entry)}</ol>
</div></details>`;
}

/** Who stands on a cause in the network. */
function standers({ affected }: Finding): Html | null {
  if (affected === null || affected.count === 0) return null;
  const { count, resources } = affected;
  const rest = count - resources.length;
  return html`<h3>Who stands on it (${count})</h3><ul>${resources.map((one) => html`<li>${thing(one)}</li>`)}${rest > 0 ? html`<li>and ${rest} more</li>` : null}</ul>`;
}

function tags(finding: Finding, asked: boolean): Html[] {
  const shown: Html[] = [];
  if (finding.roundStatus === "live") shown.push(asked ? tag("asking", "warn") : tag("in hand", "warn"));
  if (finding.outcome !== null) shown.push(tag(OUTCOME[finding.outcome].text, OUTCOME[finding.outcome].tone));
  shown.push(finding.status === "open" ? tag("open", "bad") : tag("closed", "plain"));
  return shown;
}

function inShort({ violations, affected }: Finding): string {
  const counting = violations.filter(({ advisory }) => !advisory);
  const shown = counting.length > 0 ? counting : violations;
  const rules = [...new Set(shown.map(({ rule }) => rule))];
  const wrong = rules.length > 0 ? rules.join(", ") : "could not be assessed";
  return affected === null || affected.count === 0 ? wrong : `${wrong}: ${counted(affected.count, "resource")}`;
}

function violation({ unit, message, rule, severity, advisory }: FindingViolation): Html {
  return html`<li>${tag(advisory ? "advice" : severity, advisory || severity === "low" ? "plain" : "bad")} ${unit === "" ? null : html`<code>${unit}</code> `}${message} <code>${rule}</code></li>`;
}

function action({ id, action: name, status, detail, undo, approvedBy, startedAt, calls }: ActionRecord): Html {
  const by = approvedBy === null ? "by itself" : html`approved by ${person(approvedBy)}`;
  return html`<li>${clock(startedAt)} <b>${name}</b> ${status}${detail === null ? null : html`: ${detail}`}, ${by}
<details id="${id}"><summary>${calls.map(({ operation }) => operation).join(", ")}</summary>
<p class="soft">To undo: ${undo}</p><pre>${JSON.stringify(calls, null, 2)}</pre></details></li>`;
}

function entry({ at, type, by, detail }: AuditEntry): Html {
  return html`<li>${clock(at)} <b>${type}</b> <span class="soft">${by}</span> <code>${JSON.stringify(detail)}</code></li>`;
}
