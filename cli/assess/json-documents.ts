/** Splits a text into the JSON documents it holds, one after the other, and says where it is no JSON. */

export interface JsonSpan {
  /** Offsets into the text. */
  start: number;
  end: number;
}

export interface JsonSplit {
  spans: JsonSpan[];
  /** Where the text stops being JSON; everything before the document it is in was split. Null when all of it is. */
  fault: { offset: number; what: string } | null;
}

type Expected = "value" | "value or ]" | "name" | "name or }" | "colon" | "comma or end";

const TOKEN =
  /(?<mark>[{}[\]:,])|(?<string>"[^"\\\p{Cc}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\p{Cc}]*)*")|(?<scalar>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;
const CUT_STRING = /"[^"\\\p{Cc}]*(?:\\[^\p{Cc}][^"\\\p{Cc}]*)*\\?$/uy;
const SPACE = /[ \t\r\n]*/y;

const WORDS: Record<Expected, string> = {
  value: "a value",
  "value or ]": "a value or ]",
  name: "a name in double quotes",
  "name or }": "a name in double quotes or }",
  colon: "a colon",
  "comma or end": "a comma or the closing bracket",
};

/** Every top-level value of the text. A document that breaks off ends the split. */
export function splitJson(text: string): JsonSplit {
  const spans: JsonSpan[] = [];
  let start = skipSpace(text, 0);
  while (start < text.length) {
    const document = scanDocument(text, start);
    if ("what" in document) return { spans, fault: document };
    spans.push({ start, end: document.end });
    start = skipSpace(text, document.end);
  }
  return { spans, fault: null };
}

/** `line 3, column 14`, both from 1. */
export function positionOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function scanDocument(text: string, start: number): { end: number } | { offset: number; what: string } {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let at = start;
  while (at < text.length) {
    const token = tokenAt(text, at);
    const next: Expected | null = token === null ? null : follow(token, expected, open);
    if (token === null && isCutString(text, at)) break;
    if (token === null || next === null) return { offset: at, what: `${WORDS[expected]} was expected` };
    if (open.length === 0) return { end: at + token.length };
    expected = next;
    at = skipSpace(text, at + token.length);
  }
  return { offset: text.length, what: "the text breaks off" };
}

/** What may come after `token`, given what was expected; null when the token does not fit. Keeps `open` up to date. */
function follow(token: string, expected: Expected, open: ("{" | "[")[]): Expected | null {
  const mark = token.charAt(0);
  switch (mark) {
    case "{":
    case "[":
      return opened(mark, expected, open);
    case "}":
    case "]":
      return closed(mark, expected, open);
    case ":":
      return expected === "colon" ? "value" : null;
    case ",":
      return separated(expected, open);
    default:
      return filled(mark, expected);
  }
}

function separated(expected: Expected, open: ("{" | "[")[]): Expected | null {
  if (expected !== "comma or end") return null;
  return open.at(-1) === "{" ? "name" : "value";
}

function filled(mark: string, expected: Expected): Expected | null {
  if (expected === "name" || expected === "name or }") return mark === '"' ? "colon" : null;
  return expected === "value" || expected === "value or ]" ? "comma or end" : null;
}

function opened(mark: "{" | "[", expected: Expected, open: ("{" | "[")[]): Expected | null {
  if (expected !== "value" && expected !== "value or ]") return null;
  open.push(mark);
  return mark === "{" ? "name or }" : "value or ]";
}

function closed(mark: "}" | "]", expected: Expected, open: ("{" | "[")[]): Expected | null {
  const empty = mark === "}" ? "name or }" : "value or ]";
  if (open.at(-1) !== (mark === "}" ? "{" : "[") || (expected !== "comma or end" && expected !== empty)) return null;
  open.pop();
  return "comma or end";
}

/** A string that the end of the text cuts off. */
function isCutString(text: string, at: number): boolean {
  CUT_STRING.lastIndex = at;
  return CUT_STRING.test(text);
}

function tokenAt(text: string, at: number): string | null {
  TOKEN.lastIndex = at;
  return TOKEN.exec(text)?.[0] ?? null;
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(text)?.[0].length ?? 0);
}
