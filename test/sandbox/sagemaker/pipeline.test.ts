import { beforeEach, describe, expect, it } from "vitest";
import { arn, openAccount, ROLE, type TestAccount } from "./account.ts";
import { definition, pipelineInput, trainingStep } from "./pipeline-inputs.ts";

const NAME = { PipelineName: "churn" };
const ARN = arn("pipeline/churn");
const STEPS = [trainingStep("Train")];

let account: TestAccount;
beforeEach(() => {
  const objects: Record<string, string> = { "s3://definitions/churn.json": definition(STEPS) };
  account = openAccount({ readObject: (bucket, key) => objects[`s3://${bucket}/${key}`] });
});

describe("a pipeline", () => {
  it("is described with its definition", async () => {
    const created = await account.call(
      "CreatePipeline",
      pipelineInput("churn", STEPS, { PipelineDescription: "weekly" }),
    );
    expect(created).toEqual({ PipelineArn: ARN });
    expect(await account.call("DescribePipeline", NAME)).toEqual({
      PipelineArn: ARN,
      PipelineName: "churn",
      PipelineDisplayName: "churn",
      PipelineDefinition: definition(STEPS),
      PipelineDescription: "weekly",
      PipelineStatus: "Active",
      RoleArn: ROLE,
      CreationTime: account.time.now(),
      LastModifiedTime: account.time.now(),
    });
    expect(await account.call("DescribePipeline", { PipelineName: ARN })).toMatchObject(NAME);
  });

  it("from S3 is described by the text, never by the place", async () => {
    const PipelineDefinitionS3Location = { Bucket: "definitions", ObjectKey: "churn.json" };
    await account.call("CreatePipeline", { ...NAME, RoleArn: ROLE, PipelineDefinitionS3Location });
    const described = await account.call("DescribePipeline", NAME);
    expect(described.PipelineDefinition).toBe(definition(STEPS));
    expect(described).not.toHaveProperty("PipelineDefinitionS3Location");
  });

  it("is created once for one token", async () => {
    const input = pipelineInput("churn", STEPS, { ClientRequestToken: "t".repeat(32) });
    await account.call("CreatePipeline", input);
    expect(await account.call("CreatePipeline", input)).toEqual({ PipelineArn: ARN });
  });

  it("carries tags", async () => {
    await account.call("CreatePipeline", pipelineInput("churn", STEPS, { Tags: [{ Key: "team", Value: "risk" }] }));
    const tags = await account.call("ListTags", { ResourceArn: ARN });
    expect(tags).toEqual({ Tags: [{ Key: "team", Value: "risk" }] });
  });

  it("keeps what an update leaves out, and every version of its definition", async () => {
    await account.call("CreatePipeline", pipelineInput("churn", STEPS, { PipelineDescription: "weekly" }));
    account.time.advance(1_000);
    const newer = definition([trainingStep("Again")]);
    const updated = await account.call("UpdatePipeline", { ...NAME, PipelineDefinition: newer });
    expect(updated).toEqual({ PipelineArn: ARN, PipelineVersionId: 2 });
    expect(await account.call("DescribePipeline", NAME)).toMatchObject({
      PipelineDefinition: newer,
      PipelineDescription: "weekly",
      LastModifiedTime: account.time.now(),
    });
    const first = await account.call("DescribePipeline", { ...NAME, PipelineVersionId: 1 });
    expect(first.PipelineDefinition).toBe(definition(STEPS));
  });

  it("is Deleting, then gone", async () => {
    await account.call("CreatePipeline", pipelineInput("churn", STEPS));
    expect(await account.call("DeletePipeline", NAME)).toEqual({ PipelineArn: ARN });
    expect(await account.call("DescribePipeline", NAME)).toMatchObject({ PipelineStatus: "Deleting" });
    expect(await account.refusal("StartPipelineExecution", NAME)).toBe(
      `ConflictException: Pipeline '${ARN}' is being deleted.`,
    );
    account.time.advance(1_000);
    expect(account.sagemaker.inspect.resources("pipeline")).toEqual([]);
  });

  it("is listed by prefix and time", async () => {
    for (const name of ["churn", "churn-daily", "sales"]) {
      await account.call("CreatePipeline", pipelineInput(name, STEPS));
      account.time.advance(1_000);
    }
    const list = async (input: Record<string, unknown>) => {
      const { PipelineSummaries } = await account.call("ListPipelines", input);
      return (PipelineSummaries as Record<string, unknown>[]).map(({ PipelineName }) => PipelineName);
    };
    expect(await list({})).toEqual(["sales", "churn-daily", "churn"]);
    expect(await list({ PipelineNamePrefix: "churn", SortBy: "Name", SortOrder: "Ascending" })).toEqual([
      "churn",
      "churn-daily",
    ]);
    expect(await list({ CreatedAfter: new Date("2026-11-20T09:00:00.500Z"), MaxResults: 1 })).toEqual(["sales"]);
    const { PipelineSummaries } = await account.call("ListPipelines", { PipelineNamePrefix: "sales" });
    expect(PipelineSummaries).toEqual([
      {
        PipelineArn: arn("pipeline/sales"),
        PipelineName: "sales",
        PipelineDisplayName: "sales",
        RoleArn: ROLE,
        CreationTime: new Date("2026-11-20T09:00:02.000Z"),
        LastModifiedTime: new Date("2026-11-20T09:00:02.000Z"),
      },
    ]);
  });
});

const PARSING = "ValidationException: Unable to parse pipeline definition. Model Validation failed:";
const LOCATION = { Bucket: "definitions", ObjectKey: "other.json" };

/** The first four are AWS's own, what follows the first colon of a parsing refusal and the rest are ours. */
describe("refusals", () => {
  const text = (value: unknown) => ({ PipelineDefinition: typeof value === "string" ? value : JSON.stringify(value) });
  const twice = [trainingStep("Train"), trainingStep("Train")];

  it.each([
    [
      "neither text nor place",
      {},
      "ValidationException: Either Pipeline Definition or Pipeline Definition S3 location should be provided",
    ],
    [
      "text and place",
      { ...text("{}"), PipelineDefinitionS3Location: LOCATION },
      "ValidationException: Both Pipeline Definition and Pipeline Definition S3 Location shouldn't be present",
    ],
    [
      "a place with nothing there",
      { PipelineDefinitionS3Location: LOCATION },
      "ValidationException: Unable to read the pipeline definition from S3: s3://definitions/other.json was not found.",
    ],
    ["no JSON", text("{"), `${PARSING} the definition is not valid JSON`],
    ["a list", text([]), `${PARSING} the definition is not a JSON object`],
    ["no steps", text({}), `${PARSING} Value null at 'Steps' failed to satisfy constraint: Member must not be null`],
    ["a step without a type", text({ Steps: [{ Name: "S" }] }), `${PARSING} each step must have a Name and a Type`],
    ["two steps of a name", text({ Steps: twice }), `${PARSING} there is more than one step Train`],
  ])("of %s", async (_case, given, refusal) => {
    expect(await account.refusal("CreatePipeline", { ...NAME, RoleArn: ROLE, ...given })).toBe(refusal);
    await account.call("CreatePipeline", pipelineInput("churn", STEPS));
    if (Object.keys(given).length > 0) {
      expect(await account.refusal("UpdatePipeline", { ...NAME, ...given })).toBe(refusal);
    }
  });

  it("of a name in use", async () => {
    await account.call("CreatePipeline", pipelineInput("churn", STEPS));
    expect(await account.refusal("CreatePipeline", pipelineInput("churn", STEPS))).toBe(
      "ValidationException: Pipeline names must be unique within an AWS account and region. Pipeline with name (churn) already exists.",
    );
  });

  it.each(["DescribePipeline", "UpdatePipeline", "DeletePipeline", "StartPipelineExecution", "ListPipelineExecutions"])(
    "of what does not exist, by %s",
    async (operation) => {
      expect(await account.refusal(operation, NAME)).toBe(`ResourceNotFound: Pipeline '${ARN}' does not exist.`);
    },
  );

  it("of a version that there never was", async () => {
    await account.call("CreatePipeline", pipelineInput("churn", STEPS));
    expect(await account.refusal("DescribePipeline", { ...NAME, PipelineVersionId: 2 })).toBe(
      `ResourceNotFound: Version 2 of pipeline '${ARN}' does not exist.`,
    );
  });

  it("of deletion while an execution runs", async () => {
    await account.call("CreatePipeline", pipelineInput("churn", STEPS));
    await account.call("StartPipelineExecution", NAME);
    expect(await account.refusal("DeletePipeline", NAME)).toBe(
      `ConflictException: Pipeline '${ARN}' has executions that run. Stop them before you delete the pipeline.`,
    );
  });
});
