/** Text for terminals: colours where they are wanted, aligned columns, nothing that could steer the terminal. */
import type { Io } from "./io.ts";

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Colour = keyof typeof CODES;
export type Paint = (colour: Colour, text: string) => string;

/** Paints only for a terminal, and not when NO_COLOR is set (https://no-color.org). */
export function painter({ outIsTerminal, env }: Pick<Io, "outIsTerminal" | "env">): Paint {
  const plain = !outIsTerminal || (env.NO_COLOR ?? "") !== "" || env.TERM === "dumb";
  return plain ? (_colour, text) => text : (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;
}

/** Control characters as `\u001b`: names and values come from files that anybody may have written. */
export function harmless(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Rows with every column but the last padded to its widest cell. */
export function columns(rows: readonly (readonly string[])[], gap = 2): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd((widths[at] ?? 0) + gap)))
      .join("")
      .trimEnd(),
  );
}

/** `notebook instance` → `notebook instances`, `model registry` → `model registries`. */
export function manyOf(noun: string): string {
  return noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
