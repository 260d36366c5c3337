/**
 * The environment dies at every point of a remediation: before and after each checkpoint is stored, and before and
 * after each call to SageMaker. It must converge, and never send a destructive call twice.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalTable, startTable } from "../../record/local-table.ts";
import { notebookInput, trainingInput } from "../../sandbox/sagemaker/account.ts";
import type { CrashPlan } from "../../support/durable-engine.ts";
import { answer, createWorld, findingOf, requestFor, startExecution, type World } from "./world.ts";

let table: LocalTable;
let names = 0;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

interface Scenario {
  kind: string;
  option: string;
  make(world: World, name: string): Promise<void>;
}

const RECREATE: Scenario = {
  kind: "notebook-instance",
  option: "recreate-beside",
  make: async (world, name) => void (await world.account.call("CreateNotebookInstance", notebookInput(name, SAFE))),
};
const STOP: Scenario = {
  kind: "training-job",
  option: "stop",
  make: async (world, name) => {
    await world.account.call("CreateTrainingJob", trainingInput(name));
    world.account.time.advance(30_000);
  },
};
const SAFE = {
  RootAccess: "Disabled",
  InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
};

interface Outcome {
  world: World;
  outcome: unknown;
  roundStatus: string;
  checkpoints: number;
  calls: number;
  crashes: number;
}

/** Runs a scenario to its end, with one crash at a checkpoint or at a call. */
async function play(scenario: Scenario, crash: { checkpoint?: string; call?: string }): Promise<Outcome> {
  const world = createWorld(table);
  const name = `crash-${process.pid}-${names++}`;
  await scenario.make(world, name);
  let crashes = 0;
  let checkpoints = 0;
  let calls = 0;
  const once = (wanted: boolean) => {
    if (!wanted || crashes > 0) return false;
    crashes += 1;
    return true;
  };
  const plan: CrashPlan = ({ point }) =>
    once(`${point === "before" ? checkpoints++ : checkpoints - 1}/${point}` === crash.checkpoint);
  world.crashAtCall = (point) => once(`${point === "before" ? calls++ : calls - 1}/${point}` === crash.call);
  const request = await requestFor(world, scenario.kind, name);
  const engine = startExecution(world, request, plan);
  await engine.run({ untilWait: "answer" });
  await answer(world, request, scenario.option);
  const execution = await engine.run();
  const { roundStatus } = await findingOf(world, request);
  return { world, outcome: execution.result, roundStatus, checkpoints, calls, crashes };
}

function count({ changes }: World, operation: string): number {
  return changes.filter((change) => change.operation === operation).length;
}

async function everyPoint(scenario: Scenario): Promise<{ at: string; played: Outcome }[]> {
  const whole = await play(scenario, {});
  expect(whole.outcome).toEqual({ outcome: "remediated" });
  const played: { at: string; played: Outcome }[] = [];
  for (const point of ["before", "after"]) {
    for (let n = 0; n < whole.checkpoints; n += 1) {
      played.push({ at: `${point} checkpoint ${n}`, played: await play(scenario, { checkpoint: `${n}/${point}` }) });
    }
    for (let n = 0; n < whole.calls; n += 1) {
      played.push({ at: `${point} call ${n}`, played: await play(scenario, { call: `${n}/${point}` }) });
    }
  }
  return played;
}

describe("a crash at each point", () => {
  it("of stopping a running job: never a second StopTrainingJob, and an end that is known", {
    timeout: 240_000,
  }, async () => {
    const all = await everyPoint(STOP);
    for (const { at, played } of all) {
      expect(played.crashes, at).toBe(1);
      expect(count(played.world, "StopTrainingJob"), at).toBeLessThanOrEqual(1);
      expect(played.roundStatus, at).toBe("ended");
      expect(["remediated", "failed"], at).toContain((played.outcome as { outcome: string }).outcome);
    }
    const failed = all.filter(({ played }) => (played.outcome as { outcome: string }).outcome === "failed");
    for (const { at, played } of failed) {
      expect(count(played.world, "StopTrainingJob"), `${at}: said to have failed`).toBe(0);
    }
  });

  it("of recreating a notebook: one replacement, the original stopped", { timeout: 240_000 }, async () => {
    for (const { at, played } of await everyPoint(RECREATE)) {
      expect(played.crashes, at).toBe(1);
      expect(played.outcome, at).toEqual({ outcome: "remediated" });
      const { inspect } = played.world.account.sagemaker;
      const states = inspect.resources("notebook-instance").map(({ state }) => state);
      expect(states.toSorted(), at).toEqual(["InService", "Stopped"]);
      expect(count(played.world, "DeleteNotebookInstance"), at).toBe(0);
    }
  });
});
