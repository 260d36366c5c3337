import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findingId } from "../../shared/record/finding-id.ts";
import { TOLD_ONE_BY_ONE } from "../../shared/sweep/newcomers.ts";
import { type SweepOptions, sweepAccount } from "../../shared/sweep/sweep.ts";
import { type LocalTable, startTable } from "../record/local-table.ts";
import { findingOf } from "../record/samples.ts";
import {
  ACCOUNT,
  addNotebook,
  arnOf,
  causeFinding,
  createWorld,
  namesOf,
  OPEN_ROUTE,
  REGION,
  type World,
} from "./world.ts";

let table: LocalTable;
let world: World;

beforeEach(async () => {
  table = await startTable();
  world = createWorld(table);
});
afterEach(() => table.stop());

function tick(more: Partial<SweepOptions> = {}) {
  return sweepAccount(world.service, { by: "tick", remaining: () => 900_000, everyHours: 6, ...more });
}

function later(hours: number): void {
  world.clock.now = new Date(world.clock.now.getTime() + hours * 3_600_000);
}

const CREATED = "2026-11-20T05:00:00.000Z";

async function openFindingOf(name: string, more: Parameters<typeof findingOf>[0] = {}): Promise<string> {
  const resource = { kind: "notebook-instance", name, id: name, arn: arnOf(name), account: ACCOUNT, region: REGION };
  const id = findingId(arnOf(name), CREATED);
  const finding = findingOf({
    id,
    resource,
    creationTime: CREATED,
    roundStatus: "ended",
    outcome: "reported",
    ...more,
  });
  await world.ledger.openRound(finding);
  return id;
}

function metrics(): (string | undefined)[] {
  return world.notes.flatMap(({ metric }) => (metric === undefined ? [] : [metric]));
}

describe("a sweep", () => {
  it("brings up what no event told, in the ordinary way", async () => {
    addNotebook(world, "fine");
    addNotebook(world, "unheard-of", { directInternet: true });

    const { result } = await tick();

    expect(result).toBe("finished");
    expect(world.started.map(({ request }) => request)).toMatchObject([
      { type: "remediate", resource: { name: "unheard-of" }, trigger: { operation: "Sweep" }, round: 1 },
    ]);
    expect(world.started[0]?.request).not.toHaveProperty("quiet");
    expect(world.messages).toEqual([]);
  });

  it("begins again only when it is due", async () => {
    expect((await tick()).result).toBe("finished");
    later(5);
    expect((await tick()).result).toBe("not-due");
    expect((await tick({ atOnce: true })).result).toBe("finished");
    later(6);
    expect((await tick()).result).toBe("finished");
  });

  it("does nothing while the policy is off", async () => {
    world = createWorld(table, { mode: "off" });
    expect(await tick()).toEqual({ result: "off" });
    expect(world.calls).toEqual([]);
  });

  it("tells programs what it was", async () => {
    addNotebook(world, "one", { directInternet: true });
    await tick();
    const [event] = world.events;
    expect(event).toMatchObject({ detailType: "Sweep Finished", detail: { looked: 1, inViolation: 1, unknown: 0 } });
    expect(metrics()).toEqual(["SweepFinished"]);
  });

  it("concludes the finding of what was put right, and of what is there no more", async () => {
    addNotebook(world, "mended");
    const ids = [await openFindingOf("mended"), await openFindingOf("deleted")];
    await tick();
    const concluded = world.started.filter(({ request }) => request.type === "conclude");
    expect(concluded.map(({ request }) => request.findingId).toSorted()).toEqual(ids.toSorted());
  });

  it("concludes the finding of what had the name before", async () => {
    addNotebook(world, "reborn", { createdAt: new Date("2026-11-20T09:00:00Z") });
    const id = await openFindingOf("reborn");
    await tick();
    expect(world.started.map(({ request }) => [request.type, request.findingId])).toEqual([["conclude", id]]);
  });

  it("leaves alone what has its finding, and what is of another Region", async () => {
    addNotebook(world, "known", { directInternet: true });
    await openFindingOf("known");
    await openFindingOf("far", { resource: { ...findingOf().resource, name: "far", id: "far", region: "us-east-1" } });
    await tick();
    expect(world.started).toEqual([]);
  });

  it("tells a cause once, and not those whose own finding says it", async () => {
    world.routes = [OPEN_ROUTE];
    for (const name of ["one", "two"]) addNotebook(world, name);
    addNotebook(world, "both", { directInternet: true });
    await tick();
    later(6);
    await tick();
    expect(namesOf(await causeFinding(world))).toEqual(["both", "one", "two"]);
    expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found"]);
    expect(world.started.map(({ request }) => request.resource.name)).toEqual(["both"]);
  });

  it("tells no cause that is told already by all that stand on it", async () => {
    world.routes = [OPEN_ROUTE];
    addNotebook(world, "both", { directInternet: true });
    await tick();
    expect(await causeFinding(world)).toBeUndefined();
  });

  it("closes a cause's finding when it was put right", async () => {
    world.routes = [OPEN_ROUTE];
    addNotebook(world, "one");
    await tick();
    world.routes = [];
    later(6);
    await tick();
    expect(await causeFinding(world)).toBeUndefined();
    expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found", "cause-right"]);
  });

  it("opens nothing again that was put right, and closed, while it was under way", async () => {
    world.routes = [OPEN_ROUTE];
    addNotebook(world, "one");
    await tick();
    const open = await causeFinding(world);
    const { addEvidence } = world.sweeps;
    world.sweeps.addEvidence = async (...given) => {
      await addEvidence(...given);
      world.routes = [];
      const end = { outcome: "compliant" as const, close: true, at: world.clock.now.toISOString() };
      await world.ledger.endRound(open?.id ?? "", 1, end, "recheck-1");
    };
    later(6);
    await tick();
    expect(await causeFinding(world)).toBeUndefined();
    expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found"]);
  });

  it("waits while the policy cannot be used, and rings", async () => {
    world.routes = [OPEN_ROUTE];
    addNotebook(world, "one");
    await tick();
    world.problem = "The policy is not valid: it is not JSON";
    world.routes = [];
    later(6);
    expect(await tick()).toEqual({ result: "no-policy" });
    expect(await causeFinding(world)).toMatchObject({ status: "open" });
    expect(metrics()).toContain("PolicyInvalid");
  });

  it("writes each edge of the network once, however many batches there are", async () => {
    for (let index = 0; index < 250; index += 1) addNotebook(world, `n-${index}`);
    const edges: number[] = [];
    const { put } = world.index;
    world.index.put = async (standing, given) => {
      edges.push(given.length);
      await put(standing, given);
    };
    await tick();
    expect(edges).toHaveLength(3);
    expect(edges[0]).toBeGreaterThan(0);
    expect(edges.slice(1)).toEqual([0, 0]);
  });

  it("does not tell what was put right while it was under way", async () => {
    world.routes = [OPEN_ROUTE];
    addNotebook(world, "one");
    const { addEvidence } = world.sweeps;
    world.sweeps.addEvidence = async (...given) => {
      await addEvidence(...given);
      world.routes = [];
    };
    await tick();
    expect(world.messages).toEqual([]);
  });
});

describe("a first sweep of an old account", () => {
  const MANY = Array.from({ length: TOLD_ONE_BY_ONE + 2 }, (_, index) => `old-${index + 1}`);

  it("tells all of it in one message, and starts every round quietly", async () => {
    for (const name of MANY) addNotebook(world, name, { directInternet: true });
    await tick();
    expect(world.messages.map(({ moment }) => moment)).toEqual(["sweep-found"]);
    expect(world.messages[0]?.headline).toBe("12 resources in violation that nobody was told of");
    expect(world.started).toHaveLength(MANY.length);
    for (const { request } of world.started) expect(request.quiet).toBe(true);
  });

  it("is told as many as few are, when they are few", async () => {
    for (const name of MANY.slice(0, TOLD_ONE_BY_ONE)) addNotebook(world, name, { directInternet: true });
    await tick();
    expect(world.messages).toEqual([]);
    expect(world.started).toHaveLength(TOLD_ONE_BY_ONE);
  });
});

describe("a sweep that is cut off", () => {
  beforeEach(() => {
    for (let index = 0; index < 250; index += 1) {
      addNotebook(world, `n-${String(index).padStart(3, "0")}`, { directInternet: index % 100 === 0 });
    }
  });

  function looks(): number {
    return world.calls.filter((call) => call === "DescribeNotebookInstance").length;
  }

  it("goes on after the last batch when its time was up", async () => {
    expect((await tick({ remaining: () => 30_000 })).result).toBe("paused");
    expect(looks()).toBe(100);
    expect(world.started).toEqual([]);
    expect((await tick()).result).toBe("finished");
    expect(world.started).toHaveLength(3);
    expect(world.events).toMatchObject([{ detail: { looked: 250, inViolation: 3 } }]);
  });

  it("goes on after the last batch when it was killed, once its time is over", async () => {
    const { save } = world.sweeps;
    let saves = 0;
    world.sweeps.save = async (state, by) => {
      saves += 1;
      if (saves > 2) throw new Error("killed");
      await save(state, by);
    };
    world.sweeps.release = () => Promise.reject(new Error("killed"));
    await expect(tick({ by: "first" })).rejects.toThrow("killed");

    const { notebooks, clock } = world;
    world = Object.assign(createWorld(table), { notebooks });
    world.clock.now = clock.now;
    expect((await tick({ by: "second" })).result).toBe("held");
    later(1);
    expect((await tick({ by: "third" })).result).toBe("finished");

    // The first hundred were looked at and stored; three more looks are those of the ordinary way.
    expect(looks()).toBe(150 + 3);
    expect(world.events).toMatchObject([{ detail: { looked: 250 } }]);
  });

  it("is held by one invocation at a time", async () => {
    const results = await Promise.all([tick({ by: "one" }), tick({ by: "two" })]);
    expect(results.map(({ result }) => result).toSorted()).toEqual(["finished", "held"]);
    expect(world.events).toHaveLength(1);
  });

  it("is not taken over from where it stood when it has gone on since", async () => {
    await tick({ remaining: () => 30_000 });
    const seen = await world.sweeps.latest();
    await tick({ remaining: () => 30_000 });
    if (seen === null) throw new Error("no sweep");
    expect(await world.sweeps.take(seen, seen, "late", new Date("2026-11-21T06:00:00Z"))).toBe(false);
  });

  it("concludes no more of what vanished than its time allows", async () => {
    world.notebooks.clear();
    for (const name of ["gone-1", "gone-2", "gone-3"]) await openFindingOf(name);
    expect((await tick({ remaining: () => 30_000 })).result).toBe("paused");
    expect((await tick()).result).toBe("finished");
    expect(world.started).toHaveLength(3);
  });

  it("says that it is overdue when a day has not been enough", async () => {
    await tick({ remaining: () => 30_000 });
    later(25);
    await tick({ remaining: () => 30_000 });
    expect(metrics()).toEqual(["SweepOverdue"]);
  });
});

describe("what cannot be read", () => {
  it("is said once a day, with the reasons, and concludes nothing", async () => {
    addNotebook(world, "one");
    await openFindingOf("one");
    world.failing.set("DescribeNotebookInstance one", "AccessDeniedException");
    await tick();
    later(6);
    await tick();
    expect(world.messages.map(({ moment }) => moment)).toEqual(["sweep-unread"]);
    expect(world.messages[0]?.paragraphs.join("\n")).toContain(
      "DescribeNotebookInstance was denied (AccessDeniedException) (1 resource)",
    );
    expect(world.started).toEqual([]);
    later(24);
    await tick();
    expect(world.messages).toHaveLength(2);
  });

  it("keeps what is known of a kind that cannot be listed", async () => {
    await openFindingOf("one");
    world.failing.set("ListNotebookInstances", "AccessDeniedException");
    expect((await tick()).result).toBe("finished");
    expect(world.started).toEqual([]);
    expect(world.messages[0]?.paragraphs.join("\n")).toContain("notebook-instance: ListNotebookInstances was denied");
  });

  it("keeps the finding about a cause while EC2 does not tell", async () => {
    world.routes = [OPEN_ROUTE];
    addNotebook(world, "one");
    await tick();
    world.networkRefused = "DescribeRouteTables was denied (UnauthorizedOperation)";
    later(6);
    await tick();
    expect(namesOf(await causeFinding(world))).toEqual(["one"]);
    expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found", "sweep-unread"]);
  });

  it("is not waited for again and again, so that a batch ends before its invocation does", async () => {
    for (let index = 0; index < 100; index += 1) addNotebook(world, `n-${index}`);
    world.failing.set("DescribeNotebookInstance", "ThrottlingException");
    expect((await tick()).result).toBe("finished");
    expect(world.waited.length).toBeLessThanOrEqual(8 * 3);
  });

  it("is tried again when it was throttled, and then left for the next sweep", async () => {
    addNotebook(world, "one");
    world.networkBusy = true;
    expect((await tick()).result).toBe("finished");
    expect(world.waited).toEqual([2_000, 8_000, 30_000]);
    expect(world.messages[0]?.paragraphs.join("\n")).toContain("RequestLimitExceeded");
  });
});
