/** From a file's bytes to the JSON documents in it: one, several one after the other, or one a line; gzip or plain. */
import { constants } from "node:buffer";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { CommandError, type Io } from "../io.ts";
import { positionOf, splitJson } from "./json-documents.ts";

/** One text holds no more: about 512 MB. */
const MOST_BYTES = constants.MAX_STRING_LENGTH;
const MOST_MEGABYTES = Math.floor(MOST_BYTES / 2 ** 20);
const TOO_LARGE = new Set(["ERR_BUFFER_TOO_LARGE", "ERR_FS_FILE_TOO_LARGE", "ERR_STRING_TOO_LONG"]);

export interface LocatedDocument {
  /** Where in the file: `""` for the only one, else `line 3`. */
  at: string;
  value: unknown;
}

export interface ReadFile {
  documents: LocatedDocument[];
  /** One line for each part that could not be read, the file's name first. */
  faults: string[];
}

/** Reads one file, or standard input for `-`. Whatever is wrong with it becomes a fault. */
export async function readDocuments(path: string, io: Io): Promise<ReadFile> {
  const shown = path === "-" ? "standard input" : path;
  try {
    const { documents, faults } = parseDocuments(decode(path === "-" ? await io.readStdin() : readFileSync(path)));
    return { documents, faults: faults.map((fault) => `${shown}: ${fault}`) };
  } catch (error) {
    return { documents: [], faults: [`${shown}: ${reasonOf(error)}`] };
  }
}

/** Parses what can be parsed. A fault in one line of JSON lines leaves the others alone. */
export function parseDocuments(text: string): ReadFile {
  const whole = tryParse(text);
  if (whole !== undefined) return { documents: [{ at: "", value: whole }], faults: [] };
  const { spans, fault } = splitJson(text);
  if (fault !== null && isJsonLines(text)) return parseLines(text);
  const lines = lineCounter(text);
  const documents = spans.map(({ start, end }) => ({
    at: spans.length === 1 && fault === null ? "" : `line ${lines(start)}`,
    value: JSON.parse(text.slice(start, end)) as unknown,
  }));
  if (fault !== null) {
    return { documents, faults: [`not valid JSON at ${positionOf(text, fault.offset)}: ${fault.what}`] };
  }
  return { documents, faults: documents.length === 0 ? ["it holds nothing"] : [] };
}

/** Half of the lines are documents of their own: the others were meant to be. */
function isJsonLines(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.length > 1 && lines.filter((line) => isObjectOrList(tryParse(line))).length >= lines.length / 2;
}

function parseLines(text: string): ReadFile {
  const read: ReadFile = { documents: [], faults: [] };
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const value = tryParse(line);
    if (value !== undefined) read.documents.push({ at: `line ${index + 1}`, value });
    else read.faults.push(`not valid JSON in line ${index + 1}${columnOfFault(line)}`);
  }
  return read;
}

function columnOfFault(line: string): string {
  const { fault } = splitJson(line);
  return fault === null ? ": one document a line was expected" : `, column ${fault.offset + 1}: ${fault.what}`;
}

/** UTF-8, or UTF-16 with a byte order mark, as PowerShell writes it. */
function decode(bytes: Buffer): string {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
  const [first, second] = plain;
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(plain);
  const encoding = first === 0xff && second === 0xfe ? "utf16le" : "utf8";
  return plain.toString(encoding).replace(/^\ufeff/, "");
}

function reasonOf(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder; name the files in it";
  if (code === "EACCES") return "you may not read it";
  if (TOO_LARGE.has(code)) return `it holds more than ${MOST_MEGABYTES} MB; split it`;
  if (code.startsWith("Z_") || code === "ERR_STREAM_PREMATURE_CLOSE") return "its gzip data is damaged or incomplete";
  return `it cannot be read (${code})`;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObjectOrList(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Line numbers, from 1, of offsets that are asked for in ascending order. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let counted = 0;
  return (offset) => {
    for (let at = text.indexOf("\n", counted); at !== -1 && at < offset; at = text.indexOf("\n", counted)) {
      line += 1;
      counted = at + 1;
    }
    return line;
  };
}
