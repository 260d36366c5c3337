import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Unresolved } from "../../shared/sagemaker/document.ts";
import { readPipelineDefinition } from "../../shared/sagemaker/pipeline-definition.ts";

type Json = Record<string, unknown>;

const VPC = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
const ROLE = "arn:aws:iam::111122223333:role/pipelines";
const WHOLE = "PipelineDefinition";

function definition(Steps: unknown, Parameters?: unknown): string {
  return JSON.stringify({ Version: "2020-12-01", Metadata: {}, Parameters, Steps });
}

function step(Type: string, Arguments: Json = {}, more: Json = {}): Json {
  return { Name: "S", Type, Arguments, ...more };
}

function resolved(value: unknown, parameters?: unknown): unknown {
  const [unit] = readPipelineDefinition(definition([step("Training", { value })], parameters));
  return unit !== undefined && "document" in unit ? unit.document.value : unit;
}

describe("a definition as the Python SDK writes it", () => {
  const parameters = [
    { Name: "InstanceCount", Type: "Integer", DefaultValue: 2 },
    { Name: "Subnet", Type: "String", DefaultValue: "subnet-1" },
    { Name: "Group", Type: "String" },
  ];
  const network = { Subnets: [{ Get: "Parameters.Subnet" }], SecurityGroupIds: [{ Get: "Parameters.Group" }] };
  const train = step(
    "Training",
    {
      AlgorithmSpecification: { TrainingImage: "1.dkr.ecr.eu-west-1.amazonaws.com/xgb:1", TrainingInputMode: "File" },
      ResourceConfig: { InstanceCount: { Get: "Parameters.InstanceCount" }, InstanceType: "ml.m5.large" },
      HyperParameters: { objective: '"reg:linear"' },
      VpcConfig: network,
      RoleArn: ROLE,
    },
    { Name: "Train", DependsOn: ["Prepare"] },
  );
  const text = definition(
    [
      step("Processing", { NetworkConfig: { VpcConfig: VPC }, RoleArn: ROLE }, { Name: "Prepare" }),
      train,
      step(
        "Condition",
        {
          Conditions: [{ Type: "LessThanOrEqualTo", LeftValue: { "Std:JsonGet": {} }, RightValue: 6 }],
          IfSteps: [
            step("Model", { VpcConfig: VPC, ExecutionRoleArn: ROLE }, { Name: "Create-CreateModel" }),
            step("Transform", { ModelName: { Get: "Steps.Create-CreateModel.ModelName" } }, { Name: "Score" }),
            step("RegisterModel", { ModelPackageGroupName: "g" }, { Name: "Register" }),
          ],
          ElseSteps: [step("Fail", { ErrorMessage: "bad" }, { Name: "GiveUp" })],
        },
        { Name: "GoodEnough" },
      ),
    ],
    parameters,
  );

  test("gives the input of each create call", () => {
    expect(readPipelineDefinition(text)).toEqual([
      {
        path: "Steps[Prepare]",
        kind: "processing-job",
        document: { NetworkConfig: { VpcConfig: VPC }, RoleArn: ROLE },
      },
      {
        path: "Steps[Train]",
        kind: "training-job",
        document: expect.objectContaining({
          ResourceConfig: { InstanceCount: 2, InstanceType: "ml.m5.large" },
          VpcConfig: {
            Subnets: ["subnet-1"],
            SecurityGroupIds: [new Unresolved("the parameter Group has no default")],
          },
        }),
      },
      { path: "Steps[Create-CreateModel]", kind: "model", document: { VpcConfig: VPC, ExecutionRoleArn: ROLE } },
      // Its model is made by a step that is judged itself.
      {
        path: "Steps[Score]",
        kind: "transform-job",
        document: { ModelName: new Unresolved("the step Create-CreateModel makes it", true) },
      },
    ]);
  });
});

describe("steps", () => {
  test.each([
    ["AutoML", "automl-job"],
    ["ClarifyCheck", "processing-job"],
    ["Compilation", "compilation-job"],
    ["Endpoint", "endpoint"],
    ["EndpointConfig", "endpoint-config"],
    ["InferenceComponent", "inference-component"],
    ["Job", "job"],
    ["Model", "model"],
    ["Processing", "processing-job"],
    ["QualityCheck", "processing-job"],
    ["Training", "training-job"],
    ["Transform", "transform-job"],
    ["Tuning", "hyper-parameter-tuning-job"],
  ])("of type %s create a %s", (type, kind) => {
    const units = readPipelineDefinition(definition([step(type, { RoleArn: ROLE })]));
    expect(units).toEqual([{ path: "Steps[S]", kind, document: { RoleArn: ROLE } }]);
  });

  test("of type Endpoint that have variants create an endpoint configuration", () => {
    const units = readPipelineDefinition(definition([step("Endpoint", { ProductionVariants: [] })]));
    expect(units).toEqual([expect.objectContaining({ kind: "endpoint-config" })]);
  });

  test.each([
    "BedrockCustomModel",
    "BedrockCustomModelDeployment",
    "BedrockModelImport",
    "BedrockProvisionedModelThroughput",
    "Callback",
    "EMR",
    "EMRServerless",
    "Fail",
    "Lambda",
    "Lineage",
    "RegisterModel",
  ])("of type %s have no network settings", (type) => {
    expect(readPipelineDefinition(definition([{ Name: "S", Type: type }]))).toEqual([]);
  });

  test.each([
    ["of an unknown type", step("Teleport"), "Steps[S]", "the type Teleport of the step is not known"],
    ["of a type that is no word", step("x\nAPPROVED"), "Steps[S]", "the type (illegible) of the step is not known"],
    ["of a type that objects have", step("constructor"), "Steps[S]", "the type constructor of the step is not known"],
    ["without a type", { Name: "S" }, "Steps[S]", "the step has no Type"],
    ["without arguments", { Name: "S", Type: "Training" }, "Steps[S]", "the Training step has no Arguments"],
    [
      "with a list of arguments",
      { Name: "S", Type: "Model", Arguments: [] },
      "Steps[S]",
      "the Model step has no Arguments",
    ],
    [
      "whose arguments are a reference",
      step("Model", { Get: "Parameters.All" }),
      "Steps[S]",
      "the parameter All has no default",
    ],
    ["that are no object", "Training", "Steps[0]", "the step is no JSON object"],
    ["that are null", null, "Steps[0]", "the step is no JSON object"],
    [
      "of a condition without arguments",
      { Name: "S", Type: "Condition" },
      "Steps[S]",
      "the Condition step has no Arguments",
    ],
    ["in what is no list", step("Condition", { IfSteps: {} }), "Steps[S].IfSteps", "the IfSteps are no list"],
    ["without a name, inside", step("Condition", { ElseSteps: [{}] }), "Steps[S].ElseSteps[0]", "the step has no Type"],
    ["with an odd name", { Name: "a] b", Type: "?" }, "Steps[0]", "the type (illegible) of the step is not known"],
  ])("%s are told about", (_case, odd, path, reason) => {
    expect(readPipelineDefinition(definition([odd]))).toEqual([{ path, reason }]);
  });

  test("beside an odd one are read all the same", () => {
    const units = readPipelineDefinition(definition([7, step("Model", { VpcConfig: VPC })]));
    expect(units.map(({ path }) => path)).toEqual(["Steps[0]", "Steps[S]"]);
  });

  test("are read in conditions within conditions, to a depth that no pipeline has", () => {
    const inner = step("Model", {}, { Name: "Inner" });
    const nested = (levels: number) => {
      let text = JSON.stringify(inner);
      for (let level = 0; level < levels; level++) {
        text = `{"Name":"C","Type":"Condition","Arguments":{"ElseSteps":[${text}]}}`;
      }
      return readPipelineDefinition(`{"Steps":[${text}]}`);
    };
    expect(nested(3)).toEqual([{ path: "Steps[Inner]", kind: "model", document: {} }]);
    expect(nested(50_000)).toEqual([
      { path: "Steps[C]", reason: "its conditions are nested more than 16 levels deep" },
    ]);
  });
});

describe("texts that are no definition", () => {
  test.each([
    ["nothing", "", "the definition is no JSON object"],
    ["no JSON", "{Steps", "the definition is no JSON object"],
    ["a list", "[]", "the definition is no JSON object"],
    ["null", "null", "the definition is no JSON object"],
    ["no steps", "{}", "the definition has no list of Steps"],
    ["steps by name", '{"Steps":{"S":{}}}', "the definition has no list of Steps"],
    ["steps in a prototype", '{"__proto__":{"Steps":[]}}', "the definition has no list of Steps"],
  ])("%s", (_case, text, reason) => {
    expect(readPipelineDefinition(text)).toEqual([{ path: WHOLE, reason }]);
  });
});

describe("references", () => {
  const parameters = [
    { Name: "Text", Type: "String", DefaultValue: "a" },
    { Name: "Empty", Type: "String", DefaultValue: "" },
    { Name: "Flag", Type: "Boolean", DefaultValue: false },
    { Name: "Zero", Type: "Integer", DefaultValue: 0 },
    { Name: "Null", Type: "String", DefaultValue: null },
    { Name: "Whole", Type: "String", DefaultValue: { Subnets: [] } },
    null,
  ];
  const runs = "is known only when the pipeline runs";

  test.each([
    [{ Get: "Parameters.Text" }, "a"],
    [{ Get: "Parameters.Empty" }, ""],
    [{ Get: "Parameters.Flag" }, false],
    [{ Get: "Parameters.Zero" }, 0],
    [[{ a: [{ Get: "Parameters.Text" }, 1] }], [{ a: ["a", 1] }]],
    [{ "Std:Join": { On: "/", Values: ["s3:/", { Get: "Parameters.Text" }, 1, true] } }, "s3://a/1/true"],
    [{ "Std:Join": { Values: ["a", { "Std:Join": { On: "-", Values: ["b", "c"] } }] } }, "ab-c"],
    [{ "Std:Join": { On: { Get: "Parameters.Text" }, Values: ["1", "2"] } }, "1a2"],
    [{ "Std:Join": { On: "/", Values: [] } }, ""],
    [
      { Get: "Parameters.Text", and: "more" },
      { Get: "Parameters.Text", and: "more" },
    ],
    [{ Get: 1 }, { Get: 1 }],
  ])("%j is %j", (value, expected) => {
    expect(resolved(value, parameters)).toEqual(expected);
  });

  test.each([
    [{ Get: "Parameters.Null" }, "the parameter Null has no default"],
    [{ Get: "Parameters.Whole" }, "the parameter Whole has no default"],
    [{ Get: "Parameters.Other" }, "the parameter Other has no default"],
    [{ Get: "Parameters.__proto__" }, "the parameter __proto__ has no default"],
    [{ Get: "Parameters.a b" }, "the parameter (illegible) has no default"],
    [{ Get: "Steps.Train.ModelArtifacts.S3ModelArtifacts" }, `Steps.Train.ModelArtifacts.S3ModelArtifacts ${runs}`],
    [{ Get: "Execution.PipelineExecutionId" }, `Execution.PipelineExecutionId ${runs}`],
    [{ Get: "" }, `(illegible) ${runs}`],
    [{ "Std:JsonGet": { PropertyFile: "f", Path: "p" } }, `the value of Std:JsonGet ${runs}`],
    [{ "Std:Join": { On: "/", Values: ["a", { Get: "Execution.PipelineName" }] } }, `Execution.PipelineName ${runs}`],
    [{ "Std:Join": { On: "/", Values: ["a", { b: "c" }] } }, "Std:Join joins what is no text"],
    [{ "Std:Join": { On: "/" } }, "Std:Join joins what is no text"],
    [{ "Std:Join": "a" }, "Std:Join joins what is no text"],
  ])("%j is not resolved", (value, reason) => {
    expect(resolved(value, parameters)).toEqual(new Unresolved(reason));
  });

  test("are unresolved when the parameters are no list", () => {
    expect(resolved({ Get: "Parameters.Text" }, { Text: "a" })).toBeInstanceOf(Unresolved);
  });

  test("are not looked for deeper than any call goes", () => {
    const nest = (levels: number) => `${'{"a":'.repeat(levels)}{"Get":"Parameters.Text"}${"}".repeat(levels)}`;
    const text = `{"Steps":[{"Name":"S","Type":"Model","Arguments":{"VpcConfig":{},"deep":${nest(100_000)}}}]}`;
    const [unit] = readPipelineDefinition(text);
    expect(unit).toMatchObject({ kind: "model", document: { VpcConfig: {} } });
    expect(JSON.stringify(unit)).toContain("it is nested more than 64 levels deep");
  });

  test("in joins that would fill the memory end early", () => {
    const many = Array.from({ length: 5_000 }, () => ({
      "Std:Join": { Values: Array(9).fill({ Get: "Parameters.L" }) },
    }));
    const long = [{ Name: "L", Type: "String", DefaultValue: "x".repeat(100_000) }];
    expect(resolved(many[0], long)).toEqual(new Unresolved("Std:Join makes more than 4096 characters"));
    expect(resolved({ "Std:Join": { Values: many } }, long)).toBeInstanceOf(Unresolved);
  });

  test("with prototype keys beside them stay plain members", () => {
    const text = `{"Steps":[{"Name":"S","Type":"Model","Arguments":{"__proto__":{"EnableNetworkIsolation":true},"x":{"Get":"Steps.a"}}}]}`;
    const [unit] = readPipelineDefinition(text);
    const document = unit !== undefined && "document" in unit ? unit.document : {};
    expect(document.EnableNetworkIsolation).toBeUndefined();
    expect(Object.keys(document)).toEqual(["__proto__", "x"]);
  });
});

describe("any text", () => {
  const name = fc.constantFrom("Name", "Type", "Arguments", "IfSteps", "ElseSteps", "Get", "Std:Join", "Values", "On");
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "medium" },
      fc.constantFrom("Training", "Condition", "Model", "Parameters.P", "Steps.S.x", "S", "", 0, 1.5, true, null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(name, fc.string()), tie("value"), { maxKeys: 4 }),
    ),
  }));

  test("is read without an error, and each step ends in a unit, a reason or a type that has none", () => {
    fc.assert(
      fc.property(fc.array(value), value, (steps, parameters) => {
        for (const unit of readPipelineDefinition(definition(steps, parameters))) {
          expect(unit).toEqual(
            "reason" in unit
              ? { path: expect.any(String), reason: expect.any(String) }
              : { path: expect.stringMatching(/^Steps/), kind: expect.any(String), document: expect.any(Object) },
          );
        }
      }),
    );
  });

  test("that is no definition has one unit that says so", () => {
    const whole = { path: WHOLE, reason: expect.any(String) };
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readPipelineDefinition(text)).toEqual([whole]);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        const units = readPipelineDefinition(text);
        if (!text.includes('"Steps"')) expect(units).toEqual([whole]);
      }),
    );
  });
});
