import { beforeEach, describe, expect, it } from "vitest";
import type { RecordedCall } from "../../../sandbox/contract.ts";
import { arn, contextAt, openAccount, processingInput, ROLE, type TestAccount, tuningInput, VPC } from "./account.ts";
import { definition, modelStep, pipelineInput, step, trainingStep } from "./pipeline-inputs.ts";

type Json = Record<string, unknown>;

const NAME = { PipelineName: "churn" };
const EXECUTION = "SageMaker Model Building Pipeline Execution Status Change";
const STEP = "SageMaker Model Building Pipeline Execution Step Status Change";

let account: TestAccount;
let calls: RecordedCall[];
beforeEach(() => {
  calls = [];
  account = openAccount({ onServiceCall: (call) => void calls.push(call) });
});

async function run(steps: readonly Json[], more: Json = {}, parameters: readonly Json[] = []): Promise<string> {
  await account.call(
    "CreatePipeline",
    pipelineInput("churn", [], { PipelineDefinition: definition(steps, parameters) }),
  );
  const { PipelineExecutionArn } = await account.call("StartPipelineExecution", { ...NAME, ...more });
  return String(PipelineExecutionArn);
}

const execution = (PipelineExecutionArn: string) => account.call("DescribePipelineExecution", { PipelineExecutionArn });

async function stepsOf(PipelineExecutionArn: string): Promise<Json[]> {
  const input = { PipelineExecutionArn, SortOrder: "Ascending" };
  return (await account.call("ListPipelineExecutionSteps", input)).PipelineExecutionSteps as Json[];
}

const only = (kind: string) => account.sagemaker.inspect.resources(kind)[0];

function changes(type: string, member: string): unknown[] {
  return account.events.filter((event) => event["detail-type"] === type).map(({ detail }) => detail[member]);
}

const STOP = step("Give-up", "Fail", { ErrorMessage: { "Std:Join": { On: " ", Values: ["too", "bad"] } } });

describe("an execution", () => {
  it("runs its steps one after the other, each with what came before it", async () => {
    const started = await run([
      trainingStep("Train"),
      step("Good", "Condition", {
        Conditions: [],
        IfSteps: [modelStep("Make-Model", { VpcConfig: VPC })],
        ElseSteps: [STOP],
      }),
      step("Score", "Transform", {
        ModelName: { Get: "Steps.Make-Model.ModelName" },
        TransformInput: { DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: "s3://b/in" } } },
        TransformOutput: { S3OutputPath: "s3://b/out" },
        TransformResources: { InstanceType: "ml.m5.large", InstanceCount: 1 },
      }),
    ]);
    account.time.advance(1_000);
    expect(only("training-job")?.description).toMatchObject({ VpcConfig: VPC, TrainingJobStatus: "InProgress" });
    expect(only("model")).toBeUndefined();
    account.time.advance(600_000);
    const model = only("model");
    expect(model?.description.PrimaryContainer).toMatchObject({
      ModelDataUrl: `s3://bucket/models/${only("training-job")?.name}/output/model.tar.gz`,
    });
    expect(only("transform-job")?.description).toMatchObject({ ModelName: model?.name });
    expect(
      (await stepsOf(started)).map(({ StepName, StepStatus, Metadata }) => [StepName, StepStatus, Metadata]),
    ).toEqual([
      ["Train", "Succeeded", { TrainingJob: { Arn: only("training-job")?.arn } }],
      ["Good", "Succeeded", { Condition: { Outcome: "True" } }],
      ["Make-Model", "Succeeded", { Model: { Arn: model?.arn } }],
      ["Score", "Succeeded", { TransformJob: { Arn: only("transform-job")?.arn } }],
    ]);
    expect(await execution(started)).toMatchObject({ PipelineExecutionStatus: "Succeeded", PipelineVersionId: 1 });
  });

  it("names what it creates after itself and the step, and marks it", async () => {
    const started = await run([trainingStep("Train_the_very_best-Model")]);
    account.time.advance(1_000);
    const { name = "", tags } = only("training-job") ?? {};
    const id = started.slice(-12);
    expect(name).toMatch(new RegExp(`^pipelines-${id}-Train-the-very-best--[a-z0-9]{10}-0$`));
    expect(tags).toEqual({ "sagemaker:pipeline-execution-arn": started });
  });

  it("makes its calls under the pipeline's role", async () => {
    const started = await run([trainingStep("Train", { Tags: [{ Key: "a", Value: "b" }] })]);
    account.time.advance(1_000);
    await account.call("StopPipelineExecution", { PipelineExecutionArn: started });
    const name = only("training-job")?.name;
    expect(calls).toMatchObject([
      {
        service: "sagemaker",
        operation: "CreateTrainingJob",
        input: {
          TrainingJobName: name,
          VpcConfig: VPC,
          Tags: [
            { Key: "a", Value: "b" },
            { Key: "sagemaker:pipeline-execution-arn", Value: started },
          ],
        },
        output: { TrainingJobArn: arn(`training-job/${name}`) },
        error: null,
        context: {
          region: "eu-west-1",
          sourceIp: "sagemaker.amazonaws.com",
          userAgent: "sagemaker.amazonaws.com",
          caller: {
            type: "AssumedRole",
            arn: `arn:aws:sts::111122223333:assumed-role/data-science/sagemaker-pipeline-${started.slice(-12)}-Train`,
            roleArn: ROLE,
          },
        },
      },
      { operation: "StopTrainingJob", input: { TrainingJobName: name }, error: null },
    ]);
  });

  it("passes the source identity of whoever started it on", async () => {
    await account.call("CreatePipeline", pipelineInput("churn", [trainingStep("Train")]));
    const context = contextAt(account.time.now());
    const caller = { ...context.caller, sourceIdentity: "jane" };
    await account.sagemaker.operations.StartPipelineExecution?.(NAME, { ...context, caller });
    account.time.advance(1_000);
    expect(calls).toMatchObject([{ context: { caller: { sourceIdentity: "jane" } } }]);
  });

  it("takes the parameters it is started with, else their defaults", async () => {
    const parameters = [
      { Name: "Subnet", Type: "String", DefaultValue: "subnet-default" },
      { Name: "Group", Type: "String", DefaultValue: "sg-default" },
      { Name: "Isolated", Type: "Boolean", DefaultValue: false },
      { Name: "Count", Type: "Integer", DefaultValue: 1 },
    ];
    const steps = [
      trainingStep("Train", {
        VpcConfig: { Subnets: [{ Get: "Parameters.Subnet" }], SecurityGroupIds: [{ Get: "Parameters.Group" }] },
        EnableNetworkIsolation: { Get: "Parameters.Isolated" },
        ResourceConfig: { InstanceType: "ml.m5.large", InstanceCount: { Get: "Parameters.Count" }, VolumeSizeInGB: 10 },
      }),
    ];
    const PipelineParameters = [
      { Name: "Subnet", Value: "subnet-mine" },
      { Name: "Isolated", Value: "True" },
      { Name: "Count", Value: "2" },
    ];
    await run(steps, { PipelineParameters }, parameters);
    account.time.advance(1_000);
    expect(only("training-job")?.description).toMatchObject({
      VpcConfig: { Subnets: ["subnet-mine"], SecurityGroupIds: ["sg-default"] },
      EnableNetworkIsolation: true,
      ResourceConfig: { InstanceCount: 2 },
    });
  });

  it("knows what steps have made, and itself", async () => {
    const S3Output = { S3Uri: "s3://b/train", LocalPath: "/opt/ml/processing/train", S3UploadMode: "EndOfJob" };
    const { ProcessingJobName: _name, ...processing } = processingInput("", {
      ProcessingOutputConfig: { Outputs: [{ OutputName: "train", S3Output }] },
    });
    const output = "Steps.Split.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri";
    const first = "Steps.Split.ProcessingOutputConfig.Outputs[0].OutputName";
    const id = { Get: "Execution.PipelineExecutionId" };
    const HyperParameters = {
      ...{ train: { Get: output }, channel: { Get: first }, started: { Get: "Execution.StartDateTime" } },
      where: { "Std:Join": { On: "/", Values: [{ Get: "Execution.PipelineName" }, id] } },
    };
    const around = { DisplayName: "Training", Description: "of the model" };
    const started = await run([
      step("Split", "Processing", processing),
      trainingStep("Train", { HyperParameters }, around),
    ]);
    account.time.advance(600_000);
    expect(only("training-job")?.description.HyperParameters).toEqual({
      ...{ train: "s3://b/train", channel: "train", started: "2026-11-20T09:00:00.000Z" },
      where: `churn/${started.slice(-12)}`,
    });
    expect((await stepsOf(started))[1]).toMatchObject({
      StepDisplayName: "Training",
      StepDescription: "of the model",
      StepStatus: "Succeeded",
    });
  });

  it("names a job by the definition's own prefix", async () => {
    const started = await run([trainingStep("Train", { TrainingJobName: "weekly" })]);
    account.time.advance(1_000);
    expect(only("training-job")?.name).toMatch(new RegExp(`^weekly-${started.slice(-12)}-[a-z0-9]{10}-0$`));
  });

  it("stops for good when its job is gone", async () => {
    const started = await run([trainingStep("Train")]);
    account.time.advance(2_000);
    account.sagemaker.inspect.remove(String(only("training-job")?.arn));
    await account.call("StopPipelineExecution", { PipelineExecutionArn: started });
    expect(await execution(started)).toMatchObject({ PipelineExecutionStatus: "Stopped" });
  });

  it("lets steps wait for those they depend on, and ends even if they wait for each other", async () => {
    const order = [
      step("Last", "Lambda", {}, { DependsOn: ["First"] }),
      step("First", "Lambda"),
      step("One", "Lambda", {}, { DependsOn: ["Other"] }),
      step("Other", "Lambda", {}, { DependsOn: ["One"] }),
    ];
    const started = await run(order);
    account.time.advance(60_000);
    const names = (await stepsOf(started)).map(({ StepName }) => StepName);
    expect(names).toEqual(["First", "Last", "One", "Other"]);
    expect(await execution(started)).toMatchObject({ PipelineExecutionStatus: "Succeeded" });
  });

  it("runs only the steps that are selected", async () => {
    const SelectiveExecutionConfig = { SelectedSteps: [{ StepName: "B" }] };
    const started = await run([step("A", "Lambda"), step("B", "Lambda")], { SelectiveExecutionConfig });
    account.time.advance(60_000);
    expect(await stepsOf(started)).toMatchObject([{ StepName: "B" }]);
  });

  it("checks data with processing jobs, and tunes with names that fit", async () => {
    const { ProcessingJobName: _name, ...processing } = processingInput("", { NetworkConfig: { VpcConfig: VPC } });
    const { HyperParameterTuningJobName: _other, ...tuning } = tuningInput("");
    const started = await run([
      step("Check", "QualityCheck", processing, { CheckType: "DATA_QUALITY" }),
      step("Hyper-Tuning", "Tuning", tuning),
    ]);
    account.time.advance(600_000);
    const check = only("processing-job")?.arn;
    expect(await stepsOf(started)).toMatchObject([
      { StepStatus: "Succeeded", Metadata: { QualityCheck: { CheckType: "DATA_QUALITY", CheckJobArn: check } } },
      { StepStatus: "Succeeded", Metadata: { TuningJob: { Arn: only("hyper-parameter-tuning-job")?.arn } } },
    ]);
    expect(only("hyper-parameter-tuning-job")?.name).toMatch(
      new RegExp(`^${started.slice(-12)}-Hyper-Tu-[a-z0-9]{10}$`),
    );
    expect(calls.map(({ operation }) => operation)).toEqual(["CreateProcessingJob", "CreateHyperParameterTuningJob"]);
    expect(account.sagemaker.inspect.resources("training-job")).toHaveLength(3);
  });

  it("makes an endpoint of the names that the definition gives", async () => {
    const ProductionVariants = [{ VariantName: "all", ModelName: { Get: "Steps.Make.ModelName" } }];
    const PrimaryContainer = { Image: "1.dkr.ecr.eu-west-1.amazonaws.com/serve:1" };
    const started = await run([
      modelStep("Make", { PrimaryContainer }),
      step("Config", "EndpointConfig", { EndpointConfigName: "churn-config", ProductionVariants }),
      step("Serve", "Endpoint", { EndpointName: "churn", EndpointConfigName: "churn-config" }),
    ]);
    account.time.advance(600_000);
    expect(only("endpoint")?.state).toBe("InService");
    expect((await stepsOf(started)).map(({ StepStatus, Metadata }) => [StepStatus, Metadata])).toEqual([
      ["Succeeded", { Model: { Arn: only("model")?.arn } }],
      ["Succeeded", { EndpointConfig: { Arn: arn("endpoint-config/churn-config") } }],
      ["Succeeded", { Endpoint: { Arn: arn("endpoint/churn") } }],
    ]);
  });

  it("is started once for one token", async () => {
    const ClientRequestToken = "t".repeat(32);
    const started = await run([step("A", "Lambda")], { ClientRequestToken });
    const again = await account.call("StartPipelineExecution", { ...NAME, ClientRequestToken });
    expect(again).toEqual({ PipelineExecutionArn: started });
  });

  it("is described and listed", async () => {
    const started = await run([step("A", "Lambda")], { PipelineExecutionDescription: "today" });
    expect(await execution(started)).toEqual({
      PipelineArn: arn("pipeline/churn"),
      PipelineExecutionArn: started,
      PipelineExecutionDisplayName: `execution-${account.time.now().getTime()}`,
      PipelineExecutionDescription: "today",
      PipelineExecutionStatus: "Executing",
      PipelineExperimentConfig: { ExperimentName: "churn", TrialName: started.slice(-12) },
      PipelineVersionId: 1,
      CreationTime: account.time.now(),
      LastModifiedTime: account.time.now(),
    });
    account.time.advance(1_000);
    await account.call("StartPipelineExecution", NAME);
    const { PipelineExecutionSummaries } = await account.call("ListPipelineExecutions", NAME);
    expect(PipelineExecutionSummaries).toHaveLength(2);
    expect((PipelineExecutionSummaries as Json[])[1]).toMatchObject({
      PipelineExecutionArn: started,
      PipelineExecutionStatus: "Executing",
      PipelineExecutionDescription: "today",
    });
    expect(await account.call("DescribePipeline", NAME)).toMatchObject({ LastRunTime: account.time.now() });
    const [first] = (await account.call("ListPipelineExecutionSteps", { PipelineExecutionArn: started, MaxResults: 1 }))
      .PipelineExecutionSteps as Json[];
    expect(first).toMatchObject({ StepName: "A", StepStatus: "Executing", AttemptCount: 1 });
  });

  it("goes with its pipeline", async () => {
    const started = await run([]);
    await account.call("DeletePipeline", NAME);
    expect(await account.refusal("DescribePipelineExecution", { PipelineExecutionArn: started })).toBe(
      `ResourceNotFound: Pipeline execution '${started}' does not exist.`,
    );
  });
});

describe("a step that fails", () => {
  const reason = async (started: string) => {
    const last = (await stepsOf(started)).at(-1);
    expect(last).toMatchObject({ StepStatus: "Failed" });
    expect(await execution(started)).toMatchObject({
      PipelineExecutionStatus: "Failed",
      FailureReason: "Step failure: One or multiple steps failed.",
    });
    return last?.FailureReason;
  };

  it("because its call is refused", async () => {
    const started = await run([trainingStep("Train", { RoleArn: "nobody" }), step("Never", "Lambda")]);
    account.time.advance(60_000);
    expect(await reason(started)).toBe(
      "ClientError: Failed to invoke sagemaker:CreateTrainingJob. Error Details: 1 validation error detected: Value 'nobody' at 'roleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: ^arn:aws[a-z-]*:iam::\\d{12}:role\\/?[a-zA-Z_0-9+=,.@\\-_/]+",
    );
    expect(calls).toMatchObject([
      { operation: "CreateTrainingJob", output: null, error: { code: "ValidationException" } },
    ]);
  });

  it("because its call lacks a member", async () => {
    const started = await run([step("Train", "Training", { RoleArn: ROLE, NoSuch: 1 })]);
    account.time.advance(1_000);
    expect(await reason(started)).toContain("Value at 'noSuch' failed to satisfy constraint: Member is not known");
    expect(only("training-job")).toBeUndefined();
  });

  it("because its job does", async () => {
    const started = await run([trainingStep("Train")]);
    account.time.advance(2_000);
    account.sagemaker.inspect.fail(String(only("training-job")?.arn), "AlgorithmError: out of memory");
    expect(await reason(started)).toBe("ClientError: AlgorithmError: out of memory");
  });

  it("because somebody stops its job", async () => {
    const started = await run([trainingStep("Train")]);
    account.time.advance(2_000);
    await account.call("StopTrainingJob", { TrainingJobName: only("training-job")?.name });
    account.time.advance(3_000);
    expect(await reason(started)).toBe("ClientError: the job has been stopped");
  });

  it("because a value is not to be had", async () => {
    const started = await run([modelStep("Make-Model")]);
    account.time.advance(1_000);
    expect(await reason(started)).toBe(
      "ClientError: Unable to resolve the arguments of the step: Steps.Train.ModelArtifacts.S3ModelArtifacts has no value.",
    );
  });

  it("because that is its purpose", async () => {
    const started = await run([STOP]);
    account.time.advance(60_000);
    expect(await reason(started)).toBe("too bad");
    expect(await stepsOf(started)).toMatchObject([{ Metadata: { Fail: { ErrorMessage: "too bad" } } }]);
  });
});

describe("StopPipelineExecution", () => {
  const stop = (PipelineExecutionArn: string) => account.call("StopPipelineExecution", { PipelineExecutionArn });

  it("stops the running job, and the execution when that has stopped", async () => {
    const started = await run([trainingStep("Train"), step("Never", "Lambda")]);
    account.time.advance(10_000);
    expect(await stop(started)).toEqual({ PipelineExecutionArn: started });
    expect(only("training-job")?.description).toMatchObject({ TrainingJobStatus: "Stopping" });
    expect(await execution(started)).toMatchObject({ PipelineExecutionStatus: "Stopping" });
    expect(await stepsOf(started)).toMatchObject([{ StepStatus: "Stopping" }]);
    expect(await stop(started)).toEqual({ PipelineExecutionArn: started });
    account.time.advance(600_000);
    expect(await stepsOf(started)).toMatchObject([{ StepName: "Train", StepStatus: "Stopped" }]);
    expect(await execution(started)).toMatchObject({ PipelineExecutionStatus: "Stopped" });
    expect(calls.map(({ operation }) => operation)).toEqual(["CreateTrainingJob", "StopTrainingJob"]);
  });

  it("stops at once what has not made its call yet", async () => {
    const started = await run([trainingStep("Train")]);
    await stop(started);
    account.time.advance(600_000);
    expect(await execution(started)).toMatchObject({ PipelineExecutionStatus: "Stopped" });
    expect(only("training-job")).toBeUndefined();
  });

  it("waits for a step that it cannot stop", async () => {
    const started = await run([step("A", "Lambda"), step("B", "Lambda")]);
    account.time.advance(1_000);
    await stop(started);
    expect(await execution(started)).toMatchObject({ PipelineExecutionStatus: "Stopping" });
    account.time.advance(60_000);
    expect(await stepsOf(started)).toMatchObject([{ StepName: "A", StepStatus: "Succeeded" }]);
    expect(await execution(started)).toMatchObject({ PipelineExecutionStatus: "Stopped" });
  });

  /** The text is ours. */
  it("refuses one that has ended", async () => {
    const started = await run([]);
    expect(await account.refusal("StopPipelineExecution", { PipelineExecutionArn: started })).toBe(
      `ConflictException: Pipeline execution '${started}' is in status Succeeded. Only executions in status Executing can be stopped.`,
    );
  });
});

/** The texts are ours. */
describe("parameters", () => {
  const parameters = [
    { Name: "Subnet", Type: "String" },
    { Name: "Count", Type: "Integer", DefaultValue: 1 },
  ];

  it.each([
    [[], "Parameter [Subnet] has no default value and must be given."],
    [
      [
        ["Subnet", "s"],
        ["Other", "x"],
      ],
      "Parameter [Other] is not defined in the pipeline.",
    ],
    [
      [
        ["Subnet", "s"],
        ["Count", "1.5"],
      ],
      "Parameter [Count] must be of type Integer, and '1.5' is not.",
    ],
  ])("%j are refused", async (given, message) => {
    const PipelineDefinition = definition([], parameters);
    await account.call("CreatePipeline", pipelineInput("churn", [], { PipelineDefinition }));
    const PipelineParameters = given.map(([Name, Value]) => ({ Name, Value }));
    expect(await account.refusal("StartPipelineExecution", { ...NAME, PipelineParameters })).toBe(
      `ValidationException: ${message}`,
    );
  });
});

describe("events", () => {
  it("tell each status of the execution and of its steps, with the one before", async () => {
    await run([trainingStep("Train")]);
    account.time.advance(600_000);
    expect(changes(EXECUTION, "currentPipelineExecutionStatus")).toEqual(["Executing", "Succeeded"]);
    expect(changes(EXECUTION, "previousPipelineExecutionStatus")).toEqual([undefined, "Executing"]);
    expect(changes(STEP, "currentStepStatus")).toEqual(["Starting", "Executing", "Succeeded"]);
    expect(changes(STEP, "previousStepStatus")).toEqual([undefined, "Starting", "Executing"]);
  });

  it("are shaped as the service's", async () => {
    const started = await run([trainingStep("Train")], { PipelineExecutionDisplayName: "weekly" });
    account.time.advance(600_000);
    const pipelineArn = arn("pipeline/churn");
    const envelope = {
      version: "0",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      source: "aws.sagemaker",
      account: "111122223333",
      time: "2026-11-20T09:02:10Z",
      region: "eu-west-1",
      resources: [pipelineArn, started],
    };
    const [step, execution] = account.events.slice(-2);
    expect(step).toEqual({
      ...envelope,
      "detail-type": STEP,
      detail: {
        metadata: { trainingJob: { arn: only("training-job")?.arn } },
        stepStartTime: "2026-11-20T09:00:00Z",
        stepEndTime: "2026-11-20T09:02:10Z",
        stepName: "Train",
        stepType: "Training",
        previousStepStatus: "Executing",
        currentStepStatus: "Succeeded",
        pipelineArn,
        pipelineExecutionArn: started,
      },
    });
    expect(execution).toEqual({
      ...envelope,
      "detail-type": EXECUTION,
      detail: {
        pipelineExecutionDisplayName: "weekly",
        currentPipelineExecutionStatus: "Succeeded",
        previousPipelineExecutionStatus: "Executing",
        executionStartTime: "2026-11-20T09:00:00Z",
        executionEndTime: "2026-11-20T09:02:10Z",
        pipelineArn,
        pipelineExecutionArn: started,
      },
    });
  });

  it("tell why a step failed", async () => {
    await run([STOP]);
    account.time.advance(60_000);
    expect(changes(STEP, "failureReason").at(-1)).toBe("too bad");
    expect(changes(STEP, "metadata").at(-1)).toEqual({ fail: { errorMessage: "too bad" } });
  });
});
