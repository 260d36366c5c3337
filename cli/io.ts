/** Everything a command touches outside itself, so that tests run commands in-process. */
export interface Io {
  out(text: string): void;
  /** For people: problems, hints, progress. Never results. */
  err(text: string): void;
  readStdin(): Promise<Buffer>;
  /** Asks on the terminal; null when there is nobody to ask. */
  ask(question: string): Promise<string | null>;
  env: Readonly<Record<string, string | undefined>>;
  outIsTerminal: boolean;
  errIsTerminal: boolean;
  now(): Date;
}

export const EXIT = { fine: 0, violation: 1, failed: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const FORMATS = ["text", "json"] as const;
export type Format = (typeof FORMATS)[number];

export const SCAN_FORMATS = [...FORMATS, "sarif", "html"] as const;
export type ScanFormat = (typeof SCAN_FORMATS)[number];

/** What a person can put right: printed as one line each, without a stack, and the command exits with 2. */
export class CommandError extends Error {
  readonly lines: readonly string[];
  constructor(lines: string | readonly string[], options?: ErrorOptions) {
    const all = typeof lines === "string" ? [lines] : lines;
    super(all.join("\n"), options);
    this.name = "CommandError";
    this.lines = all;
  }
}

export function printJson(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}
