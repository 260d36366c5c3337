import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UNKNOWN_CREATOR } from "../../shared/detect/creator.ts";
import { ACCOUNT_WIDE } from "../../shared/network/standing/edges.ts";
import { recheckNetwork } from "../../shared/sweep/recheck.ts";
import { sweepAccount } from "../../shared/sweep/sweep.ts";
import { type LocalTable, startTable } from "../record/local-table.ts";
import {
  addNotebook,
  causeFinding,
  createWorld,
  GATEWAY,
  GROUP,
  MAIN_TABLE,
  namesOf,
  OPEN_ROUTE,
  SUBNET,
  TABLE,
  type World,
} from "./world.ts";

let table: LocalTable;
let world: World;

beforeEach(async () => {
  table = await startTable();
  world = createWorld(table);
});
afterEach(() => table.stop());

const JANE = { ...UNKNOWN_CREATOR, type: "IAMUser", arn: "arn:aws:iam::111122223333:user/jane", name: "jane" };

function sweep(): Promise<unknown> {
  return sweepAccount(world.service, { by: "tick", remaining: () => 900_000, everyHours: 6, atOnce: true });
}

function recheck(ids: readonly string[], trigger = "recheck-1") {
  return recheckNetwork({ trigger, calls: [{ operation: "CreateRoute", by: JANE, ids }] }, world.service);
}

describe("a route to an internet gateway", () => {
  beforeEach(async () => {
    for (const name of ["one", "two", "three"]) addNotebook(world, name);
    addNotebook(world, "elsewhere", { subnet: "subnet-0a1b2c3d4e5f60002" });
    await sweep();
    world.routes = [OPEN_ROUTE];
    world.calls = [];
  });

  it("is told once for all that stand on it, with the hops and who did it", async () => {
    await recheck([TABLE, GATEWAY]);

    const finding = await causeFinding(world);
    expect(finding).toMatchObject({ status: "open", roundStatus: "ended", outcome: "reported", creator: JANE });
    expect(namesOf(finding)).toEqual(["one", "three", "two"]);
    expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found"]);
    const text = world.messages[0]?.paragraphs.join("\n");
    expect(text).toContain(`${SUBNET} → ${TABLE} → ${GATEWAY}, 0.0.0.0/0 active`);
    expect(text).toContain("after jane (user/jane) called CreateRoute");
    expect(world.started).toEqual([]);
    expect(world.events.map(({ detailType }) => detailType)).toContain("Drift Detected");
  });

  it("looks at nothing that does not stand on it", async () => {
    await recheck([TABLE]);
    expect(world.calls.filter((call) => call === "DescribeNotebookInstance")).toHaveLength(3);
  });

  it("that is taken out closes the finding, with one message", async () => {
    await recheck([TABLE]);
    const opened = await causeFinding(world);
    world.routes = [];
    await recheck([TABLE], "recheck-2");
    await recheck([TABLE], "recheck-3");

    expect(await world.ledger.getFinding(opened?.id ?? "")).toMatchObject({ status: "closed", outcome: "compliant" });
    expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found", "cause-right"]);
  });

  it("that comes again opens the next round", async () => {
    for (const [index, routes] of [[OPEN_ROUTE], [], [OPEN_ROUTE]].entries()) {
      world.routes = routes;
      await recheck([TABLE], `recheck-${index}`);
    }
    expect(await causeFinding(world)).toMatchObject({ status: "open", round: 2 });
    expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found", "cause-right", "cause-found"]);
  });

  it("is told once by two rechecks and a sweep at the same time", async () => {
    await Promise.all([recheck([TABLE], "recheck-1"), recheck([TABLE], "recheck-2"), sweep()]);
    expect(world.messages.filter(({ moment }) => moment === "cause-found")).toHaveLength(1);
    expect(await causeFinding(world)).toMatchObject({ round: 1, roundStatus: "ended" });
  });

  it("is told again when the invocation that found it died before it had told", async () => {
    const { send } = world.service;
    world.service.send = () => Promise.reject(new Error("killed"));
    await expect(recheck([TABLE], "recheck-1")).rejects.toThrow("killed");
    world.service.send = send;
    await recheck([TABLE], "recheck-1");
    expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found"]);
    expect(await causeFinding(world)).toMatchObject({ round: 1, roundStatus: "ended" });
  });

  it("keeps its finding while EC2 does not tell the routes", async () => {
    await recheck([TABLE]);
    world.networkRefused = "DescribeRouteTables was denied (UnauthorizedOperation)";
    await recheck([TABLE], "recheck-2");
    expect(namesOf(await causeFinding(world))).toEqual(["one", "three", "two"]);
    expect(world.messages).toHaveLength(1);
  });

  it("names the first two hundred of more, and closes when none of all stands on it", async () => {
    for (let index = 0; index < 205; index += 1) addNotebook(world, `more-${String(index).padStart(3, "0")}`);
    world.routes = [];
    world.clock.now = new Date("2026-11-21T12:00:00Z");
    await sweep();
    world.routes = [OPEN_ROUTE];
    await recheck([TABLE]);
    const finding = await causeFinding(world);
    expect(finding?.affected?.count).toBe(208);
    expect(finding?.affected?.resources).toHaveLength(200);
    world.routes = [];
    await recheck([TABLE], "recheck-2");
    expect(await causeFinding(world)).toBeUndefined();
  });

  it("is not told when it was taken out while the recheck was under way", async () => {
    const { put } = world.index;
    world.index.put = async (...given) => {
      await put(...given);
      world.routes = [];
      world.clock.now = new Date(world.clock.now.getTime() + 60_000);
    };
    await recheck([TABLE]);
    expect(await causeFinding(world)).toBeUndefined();
    expect(world.messages).toEqual([]);
  });

  it("is tried again when EC2 did not answer", async () => {
    world.networkBusy = true;
    await expect(recheck([TABLE])).rejects.toThrow("RequestLimitExceeded");
    world.networkBusy = false;
    await recheck([TABLE]);
    expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found"]);
  });

  it("loses those that are gone from its list, without a word", async () => {
    await recheck([TABLE]);
    world.notebooks.delete("two");
    await recheck([TABLE], "recheck-2");
    expect(namesOf(await causeFinding(world))).toEqual(["one", "three"]);
    expect(world.messages).toHaveLength(1);
  });

  it("concerns what was made since the sweep, in subnets that no sweep has seen, too", async () => {
    addNotebook(world, "newest", { createdAt: new Date("2026-11-21T05:30:00Z") });
    world.clock.now = new Date("2026-11-21T06:00:00Z");
    await recheck([TABLE]);
    expect(namesOf(await causeFinding(world))).toEqual(["newest", "one", "three", "two"]);
  });
});

describe("a finding about a cause", () => {
  beforeEach(async () => {
    for (const name of ["one", "two"]) addNotebook(world, name);
    await sweep();
    world.routes = [OPEN_ROUTE];
    await recheck([TABLE]);
  });

  it("names nobody where no call about it is known, whoever brought it up before", async () => {
    expect(await causeFinding(world)).toMatchObject({ round: 1, creator: { name: "jane" } });
    world.routes = [];
    await recheck([TABLE], "recheck-2");
    world.routes = [OPEN_ROUTE];
    await recheck([GROUP], "recheck-3");
    expect(await causeFinding(world)).toMatchObject({ round: 2, creator: { name: null } });
    expect(world.messages.at(-1)?.paragraphs.join("\n")).not.toContain("jane");
    const events = world.events.filter(({ detailType }) => detailType === "Drift Detected");
    expect(events.at(-1)?.detail).toMatchObject({ round: 2, createdBy: { name: null } });
  });

  it("closes when its subnet gets another table", async () => {
    for (const name of ["one", "two"]) addNotebook(world, name, { subnet: "subnet-0a1b2c3d4e5f60002" });
    await recheck([SUBNET, MAIN_TABLE], "recheck-2");
    expect(await causeFinding(world)).toBeUndefined();
    expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found", "cause-right"]);
  });

  it("is told to be right although the bus does not take the event", async () => {
    world.routes = [];
    const { publish } = world.service;
    world.service.publish = (event) =>
      event.detailType === "Finding Closed" ? Promise.reject(new Error("no bus")) : publish(event);
    await expect(recheck([TABLE], "recheck-2")).rejects.toThrow("no bus");
    expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found", "cause-right"]);
  });

  it("stays as it is while the policy cannot be used", async () => {
    world.routes = [];
    world.problem = "The policy is not valid: it is not JSON";
    await expect(recheck([TABLE], "recheck-2")).rejects.toThrow("it is not JSON");
    expect(await causeFinding(world)).toMatchObject({ status: "open" });
    expect(world.notes.map(({ metric }) => metric)).toContain("PolicyInvalid");
  });
});

it("tells a cause once although the bus did not take the event at first", async () => {
  addNotebook(world, "one");
  await sweep();
  world.routes = [OPEN_ROUTE];
  const { publish } = world.service;
  world.service.publish = () => Promise.reject(new Error("no bus"));
  await expect(recheck([TABLE])).rejects.toThrow("no bus");
  world.service.publish = publish;
  await recheck([TABLE]);
  expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found"]);
});

describe("a recheck whose time runs out", () => {
  const NAMES = Array.from({ length: 250 }, (_, index) => `n-${String(index).padStart(3, "0")}`);
  const change = (trigger: string) => ({ trigger, calls: [{ operation: "CreateRoute", by: JANE, ids: [TABLE] }] });

  beforeEach(async () => {
    for (const name of NAMES) addNotebook(world, name);
    await sweep();
    world.routes = [OPEN_ROUTE];
  });

  it("tells what it found by then", async () => {
    expect(await recheckNetwork(change("recheck-1"), world.service, () => 30_000)).toMatchObject({ looked: 100 });
    expect(world.messages.map(({ moment }) => moment)).toEqual(["cause-found"]);
    expect((await causeFinding(world))?.affected?.count).toBe(100);
    expect(world.notes.map(({ metric }) => metric)).toContain("RecheckCutShort");
  });

  it("takes nobody off the list whom it did not look at", async () => {
    await recheckNetwork(change("recheck-1"), world.service);
    world.routes = [];
    await recheckNetwork(change("recheck-2"), world.service, () => 30_000);
    expect(await causeFinding(world)).toMatchObject({ status: "open", affected: { count: 150 } });
  });
});

it("looks at what was made since the sweep before, while a sweep is under way that has not come to it", async () => {
  await sweep();
  addNotebook(world, "newest", { createdAt: new Date("2026-11-21T07:00:00Z") });
  world.clock.now = new Date("2026-11-21T11:30:00Z");
  const { put } = world.index;
  world.index.put = () => Promise.reject(new Error("killed"));
  await expect(sweep()).rejects.toThrow("killed");
  world.index.put = put;
  world.clock.now = new Date("2026-11-21T17:00:00Z");
  world.routes = [OPEN_ROUTE];
  await recheck([TABLE]);
  expect(namesOf(await causeFinding(world))).toEqual(["newest"]);
});

it("knows what stands on a table without a sweep", async () => {
  addNotebook(world, "newest", { createdAt: new Date("2026-11-21T04:30:00Z") });
  world.routes = [OPEN_ROUTE];
  await recheck([TABLE]);
  expect(namesOf(await causeFinding(world))).toEqual(["newest"]);
});

it("looks at all VPCs where public access is blocked or allowed for the account", async () => {
  addNotebook(world, "one");
  addNotebook(world, "elsewhere", { subnet: "subnet-0a1b2c3d4e5f60002" });
  await sweep();
  expect(await recheck([ACCOUNT_WIDE])).toMatchObject({ looked: 2 });
  expect(await recheck([MAIN_TABLE])).toMatchObject({ looked: 2 });
  expect(await recheck(["rtb-0000000000000000f"])).toMatchObject({ looked: 0 });
});

it("does nothing while the policy is off", async () => {
  world = createWorld(table, { mode: "off" });
  expect(await recheck([TABLE])).toBeNull();
});
