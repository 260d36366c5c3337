/** Judging a list of ids by what EC2 says of them. */
import type { Setting } from "../sagemaker/posture.ts";
import { compliant, isMissing, networkViolation, notApplicable, unknown, violation } from "./rule.ts";
import type { Judgement } from "./verdict.ts";

/**
 * What is said of ids; `message` is a whole sentence, `reason` a clause, `causes` the ids of what has to change in the
 * network: none where the resource has to name others instead.
 */
export type IdJudgement =
  | { status: "compliant" }
  | { status: "violation"; message: string; causes: readonly string[] }
  | { status: "unknown"; reason: string };

export interface IdSentences {
  /** One of the ids: `subnet`. */
  noun: string;
  expected: string;
  /** Said when every id is right. */
  right: string;
}

/** The worst of the judgements, one by one: violations before what is unknown. Ids that are not set are not applicable. */
export function judgeIds(
  setting: Setting<string[]>,
  sentences: IdSentences,
  judgeOne: (id: string) => IdJudgement,
): Judgement {
  return judgeTogether(setting, sentences, (ids) => worstOf(ids.map(judgeOne)));
}

/** One judgement of all ids, none of them twice. Ids that are not set are not applicable. */
export function judgeTogether(
  setting: Setting<string[]>,
  { noun, expected, right }: IdSentences,
  judgeAll: (ids: readonly string[]) => IdJudgement,
): Judgement {
  if (setting.status === "unread") return unknown(setting.field, setting.reason);
  if (setting.status === "unset" || isMissing(setting)) return notApplicable(`No ${noun} is set here.`);
  const { field, value: actual } = setting;
  const judged = judgeAll(distinct(setting.value));
  if (judged.status === "compliant") return compliant(field, actual, right);
  if (judged.status === "unknown") return unknown(field, judged.reason);
  if (judged.causes.length === 0) return violation(field, actual, expected, judged.message);
  return networkViolation({ field, actual, expected }, judged.message, judged.causes);
}

/** Where nothing wrong was found: right, unless something that counts was not read. */
export function unlessUnread(unread: readonly string[]): IdJudgement {
  return unread.length > 0 ? { status: "unknown", reason: unread.join("; ") } : { status: "compliant" };
}

function worstOf(judged: readonly IdJudgement[]): IdJudgement {
  const wrong = judged.filter((one) => one.status === "violation");
  if (wrong.length > 0) {
    const message = distinct(wrong.map((one) => one.message)).join(" ");
    return { status: "violation", message, causes: wrong.flatMap(({ causes }) => causes) };
  }
  return unlessUnread(distinct(judged.flatMap((one) => (one.status === "unknown" ? [one.reason] : []))));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
