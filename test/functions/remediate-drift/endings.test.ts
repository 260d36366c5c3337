/** How rounds begin and end when the world does not keep still, and what people are told of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Creator } from "../../../shared/detect/creator.ts";
import type { Message } from "../../../shared/notify/message.ts";
import { type LocalTable, startTable } from "../../record/local-table.ts";
import { notebookInput, trainingInput } from "../../sandbox/sagemaker/account.ts";
import {
  answer,
  createWorld,
  ENFORCE,
  findingOf,
  momentsOf,
  operationsOf,
  questionOf,
  requestFor,
  run,
  untilAsked,
  type World,
} from "./world.ts";

let table: LocalTable;
let names = 0;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const SAFE = {
  RootAccess: "Disabled",
  InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
};
const SAM: Creator = {
  type: "IAMUser",
  arn: "arn:aws:iam::111122223333:user/sam",
  roleArn: null,
  name: "sam",
  sourceIdentity: null,
  invokedBy: null,
};
const STARTED = { operation: "StartNotebookInstance", id: "start-1", time: "2026-11-20T10:00:00Z" };

async function makeNotebook(world: World, more: Record<string, unknown> = {}): Promise<string> {
  const name = `end-${process.pid}-${names++}`;
  await world.account.call("CreateNotebookInstance", notebookInput(name, { ...SAFE, ...more }));
  return name;
}

async function makeJob(world: World): Promise<string> {
  const name = `end-${process.pid}-${names++}`;
  await world.account.call("CreateTrainingJob", trainingInput(name));
  return name;
}

async function pass(world: World, milliseconds: number): Promise<void> {
  world.account.time.advance(milliseconds);
  await new Promise((resolve) => setImmediate(resolve));
}

/** Lets something happen right after the first message of a moment. */
function after(world: World, moment: Message["moment"], happen: () => Promise<void> | void): void {
  const { send } = world.service;
  let pending = true;
  world.service.send = async (message) => {
    await send(message);
    if (!pending || message.moment !== moment) return;
    pending = false;
    await happen();
  };
}

function textOf(message: Message | undefined): string {
  return message === undefined ? "" : [message.headline, ...message.paragraphs].join("\n");
}

describe("a job that has ended by itself", () => {
  it("is not said to have run into a cap", async () => {
    const world = createWorld(table);
    const request = await requestFor(world, "training-job", await makeJob(world));
    await pass(world, 3_600_000);

    expect((await run(world, request)).result).toEqual({ outcome: "contained" });

    expect(momentsOf(world)).toEqual(["drift-found", "contained"]);
    expect(textOf(world.messages[1])).toContain("Nothing to do: training job");
    expect(textOf(world.messages[1])).toContain("No question follows: it is Completed and runs no more.");
  });

  it("leaves nobody waiting for the question that was announced", async () => {
    const respond = [{ when: { kind: "training-job" }, propose: ["stop"] }];
    const world = createWorld(table, { ...ENFORCE, respond });
    const request = await requestFor(world, "training-job", await makeJob(world));
    await pass(world, 30_000);
    after(world, "drift-found", () => pass(world, 3_600_000));

    await run(world, request);

    expect(textOf(world.messages[0])).toContain("You are asked");
    expect(textOf(world.messages[1])).toContain("Nothing to decide: training job");
    expect((await findingOf(world, request)).status).toBe("closed");
  });
});

describe("a question that cannot be put", () => {
  it("is said to be missing, with the reason, when the resource cannot be read any more", async () => {
    const respond = [{ propose: ["exempt"] }];
    const world = createWorld(table, { ...ENFORCE, respond });
    const request = await requestFor(world, "notebook-instance", await makeNotebook(world));
    const denied = {
      operation: "DescribeNotebookInstance",
      code: "AccessDeniedException",
      message: "no",
      times: 1_000,
    };
    after(world, "drift-found", () => world.account.sagemaker.faults.add(denied));

    await run(world, request);

    expect(textOf(world.messages[1])).toContain("No question follows: DescribeNotebookInstance was denied");
  });
});

describe("a notebook that somebody else starts", () => {
  async function secondRound(world: World) {
    const name = await makeNotebook(world);
    await run(world, await requestFor(world, "notebook-instance", name));
    const request = await requestFor(world, "notebook-instance", name, { creator: SAM, trigger: STARTED });
    await untilAsked(world, request);
    return request;
  }

  it("is told of whoever started it, not of its maker", async () => {
    const world = createWorld(table);
    await secondRound(world);
    const found = world.messages.filter(({ moment }) => moment === "drift-found").at(-1);
    expect(found?.paragraphs[0]).toMatch(/^sam \(user\/sam\) started notebook instance/);
    const asked = world.messages.filter(({ moment }) => moment === "question").at(-1);
    expect(asked?.paragraphs[0]).toContain("by jane (user/jane), brought up by sam (user/sam), waits for a decision");
  });

  it("may be decided on by neither of the two", async () => {
    const approval = { approvers: [{ iamUser: "arn:aws:iam::*:user/*" }] };
    const world = createWorld(table, { ...ENFORCE, approval });
    const request = await secondRound(world);
    for (const [user, reason] of Object.entries({ jane: "creator", sam: "requester" })) {
      const result = await answer(world, request, "exempt", `arn:aws:iam::111122223333:user/${user}`);
      expect(result, user).toMatchObject({ result: "refused", reason });
    }
    expect((await answer(world, request, "exempt", "arn:aws:iam::111122223333:user/mei")).result).toBe("decided");
  });

  it("has no known maker when nothing but a start was ever seen", async () => {
    const world = createWorld(table);
    const name = await makeNotebook(world);
    const request = await requestFor(world, "notebook-instance", name, { creator: SAM, trigger: STARTED });
    await untilAsked(world, request);
    expect((await findingOf(world, request)).creator.name).toBeNull();
    expect((await questionOf(world, request)).requester.name).toBe("sam");
  });
});

it("what the service made is not acted on when somebody starts it later", async () => {
  const world = createWorld(table);
  const name = await makeNotebook(world);
  const first = await requestFor(world, "notebook-instance", name);
  await run(world, { ...first, creator: { ...first.creator, roleArn: world.service.ownRoleArn } });

  await run(world, await requestFor(world, "notebook-instance", name, { creator: SAM, trigger: STARTED }));

  expect(operationsOf(world)).toEqual([]);
});

it("a change that undoes nothing is not told as a restart", async () => {
  const world = createWorld(table);
  const name = await makeNotebook(world);
  const request = await requestFor(world, "notebook-instance", name);
  await untilAsked(world, request);
  const told = world.messages.length;
  await world.account.call("UpdateNotebookInstance", { NotebookInstanceName: name, InstanceType: "ml.t3.large" });
  const trigger = { operation: "UpdateNotebookInstance", id: "update-1", time: "2026-11-20T10:00:00Z" };

  await run(world, { ...request, type: "contain-again", creator: SAM, trigger });

  expect(world.messages).toHaveLength(told);
  expect(operationsOf(world)).toEqual(["AddTags", "StopNotebookInstance"]);
});

describe("a resource that is put right while its question is open", () => {
  it("closes the finding when nobody answers, and people are not told that it stays wrong", async () => {
    const rules = { "notebook-no-direct-internet": "off", "runs-in-vpc": "off" };
    const world = createWorld(table, { ...ENFORCE, rules });
    const name = await makeNotebook(world, {
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "1" },
    });
    const request = await requestFor(world, "notebook-instance", name);
    const engine = await untilAsked(world, request);
    await world.account.call("UpdateNotebookInstance", { NotebookInstanceName: name, ...SAFE });
    await pass(world, 60_000);

    expect((await engine.run()).result).toEqual({ outcome: "expired" });

    expect((await findingOf(world, request)).status).toBe("closed");
    expect(textOf(world.messages.at(-1))).not.toContain("stays wrong");
  });
});

describe("an approval", () => {
  it("is void, not failed, when the resource goes just before it is acted on", async () => {
    const world = createWorld(table);
    const name = await makeNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    const engine = await untilAsked(world, request);
    await answer(world, request, "recreate-beside");
    let looks = 0;
    world.crashAtCall = (point, operation) => {
      if (point === "before" && operation === "DescribeNotebookInstance" && ++looks === 3) {
        void world.account.call("DeleteNotebookInstance", { NotebookInstanceName: name });
        world.account.time.advance(60_000);
      }
      return false;
    };

    expect((await engine.run()).result).toEqual({ outcome: "void" });

    expect(looks).toBeGreaterThan(2);
    expect(operationsOf(world)).not.toContain("CreateNotebookInstance");
    expect((await findingOf(world, request)).status).toBe("closed");
  });

  it("is not taken for a fix when something cannot be read any more", async () => {
    const world = createWorld(table, { ...ENFORCE, respond: [{ propose: ["exempt"] }] });
    const name = `end-${process.pid}-${names++}`;
    const role = "arn:aws:iam::111122223333:role/models";
    const image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1";
    await world.account.call("CreateModel", {
      ModelName: name,
      ExecutionRoleArn: role,
      PrimaryContainer: { Image: image },
    });
    const ProductionVariants = [
      { VariantName: "all", ModelName: name, InstanceType: "ml.m5.large", InitialInstanceCount: 1 },
    ];
    await world.account.call("CreateEndpointConfig", { EndpointConfigName: name, ProductionVariants });
    const request = await requestFor(world, "endpoint-config", name);
    const engine = await untilAsked(world, request);
    await answer(world, request, "exempt");
    const denied = { operation: "DescribeModel", code: "AccessDeniedException", message: "no", times: 1_000 };
    world.account.sagemaker.faults.add(denied);

    expect((await engine.run()).result).toEqual({ outcome: "void" });

    expect(textOf(world.messages.at(-1))).toContain("it could not be read again");
    expect((await findingOf(world, request)).status).toBe("open");
  });

  it("is not met by somebody else's notebook that has the replacement's name and tag", async () => {
    const world = createWorld(table);
    const name = await makeNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    const engine = await untilAsked(world, request);
    const forged = `${name}-fenced-${request.findingId.slice(-4)}`;
    const Tags = [{ Key: "sagefence:replaces", Value: request.resource.arn }];
    await world.account.call("CreateNotebookInstance", notebookInput(forged, { ...SAFE, Tags }));
    await pass(world, 60_000);
    await answer(world, request, "recreate-beside");

    expect((await engine.run()).result).toEqual({ outcome: "failed" });

    expect((await findingOf(world, request)).replacementArn).toBeNull();
  });

  it("recreates nothing beside an original that is being deleted", async () => {
    const world = createWorld(table);
    const name = await makeNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    const engine = await untilAsked(world, request);
    await answer(world, request, "recreate-beside");
    await world.account.call("DeleteNotebookInstance", { NotebookInstanceName: name });

    await engine.run();

    expect(operationsOf(world)).not.toContain("CreateNotebookInstance");
  });
});

it("says that it could not assess when the policy cannot be read for hours", async () => {
  const world = createWorld(table);
  const request = await requestFor(world, "notebook-instance", await makeNotebook(world));
  world.service.currentPolicy = async () => {
    throw Object.assign(new Error("no access to the policy"), { name: "AccessDeniedException" });
  };

  expect((await run(world, request)).result).toEqual({ outcome: "reported" });

  expect(momentsOf(world)).toEqual(["could-not-assess"]);
  expect(textOf(world.messages[0])).toContain("no access to the policy");
  expect(operationsOf(world)).toEqual([]);
});

it("a finding that is closed is told even when its channels fail at first", async () => {
  const world = createWorld(table);
  const name = await makeNotebook(world);
  await run(world, await requestFor(world, "notebook-instance", name));
  await world.account.call("DeleteNotebookInstance", { NotebookInstanceName: name });
  const second = await requestFor(world, "notebook-instance", name);
  await pass(world, 60_000);
  const { send } = world.service;
  let failures = 2;
  world.service.send = async (message) => {
    if (failures-- > 0) throw new Error("no channel");
    await send(message);
  };

  expect((await run(world, second)).result).toEqual({ outcome: "gone" });

  expect(world.messages.at(-1)?.headline).toContain("Gone: notebook instance");
});

it("says that an exemption failed when a later round has taken the finding over", async () => {
  const world = createWorld(table);
  const name = await makeNotebook(world);
  const request = await requestFor(world, "notebook-instance", name);
  const engine = await untilAsked(world, request);
  await answer(world, request, "exempt");
  const finding = await findingOf(world, request);
  await world.ledger.openRound({ ...finding, round: finding.round + 1 });

  expect((await engine.run()).result).toEqual({ outcome: "failed" });

  expect((await findingOf(world, request)).exemption).toBeNull();
});
