/**
 * Questions: one item each, `question#<id>` / `question`. Its status leaves `pending` in exactly one write. Beside
 * `data` stand `closesAt` (epoch milliseconds, for the condition), the callback and the links' hashes.
 */
import { z } from "zod";
import { LedgerError } from "./errors.ts";
import type { DecideResult, Decision, Ledger, Question, QuestionStatus } from "./ledger.ts";
import { questionSchema } from "./schemas.ts";
import { type Item, type ItemKey, type ItemUpdate, type LedgerTable, parseData, yearAfter } from "./table.ts";

const PENDING = "questions#pending";
const STATUS = { "#data": "data", "#status": "status" };

/** The option of a decision that turns everything down. */
export const REJECT = "reject";

type Questions = Pick<Ledger, "ask" | "getQuestion" | "listPendingQuestions" | "attachCallback" | "decide" | "settle">;

export function createQuestions(table: LedgerTable): Questions {
  return {
    ask: (question) => ask(table, question),
    getQuestion: (id) => getQuestion(table, id),
    async listPendingQuestions(limit) {
      const items = await table.listIndexed("gsi1", PENDING, "ascending", limit);
      return items.map(readQuestion).filter((question) => question.status === "pending");
    },
    async attachCallback(id, callbackId, linkHash) {
      return (await table.update(questionKey(id), attachment(callbackId, linkHash))) !== null;
    },
    decide: (id, decision) => decide(table, id, decision),
    settle: (id, status, at) => settle(table, id, status, at),
  };
}

function questionKey(id: string): ItemKey {
  return { pk: `question#${id}`, sk: "question" };
}

async function ask(table: LedgerTable, question: Question): Promise<Question> {
  const { callbackId, linkHashes, ...data } = question;
  const inserted = await table.insert({
    ...questionKey(question.id),
    gsi1pk: PENDING,
    gsi1sk: `${question.expiresAt}#${question.id}`,
    closesAt: Date.parse(question.expiresAt),
    ...(callbackId !== null && { callbackId }),
    ...(linkHashes.length > 0 && { linkHashes: new Set(linkHashes) }),
    data,
  });
  return inserted ? question : existing(table, question.id);
}

function readQuestion(item: Item): Question {
  const beside = z.object({ callbackId: z.string().optional(), linkHashes: z.set(z.string()).optional() });
  const { callbackId, linkHashes } = parseData(beside, item, item);
  const data = { ...(item.data as object), callbackId: callbackId ?? null, linkHashes: [...(linkHashes ?? [])] };
  return parseData(questionSchema, item, data);
}

async function getQuestion(table: LedgerTable, id: string): Promise<Question | null> {
  const item = await table.get(questionKey(id));
  return item === null ? null : readQuestion(item);
}

async function existing(table: LedgerTable, id: string): Promise<Question> {
  const question = await getQuestion(table, id);
  if (question === null) throw new LedgerError(`Question ${id} is not there.`);
  return question;
}

function attachment(callbackId: string, linkHash: string): ItemUpdate {
  return {
    expression: "SET callbackId = :callbackId ADD linkHashes :hash",
    condition: "#data.#status = :pending",
    names: STATUS,
    values: { ":callbackId": callbackId, ":hash": new Set([linkHash]), ":pending": "pending" },
  };
}

/** Options never change once asked, so reading them before the one conditional write is safe. */
async function decide(table: LedgerTable, id: string, decision: Decision): Promise<DecideResult> {
  const question = await existing(table, id);
  if (!isChoice(question, decision)) return { result: "refused", question };
  const status = decision.option === REJECT ? "rejected" : "approved";
  const decided = await table.update(questionKey(id), {
    ...leavePending(status, decision.at, ", #data.decision = :decision", " AND closesAt > :now"),
    values: { ...statusValues(status, decision.at), ":decision": decision, ":now": Date.parse(decision.at) },
  });
  if (decided !== null) return { result: "decided", question: readQuestion(decided) };
  const current = await existing(table, id);
  return { result: isSameDecision(current.decision, decision) ? "repeated" : "refused", question: current };
}

async function settle(table: LedgerTable, id: string, status: "expired" | "void", at: string): Promise<Question> {
  const settled = await table.update(questionKey(id), leavePending(status, at));
  return settled === null ? existing(table, id) : readQuestion(settled);
}

/** The only way out of `pending`; the item then leaves the index and goes a year later. */
function leavePending(status: QuestionStatus, at: string, alsoSet = "", alsoHolds = ""): ItemUpdate {
  return {
    expression: `SET #data.#status = :status, expiresAt = :goes${alsoSet} REMOVE gsi1pk, gsi1sk`,
    condition: `#data.#status = :pending${alsoHolds}`,
    names: STATUS,
    values: statusValues(status, at),
  };
}

function statusValues(status: QuestionStatus, at: string) {
  return { ":status": status, ":goes": yearAfter(at), ":pending": "pending" };
}

function isChoice(question: Question, decision: Decision): boolean {
  if (decision.option === REJECT) return true;
  return question.options.some((option) => option.id === decision.option && option.digest === decision.digest);
}

/** The same choice of the same plan by the same identity, whenever and for whatever reason. */
export function isSameDecision(stored: Decision | null, given: Decision): boolean {
  return (
    stored !== null &&
    stored.option === given.option &&
    stored.digest === given.digest &&
    stored.by.arn === given.by.arn &&
    stored.by.provider === given.by.provider
  );
}
