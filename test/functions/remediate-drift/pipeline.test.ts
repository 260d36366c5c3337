/** A pipeline does not run itself: what is stopped are its executions. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalTable, startTable } from "../../record/local-table.ts";
import { pipelineInput, trainingStep } from "../../sandbox/sagemaker/pipeline-inputs.ts";
import { answer, createWorld, ENFORCE, operationsOf, questionOf, requestFor, untilAsked, type World } from "./world.ts";

let table: LocalTable;
let names = 0;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const POLICY = { ...ENFORCE, respond: [{ automatically: ["tag"], propose: ["stop", "exempt"] }] };

async function makePipeline(world: World): Promise<string> {
  const name = `weekly-${process.pid}-${names++}`;
  await world.account.call("CreatePipeline", pipelineInput(name, [trainingStep("Fit", { VpcConfig: undefined })]));
  return name;
}

async function start(world: World, PipelineName: string): Promise<string> {
  const { PipelineExecutionArn } = await world.account.call("StartPipelineExecution", { PipelineName });
  world.account.time.advance(2_000);
  return String(PipelineExecutionArn);
}

describe("stopping a pipeline", () => {
  it("stops each execution that runs, and what it runs", async () => {
    const world = createWorld(table, POLICY);
    const name = await makePipeline(world);
    const executions = [await start(world, name), await start(world, name)];
    const request = await requestFor(world, "pipeline", name);
    const engine = await untilAsked(world, request);

    const stop = (await questionOf(world, request)).options.find(({ id }) => id === "stop");
    expect(stop).toMatchObject({ effect: "destructive" });
    expect(stop?.calls.map(({ operation, input }) => [operation, input.PipelineExecutionArn]).toSorted()).toEqual(
      executions.map((arn) => ["StopPipelineExecution", arn]).toSorted(),
    );
    await answer(world, request, "stop");

    expect((await engine.run()).result).toEqual({ outcome: "remediated" });
    expect(operationsOf(world)).toEqual(["AddTags", "StopPipelineExecution", "StopPipelineExecution"]);
    for (const PipelineExecutionArn of executions) {
      const { PipelineExecutionStatus } = await world.account.call("DescribePipelineExecution", {
        PipelineExecutionArn,
      });
      expect(PipelineExecutionStatus).toBe("Stopped");
    }
  });

  it("is not what was approved when another execution has started since", async () => {
    const world = createWorld(table, POLICY);
    const name = await makePipeline(world);
    await start(world, name);
    const request = await requestFor(world, "pipeline", name);
    const engine = await untilAsked(world, request);
    await answer(world, request, "stop");
    await start(world, name);

    expect((await engine.run()).result).toEqual({ outcome: "void" });
    expect(operationsOf(world)).toEqual(["AddTags"]);
  });

  it("is not offered while nothing of it runs", async () => {
    const world = createWorld(table, POLICY);
    const request = await requestFor(world, "pipeline", await makePipeline(world));
    await untilAsked(world, request);

    expect((await questionOf(world, request)).options.map(({ id }) => id)).toEqual(["exempt"]);
  });
});
