/** From a file's bytes to the JSON documents in it: one, several one after the other, or one a line; gzip or plain. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { CommandError, type Io } from "../io.ts";
import { positionOf, splitJson } from "./json-documents.ts";

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
  const documents = spans.map(({ start, end }) => ({
    at: spans.length === 1 && fault === null ? "" : `line ${lineOf(text, start)}`,
    value: JSON.parse(text.slice(start, end)) as unknown,
  }));
  if (fault !== null) {
    return { documents, faults: [`not valid JSON at ${positionOf(text, fault.offset)}: ${fault.what}`] };
  }
  return { documents, faults: documents.length === 0 ? ["it holds nothing"] : [] };
}

function isJsonLines(text: string): boolean {
  const complete = text.split("\n").filter((line) => isObjectOrList(tryParse(line)));
  return complete.length > 0 && text.trimStart().split("\n", 1)[0]?.trimEnd().endsWith("}") === true;
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

function decode(bytes: Buffer): string {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  const encoding = plain[0] === 0xff && plain[1] === 0xfe ? "utf16le" : "utf8";
  return plain.toString(encoding).replace(/^\ufeff/, "");
}

function reasonOf(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder; name the files in it";
  if (code === "EACCES") return "you may not read it";
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

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
