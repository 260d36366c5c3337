/** Resources that end, go, or are put right while their finding is open; waits that are ended from outside. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RemediationRequest } from "../../../shared/detect/remediation-request.ts";
import { type LocalTable, startTable } from "../../record/local-table.ts";
import { notebookInput, trainingInput } from "../../sandbox/sagemaker/account.ts";
import type { DurableEngine } from "../../support/durable-engine.ts";
import {
  answer,
  createWorld,
  ENFORCE,
  findingOf,
  JANE,
  momentsOf,
  questionOf,
  requestFor,
  run,
  startExecution,
  untilAsked,
  type World,
} from "./world.ts";

let table: LocalTable;
let names = 0;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const REPORT = { mode: "report" };
const DELETED = { operation: "DeleteNotebookInstance", id: "delete-1", time: "2026-11-20T10:00:00Z" };

async function makeNotebook(world: World): Promise<string> {
  const name = `conclude-${process.pid}-${names++}`;
  await world.account.call("CreateNotebookInstance", notebookInput(name));
  return name;
}

/** Runs a conclusion beside the execution that waits, which is then woken and goes on. */
async function conclude(world: World, request: RemediationRequest, waiting: DurableEngine | null = null) {
  world.asleep = waiting;
  const { round } = await findingOf(world, request);
  const { result } = await run(world, { ...request, type: "conclude", round, trigger: DELETED });
  return result;
}

async function deleteNotebook(world: World, NotebookInstanceName: string): Promise<void> {
  await world.account.call("DeleteNotebookInstance", { NotebookInstanceName });
}

describe("a notebook that is deleted while its question is open", () => {
  it("needs no answer any more: the question is void, who was asked is told, the finding is closed", async () => {
    const world = createWorld(table);
    const name = await makeNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    const waiting = await untilAsked(world, request);
    await deleteNotebook(world, name);

    expect(await conclude(world, request, waiting)).toEqual({ outcome: "question-void" });
    expect((await questionOf(world, request)).status).toBe("void");
    expect((await waiting.run()).result).toEqual({ outcome: "void" });

    const message = world.messages.at(-1);
    expect(message?.headline).toMatch(/^Nobody needs to answer any more/);
    expect(message?.paragraphs[0]).toContain("it does not exist any more");
    expect(await findingOf(world, request)).toMatchObject({ status: "closed", outcome: "void" });
  });

  it("keeps an answer that came first, and that finds the notebook gone", async () => {
    const world = createWorld(table);
    const name = await makeNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    const waiting = await untilAsked(world, request);
    await answer(world, request, "recreate-beside");
    await deleteNotebook(world, name);

    await conclude(world, request, waiting);

    expect((await questionOf(world, request)).status).toBe("approved");
    expect((await waiting.run()).result).toEqual({ outcome: "void" });
    expect(world.messages.at(-1)?.paragraphs[0]).toContain("what was approved was NOT done");
  });

  it("is concluded once, however often the trigger comes", async () => {
    const world = createWorld(table);
    const name = await makeNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    const waiting = await untilAsked(world, request);
    await deleteNotebook(world, name);
    await conclude(world, request, waiting);
    await waiting.run();
    const told = momentsOf(world).length;

    expect(await conclude(world, request, waiting)).toEqual({ outcome: "left-to-its-round" });
    expect(momentsOf(world)).toHaveLength(told);
  });
});

describe("a round that finds nothing to do", () => {
  it("leaves its number taken, so that the next drift is not taken for the same", async () => {
    const world = createWorld(table, { mode: "off" });
    const request = await requestFor(world, "notebook-instance", await makeNotebook(world));

    expect((await run(world, request)).result).toEqual({ outcome: "off" });

    expect(await findingOf(world, request)).toMatchObject({ status: "closed", round: 1, roundStatus: "ended" });
    expect(world.messages).toEqual([]);
    expect(await world.ledger.listOpenFindings(100)).not.toContainEqual(
      expect.objectContaining({ id: request.findingId }),
    );
  });

  it("leaves open what was open when the service is switched off", async () => {
    const world = createWorld(table, REPORT);
    const name = await makeNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    await run(world, request);
    world.switch = "off";

    expect((await run(world, await requestFor(world, "notebook-instance", name))).result).toEqual({ outcome: "off" });
    expect(await findingOf(world, request)).toMatchObject({ status: "open", round: 2, roundStatus: "ended" });
  });
});

describe("conclusions of one end by several triggers", () => {
  it("tell people once", async () => {
    const world = createWorld(table, REPORT);
    const name = await makeNotebook(world);
    world.account.time.advance(10_000);
    const request = await requestFor(world, "notebook-instance", name);
    await run(world, request);
    await world.account.call("StopNotebookInstance", { NotebookInstanceName: name });
    world.account.time.advance(10_000);
    await deleteNotebook(world, name);
    world.account.time.advance(10_000);

    const triggers = ["a", "b", "c"].map((id) => ({ ...DELETED, id }));
    await Promise.all(triggers.map((trigger) => run(world, { ...request, type: "conclude", trigger })));

    expect(momentsOf(world).filter((moment) => moment === "finished")).toHaveLength(1);
  });
});

describe("a finding whose round has ended", () => {
  it("is closed when its notebook goes, and people are told", async () => {
    const world = createWorld(table, REPORT);
    const name = await makeNotebook(world);
    world.account.time.advance(10_000);
    const request = await requestFor(world, "notebook-instance", name);
    await run(world, request);
    await world.account.call("StopNotebookInstance", { NotebookInstanceName: name });
    world.account.time.advance(10_000);
    await deleteNotebook(world, name);

    expect(await conclude(world, request)).toEqual({ outcome: "closed" });

    expect(await findingOf(world, request)).toMatchObject({ status: "closed", outcome: "gone" });
    expect(momentsOf(world).at(-1)).toBe("finished");
  });

  it("stays open when only the notebook was stopped", async () => {
    const world = createWorld(table, REPORT);
    const name = await makeNotebook(world);
    world.account.time.advance(10_000);
    const request = await requestFor(world, "notebook-instance", name);
    await run(world, request);
    await world.account.call("StopNotebookInstance", { NotebookInstanceName: name });

    expect(await conclude(world, request)).toEqual({ outcome: "not-over" });
    expect((await findingOf(world, request)).status).toBe("open");
  });

  it("is closed when its job ends by itself", async () => {
    const world = createWorld(table, REPORT);
    const name = `conclude-${process.pid}-${names++}`;
    await world.account.call("CreateTrainingJob", trainingInput(name));
    const request = await requestFor(world, "training-job", name);
    await run(world, request);
    expect((await findingOf(world, request)).status).toBe("open");
    world.account.time.advance(3_600_000);

    expect(await conclude(world, request)).toEqual({ outcome: "closed" });
    expect(await findingOf(world, request)).toMatchObject({ status: "closed", outcome: "ended" });
    expect(world.messages.at(-1)?.headline).toMatch(/^Ended/);
  });
});

describe("a wait for the next state", () => {
  it("ends at once when the callback is completed, long before the clock would end it", async () => {
    const world = createWorld(table);
    const name = await makeNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    const engine = startExecution(world, request);
    await engine.run({ untilWait: "stop: wait until possible" });
    const { wakeCallback } = await findingOf(world, request);
    const before = world.account.time.now().getTime();
    world.account.time.advance(4_000);
    engine.completeCallback(wakeCallback ?? "", {});

    await engine.run({ untilWait: "stop: verify" });

    expect(world.changes.map(({ operation }) => operation)).toEqual(["AddTags", "StopNotebookInstance"]);
    expect(world.account.time.now().getTime() - before).toBe(4_000);
  });
});

describe("a trigger that carries no caller", () => {
  const trigger = {
    operation: "SageMaker Notebook Instance State Change",
    id: "change-1",
    time: "2026-11-20T09:00:00Z",
  };
  const creator = { type: null, arn: null, roleArn: null, name: null, sourceIdentity: null, invokedBy: null };

  it("finds who made the resource in the event history", async () => {
    const world = createWorld(table);
    world.creatorInHistory = JANE;
    const request = await requestFor(world, "notebook-instance", await makeNotebook(world), { creator, trigger });
    await untilAsked(world, request);

    expect((await findingOf(world, request)).creator).toEqual(JANE);
    expect(world.messages[0]?.paragraphs[0]).toContain("jane");
    expect(await answer(world, request, "exempt", JANE.arn ?? "")).toMatchObject({ reason: "creator" });
  });

  it("says that nobody knows where the history does not, and then the resource's own role may not approve", async () => {
    const policy = { ...ENFORCE, approval: { ...ENFORCE.approval, approvers: [{ iamRole: "arn:aws:iam::*:role/*" }] } };
    const world = createWorld(table, policy);
    const request = await requestFor(world, "notebook-instance", await makeNotebook(world), { creator, trigger });
    await untilAsked(world, request);
    const { roles } = await questionOf(world, request);
    const own = `arn:aws:sts::111122223333:assumed-role/${roles[0]?.split("/").at(-1)}/SageMaker`;

    expect(world.messages[0]?.paragraphs[0]).toContain("does not say who made it");
    expect(roles).toHaveLength(1);
    expect(await answer(world, request, "exempt", own)).toMatchObject({ reason: "execution-role" });
    expect(await answer(world, request, "exempt")).toMatchObject({ result: "decided" });
  });
});
