import { describe, expect, test } from "vitest";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { allSettings } from "../../shared/sagemaker/kind-settings.ts";
import type { PostureUnit } from "../../shared/sagemaker/posture.ts";
import { type LookUp, readWholePosture } from "../../shared/sagemaker/whole-posture.ts";

type Json = Record<string, unknown>;

const kind = kindOf("pipeline");
const VPC = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
const IN_VPC = { subnets: { status: "set", value: ["subnet-1"] }, securityGroups: { status: "set", value: ["sg-1"] } };
const NOWHERE = { subnets: { status: "unset" }, securityGroups: { status: "unset" } };
const CHURN = {
  ModelName: "churn",
  PrimaryContainer: { ImageConfig: {} },
  VpcConfig: VPC,
  EnableNetworkIsolation: true,
};

const nothing: LookUp = async ({ id }, name) => {
  throw new Error(`nothing is to be looked up, not the ${id} ${name}`);
};

function step(Name: string, Type: string, Arguments: Json): Json {
  return { Name, Type, Arguments };
}

function definition(Steps: readonly Json[], Parameters: readonly Json[] = []): string {
  return JSON.stringify({ Version: "2020-12-01", Metadata: {}, Parameters, Steps });
}

async function unitsOf(
  text: string,
  lookUp = nothing,
  shape: "create" | "describe" = "create",
): Promise<PostureUnit[]> {
  const document = { PipelineName: "p", PipelineDefinition: text };
  const { units } = await readWholePosture(kind, document, shape, lookUp);
  return units.filter(({ settings }) => Object.keys(settings).length > 0);
}

function unread(units: readonly PostureUnit[]): Record<string, string[]> {
  return Object.fromEntries(
    units.map(({ path, settings }) => [
      path,
      Object.values(settings).flatMap((setting) => (setting.status === "unread" ? [setting.reason] : [])),
    ]),
  );
}

describe("the steps of a pipeline", () => {
  const text = definition([
    step("Prepare", "Processing", { NetworkConfig: { VpcConfig: VPC } }),
    step("Train", "Training", { ResourceConfig: { InstanceCount: 2 } }),
    step("GoodEnough", "Condition", {
      IfSteps: [step("Create", "Model", { VpcConfig: VPC, Containers: [{}, {}] })],
      ElseSteps: [step("Again", "Training", {})],
    }),
  ]);

  test.each(["create", "describe"] as const)("name the units of a %s document", async (shape) => {
    expect(await unitsOf(text, nothing, shape)).toMatchObject([
      { path: "Steps[Prepare]", settings: IN_VPC },
      { path: "Steps[Train]", settings: { ...NOWHERE, instanceCount: { status: "set", value: 2 } } },
      { path: "Steps[Create]", settings: IN_VPC },
      { path: "Steps[Create].Containers[0]", settings: { repositoryAccess: { status: "unset" } } },
      { path: "Steps[Create].Containers[1]", settings: { repositoryAccess: { status: "unset" } } },
      { path: "Steps[Again]", settings: NOWHERE },
    ]);
  });

  test("have the units of what they create inside them: each definition of a search", async () => {
    const definitions = [{ DefinitionName: "small", VpcConfig: VPC }, { DefinitionName: "large" }];
    const search = step("Search", "Tuning", { TrainingJobDefinitions: definitions });

    expect(await unitsOf(definition([search]))).toMatchObject([
      { path: "Steps[Search].TrainingJobDefinitions[0]", settings: IN_VPC },
      { path: "Steps[Search].TrainingJobDefinitions[1]", settings: NOWHERE },
    ]);
  });

  test("carry no setting that the kind does not say its definition has", () => {
    const steps = [
      "automl-job",
      "compilation-job",
      "endpoint",
      "endpoint-config",
      "inference-component",
      "job",
      "model",
      "processing-job",
      "training-job",
      "transform-job",
      "hyper-parameter-tuning-job",
    ];
    const possible = new Set(steps.flatMap((id) => [...allSettings(kindOf(id))]));
    possible.delete("instanceCount");

    expect([...possible].sort()).toEqual([...(kind.document?.carries ?? [])].sort());
  });

  test("that have no network leave nothing to judge", async () => {
    const text = definition([step("Notify", "Lambda", {}), step("GiveUp", "Fail", { ErrorMessage: "bad" })]);

    expect(await unitsOf(text)).toEqual([]);
    await expect(readWholePosture(kind, { PipelineDefinition: text }, "create", nothing)).resolves.toEqual({
      kind: "pipeline",
      units: [{ path: "", settings: {} }],
      roles: [],
    });
  });
});

describe("a step that uses a model", () => {
  const score = (ModelName: unknown) => step("Score", "Transform", { ModelName });

  test("by its literal name is judged by that model, which is looked up once", async () => {
    const asked: string[] = [];
    const lookUp: LookUp = async ({ id }, name) => {
      asked.push(`${id} ${name}`);
      return { status: "read", description: CHURN };
    };

    const units = await unitsOf(definition([score("churn")]), lookUp);

    const inheritedFrom = { kind: "model", name: "churn" };
    expect(asked).toEqual(["model churn"]);
    expect(units).toMatchObject([
      {
        path: "Steps[Score]",
        inheritedFrom,
        settings: { ...IN_VPC, networkIsolation: { status: "set", value: true } },
      },
      { path: "Steps[Score].PrimaryContainer", inheritedFrom, settings: { repositoryAccess: { status: "unset" } } },
    ]);
  });

  test("by a parameter is judged by its default", async () => {
    const lookUp: LookUp = async (_kind, name) =>
      name === "churn" ? { status: "read", description: CHURN } : { status: "gone" };
    const Parameters = [{ Name: "Model", Type: "String", DefaultValue: "churn" }];

    const units = await unitsOf(definition([score({ Get: "Parameters.Model" })], Parameters), lookUp);

    expect(units[0]).toMatchObject({ path: "Steps[Score]", settings: IN_VPC });
  });

  test.each([
    [{ status: "gone" }, "the model churn does not exist"],
    [
      { status: "unread", reason: "DescribeModel was denied" },
      "the model churn could not be read: DescribeModel was denied",
    ],
  ] as const)("that is %j cannot be judged", async (looked, reason) => {
    const units = await unitsOf(definition([score("churn")]), async () => looked);

    expect(units.map(({ path }) => path)).toContain("Steps[Score]");
    expect(new Set(Object.values(unread(units)).flat())).toEqual(new Set([reason]));
  });

  test.each([
    ["beside it", (create: Json) => [create]],
    ["inside a condition", (create: Json) => [step("Good", "Condition", { ElseSteps: [create] })]],
  ])("that a step %s makes is not looked up: that step is judged", async (_where, around) => {
    const create = step("Create", "Model", { VpcConfig: VPC });

    const units = await unitsOf(definition([...around(create), score({ Get: "Steps.Create.ModelName" })]));

    expect(units).toMatchObject([{ path: "Steps[Create]", settings: IN_VPC }]);
  });

  test.each([
    ["no step makes", "Steps.Other.ModelName"],
    ["a step hands on that makes no model", "Steps.Tell.ModelName"],
    ["only its run will name", "Execution.PipelineExecutionId"],
  ])("that %s cannot be judged", async (_which, reference) => {
    const steps = [step("Tell", "Lambda", {}), score({ Get: reference })];

    const units = await unitsOf(definition(steps));

    const reason = `${reference} is known only when the pipeline runs`;
    expect(unread(units)["Steps[Score]"]).toEqual([reason, reason, reason]);
  });
});

describe("an endpoint that steps set up", () => {
  const create = step("Create", "Model", { VpcConfig: VPC });
  const made = { VariantName: "a", ModelName: { Get: "Steps.Create.ModelName" }, EnableSSMAccess: true };
  const configure = (...ProductionVariants: Json[]) => step("Configure", "EndpointConfig", { ProductionVariants });

  test("runs in the network of the model's step, and not of a VpcConfig of its own", async () => {
    const deploy = step("Deploy", "Endpoint", { EndpointConfigName: { Get: "Steps.Configure.EndpointConfigName" } });

    const units = await unitsOf(definition([create, configure(made), deploy]));

    expect(units.map(({ path, settings }) => [path, Object.keys(settings)])).toEqual([
      ["Steps[Create]", ["subnets", "securityGroups", "networkIsolation"]],
      ["Steps[Configure].ProductionVariants[0]", ["ssmAccess"]],
    ]);
  });

  test("has another model looked up beside it", async () => {
    const lookUp: LookUp = async (_kind, name) =>
      name === "churn" ? { status: "read", description: CHURN } : { status: "gone" };
    const other = { VariantName: "b", ModelName: "churn" };

    const units = await unitsOf(definition([create, configure(made, other)]), lookUp);

    expect(units.filter(({ settings }) => settings.subnets !== undefined)).toMatchObject([
      { path: "Steps[Create]", settings: IN_VPC },
      { path: "Steps[Configure].ProductionVariants[1]", settings: IN_VPC, inheritedFrom: { name: "churn" } },
    ]);
  });
});

describe("what a definition leaves open", () => {
  const carried = (reason: string) => kind.document?.carries.map(() => reason);

  test("is unread in the one setting, for a parameter without a default", async () => {
    const VpcConfig = { ...VPC, Subnets: [{ Get: "Parameters.Subnet" }] };
    const train = step("Train", "Training", { VpcConfig });

    const [unit] = await unitsOf(definition([train], [{ Name: "Subnet", Type: "String" }]));

    expect(unit?.settings).toMatchObject({
      ...IN_VPC,
      subnets: { status: "unread", reason: "the parameter Subnet has no default" },
      networkIsolation: { status: "unset" },
    });
  });

  test.each([
    ["{", "PipelineDefinition", "the definition is no JSON object"],
    ["[]", "PipelineDefinition", "the definition is no JSON object"],
    ['{"Steps":[{"Name":"Fly","Type":"Teleport"}]}', "Steps[Fly]", "the type Teleport of the step is not known"],
  ])("is every setting of %s", async (text, path, reason) => {
    expect(unread(await unitsOf(text))).toEqual({ [path]: carried(reason) });
  });

  test("is every setting while the text is only in S3, and none once DescribePipeline gives it", async () => {
    const PipelineDefinitionS3Location = { Bucket: "b", ObjectKey: "k" };
    const { units } = await readWholePosture(kind, { PipelineDefinitionS3Location }, "create", nothing);
    const reason = "PipelineDefinition is not in the call but where PipelineDefinitionS3Location says";

    expect(unread(units)).toEqual({ "": [], PipelineDefinition: carried(reason) });
    expect(
      await unitsOf(definition([step("Train", "Training", { VpcConfig: VPC })]), nothing, "describe"),
    ).toMatchObject([{ path: "Steps[Train]", settings: IN_VPC }]);
  });

  test("is every setting where there is neither text nor place", async () => {
    const { units } = await readWholePosture(kind, { PipelineDefinition: null }, "create", nothing);

    expect(unread(units)).toEqual({ "": [], PipelineDefinition: carried("PipelineDefinition is missing") });
  });
});
