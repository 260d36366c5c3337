/** A drawing of the ways out of a subnet, with the same in words. */
import { type Html, type HtmlValue, html } from "../../shared/approve/html.ts";
import type { Verdict } from "../../shared/assess/verdict.ts";
import { formatPath, type Path } from "../../shared/network/routes/path.ts";
import { subnetsOf } from "./causes.ts";
import { type Box, LINE_HEIGHT, type Line, type Link, layOut, PADDING } from "./drawing-layout.ts";
import { endWords, type Start, treeOf } from "./path-tree.ts";
import type { ReportData } from "./report-data.ts";
import { bounded, counted, LONGEST_NAME, SHOWN } from "./words.ts";

export interface Drawing {
  /** Unique in the document. */
  id: string;
  start: Start;
  subnetId: string;
  paths: readonly Path[];
}

/** Rules whose violations are ways out; others have causes on the same ways, which a drawing would not explain. */
const ABOUT_WAYS: readonly string[] = ["internet-egress-limited", "subnets-private"];

/** The ways out that lead through one of the causes, for each subnet that the verdict is about. */
export function waysThrough(
  verdict: Pick<Verdict, "actual" | "rule">,
  causes: readonly string[],
  { paths }: Pick<ReportData, "paths">,
): Map<string, readonly Path[]> {
  const found = new Map<string, readonly Path[]>();
  if (!ABOUT_WAYS.includes(verdict.rule)) return found;
  for (const subnetId of subnetsOf(verdict)) {
    const ways = Object.hasOwn(paths, subnetId) ? (paths[subnetId] ?? []) : [];
    const through = ways.filter(({ hops }) => hops.some(({ id }) => causes.includes(id)));
    if (through.length > 0) found.set(subnetId, through);
  }
  return found;
}

/** A figure: the drawing, and each way as a line of text. */
export function renderDrawing({ id, start, subnetId, paths }: Drawing): Html {
  const shown = paths.slice(0, SHOWN.waysPerDrawing);
  const more = paths.length - shown.length;
  const title = `Ways out of ${bounded(subnetId, LONGEST_NAME)}`;
  const caption = `${title}${more > 0 ? ` (the first ${shown.length} of ${paths.length})` : ""}`;
  const words = shown.map(wayInWords);
  const layout = layOut(treeOf(start, shown));
  return html`<figure>
<svg viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" height="${layout.height}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${title}</title><desc id="${id}-d">${counted(shown.length, "way")}. ${words.join(" ")}</desc>
${layout.links.map(link)}${layout.boxes.map((box) => boxed(box))}</svg>
<figcaption>${caption}</figcaption>
<details open><summary>The same in words</summary><ul>${words.map((sentence) => html`<li>${sentence}</li>`)}</ul></details>
</figure>
`;
}

/** The blocks, and before them how drawings are to be read where one of them has any. */
export function withLegend(blocks: readonly Html[]): HtmlValue {
  return blocks.some(({ text }) => text.includes("<figure>")) ? [renderLegend(), ...blocks] : blocks;
}

/** How the lines of a drawing are to be read, each with a sample. */
function renderLegend(): Html {
  const samples: readonly [Link["egress"], string][] = [
    ["internet", "leads to the internet"],
    ["delegated", "leads to another network, or not known"],
    ["none", "does not lead to the internet: blackhole, unused, blocked, or to a service alone"],
  ];
  const items = samples.map(
    ([egress, words]) =>
      html`<li><svg viewBox="0 0 44 12" width="44" height="12" aria-hidden="true">${link({ egress, path: "M1 6H34", head: "M34 2L40 6L34 10" })}</svg> ${words}</li>`,
  );
  return html`<ul class="legend" aria-label="Lines of the drawings">${items}</ul>`;
}

function wayInWords(path: Path): string {
  const { label, note } = endWords(path);
  return `${bounded(formatPath(path))} → ${label.toLowerCase()}, ${note}.`;
}

function link({ egress, path, head }: Link): Html {
  const arrow = head === null ? null : html`<path class="head ${egress}" d="${head}"/>`;
  return html`<path class="line ${egress}" d="${path}"/>${arrow}`;
}

function boxed({ node, x, y, width, height, lines }: Box): Html {
  const reach = node.kind === "end" ? ` ${node.egress}` : "";
  const texts = lines.map(
    (line, at) =>
      html`<text x="${x + PADDING + 2}" y="${y + PADDING - 4 + (at + 1) * LINE_HEIGHT}">${spans(line)}</text>`,
  );
  return html`<rect class="box${reach}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${node.kind === "end" ? 14 : 6}"/>${texts}`;
}

function spans(line: Line): Html[] {
  return line.map(
    ({ text, style }, at) => html`<tspan class="${style}"${at > 0 ? html` dx="7"` : null}>${text}</tspan>`,
  );
}
