import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolvePolicy } from "../../../shared/decide/resolve-policy.ts";
import { LedgerUnavailableError } from "../../../shared/record/errors.ts";
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
  setMode,
  untilAsked,
  type World,
} from "./world.ts";

let table: LocalTable;
let names = 0;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

/** A notebook with direct internet access and everything that a replacement has to carry. */
async function openNotebook(world: World, more: Record<string, unknown> = {}): Promise<string> {
  const name = `nb-${process.pid}-${names++}`;
  await world.account.call("CreateNotebookInstanceLifecycleConfig", {
    NotebookInstanceLifecycleConfigName: `lc-${name}`,
    OnStart: [{ Content: "ZWNobyBoaQ==" }],
  });
  await world.account.call(
    "CreateNotebookInstance",
    notebookInput(name, {
      KmsKeyId: "alias/notebooks",
      LifecycleConfigName: `lc-${name}`,
      VolumeSizeInGB: 20,
      RootAccess: "Disabled",
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
      Tags: [{ Key: "team", Value: "churn" }],
      ...more,
    }),
  );
  return name;
}

describe("a notebook with direct internet access", () => {
  it("that people are told of together with others is not announced alone, and everything else is done", async () => {
    const world = createWorld(table);
    const name = await openNotebook(world);
    const request = await requestFor(world, "notebook-instance", name, { quiet: true });
    await untilAsked(world, request);
    expect(operationsOf(world)).toEqual(["AddTags", "StopNotebookInstance"]);
    expect(momentsOf(world)).toEqual(["question"]);
    expect(world.events.map(({ detailType }) => detailType)).toContain("Drift Detected");
  });

  it("is tagged and stopped as soon as it runs, asked about, and recreated beside the original", async () => {
    const world = createWorld(table);
    const name = await openNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    const engine = await untilAsked(world, request);

    const { inspect } = world.account.sagemaker;
    expect(inspect.resource("notebook-instance", name)?.state).toBe("Stopped");
    expect(operationsOf(world)).toEqual(["AddTags", "StopNotebookInstance"]);
    expect(momentsOf(world)).toEqual(["drift-found", "question"]);
    const question = await questionOf(world, request);
    expect(question.options.map(({ id }) => id)).toEqual(["recreate-beside", "exempt"]);

    expect((await answer(world, request, "recreate-beside")).result).toBe("decided");
    const execution = await engine.run();

    expect(execution).toMatchObject({ status: "succeeded", result: { outcome: "remediated" } });
    const original = inspect.resource("notebook-instance", name);
    const finding = await findingOf(world, request);
    const replacement = inspect.resource("notebook-instance", `${name}-fenced-${request.findingId.slice(-4)}`);
    expect(original?.state).toBe("Stopped");
    expect(replacement?.state).toBe("InService");
    expect(finding).toMatchObject({ status: "open", roundStatus: "ended", outcome: "remediated" });
    expect(finding.replacementArn).toBe(replacement?.arn);
    expect(replacement?.description).toMatchObject({
      DirectInternetAccess: "Disabled",
      SubnetId: "subnet-good",
      SecurityGroups: ["sg-good"],
      KmsKeyId: "alias/notebooks",
      VolumeSizeInGB: 20,
      RootAccess: "Disabled",
      NotebookInstanceLifecycleConfigName: `lc-${name}`,
    });
    expect(replacement?.tags).toMatchObject({ team: "churn", "sagefence:finding": request.findingId });
    expect(momentsOf(world)).toEqual(["drift-found", "question", "decided", "finished"]);
  });

  it("stays stopped when nobody answers; the next trigger asks in the next round", async () => {
    const world = createWorld(table);
    const name = await openNotebook(world);
    const first = await requestFor(world, "notebook-instance", name);

    const execution = await run(world, first);

    expect(execution.result).toEqual({ outcome: "expired" });
    expect((await questionOf(world, first)).status).toBe("expired");
    expect(momentsOf(world)).toEqual(["drift-found", "question", "reminder", "finished"]);
    expect((await answer(world, first, "recreate-beside")).result).toBe("refused");

    const second = await requestFor(world, "notebook-instance", name);
    expect(second.round).toBe(2);
    await untilAsked(world, second);
    expect((await questionOf(world, second)).status).toBe("pending");
    expect(operationsOf(world)).not.toContain("CreateNotebookInstance");
  });

  it("stays as it is after a no", async () => {
    const world = createWorld(table);
    const request = await requestFor(world, "notebook-instance", await openNotebook(world));
    const engine = await untilAsked(world, request);
    await answer(world, request, "reject");

    expect((await engine.run()).result).toEqual({ outcome: "rejected" });
    expect(operationsOf(world)).toEqual(["AddTags", "StopNotebookInstance"]);
  });

  it("is not recreated on its creator's word", async () => {
    const world = createWorld(table, { ...ENFORCE, approval: { approvers: [{ iamUser: "arn:aws:iam::*:user/*" }] } });
    const request = await requestFor(world, "notebook-instance", await openNotebook(world));
    await untilAsked(world, request);

    const result = await answer(world, request, "recreate-beside", "arn:aws:iam::111122223333:user/jane");

    expect(result).toMatchObject({ result: "refused", reason: "creator" });
    expect((await questionOf(world, request)).status).toBe("pending");
  });

  it("is exempt for a time when a person says so, and the next look finds nothing", async () => {
    const world = createWorld(table);
    const name = await openNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    const engine = await untilAsked(world, request);
    await answer(world, request, "exempt");

    expect((await engine.run()).result).toEqual({ outcome: "exempted" });
    const again = await run(world, await requestFor(world, "notebook-instance", name));
    expect(again.result).toEqual({ outcome: "compliant" });
    expect((await findingOf(world, request)).status).toBe("closed");
  });

  it("keeps a yes whose callback was lost", async () => {
    const world = createWorld(table);
    const request = await requestFor(world, "notebook-instance", await openNotebook(world));
    const engine = await untilAsked(world, request);
    world.engine = null; // the callback goes nowhere
    await answer(world, request, "recreate-beside");
    world.engine = engine;

    expect((await engine.run()).result).toEqual({ outcome: "remediated" });
  });

  it("that a stack owns is stopped and never recreated", async () => {
    const world = createWorld(table);
    const name = await openNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    world.account.sagemaker.inspect.setTags(request.resource.arn ?? "", { "aws:cloudformation:stack-name": "ml" });
    await untilAsked(world, request);

    const question = await questionOf(world, request);
    expect(question.options.map(({ id }) => id)).toEqual(["exempt"]);
    expect(question.notOffered.join()).toContain("aws:cloudformation:stack-name");
  });
});

describe("an approval counts for exactly what was asked", () => {
  const cases: [string, string, (world: World, name: string) => unknown][] = [
    [
      "gone",
      "it was deleted",
      (world, name) => void world.account.call("DeleteNotebookInstance", { NotebookInstanceName: name }),
    ],
    ["mode", "the service was turned down", (world) => setMode(world, "report")],
    ["mode", "the switch was thrown", (world) => Object.assign(world, { switch: "off" })],
    [
      "policy-changed",
      "the approved network changed",
      (world) =>
        Object.assign(world, {
          policy: resolvePolicy({
            ...ENFORCE,
            approval: { ...ENFORCE.approval, minimum: 1, expiresAfter: "5h" },
          }),
        }),
    ],
    [
      "changed",
      "its instance type changed, so that another notebook would be made",
      async (world, name) => {
        await world.account.call("UpdateNotebookInstance", {
          NotebookInstanceName: name,
          InstanceType: "ml.p3.16xlarge",
        });
        world.account.time.advance(60_000);
      },
    ],
    [
      "impossible",
      "a stack took it over, so that it can no longer be recreated",
      async (world, name) => {
        const { arn } = (await requestFor(world, "notebook-instance", name)).resource;
        world.account.sagemaker.inspect.setTags(arn ?? "", { "aws:cloudformation:stack-name": "ml" });
      },
    ],
    [
      "wrong-in-a-new-way",
      "it is wrong in another way, too",
      async (world, name) => {
        await world.account.call("UpdateNotebookInstance", {
          NotebookInstanceName: name,
          InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "1" },
        });
        world.account.time.advance(60_000);
      },
    ],
  ];

  it.each(cases)("void (%s) when %s", async (reason, _what, meanwhile) => {
    const world = createWorld(table);
    const name = await openNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    const engine = await untilAsked(world, request);
    await answer(world, request, "recreate-beside");
    await meanwhile(world, name);
    world.account.time.advance(10_000);
    await new Promise((resolve) => setImmediate(resolve));

    const execution = await engine.run();

    expect(execution.result).toEqual({ outcome: "void" });
    expect(operationsOf(world)).not.toContain("CreateNotebookInstance");
    expect(world.messages.at(-1)?.moment).toBe("finished");
    const ended = (await world.ledger.listAudit(request.findingId)).find(({ type }) => type === "round-ended");
    expect(ended?.detail).toMatchObject({ outcome: "void", reason });
  });

  it("void when another notebook has its name", async () => {
    const world = createWorld(table);
    const name = await openNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    const engine = await untilAsked(world, request);
    await answer(world, request, "recreate-beside");
    await world.account.call("DeleteNotebookInstance", { NotebookInstanceName: name });
    world.account.time.advance(60_000);
    await world.account.call("CreateNotebookInstance", notebookInput(name));

    expect((await engine.run()).result).toEqual({ outcome: "void" });
    expect(operationsOf(world)).not.toContain("CreateNotebookInstance");
  });
});

describe("a contained notebook that is started again", () => {
  it("is stopped once more, within the caps, and people are told who did it", async () => {
    const world = createWorld(table);
    const name = await openNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    await untilAsked(world, request);
    await world.account.call("StartNotebookInstance", { NotebookInstanceName: name });
    const again = { ...request, type: "contain-again" as const, trigger: { ...request.trigger, id: "start-1" } };

    const execution = await run(world, again);

    expect(execution.result).toEqual({ outcome: "contained" });
    expect(world.account.sagemaker.inspect.resource("notebook-instance", name)?.state).toBe("Stopped");
    expect(world.messages.at(-1)).toMatchObject({ moment: "started-again" });
    expect((await questionOf(world, request)).status).toBe("pending");
  });

  it("is left alone when it is still stopped", async () => {
    const world = createWorld(table);
    const name = await openNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    await untilAsked(world, request);
    const told = world.messages.length;

    const execution = await run(world, { ...request, type: "contain-again" });

    expect(execution.result).toEqual({ outcome: "nothing-to-do" });
    expect(world.messages).toHaveLength(told);
  });
});

describe("limits", () => {
  it("changes nothing over the cap, and says so", async () => {
    const world = createWorld(table, { ...ENFORCE, limits: { perHour: { reversible: 0, destructive: 0 } } });
    const name = await openNotebook(world);
    const request = await requestFor(world, "notebook-instance", name);
    await untilAsked(world, request);

    expect(operationsOf(world)).toEqual([]);
    expect(momentsOf(world)).toEqual(["drift-found", "cap-reached", "question"]);
  });

  it.each(["report", "off"] as const)("changes nothing in mode %s", async (mode) => {
    const world = createWorld(table, { ...ENFORCE, mode });
    const request = await requestFor(world, "notebook-instance", await openNotebook(world));

    const execution = await run(world, request);

    expect(execution.result).toEqual({ outcome: mode === "off" ? "off" : "reported" });
    expect(operationsOf(world)).toEqual([]);
    expect(momentsOf(world)).toEqual(mode === "off" ? [] : ["drift-found"]);
  });

  it("reports what the service itself made, and never acts on it", async () => {
    const world = createWorld(table);
    const request = await requestFor(world, "notebook-instance", await openNotebook(world));
    const creator = { ...request.creator, roleArn: world.service.ownRoleArn };

    const execution = await run(world, { ...request, creator });

    expect(execution.result).toEqual({ outcome: "reported" });
    expect(operationsOf(world)).toEqual([]);
    expect(momentsOf(world)).toEqual(["own-resource"]);
  });

  it("reports only, and says why, while the deployed policy is not valid", async () => {
    const world = createWorld(table, { ...ENFORCE, mode: "report" });
    world.policyProblem = "The policy is not valid: mode: must be one of off, report, enforce";
    const request = await requestFor(world, "notebook-instance", await openNotebook(world));

    await run(world, request);

    expect(operationsOf(world)).toEqual([]);
    expect(momentsOf(world)).toEqual(["policy-invalid", "drift-found"]);
  });
});

describe("what cannot be read", () => {
  it("is told, and nothing is changed, when Describe is denied", async () => {
    const world = createWorld(table);
    const request = await requestFor(world, "notebook-instance", await openNotebook(world));
    world.account.sagemaker.faults.add({
      operation: "DescribeNotebookInstance",
      code: "AccessDeniedException",
      message: "no",
      times: 1_000,
    });

    const execution = await run(world, request);

    expect(execution.result).toEqual({ outcome: "reported" });
    expect(operationsOf(world)).toEqual([]);
    expect(momentsOf(world)).toEqual(["could-not-assess"]);
    expect((await findingOf(world, request)).status).toBe("open");
  });

  it("is looked at again when Describe is throttled", async () => {
    const world = createWorld(table);
    const request = await requestFor(world, "notebook-instance", await openNotebook(world));
    world.account.sagemaker.faults.add({
      operation: "DescribeNotebookInstance",
      code: "ThrottlingException",
      message: "Rate exceeded",
      times: 3,
    });

    await untilAsked(world, request);

    expect(operationsOf(world)).toEqual(["AddTags", "StopNotebookInstance"]);
  });

  it("ends the round in words when SageMaker does not answer for hours", async () => {
    const world = createWorld(table);
    const request = await requestFor(world, "notebook-instance", await openNotebook(world));
    world.account.sagemaker.faults.add({
      operation: "DescribeNotebookInstance",
      code: "ThrottlingException",
      message: "Rate exceeded",
      times: 10_000,
    });

    expect((await run(world, request)).result).toEqual({ outcome: "reported" });
    expect(momentsOf(world)).toEqual(["could-not-assess"]);
  });
});

describe("the table unavailable", () => {
  it("for a while, loses nothing: the round goes on when it is back", async () => {
    const world = createWorld(table);
    const request = await requestFor(world, "notebook-instance", await openNotebook(world));
    let failures = 12;
    const { ledger } = world;
    const flaky = new Proxy(ledger, {
      get:
        (target, method: keyof typeof ledger) =>
        async (...args: never[]) => {
          if (failures > 0 && failures-- % 2 === 0) throw new LedgerUnavailableError("GetItem", new Error("throttled"));
          return (target[method] as (...given: never[]) => Promise<unknown>)(...args);
        },
    });
    Object.assign(world.service, { ledger: flaky });

    await untilAsked(world, request);

    expect(failures).toBe(0);
    expect(operationsOf(world)).toEqual(["AddTags", "StopNotebookInstance"]);
    expect((await questionOf(world, request)).status).toBe("pending");
  });
});

describe("a training job outside the VPC", () => {
  async function job(world: World): Promise<string> {
    const name = `job-${process.pid}-${names++}`;
    await world.account.call("CreateTrainingJob", trainingInput(name));
    return name;
  }

  it("is stopped by itself while nothing has been computed, and nobody is asked", async () => {
    const world = createWorld(table);
    const name = await job(world);
    const request = await requestFor(world, "training-job", name);

    const execution = await run(world, request);

    expect(execution.result).toEqual({ outcome: "contained" });
    expect(operationsOf(world)).toEqual(["StopTrainingJob"]);
    expect((await findingOf(world, request)).status).toBe("closed");
  });

  it("is never stopped by itself once it computes; a person decides", async () => {
    const world = createWorld(table);
    const name = await job(world);
    world.account.time.advance(30_000);
    const request = await requestFor(world, "training-job", name);
    const engine = await untilAsked(world, request);
    expect(operationsOf(world)).toEqual([]);
    const question = await questionOf(world, request);
    expect(question.options[0]).toMatchObject({ id: "stop", effect: "destructive" });
    await answer(world, request, "stop");

    expect((await engine.run()).result).toEqual({ outcome: "remediated" });
    expect(operationsOf(world)).toEqual(["StopTrainingJob"]);
  });

  it("that has ended meanwhile is done with", async () => {
    const world = createWorld(table);
    const name = await job(world);
    const request = await requestFor(world, "training-job", name);
    world.account.time.advance(30_000);
    const engine = await untilAsked(world, request);
    await answer(world, request, "stop");
    world.account.time.advance(3_600_000);

    const execution = await engine.run();

    expect(execution.result).toEqual({ outcome: "void" });
    expect(operationsOf(world)).toEqual([]);
    expect(world.messages.at(-1)?.paragraphs[0]).toContain("it has ended and runs no more");
    expect((await findingOf(world, request)).status).toBe("closed");
  });
});
