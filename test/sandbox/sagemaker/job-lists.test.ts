import { beforeEach, describe, expect, it } from "vitest";
import { openAccount, type TestAccount } from "./account.ts";
import {
  benchmarkInput,
  compilationInput,
  labelingInput,
  optimizationInput,
  recommendationsInput,
} from "./job-inputs.ts";

let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

describe("labeling jobs", () => {
  it("are listed for their work team", async () => {
    const { HumanTaskConfig } = labelingInput("one") as { HumanTaskConfig: Record<string, unknown> };
    const other = { ...HumanTaskConfig, WorkteamArn: "arn:aws:sagemaker:eu-west-1:111122223333:workteam/crowd/other" };
    await account.call("CreateLabelingJob", labelingInput("one"));
    await account.call("CreateLabelingJob", labelingInput("two", { HumanTaskConfig: other }));
    const list = (more: object) => account.call("ListLabelingJobsForWorkteam", { ...HumanTaskConfig, ...more });
    const { JobReferenceCode } = await account.call("DescribeLabelingJob", { LabelingJobName: "one" });
    const jobs = [{ LabelingJobName: "one", WorkRequesterAccountId: "111122223333", JobReferenceCode }];
    expect(await list({})).toMatchObject({ LabelingJobSummaryList: jobs });
    expect(await list({ JobReferenceCodeContains: JobReferenceCode })).toMatchObject({ LabelingJobSummaryList: jobs });
    expect(await list({ JobReferenceCodeContains: "!" })).toEqual({ LabelingJobSummaryList: [] });
  });

  it("say where their output is once they have completed", async () => {
    await account.call("CreateLabelingJob", labelingInput("one"));
    expect(await account.call("DescribeLabelingJob", { LabelingJobName: "one" })).not.toHaveProperty(
      "LabelingJobOutput",
    );
    account.time.advance(600_000);
    expect(await account.call("DescribeLabelingJob", { LabelingJobName: "one" })).toMatchObject({
      LabelingJobOutput: { OutputDatasetS3Uri: "s3://bucket/out/one/manifests/output/output.manifest" },
    });
  });
});

it("optimization jobs are listed by technique, fifty on a page", async () => {
  await account.call("CreateOptimizationJob", optimizationInput("quantize"));
  const OptimizationConfigs = [{ ModelCompilationConfig: { Image: "image" } }];
  await account.call("CreateOptimizationJob", optimizationInput("compile", { OptimizationConfigs }));
  const { OptimizationJobSummaries } = await account.call("ListOptimizationJobs", { OptimizationContains: "compil" });
  expect(OptimizationJobSummaries).toMatchObject([
    { OptimizationJobName: "compile", OptimizationTypes: ["Compilation"] },
  ]);
  for (let number = 0; number < 9; number++) {
    await account.call("CreateOptimizationJob", optimizationInput(`job-${number}`));
  }
  expect(await account.call("ListOptimizationJobs")).toMatchObject({
    OptimizationJobSummaries: { length: 11 },
  });
});

it("inference recommendations jobs are listed by model, each with one step", async () => {
  await account.call("CreateInferenceRecommendationsJob", recommendationsInput("one"));
  const InputConfig = { ModelPackageVersionArn: "package" };
  await account.call("CreateInferenceRecommendationsJob", recommendationsInput("two", { InputConfig }));
  const list = async (filter: object) =>
    (await account.call("ListInferenceRecommendationsJobs", { ...filter })).InferenceRecommendationsJobs;
  expect(await list({ ModelNameEquals: "model" })).toMatchObject([{ JobName: "one", ModelName: "model" }]);
  expect(await list({ ModelPackageVersionArnEquals: "package" })).toMatchObject([{ JobName: "two" }]);
  const steps = (filter: object) => account.call("ListInferenceRecommendationsJobSteps", { JobName: "one", ...filter });
  expect(await steps({})).toEqual({ Steps: [{ StepType: "BENCHMARK", JobName: "one", Status: "PENDING" }] });
  expect(await steps({ Status: "COMPLETED" })).toEqual({ Steps: [] });
});

it("AI benchmark jobs are listed with the name of their workload", async () => {
  await account.call("CreateAIBenchmarkJob", benchmarkInput("one"));
  expect(await account.call("ListAIBenchmarkJobs")).toMatchObject({
    AIBenchmarkJobs: [{ AIBenchmarkJobName: "one", AIWorkloadConfigName: "chat" }],
  });
});

it("compilation jobs are listed with their target, and take one source only", async () => {
  await account.call("CreateCompilationJob", compilationInput("one"));
  expect(await account.call("ListCompilationJobs")).toMatchObject({
    CompilationJobSummaries: [{ CompilationJobName: "one", CompilationTargetDevice: "ml_m5" }],
  });
  expect(
    await account.refusal("CreateCompilationJob", compilationInput("two", { ModelPackageVersionArn: "package" })),
  ).toBe("ValidationException: Exactly one of InputConfig and ModelPackageVersionArn must be given.");
});

it.each([
  ["CreateAIBenchmarkJob", benchmarkInput, (VpcConfig: object) => ({ NetworkConfig: { VpcConfig } })],
  ["CreateCompilationJob", compilationInput, (VpcConfig: object) => ({ VpcConfig })],
  ["CreateInferenceRecommendationsJob", recommendationsInput, (VpcConfig: object) => ({ InputConfig: { VpcConfig } })],
  [
    "CreateLabelingJob",
    labelingInput,
    (VpcConfig: object) => ({ LabelingJobAlgorithmsConfig: { LabelingJobResourceConfig: { VpcConfig } } }),
  ],
  ["CreateOptimizationJob", optimizationInput, (VpcConfig: object) => ({ VpcConfig })],
])("%s refuses subnets that are none", async (operation, input, network) => {
  const settings = network({ Subnets: ["vpc-1"], SecurityGroupIds: ["sg-1"] });
  expect(await account.refusal(operation, input("job", settings))).toContain("vpcConfig.subnets.1.member'");
});

it("no state change events are sent about them", async () => {
  await account.call("CreateAIBenchmarkJob", benchmarkInput("job"));
  await account.call("CreateCompilationJob", compilationInput("job"));
  await account.call("CreateInferenceRecommendationsJob", recommendationsInput("job"));
  await account.call("CreateLabelingJob", labelingInput("job"));
  await account.call("CreateOptimizationJob", optimizationInput("job"));
  account.time.advance(600_000);
  expect(account.events).toEqual([]);
  expect(account.happenings.map(({ detail }) => detail.state)).toContain("STARTING");
});
