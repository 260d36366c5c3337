import { beforeEach, expect, it } from "vitest";
import { arn, openAccount, type TestAccount, trainingDefinition, tuningInput, VPC } from "./account.ts";

const NAME = { HyperParameterTuningJobName: "search" };
const CHILD_TIME = 5_000 + 2_000 + 20_000 + 2_000;

let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

type Child = Record<string, unknown> & { TrainingJobName: string };

async function search(): Promise<Record<string, unknown>> {
  return account.call("DescribeHyperParameterTuningJob", NAME);
}

async function children(input: Record<string, unknown> = {}): Promise<Child[]> {
  const answer = await account.call("ListTrainingJobsForHyperParameterTuningJob", { ...NAME, ...input });
  return answer.TrainingJobSummaries as Child[];
}

it("launches training jobs, as many at once as it may, until the last has ended", async () => {
  expect(await account.call("CreateHyperParameterTuningJob", tuningInput("search"))).toEqual({
    HyperParameterTuningJobArn: arn("hyper-parameter-tuning-job/search"),
  });
  expect(await children()).toHaveLength(2);
  expect(await search()).toMatchObject({
    HyperParameterTuningJobStatus: "InProgress",
    TrainingJobStatusCounters: { Completed: 0, InProgress: 2, Stopped: 0 },
    ObjectiveStatusCounters: { Pending: 2, Succeeded: 0 },
  });

  account.time.advance(CHILD_TIME);
  expect(await children()).toHaveLength(3);
  expect(await search()).toMatchObject({
    HyperParameterTuningJobStatus: "InProgress",
    TrainingJobStatusCounters: { Completed: 2, InProgress: 1 },
  });

  account.time.advance(CHILD_TIME);
  const done = await search();
  expect(done).toMatchObject({
    HyperParameterTuningJobStatus: "Completed",
    HyperParameterTuningEndTime: account.time.now(),
    TrainingJobStatusCounters: { Completed: 3, InProgress: 0 },
    BestTrainingJob: {
      ObjectiveStatus: "Succeeded",
      FinalHyperParameterTuningJobObjectiveMetric: { Type: "Maximize", MetricName: "validation:auc", Value: 0.75 },
    },
  });
});

it("gives training jobs the settings of its definition, its tags and its ARN", async () => {
  const definition = trainingDefinition({ VpcConfig: VPC, EnableNetworkIsolation: true });
  const Tags = [{ Key: "team", Value: "fraud" }];
  await account.call(
    "CreateHyperParameterTuningJob",
    tuningInput("search", { TrainingJobDefinition: definition, Tags }),
  );
  const [first] = await children();
  expect(first).toMatchObject({
    TuningJobName: "search",
    TrainingJobName: expect.stringMatching(/^search-001-[0-9a-f]{8}$/),
    TunedHyperParameters: { max_depth: "3" },
    TrainingJobStatus: "InProgress",
  });
  const job = await account.call("DescribeTrainingJob", { TrainingJobName: first?.TrainingJobName });
  expect(job).toMatchObject({
    TuningJobArn: arn("hyper-parameter-tuning-job/search"),
    VpcConfig: VPC,
    EnableNetworkIsolation: true,
    HyperParameters: { eta: "0.2", max_depth: "3" },
    ResourceConfig: { InstanceType: "ml.m5.large", InstanceCount: 1 },
  });
  const tags = await account.call("ListTags", { ResourceArn: job.TrainingJobArn });
  expect(tags.Tags).toEqual(Tags);
});

it("takes turns between several definitions", async () => {
  const { TrainingJobDefinition: _one, ...rest } = tuningInput("search");
  const definitions = ["open", "closed"].map((DefinitionName) =>
    trainingDefinition({
      DefinitionName,
      EnableNetworkIsolation: DefinitionName === "closed",
      TuningObjective: { Type: "Minimize", MetricName: "loss" },
      HyperParameterRanges: { CategoricalParameterRanges: [{ Name: "optimizer", Values: ["sgd", "adam"] }] },
    }),
  );
  await account.call("CreateHyperParameterTuningJob", { ...rest, TrainingJobDefinitions: definitions });
  account.time.advance(CHILD_TIME * 2);
  const all = await children();
  expect(all.map((child) => child.TrainingJobDefinitionName)).toEqual(["open", "closed", "open"]);
  expect(all.map((child) => child.TunedHyperParameters)).toEqual([
    { optimizer: "sgd" },
    { optimizer: "adam" },
    { optimizer: "sgd" },
  ]);
  const sorted = await children({ SortBy: "FinalObjectiveMetricValue", SortOrder: "Ascending" });
  expect(sorted.map((child) => child.TrainingJobName)).toEqual(all.map((child) => child.TrainingJobName).reverse());
});

it("stops its training jobs with it", async () => {
  await account.call("CreateHyperParameterTuningJob", tuningInput("search"));
  account.time.advance(6_000);
  await account.call("StopHyperParameterTuningJob", NAME);
  expect(await search()).toMatchObject({ HyperParameterTuningJobStatus: "Stopping" });
  expect((await children()).map((child) => child.TrainingJobStatus)).toEqual(["Stopping", "Stopping"]);
  await account.call("StopHyperParameterTuningJob", NAME);
  account.time.advance(3_000);
  expect(await search()).toMatchObject({
    HyperParameterTuningJobStatus: "Stopped",
    TrainingJobStatusCounters: { Stopped: 2, InProgress: 0 },
  });
  account.time.advance(600_000);
  expect(await children()).toHaveLength(2);
});

it("goes on when somebody stops or deletes one of its training jobs", async () => {
  await account.call("CreateHyperParameterTuningJob", tuningInput("search"));
  const [first] = await children();
  await account.call("StopTrainingJob", { TrainingJobName: first?.TrainingJobName });
  account.time.advance(3_000);
  await account.call("DeleteTrainingJob", { TrainingJobName: first?.TrainingJobName });
  account.time.advance(600_000);
  expect((await children()).map((child) => child.TrainingJobName.slice(0, 10))).toEqual(["search-002", "search-003"]);
  expect(await search()).toMatchObject({ HyperParameterTuningJobStatus: "Completed" });
});

it("lists its training jobs by status and in pages", async () => {
  await account.call("CreateHyperParameterTuningJob", tuningInput("search"));
  account.time.advance(CHILD_TIME);
  expect(await children({ StatusEquals: "Completed" })).toHaveLength(2);
  const page = await account.call("ListTrainingJobsForHyperParameterTuningJob", { ...NAME, MaxResults: 2 });
  expect(page.TrainingJobSummaries).toHaveLength(2);
  expect(await children({ NextToken: page.NextToken })).toHaveLength(1);
});

it("is listed with strategy, limits and counters", async () => {
  await account.call("CreateHyperParameterTuningJob", tuningInput("search"));
  const { HyperParameterTuningJobSummaries } = await account.call("ListHyperParameterTuningJobs");
  expect(HyperParameterTuningJobSummaries).toMatchObject([
    {
      ...NAME,
      Strategy: "Bayesian",
      ResourceLimits: { MaxNumberOfTrainingJobs: 3 },
      TrainingJobStatusCounters: { InProgress: 2 },
    },
  ]);
});

it("refuses what the service refuses", async () => {
  const missing = "ResourceNotFound: Amazon SageMaker can't find a tuning job called search. Type another name.";
  for (const call of ["Describe", "Stop", "Delete"]) {
    expect(await account.refusal(`${call}HyperParameterTuningJob`, NAME)).toBe(missing);
  }
  await account.call("CreateHyperParameterTuningJob", tuningInput("search"));
  expect(await account.refusal("CreateHyperParameterTuningJob", tuningInput("search"))).toBe(
    "ResourceInUse: A hyperparameter tuning job with the name, search, already exists. Choose a different name.",
  );
  expect(await account.refusal("CreateHyperParameterTuningJob", tuningInput("x".repeat(33)))).toContain(
    "length less than or equal to 32",
  );
  expect(
    await account.refusal("CreateHyperParameterTuningJob", tuningInput("none", { TrainingJobDefinition: undefined })),
  ).toContain("Exactly one of TrainingJobDefinition and TrainingJobDefinitions");
  expect(await account.refusal("DeleteHyperParameterTuningJob", NAME)).toContain("is in status InProgress.");
  account.time.advance(600_000);
  expect(await account.refusal("StopHyperParameterTuningJob", NAME)).toBe(
    "ValidationException: The request was rejected because the hyperparameter tuning job is in status Completed.",
  );
  await account.call("DeleteHyperParameterTuningJob", NAME);
  expect(await search()).toMatchObject({ HyperParameterTuningJobStatus: "Deleting" });
  account.time.advance(1_000);
  expect(await account.refusal("DescribeHyperParameterTuningJob", NAME)).toBe(missing);
  expect(account.sagemaker.inspect.resources("training-job")).toHaveLength(3);
});
