import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import type { Ledger } from "../../shared/record/ledger.ts";
import { type LocalTable, startTable } from "./local-table.ts";
import { decisionOf, findingOf, ONCALL, questionOf, STOP_DIGEST } from "./samples.ts";

let local: LocalTable;
let ledger: Ledger;

beforeAll(async () => {
  local = await startTable();
  ledger = createLedger(local);
});

afterAll(() => local.stop());

const NOON = "2026-11-21T12:00:00.000Z";

describe("findings", () => {
  it("are null until opened, and opening one twice is opening it once", async () => {
    const finding = findingOf({ id: "f-open" });
    expect(await ledger.getFinding("f-open")).toBeNull();
    expect(await ledger.openRound(finding)).toEqual({ result: "opened", finding });
    expect(await ledger.openRound({ ...finding, updatedAt: NOON })).toEqual({ result: "opened", finding });
    expect(await ledger.getFinding("f-open")).toEqual(finding);
  });

  it("open one round when twenty deliveries race for it", async () => {
    const wanted = Array.from({ length: 20 }, (_, index) => findingOf({ id: "f-race", triggers: [`event-${index}`] }));
    const opened = await Promise.all(wanted.map((finding) => ledger.openRound(finding)));
    const stored = await ledger.getFinding("f-race");
    for (const { result, finding } of opened)
      expect({ result, finding }).toEqual({ result: "opened", finding: stored });
  });

  it("keep through a next round what lasts: opening, creator, exemption, replacement, triggers", async () => {
    await ledger.openRound(findingOf({ id: "f-next", creationTime: null, replacementArn: "arn:replacement" }));
    await ledger.endRound("f-next", 1, { outcome: "rejected", close: false, at: NOON }, "execution");
    const nobody = { type: null, arn: null, roleArn: null, name: null, sourceIdentity: null, invokedBy: null };
    const second = findingOf({ id: "f-next", round: 2, openedAt: NOON, creator: nobody, triggers: ["event-2"] });

    const { result, finding } = await ledger.openRound(second);

    expect(result).toBe("opened");
    expect(finding).toEqual({
      ...second,
      openedAt: findingOf().openedAt,
      creator: findingOf().creator,
      replacementArn: "arn:replacement",
      triggers: ["event-1", "event-2"],
    });
    expect(finding.outcome).toBeNull();
    expect(await ledger.openRound(findingOf({ id: "f-next" }))).toEqual({ result: "superseded", finding });
  });

  it("learn who made the resource when a later round knows", async () => {
    const nobody = { type: null, arn: null, roleArn: null, name: null, sourceIdentity: null, invokedBy: null };
    await ledger.openRound(findingOf({ id: "f-who", creator: nobody }));
    const { finding } = await ledger.openRound(findingOf({ id: "f-who", round: 2 }));
    expect(finding.creator.name).toBe("jane");
  });

  it("keep the latest twenty triggers", async () => {
    const triggers = Array.from({ length: 20 }, (_, index) => `event-${index}`);
    await ledger.openRound(findingOf({ id: "f-many", triggers }));
    const { finding } = await ledger.openRound(findingOf({ id: "f-many", round: 2, triggers: ["event-new"] }));
    expect(finding.triggers).toEqual([...triggers.slice(1), "event-new"]);
  });

  it("change only in their current round, one member without the others", async () => {
    await ledger.openRound(findingOf({ id: "f-change" }));
    const changes = await Promise.all([
      ledger.updateFinding("f-change", 1, { questionId: "q-1" }, NOON),
      ledger.updateFinding("f-change", 1, { contained: true }, NOON),
      ledger.updateFinding("f-change", 2, { replacementArn: "arn:wrong" }, NOON),
      ledger.updateFinding("f-nowhere", 1, { replacementArn: "arn:wrong" }, NOON),
    ]);
    expect(changes).toEqual([true, true, false, false]);
    expect(await ledger.getFinding("f-change")).toMatchObject({
      questionId: "q-1",
      contained: true,
      replacementArn: null,
      updatedAt: NOON,
    });
  });

  it("end a round once; a finding can be closed after its round has ended, an earlier round changes nothing", async () => {
    await ledger.openRound(findingOf({ id: "f-end" }));
    await ledger.endRound("f-end", 1, { outcome: "expired", close: false, at: NOON }, "execution");
    await ledger.endRound("f-end", 1, { outcome: "failed", close: false, at: NOON }, "execution");
    expect(await ledger.getFinding("f-end")).toMatchObject({
      status: "open",
      roundStatus: "ended",
      outcome: "expired",
    });
    await ledger.endRound("f-end", 1, { outcome: "compliant", close: true, at: NOON }, "execution");
    expect(await ledger.getFinding("f-end")).toMatchObject({ status: "closed", outcome: "compliant" });
    await ledger.openRound(findingOf({ id: "f-end", round: 2 }));
    await ledger.endRound("f-end", 1, { outcome: "gone", close: true, at: NOON }, "execution");
    expect(await ledger.getFinding("f-end")).toMatchObject({ status: "open", roundStatus: "live", outcome: null });
    await expect(
      ledger.endRound("f-nowhere", 1, { outcome: "gone", close: true, at: NOON }, "execution"),
    ).rejects.toThrow("Finding f-nowhere is not there");
  });

  it("are listed while open, the newest first; closing takes them out and a next round brings them back", async () => {
    const days = ["2027-01-01", "2027-01-02", "2027-01-03"];
    for (const [index, day] of days.entries()) {
      await ledger.openRound(findingOf({ id: `f-list-${index}`, openedAt: `${day}T00:00:00.000Z` }));
    }
    await ledger.endRound("f-list-1", 1, { outcome: "compliant", close: true, at: NOON }, "execution");
    const ids = async () => (await ledger.listOpenFindings(2)).map((finding) => finding.id);
    expect(await ids()).toEqual(["f-list-2", "f-list-0"]);
    await ledger.openRound(findingOf({ id: "f-list-1", round: 2 }));
    expect(await ids()).toEqual(["f-list-2", "f-list-1"]);
  });
});

describe("questions", () => {
  it("are asked once", async () => {
    const question = questionOf({ id: "q-ask" });
    expect(await ledger.ask(question)).toEqual(question);
    expect(await ledger.ask({ ...question, done: ["Something else."] })).toEqual(question);
    expect(await ledger.getQuestion("q-ask")).toEqual(question);
    expect(await ledger.getQuestion("q-nowhere")).toBeNull();
  });

  it("collect links and keep the latest callback, while pending", async () => {
    await ledger.ask(questionOf({ id: "q-link", callbackId: "first", linkHashes: ["h0"] }));
    expect(await ledger.attachCallback("q-link", "second", "h1")).toBe(true);
    expect(await ledger.attachCallback("q-link", "second", "h1")).toBe(true);
    const { callbackId, linkHashes } = (await ledger.getQuestion("q-link")) ?? questionOf();
    expect({ callbackId, linkHashes: linkHashes.toSorted() }).toEqual({
      callbackId: "second",
      linkHashes: ["h0", "h1"],
    });
    await ledger.settle("q-link", "expired", NOON);
    expect(await ledger.attachCallback("q-link", "third", "h2")).toBe(false);
    expect(await ledger.attachCallback("q-nowhere", "third", "h2")).toBe(false);
  });

  it("are decided by one of twenty people who answer at once", async () => {
    await ledger.ask(questionOf({ id: "q-race" }));
    const answers = Array.from({ length: 20 }, (_, index) => {
      const by = { ...ONCALL, arn: `arn:aws:sts::111122223333:assumed-role/ml-oncall/person-${index}` };
      return decisionOf(index % 2 === 0 ? { by } : { by, option: "reject", digest: null });
    });
    const results = await Promise.all(answers.map((answer) => ledger.decide("q-race", answer)));
    expect(results.filter(({ result }) => result === "decided")).toHaveLength(1);
    expect(results.filter(({ result }) => result === "refused")).toHaveLength(19);
    const winner = answers[results.findIndex(({ result }) => result === "decided")];
    expect((await ledger.getQuestion("q-race"))?.decision).toEqual(winner);
  });

  it("take the same answer of the same person again as a repetition, and keep the first", async () => {
    await ledger.ask(questionOf({ id: "q-again" }));
    const first = await ledger.decide("q-again", decisionOf());
    const again = await ledger.decide("q-again", decisionOf({ at: NOON, reason: "again" }));
    expect(first.result).toBe("decided");
    expect(again).toEqual({ result: "repeated", question: first.question });
    expect(first.question).toMatchObject({ status: "approved", decision: decisionOf() });
  });

  it.each([
    ["another option", { option: "stop", digest: STOP_DIGEST }],
    ["a rejection", { option: "reject", digest: null }],
    ["somebody else", { by: { ...ONCALL, arn: `${ONCALL.arn}-2` } }],
    ["the same ARN by another way", { by: { ...ONCALL, provider: "local-account" as const } }],
  ])("refuse %s after the decision", async (_, change) => {
    const id = `q-after-${JSON.stringify(change).length}`;
    await ledger.ask(questionOf({ id }));
    await ledger.decide(id, decisionOf());
    expect(await ledger.decide(id, decisionOf(change))).toMatchObject({
      result: "refused",
      question: { status: "approved" },
    });
  });

  it.each([
    ["an unknown option", { option: "delete" }],
    ["another option's digest", { digest: STOP_DIGEST }],
    ["no digest", { digest: null }],
    ["the moment it ends", { at: "2026-11-21T09:00:00.000Z" }],
    ["a moment after it ends, written without milliseconds", { at: "2026-11-21T09:00:01Z" }],
  ])("refuse %s and stay pending", async (what, change) => {
    const id = `q-refuse-${what.length}`;
    await ledger.ask(questionOf({ id }));
    const { result, question } = await ledger.decide(id, decisionOf(change));
    expect({ result, status: question.status, decision: question.decision }).toEqual({
      result: "refused",
      status: "pending",
      decision: null,
    });
  });

  it("settle once, and never over a decision", async () => {
    await ledger.ask(questionOf({ id: "q-settle" }));
    expect(await ledger.settle("q-settle", "void", NOON)).toMatchObject({ status: "void" });
    expect(await ledger.settle("q-settle", "expired", NOON)).toMatchObject({ status: "void" });
    expect(await ledger.decide("q-settle", decisionOf())).toMatchObject({ result: "refused" });
    await ledger.ask(questionOf({ id: "q-yes" }));
    await ledger.decide("q-yes", decisionOf());
    expect(await ledger.settle("q-yes", "expired", NOON)).toMatchObject({ status: "approved", decision: decisionOf() });
    await expect(ledger.settle("q-nowhere", "void", NOON)).rejects.toThrow("Question q-nowhere is not there");
    await expect(ledger.decide("q-nowhere", decisionOf())).rejects.toThrow("Question q-nowhere is not there");
  });

  it("are listed while pending, what ends first at the top", async () => {
    await ledger.ask(questionOf({ id: "q-list-b", expiresAt: "2020-01-02T00:00:00.000Z" }));
    await ledger.ask(questionOf({ id: "q-list-a", expiresAt: "2020-01-01T00:00:00.000Z" }));
    await ledger.ask(questionOf({ id: "q-list-c", expiresAt: "2020-01-03T00:00:00.000Z" }));
    await ledger.decide("q-list-b", decisionOf({ at: "2020-01-01T12:00:00.000Z" }));
    expect((await ledger.listPendingQuestions(2)).map((question) => question.id)).toEqual(["q-list-a", "q-list-c"]);
  });
});
