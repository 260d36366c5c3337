import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Answer, type AnswerDeps, answerQuestion, decisionEntry } from "../../shared/approve/decide.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import { LedgerUnavailableError } from "../../shared/record/errors.ts";
import type { Identity, Ledger, Question } from "../../shared/record/ledger.ts";
import { type LocalTable, startTable } from "../record/local-table.ts";
import { DIGEST, ONCALL, questionOf, STOP_DIGEST } from "../record/samples.ts";

let local: LocalTable;
let ledger: Ledger;
let count = 0;
let question: Question;
const completeCallback = vi.fn<AnswerDeps["completeCallback"]>();
const policy = resolvePolicy({
  version: 1,
  approval: {
    approvers: [{ iamRole: "arn:aws:iam::*:role/ml-oncall" }, { iamRole: "arn:aws:iam::*:role/data-science" }],
  },
});

beforeAll(async () => {
  local = await startTable();
  ledger = createLedger(local);
});

afterAll(() => local.stop());

beforeEach(async () => {
  count += 1;
  completeCallback.mockReset().mockResolvedValue();
  question = await ledger.ask(questionOf({ id: `q-${count}`, findingId: `f-${count}`, callbackId: "callback-1" }));
});

function depsOf(change: Partial<AnswerDeps> = {}): AnswerDeps {
  return {
    ledger,
    policy: async () => policy,
    completeCallback,
    now: () => new Date("2026-11-21T06:00:00.000Z"),
    log: { warn: () => undefined },
    ...change,
  };
}

function answerOf(change: Partial<Answer> = {}): Answer {
  return {
    questionId: question.id,
    identity: ONCALL,
    option: "recreate-beside",
    digest: DIGEST,
    reason: null,
    ...change,
  };
}

function assumed(role: string, name: string): Identity {
  return { provider: "iam", arn: `arn:aws:sts::111122223333:assumed-role/${role}/${name}`, account: "111122223333" };
}

async function statusOf(): Promise<string | undefined> {
  return (await ledger.getQuestion(question.id))?.status;
}

const JANE = assumed("data-science", "jane");

describe("an approver's answer", () => {
  it("is stored, told to the execution by the question's id alone, and written to the trail", async () => {
    const result = await answerQuestion(depsOf(), answerOf({ reason: "agreed" }));
    expect(result).toMatchObject({ result: "decided", callback: "sent", question: { status: "approved" } });
    expect(completeCallback.mock.calls).toEqual([["callback-1", { questionId: question.id }]]);
    const stored = await ledger.getQuestion(question.id);
    expect(await ledger.listAudit(question.findingId)).toEqual([stored && decisionEntry(stored)]);
    expect(stored?.decision).toMatchObject({ by: ONCALL, option: "recreate-beside", digest: DIGEST, reason: "agreed" });
  });

  it("given twice decides once and sends the callback twice", async () => {
    await answerQuestion(depsOf(), answerOf());
    expect(await answerQuestion(depsOf(), answerOf())).toMatchObject({ result: "repeated", callback: "sent" });
    expect(completeCallback).toHaveBeenCalledTimes(2);
    expect(await ledger.listAudit(question.findingId)).toHaveLength(1);
  });

  it("given again after the end still sends the callback of the stored decision", async () => {
    await answerQuestion(depsOf(), answerOf());
    const late = depsOf({ now: () => new Date("2026-11-22T06:00:00.000Z") });
    expect(await answerQuestion(late, answerOf())).toMatchObject({ result: "repeated", callback: "sent" });
  });

  it("stands when the callback cannot be sent", async () => {
    completeCallback.mockRejectedValue(Object.assign(new Error("over"), { name: "CallbackTimeoutException" }));
    expect(await answerQuestion(depsOf(), answerOf())).toMatchObject({ result: "decided", callback: "later" });
    expect(await statusOf()).toBe("approved");
  });

  it("stands when no callback waits yet", async () => {
    const early = await ledger.ask(questionOf({ id: `q-early-${count}` }));
    expect(await answerQuestion(depsOf(), answerOf({ questionId: early.id }))).toMatchObject({ callback: "later" });
    expect(completeCallback).not.toHaveBeenCalled();
  });

  it("stands when the trail cannot be written", async () => {
    const failing = {
      ...ledger,
      audit: () => Promise.reject(new LedgerUnavailableError("a write", new Error("busy"))),
    };
    expect(await answerQuestion(depsOf({ ledger: failing }), answerOf())).toMatchObject({
      result: "decided",
      callback: "sent",
    });
  });

  it("is one of many given at once: the others are told so", async () => {
    const answers = ["sam", "kim", "lee", "pat"].map((name) => answerOf({ identity: assumed("ml-oncall", name) }));
    const results = await Promise.all(answers.map((answer) => answerQuestion(depsOf(), answer)));
    expect(results.filter(({ result }) => result === "decided")).toHaveLength(1);
    expect(results.filter((result) => result.result === "refused" && result.reason === "already-decided")).toHaveLength(
      3,
    );
    expect(completeCallback).toHaveBeenCalledTimes(1);
  });
});

describe("refused and nothing stored", () => {
  it.each<[string, Partial<Answer>, Partial<AnswerDeps>]>([
    ["not-found", { questionId: "q-nowhere" }, {}],
    ["unknown-option", { option: "delete" }, {}],
    ["wrong-digest", { digest: STOP_DIGEST }, {}],
    ["wrong-digest", { digest: null }, {}],
    ["not-an-approver", { identity: assumed("interns", "kim") }, {}],
    ["not-an-approver", { identity: assumed("interns", "kim"), option: "reject" }, {}],
    ["creator", { identity: JANE }, {}],
    ["creator", { identity: assumed("ml-oncall", "Jane") }, {}],
    ["expired", {}, { now: () => new Date("2026-11-21T09:00:00.000Z") }],
    ["policy-unavailable", {}, { policy: () => Promise.reject(new Error("no policy")) }],
    ["quorum-not-supported", {}, { policy: async () => ({ ...policy, approval: { ...policy.approval, minimum: 2 } }) }],
  ])("%s: %o", async (reason, change, deps) => {
    expect(await answerQuestion(depsOf(deps), answerOf(change))).toMatchObject({ result: "refused", reason });
    expect(await statusOf()).toBe("pending");
    expect(completeCallback).not.toHaveBeenCalled();
  });

  it("a question that was voided or has expired says so", async () => {
    await ledger.settle(question.id, "void", "2026-11-21T05:30:00.000Z");
    expect(await answerQuestion(depsOf(), answerOf())).toMatchObject({ reason: "void" });
    const other = await ledger.ask(questionOf({ id: `q-exp-${count}` }));
    await ledger.settle(other.id, "expired", "2026-11-21T05:30:00.000Z");
    expect(await answerQuestion(depsOf(), answerOf({ questionId: other.id }))).toMatchObject({ reason: "expired" });
  });

  it("a question that is settled between the look and the write", async () => {
    const racing: Ledger = {
      ...ledger,
      async decide(id, decision) {
        await ledger.settle(id, "void", "2026-11-21T06:00:00.000Z");
        return ledger.decide(id, decision);
      },
    };
    expect(await answerQuestion(depsOf({ ledger: racing }), answerOf())).toMatchObject({
      result: "refused",
      reason: "void",
    });
    expect(completeCallback).not.toHaveBeenCalled();
  });

  it("tries at self-approval are in the trail, once per person", async () => {
    await answerQuestion(depsOf(), answerOf({ identity: JANE }));
    await answerQuestion(depsOf(), answerOf({ identity: JANE }));
    const trail = await ledger.listAudit(question.findingId);
    expect(trail.map(({ type, by, detail }) => [type, by, detail.reason])).toEqual([
      ["answer-refused", JANE.arn, "creator"],
    ]);
  });
});

it("the creator may leave the resource as it is", async () => {
  const result = await answerQuestion(depsOf(), answerOf({ identity: JANE, option: "reject", digest: "ignored" }));
  expect(result).toMatchObject({ result: "decided", question: { status: "rejected", decision: { digest: null } } });
});

it("requesterMayApprove lifts the creator's check and no other", async () => {
  const lenient = { ...policy, approval: { ...policy.approval, requesterMayApprove: true } };
  const deps = depsOf({ policy: async () => lenient });
  expect(await answerQuestion(deps, answerOf({ identity: assumed("interns", "jane") }))).toMatchObject({
    reason: "not-an-approver",
  });
  expect(await answerQuestion(deps, answerOf({ identity: JANE }))).toMatchObject({ result: "decided" });
});

it("the ledger's errors are passed on", async () => {
  const error = new LedgerUnavailableError("a write", new Error("busy"));
  const failing = { ...ledger, decide: () => Promise.reject(error) };
  await expect(answerQuestion(depsOf({ ledger: failing }), answerOf())).rejects.toBe(error);
});
