import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import type { Ledger } from "../../shared/record/ledger.ts";
import { type LocalTable, startTable } from "./local-table.ts";
import { actionOf, entryOf, findingOf } from "./samples.ts";

let local: LocalTable;
let ledger: Ledger;

beforeAll(async () => {
  local = await startTable();
  ledger = createLedger(local);
});

afterAll(() => local.stop());

const NOON = "2026-11-21T12:00:00.000Z";

describe("caps", () => {
  const cap = {
    account: "111122223333",
    effect: "reversible" as const,
    hour: "2026-11-21T05",
    limit: 20,
    actionId: "a",
  };

  it("let exactly the limit pass when fifty actions ask at once", async () => {
    const asked = Array.from({ length: 50 }, (_, index) => ledger.reserve({ ...cap, actionId: `action-${index}` }));
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(20);
  });

  it("count an action once, also when the hour is full", async () => {
    const hour = "2026-11-21T06";
    expect(await ledger.reserve({ ...cap, hour, limit: 1 })).toBe(true);
    expect(await ledger.reserve({ ...cap, hour, limit: 1 })).toBe(true);
    expect(await ledger.reserve({ ...cap, hour, limit: 1, actionId: "b" })).toBe(false);
  });

  it("are apart by account, effect and hour", async () => {
    const one = { ...cap, hour: "2026-11-21T07", limit: 1, actionId: "x" };
    expect(await ledger.reserve(one)).toBe(true);
    expect(await ledger.reserve({ ...one, actionId: "y", account: "444455556666" })).toBe(true);
    expect(await ledger.reserve({ ...one, actionId: "y", effect: "destructive" })).toBe(true);
    expect(await ledger.reserve({ ...one, actionId: "y", hour: "2026-11-21T08" })).toBe(true);
    expect(await ledger.reserve({ ...one, actionId: "y" })).toBe(false);
  });

  it("of 0 let nothing pass, not even what was counted before", async () => {
    const hour = "2026-11-21T09";
    expect(await ledger.reserve({ ...cap, hour, limit: 0 })).toBe(false);
    expect(await ledger.reserve({ ...cap, hour, limit: 1 })).toBe(true);
    expect(await ledger.reserve({ ...cap, hour, limit: 0 })).toBe(false);
  });

  it("refuse an hour that is none", async () => {
    await expect(ledger.reserve({ ...cap, hour: "today" })).rejects.toThrow('not "today"');
  });
});

describe("actions", () => {
  it("are started once and finished once", async () => {
    const action = actionOf({ findingId: "f-act" });
    const done = { ...action, status: "done" as const, detail: "It is Stopped.", finishedAt: NOON };
    expect(await ledger.startAction(action)).toEqual(action);
    expect(await ledger.startAction({ ...action, startedAt: NOON })).toEqual(action);
    await ledger.finishAction(done);
    await ledger.finishAction({ ...done, status: "failed", detail: "Late." });
    expect(await ledger.startAction(action)).toEqual(done);
    expect(await ledger.listActions("f-act")).toEqual([done]);
  });

  it("are listed in the order they began, apart from other findings", async () => {
    await ledger.startAction(actionOf({ findingId: "f-order", id: "z", startedAt: "2026-11-21T05:00:00.000Z" }));
    await ledger.startAction(actionOf({ findingId: "f-order", id: "a", startedAt: "2026-11-21T06:00:00.000Z" }));
    await ledger.startAction(actionOf({ findingId: "f-order-2" }));
    expect((await ledger.listActions("f-order")).map((action) => action.id)).toEqual(["z", "a"]);
  });

  it("cannot finish without having been started", async () => {
    await expect(ledger.finishAction(actionOf({ findingId: "f-none" }))).rejects.toThrow("is not there");
  });
});

describe("audit", () => {
  it("keeps the first of two equal entries and lists by time", async () => {
    const first = entryOf({ findingId: "f-audit", id: "b" });
    await ledger.audit(first);
    await ledger.audit({ ...first, at: NOON });
    await ledger.audit(entryOf({ findingId: "f-audit", id: "a", at: NOON }));
    const trail = await ledger.listAudit("f-audit");
    expect(trail.map((entry) => [entry.id, entry.at])).toEqual([
      ["b", first.at],
      ["a", NOON],
    ]);
  });
});

describe("damage", () => {
  it.each([
    ["a finding", "finding#f-bad", "finding", () => ledger.getFinding("f-bad"), "round"],
    ["a question", "question#q-bad", "question", () => ledger.getQuestion("q-bad"), "id"],
    ["an action", "finding#f-bad-2", "action#x", () => ledger.listActions("f-bad-2"), "id"],
    ["an audit entry", "finding#f-bad-2", "audit#x", () => ledger.listAudit("f-bad-2"), "id"],
  ])("of %s is an error that names the item and the place", async (_, pk, sk, read, place) => {
    const data = pk === "finding#f-bad" ? { ...findingOf(), round: "one" } : {};
    await local.client.send(new PutCommand({ TableName: local.table, Item: { pk, sk, data } }));
    await expect(read()).rejects.toThrow(`The ledger's item ${pk} / ${sk} is damaged at ${place}.`);
  });
});
