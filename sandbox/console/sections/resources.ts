import { type Html, html } from "../../../shared/approve/html.ts";
import { kindTitle } from "../../../shared/approve/page-words.ts";
import type { ConsoleModel, FindingCard, NetworkFact, ResourceRow } from "../model.ts";
import { nothing, OUTCOME, person, STANDING, section, type Tone, tag } from "../words.ts";

export function resourcesSection({ resources, findings }: ConsoleModel): Html {
  if (resources.length === 0) {
    return section("resources", "Resources", 0, nothing("There are no SageMaker resources in this account yet."));
  }
  const rows = resources.map((resource) => row(resource, findings));
  return section(
    "resources",
    "Resources",
    resources.length,
    html`<table><thead><tr><th scope="col">Resource</th><th scope="col">Made by</th><th scope="col">Status</th><th scope="col">Network</th><th scope="col">Standing</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

function row(resource: ResourceRow, findings: readonly FindingCard[]): Html {
  const { kind, name, arn, creator, state, network, findingId } = resource;
  const shown =
    findingId === null ? html`<b class="name">${name}</b>` : html`<a class="name" href="#${findingId}">${name}</a>`;
  return html`<tr id="${arn}"><th scope="row" title="${arn}">${shown}<span class="soft kind">${kindTitle(kind)}</span></th>
<td data-label="Made by">${person(creator)}</td>
<td data-label="Status">${state === null ? html`<span class="soft">has none</span>` : html`<span class="state ${stateTone(state)}">${state}</span>`}</td>
<td data-label="Network">${network.map(fact)}</td>
<td data-label="Standing">${standing(resource, findings)}</td></tr>`;
}

function standing({ standing: current, findingId }: ResourceRow, findings: readonly FindingCard[]): Html {
  const outcome = findings.find(({ finding }) => finding.id === findingId)?.finding.outcome ?? null;
  const shown = outcome === null || current === "cause" ? STANDING[current] : OUTCOME[outcome];
  return tag(shown.text, shown.tone);
}

function fact({ text, open }: NetworkFact): Html {
  return html`<span class="fact${open ? " open" : ""}">${text}</span> `;
}

function stateTone(state: string): Tone {
  if (/^(InService|Completed|Active|Scheduled)/i.test(state)) return "calm";
  if (/Fail/i.test(state)) return "bad";
  return /^(Stopped|Deleted)/i.test(state) ? "plain" : "warn";
}
