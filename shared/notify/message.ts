/** A message before it is worded for a channel. */
import type { Severity } from "../assess/verdict.ts";
import type { Effect } from "../decide/plan.ts";

export const MOMENTS = [
  "drift-found",
  "could-not-assess",
  "contained",
  "question",
  "reminder",
  "decided",
  "finished",
  "started-again",
  "own-resource",
  "cap-reached",
  "policy-invalid",
  "cause-found",
  "cause-right",
  "sweep-found",
  "sweep-unread",
  "test",
] as const;
export type Moment = (typeof MOMENTS)[number];

export interface MessageOption {
  id: string;
  title: string;
  effect: Effect;
  kept: string[];
  lost: string[];
  undo: string;
  /** What will be reached over the network afterwards, and what was checked of it; empty where nothing is moved. */
  reaches: string[];
  checks: string[];
}

/** All texts are plain: no markup of any channel. Renderers escape, and shorten what is longer than a channel takes. */
export interface Message {
  moment: Moment;
  /** Same for all messages about one finding: groups a chat thread. */
  threadId: string;
  severity: Severity | null;
  /** One line, at most 100 characters, understood without the rest: `notebook instance churn-dev: direct internet access is on`. */
  headline: string;
  /** Who made what, what is wrong, what happened or happens next, how to decide. A paragraph may have several lines. */
  paragraphs: string[];
  /** Labelled facts: account, region, creator, rule ids. Names and verdicts only. */
  facts: { label: string; value: string }[];
  /** Choices of a question, with what each keeps and loses. */
  options: MessageOption[];
  /** Why other choices are missing, in sentences. */
  notOffered: string[];
  /** Page on which to decide; null where there is nothing to decide. */
  link: string | null;
  /** Commands to type: instead of using the link, or to see more. */
  commands: string[];
  /** Words to search by: kind and rule ids. */
  keywords: string[];
}
