/** What in the network puts several resources in violation at once, and would put them right at once. */
import { type Html, html } from "../../shared/approve/html.ts";
import type { Path } from "../../shared/network/routes/path.ts";
import type { SharedCause } from "./causes.ts";
import { renderDrawing, waysThrough, withLegend } from "./drawing.ts";
import { figures, fix } from "./findings.ts";
import type { Start } from "./path-tree.ts";
import type { ReportData, ReportItem } from "./report-data.ts";
import {
  bounded,
  counted,
  kindWords,
  LONGEST_NAME,
  members,
  notShown,
  number,
  ruleCode,
  ruleTitle,
  SHOWN,
  section,
  severityTag,
  shortName,
} from "./words.ts";

const SENTENCES_SHOWN = 5;

/** Null where no two resources have a cause in common. */
export function renderSharedCauses(causes: readonly SharedCause[], report: ReportData): Html | null {
  if (causes.length === 0) return null;
  const shown = causes.slice(0, SHOWN.causes);
  return section(
    "causes",
    "One cause, several resources",
    html`<p>Each of these is one thing in the network. What is changed there counts for all of its resources at once.</p>
${withLegend(shown.map((cause, at) => block(cause, `cause-${at + 1}`, report)))}${notShown(causes.length, shown.length, "the worst first")}`,
  );
}

function block(cause: SharedCause, id: string, report: ReportData): Html {
  const { resources } = cause;
  return html`<article class="card" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${causeKind(cause.cause)} <code>${bounded(cause.cause, LONGEST_NAME)}</code>: ${counted(resources.length, "resource")}</h3>
<p>${severityTag(cause)} Desired state: ${ruleTitle(cause)} ${ruleCode(cause)}</p>
${sentences(cause)}
${fix(cause)}
${resourceList(resources, report)}
${drawings(cause, id, report)}
</article>
`;
}

const CAUSE_KINDS: readonly (readonly [prefix: string, words: string])[] = [
  ["rtb-", "Route table"],
  ["sg-", "Security group"],
  ["acl-", "Network ACL"],
  ["vpce-", "VPC endpoint"],
  ["vpc-", "VPC"],
  ["subnet-", "Subnet"],
  ["igw-", "Internet gateway"],
  ["nat-", "NAT gateway"],
  ["pl-", "Prefix list"],
];

function causeKind(cause: string): string {
  return CAUSE_KINDS.find(([prefix]) => cause.startsWith(prefix))?.[1] ?? "Cause";
}

function sentences({ instances }: SharedCause): Html {
  const distinct = [...new Set(instances.map(({ verdict }) => verdict.message))];
  const shown = distinct.slice(0, SENTENCES_SHOWN).map((sentence) => html`<li>${bounded(sentence)}</li>`);
  const more = distinct.length - shown.length;
  const rest = more > 0 ? html`<li class="soft">and ${number(more)} more sentences like these</li>` : null;
  return html`<ul class="said">${shown}${rest}</ul>`;
}

function drawings(cause: SharedCause, id: string, report: ReportData): Html | null {
  const bySubnet = new Map<string, { ways: readonly Path[]; items: Set<ReportItem> }>();
  for (const { item, verdict } of cause.instances) {
    for (const [subnetId, ways] of waysThrough(verdict, [cause.cause], report)) {
      const known = bySubnet.get(subnetId) ?? { ways, items: new Set() };
      bySubnet.set(subnetId, { ways, items: known.items.add(item) });
    }
  }
  const shown = [...bySubnet].slice(0, SHOWN.drawingsPerFinding);
  const drawn = shown.map(([subnetId, { ways, items }], at) =>
    renderDrawing({ id: `${id}-${at + 1}`, start: startOf([...items]), subnetId, paths: ways }),
  );
  return drawn.length === 0 ? null : html`${figures(drawn)}${notDrawn(bySubnet.size - shown.length)}`;
}

function notDrawn(more: number): Html | null {
  return more > 0 ? html`<p class="more">${counted(more, "more subnet")} with this cause, not drawn.</p>` : null;
}

function startOf(items: readonly ReportItem[]): Start {
  const [first] = items;
  if (items.length === 1 && first !== undefined) return { label: kindWords(first.kind), name: shortName(first) };
  const kinds = new Set(items.map(({ kind }) => kind));
  const [kind = null] = kinds;
  return { label: counted(items.length, kinds.size === 1 ? kindWords(kind) : "resource"), name: null };
}

function resourceList(resources: readonly ReportItem[], report: ReportData): Html {
  const shown = resources.slice(0, SHOWN.resourcesPerCause);
  return html`<details open><summary>${counted(resources.length, "resource")}</summary>${members(shown, report)}</details>
${notShown(resources.length, shown.length, "in the order of the scan")}`;
}
