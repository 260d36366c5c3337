/** A message before it is worded for a channel. */
import type { Severity } from "../assess/verdict.ts";

export type Moment =
  | "drift-found"
  | "could-not-assess"
  | "contained"
  | "question"
  | "reminder"
  | "decided"
  | "finished"
  | "started-again"
  | "own-resource"
  | "policy-invalid"
  | "test";

export interface Message {
  moment: Moment;
  /** Same for all messages about one finding: groups a chat thread. */
  threadId: string;
  severity: Severity | null;
  /** One line, at most 100 characters, understood without the rest: `notebook-instance churn-dev: direct internet access is on`. */
  headline: string;
  /** Who made what, what is wrong, what happened or happens next, how to decide: short paragraphs in this order. */
  paragraphs: string[];
  /** Labelled facts: kind, account, region, creator, rule ids. Names and verdicts only. */
  facts: { label: string; value: string }[];
  /** Choices of a question, with what each loses. */
  options: { id: string; title: string; effect: string; lost: string[] }[];
  /** Page on which to decide; null where there is nothing to decide. */
  link: string | null;
  /** Commands to type instead of using the link. */
  commands: string[];
}
