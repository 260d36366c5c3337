/** Words that every channel uses for the parts of a message. */
import type { Effect } from "../decide/plan.ts";
import type { Message, MessageOption } from "./message.ts";

export const EFFECTS: Record<Effect, string> = {
  none: "changes nothing in AWS",
  reversible: "reversible",
  destructive: "DESTRUCTIVE, cannot be taken back",
};

/** What choosing an option means, a line each. */
export function consequenceLines({ effect, kept, lost, undo, reaches, checks }: MessageOption): string[] {
  return [
    `Effect: ${EFFECTS[effect]}`,
    ...kept.map((sentence) => `Kept: ${sentence}`),
    ...lost.map((sentence) => `Lost: ${sentence}`),
    ...(lost.length === 0 ? ["Lost: nothing"] : []),
    `To undo: ${undo}`,
    ...reaches.map((sentence) => `Afterwards: ${sentence}`),
    ...checks.map((sentence) => `Checked: ${sentence}`),
  ];
}

/** What the commands are for. */
export function commandTitle({ options, link, commands }: Message): string {
  if (options.length === 0) return commands.length === 0 ? "" : "To see more, type:";
  return safeLink(link) === null ? "To decide, type:" : "Or type:";
}

/** The link as it is when it is one that a browser opens safely; null otherwise. */
export function safeLink(link: string | null): string | null {
  if (link === null || !URL.canParse(link)) return null;
  const { protocol, href } = new URL(link);
  return protocol === "https:" || protocol === "http:" ? href : null;
}
