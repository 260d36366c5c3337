/** What several commands have in common. */
import { Option } from "commander";
import { type ExitCode, FORMATS } from "../io.ts";

/** Is handed the work of the command that was named. */
export type Perform = (work: Promise<ExitCode>) => Promise<void>;

export function formatOption(formats: readonly string[] = FORMATS): Option {
  return new Option("--format <format>", "what to print").choices(formats).default("text");
}
