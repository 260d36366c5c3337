/** Words that the page uses for times, effects, people and kinds. */
import type { Effect } from "../decide/plan.ts";
import { describePrincipal } from "../detect/creator.ts";
import { networkTitle } from "../network/standing/network-kind.ts";
import type { Identity, Question, QuestionStatus } from "../record/ledger.ts";
import { findKind } from "../sagemaker/index.ts";

const DATE = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** `21 Nov 2026, 05:00 UTC`; the text itself when it is no time. */
export function utc(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : `${DATE.format(time)} UTC`;
}

/** `in 3 h 20 min`, `2 days ago`, `just now`. */
export function relative(at: string, now: Date): string {
  const minutes = Math.round((Date.parse(at) - now.getTime()) / 60_000);
  if (!Number.isFinite(minutes)) return "";
  if (minutes === 0) return "just now";
  const length = duration(Math.abs(minutes));
  return minutes > 0 ? `in ${length}` : `${length} ago`;
}

function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  const rest = minutes % 60;
  if (hours === 0) return `${minutes} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

export const EFFECT_WORDS: Record<Effect, string> = {
  none: "Changes nothing",
  reversible: "Can be undone",
  destructive: "Something is lost",
};

/** The status as it is now: a pending question whose time is over counts as expired. */
export function statusNow({ status, expiresAt }: Question, now: Date): QuestionStatus {
  return status === "pending" && Date.parse(expiresAt) <= now.getTime() ? "expired" : status;
}

export const STATUS_WORDS: Record<QuestionStatus, string> = {
  pending: "Waiting for an answer",
  approved: "Approved",
  rejected: "Left as it is",
  expired: "Nobody answered in time",
  void: "No longer stands",
};

/** `sam (assumed-role/ml-oncall/sam)`. */
export function who({ arn }: Identity): string {
  return describePrincipal(arn);
}

/** A kind as it reads in a sentence: `notebook instance`, `route table`. */
export function kindTitle(id: string): string {
  return findKind(id)?.title ?? networkTitle(id) ?? id;
}
