/**
 * The simple commands of a shell script, as far as they can be told without running it. Where it is not sure whether a
 * text is run, as in a here document that the script writes to a file, the commands in it count.
 */

export interface ShellCommand {
  /** The command and its arguments, without what runs it (`sudo`) and what it is set (`LANG=C`). */
  words: readonly string[];
  /** Files that its output goes to. */
  writesTo: readonly string[];
}

/** The commands of a script in their order, those in quoted texts after their own. Comments hold none. */
export function shellCommands(script: string): ShellCommand[] {
  const texts: string[] = [];
  const outer = script.replaceAll(/\\\r?\n/g, " ").replaceAll(COMMENT_OR_QUOTED, (whole, lead, single, double) => {
    if (lead !== undefined) return lead;
    const text: string = single ?? double;
    return /\s/.test(text) ? `${MARK}${texts.push(text) - 1}${MARK}` : text || whole;
  });
  return commandsIn(outer, texts);
}

const COMMENT_OR_QUOTED = /(^|[\s;&|(){}])#[^\n]*|'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"/g;

/** Stands around the number of a quoted text that may be a script of its own. */
const MARK = "\uE000";

function commandsIn(outer: string, texts: readonly string[]): ShellCommand[] {
  const found: ShellCommand[] = [];
  for (const [, segment = "", piped] of simplified(outer).matchAll(/([^\n;&|()`]+)(\|?)/g)) {
    const parts = segment.replaceAll(/\d*>+/g, " > ").split(/\s+/).filter(Boolean);
    const writesTo = parts.filter((_, index) => parts[index - 1] === ">");
    const words = withoutRunner(parts.filter((part, index) => part !== ">" && parts[index - 1] !== ">"));
    if (words.length > 0) found.push({ words, writesTo });
    const isSaid = SAYING.has(words[0] ?? "") && writesTo.length === 0 && piped === "";
    const inner = textsIn(segment, texts).filter((text) => !isSaid || text.includes("\n"));
    found.push(...inner.flatMap(shellCommands));
  }
  return found;
}

/** A text of one line that they print is not run; of several lines, a stray apostrophe may have begun it. */
const SAYING = new Set(["echo", "logger", "printf"]);

/** Without what would be taken for the end of a command. */
function simplified(script: string): string {
  return script
    .replaceAll(/\$\{[^}\n]*\}/g, "$_")
    .replaceAll(/\d*>&\d+/g, " ")
    .replaceAll(/&>|>\||>&/g, ">")
    .replaceAll(/(^|\s)[{}](?=\s|$)/g, "$1;");
}

function textsIn(segment: string, texts: readonly string[]): string[] {
  return [...segment.matchAll(/\uE000(\d+)\uE000/g)].flatMap(([, index]) => texts[Number(index)] ?? []);
}

/** What stands before a command and runs it or sets something for it. */
function withoutRunner(words: readonly string[]): string[] {
  const [first = "", ...rest] = words;
  if (KEYWORDS.has(first) || /^\w+=/.test(first)) return withoutRunner(rest);
  if (!RUNNERS.has(base(first))) return first === "" ? [] : [base(first), ...rest];
  const start = rest.findIndex((word, index) => !isForRunner(word, rest[index - 1]));
  return start === -1 ? [base(first)] : withoutRunner(rest.slice(start));
}

/** An option, the value of one, or how long it may take. */
function isForRunner(word: string, before: string | undefined): boolean {
  return /^-|^\d+[smhd]?$/.test(word) || (before !== undefined && /^-[CghIpuU]$/.test(before));
}

const KEYWORDS = new Set(["!", "do", "elif", "else", "if", "then", "until", "while"]);
const RUNNERS = new Set([
  ...["busybox", "command", "env", "eval", "exec", "nice", "nohup", "setsid", "sudo", "time", "timeout", "xargs"],
]);

function base(command: string): string {
  return command.slice(command.lastIndexOf("/") + 1);
}
