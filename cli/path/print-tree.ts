/** Trees on a terminal. */
import type { Io } from "../io.ts";

export interface Tree {
  text: string;
  children: readonly Tree[];
}

interface Strokes {
  fork: string;
  last: string;
  through: string;
  below: string;
}

const BOXES: Strokes = { fork: "├─ ", last: "└─ ", through: "│  ", below: "   " };
const PLAIN: Strokes = { fork: "|- ", last: "`- ", through: "|  ", below: "   " };

/** Drawn with boxes unless the locale names an encoding that has none, or the terminal can draw nothing. */
export function strokesFor({ env }: Pick<Io, "env">): Strokes {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  const hasBoxes = locale === "" || /utf-?8/i.test(locale);
  return hasBoxes && env.TERM !== "dumb" ? BOXES : PLAIN;
}

export function treeLines({ text, children }: Tree, strokes: Strokes): string[] {
  const lines = [text];
  for (const [index, child] of children.entries()) {
    const isLast = index === children.length - 1;
    const [first = "", ...rest] = treeLines(child, strokes);
    lines.push(`${isLast ? strokes.last : strokes.fork}${first}`);
    lines.push(...rest.map((line) => `${isLast ? strokes.below : strokes.through}${line}`));
  }
  return lines;
}
