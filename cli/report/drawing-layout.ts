/** Where the boxes and lines of a drawing stand: one column, so that it fits a telephone and half a sheet of paper. Pure. */
import { wrap } from "../../shared/assess/catalogue.ts";
import { mostOf } from "../../shared/network/routes/path.ts";
import type { TreeNode } from "./path-tree.ts";

export type Style = "label" | "id" | "note";

/** What stands in one line, from left to right. */
export type Line = readonly { text: string; style: Style }[];

export interface Box {
  node: TreeNode;
  x: number;
  y: number;
  width: number;
  height: number;
  lines: Line[];
}

/** From one box to the next. */
export interface Link {
  egress: TreeNode["egress"];
  /** SVG paths: the line, and the head of the arrow where it has one. */
  path: string;
  head: string | null;
}

export interface Layout {
  width: number;
  height: number;
  boxes: readonly Box[];
  links: readonly Link[];
}

/** Units of the drawing, which is shown at about one pixel each. */
const WIDTH = 360;
export const LINE_HEIGHT = 17;
export const PADDING = 7;
const GAP = 18;
const INDENT = 26;
const DEEPEST = 5;
/** How wide a character is, on the safe side, by the style of the line. */
const ADVANCE: Record<Style, number> = { label: 6.9, id: 7.6, note: 6.5 };
/** A box may be this many lines of one style high. */
const MOST_LINES = 5;

export function layOut(root: TreeNode): Layout {
  const boxes: Box[] = [];
  const links: Link[] = [];
  place(root, 0, { boxes, links });
  const last = boxes.at(-1);
  return { width: WIDTH, height: (last === undefined ? 0 : last.y + last.height) + 2, boxes, links };
}

function place(node: TreeNode, depth: number, drawn: { boxes: Box[]; links: Link[] }): Box {
  const box = boxFor(node, depth, drawn.boxes.at(-1));
  drawn.boxes.push(box);
  const branches = node.children.length > 1;
  let from = box.y + box.height;
  for (const [at, child] of node.children.entries()) {
    const below = place(child, branches ? depth + 1 : depth, drawn);
    if (below.x === box.x) drawn.links.push(straight(box, below));
    else {
      const rest = mostOf(node.children.slice(at).map(({ egress }) => egress));
      drawn.links.push(trunk(box, from, below, rest), branch(box, below));
      from = middleOf(below);
    }
  }
  return box;
}

function boxFor(node: TreeNode, depth: number, above: Box | undefined): Box {
  const x = 1 + Math.min(depth, DEEPEST) * INDENT;
  const width = WIDTH - x - 1;
  const lines = linesOf(node, width - 2 * PADDING);
  const y = above === undefined ? 1 : above.y + above.height + GAP;
  return { node, x, y, width, height: 2 * PADDING + lines.length * LINE_HEIGHT, lines };
}

/** The label and the id share a line where there is room for both. */
function linesOf({ label, id, note }: TreeNode, room: number): Line[] {
  const notes = broken(note ?? "", "note", room);
  const together = label.length * ADVANCE.label + ((id ?? "").length + 1) * ADVANCE.id;
  if (id === null || together > room)
    return [...broken(label, "label", room), ...broken(id ?? "", "id", room), ...notes];
  return [
    [
      { text: label, style: "label" },
      { text: id, style: "id" },
    ],
    ...notes,
  ];
}

function broken(text: string, style: Style, room: number): Line[] {
  if (text === "") return [];
  const most = Math.floor(room / ADVANCE[style]);
  const all = wrap(text, most)
    .split("\n")
    .flatMap((line) => pieces(line, most));
  const shown = all.length > MOST_LINES ? [...all.slice(0, MOST_LINES - 1), "…"] : all;
  return shown.map((text) => [{ text, style }]);
}

/** A word that is longer than a line, in parts. */
function pieces(line: string, most: number): string[] {
  const signs = [...line];
  const count = Math.ceil(signs.length / most);
  return Array.from({ length: count }, (_, at) => signs.slice(at * most, (at + 1) * most).join(""));
}

function straight(from: Box, to: Box): Link {
  const x = from.x + INDENT / 2;
  const y = to.y - 2;
  const head = `M${x - 4} ${y - 6}L${x} ${y}L${x + 4} ${y - 6}`;
  return { egress: to.node.egress, path: `M${x} ${from.y + from.height}V${y}`, head };
}

/** Down beside the boxes to where a branch leaves. */
function trunk(from: Box, y: number, to: Box, egress: Link["egress"]): Link {
  return { egress, path: `M${from.x + INDENT / 2} ${y}V${middleOf(to)}`, head: null };
}

function branch(from: Box, to: Box): Link {
  const x = to.x - 2;
  const y = middleOf(to);
  const head = `M${x - 6} ${y - 4}L${x} ${y}L${x - 6} ${y + 4}`;
  return { egress: to.node.egress, path: `M${from.x + INDENT / 2} ${y}H${x}`, head };
}

function middleOf({ y, height }: Box): number {
  return y + Math.round(height / 2);
}
