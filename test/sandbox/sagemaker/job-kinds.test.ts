import { beforeEach, describe, expect, it } from "vitest";
import { arn, openAccount, processingInput, type TestAccount } from "./account.ts";
import {
  benchmarkInput,
  compilationInput,
  jobInput,
  labelingInput,
  optimizationInput,
  recommendationsInput,
  transformInput,
} from "./job-inputs.ts";

type Answer = Record<string, unknown>;

interface JobCase {
  noun: string;
  title: string;
  arn: string;
  name: string;
  arnMember: string;
  status: string;
  /** At first, while it computes, and at its ends. */
  states: [waiting: string, running: string, completed: string, stopping: string, stopped: string, failed: string];
  waits: number;
  runs: number;
  stops: number;
  input(name: string, more?: Answer): Answer;
  notFound: string;
  summaries: string;
  started?: string;
  ended?: string;
  deleted?: boolean;
  /** What Stop answers. */
  stopAnswer?: Answer;
}

const MIXED: JobCase["states"] = ["InProgress", "InProgress", "Completed", "Stopping", "Stopped", "Failed"];
const UPPER: JobCase["states"] = ["STARTING", "INPROGRESS", "COMPLETED", "STOPPING", "STOPPED", "FAILED"];
const MINUTE = { waits: 5_000, runs: 60_000, stops: 2_000 };
/** The texts after ResourceNotFound are ours; no source gives AWS's. So is every use of the name-in-use text but for processing jobs. */
const CASES: JobCase[] = [
  {
    ...MINUTE,
    noun: "AIBenchmarkJob",
    title: "AI benchmark job",
    arn: arn("ai-benchmark-job/job"),
    name: "AIBenchmarkJobName",
    arnMember: "AIBenchmarkJobArn",
    status: "AIBenchmarkJobStatus",
    states: MIXED,
    input: benchmarkInput,
    notFound: "ResourceNotFound: Could not find AI benchmark job with name: job",
    summaries: "AIBenchmarkJobs",
    started: "StartTime",
    ended: "EndTime",
    deleted: true,
    stopAnswer: { AIBenchmarkJobArn: arn("ai-benchmark-job/job") },
  },
  {
    ...MINUTE,
    noun: "CompilationJob",
    title: "compilation job",
    arn: arn("compilation-job/job"),
    name: "CompilationJobName",
    arnMember: "CompilationJobArn",
    status: "CompilationJobStatus",
    states: UPPER,
    input: compilationInput,
    notFound: "ResourceNotFound: Could not find compilation job with name: job",
    summaries: "CompilationJobSummaries",
    started: "CompilationStartTime",
    ended: "CompilationEndTime",
    deleted: true,
  },
  {
    ...MINUTE,
    noun: "InferenceRecommendationsJob",
    title: "inference recommendations job",
    arn: arn("inference-recommendations-job/job"),
    name: "JobName",
    arnMember: "JobArn",
    status: "Status",
    states: ["PENDING", "IN_PROGRESS", "COMPLETED", "STOPPING", "STOPPED", "FAILED"],
    input: recommendationsInput,
    notFound: "ResourceNotFound: Could not find inference recommendations job with name: job",
    summaries: "InferenceRecommendationsJobs",
    ended: "CompletionTime",
  },
  {
    noun: "Job",
    title: "job",
    arn: arn("job/AgentRFT/job"),
    name: "JobName",
    arnMember: "JobArn",
    status: "JobStatus",
    states: MIXED,
    waits: 5_000,
    runs: 120_000,
    stops: 2_000,
    input: jobInput,
    notFound: "ResourceNotFound: Could not find job of category AgentRFT with name: job",
    summaries: "JobSummaries",
    ended: "EndTime",
  },
  {
    noun: "LabelingJob",
    title: "labeling job",
    arn: arn("labeling-job/job"),
    name: "LabelingJobName",
    arnMember: "LabelingJobArn",
    status: "LabelingJobStatus",
    states: ["Initializing", "InProgress", "Completed", "Stopping", "Stopped", "Failed"],
    waits: 5_000,
    runs: 120_000,
    stops: 2_000,
    input: labelingInput,
    notFound: "ValidationException: Could not find requested job with name: job",
    summaries: "LabelingJobSummaryList",
  },
  {
    ...MINUTE,
    noun: "OptimizationJob",
    title: "optimization job",
    arn: arn("optimization-job/job"),
    name: "OptimizationJobName",
    arnMember: "OptimizationJobArn",
    status: "OptimizationJobStatus",
    states: UPPER,
    input: optimizationInput,
    notFound: "ResourceNotFound: Could not find optimization job with name: job",
    summaries: "OptimizationJobSummaries",
    started: "OptimizationStartTime",
    ended: "OptimizationEndTime",
    deleted: true,
  },
  {
    ...MINUTE,
    noun: "ProcessingJob",
    title: "processing job",
    arn: arn("processing-job/job"),
    name: "ProcessingJobName",
    arnMember: "ProcessingJobArn",
    status: "ProcessingJobStatus",
    states: MIXED,
    input: processingInput,
    notFound: "ValidationException: Could not find requested job with name: job",
    summaries: "ProcessingJobSummaries",
    started: "ProcessingStartTime",
    ended: "ProcessingEndTime",
    deleted: true,
  },
  {
    ...MINUTE,
    noun: "TransformJob",
    title: "transform job",
    arn: arn("transform-job/job"),
    name: "TransformJobName",
    arnMember: "TransformJobArn",
    status: "TransformJobStatus",
    states: MIXED,
    input: transformInput,
    notFound: "ValidationException: Could not find requested job with name: job",
    summaries: "TransformJobSummaries",
    started: "TransformStartTime",
    ended: "TransformEndTime",
  },
];

let account: TestAccount;
beforeEach(async () => {
  account = openAccount();
  await account.call("CreateModel", { ModelName: "model", PrimaryContainer: { Image: "image" } });
  account.time.advance(1_000);
});

describe.each(CASES)("$noun", (given) => {
  const { noun, status, states, waits, runs, stops, started, ended } = given;
  const [waiting, running, completed, stopping, stopped, failed] = states;
  const named = { [given.name]: "job", JobCategory: "AgentRFT" };
  const create = (name = "job", more?: Answer) => account.call(`Create${noun}`, given.input(name, more));
  const describeJob = () => account.call(`Describe${noun}`, named);
  const list = async (filter: Answer = {}) => {
    const answer = await account.call(`List${noun}s`, { JobCategory: "AgentRFT", ...filter });
    return (answer[given.summaries] as Answer[]).map((summary) => summary[given.name]);
  };

  it("waits, runs and completes, and remembers when", async () => {
    const before = account.time.now();
    expect(await create()).toEqual({ [given.arnMember]: given.arn });
    expect(await describeJob()).toMatchObject({ [given.arnMember]: given.arn, [status]: waiting });
    expect((await describeJob()).CreationTime).toEqual(before);
    account.time.advance(waits);
    expect((await describeJob())[status]).toBe(running);
    if (started !== undefined) expect((await describeJob())[started]).toEqual(account.time.now());
    account.time.advance(runs - 1);
    expect((await describeJob())[status]).toBe(running);
    if (ended !== undefined) expect(await describeJob()).not.toHaveProperty(ended);
    account.time.advance(1);
    expect((await describeJob())[status]).toBe(completed);
    if (ended !== undefined) expect((await describeJob())[ended]).toEqual(account.time.now());
  });

  it.each(["while it waits", "while it runs"])("stops %s; stopping it twice changes nothing", async (when) => {
    await create();
    if (when === "while it runs") account.time.advance(waits);
    expect(await account.call(`Stop${noun}`, named)).toEqual(given.stopAnswer ?? {});
    expect((await describeJob())[status]).toBe(stopping);
    account.time.advance(stops - 1);
    await account.call(`Stop${noun}`, named);
    account.time.advance(1);
    expect((await describeJob())[status]).toBe(stopped);
    if (ended !== undefined) expect((await describeJob())[ended]).toEqual(account.time.now());
    account.time.advance(600_000);
    expect((await describeJob())[status]).toBe(stopped);
  });

  it("fails, with the reason", async () => {
    await create();
    account.sagemaker.inspect.fail(given.arn, "ClientError");
    expect(await describeJob()).toMatchObject({ [status]: failed, FailureReason: "ClientError" });
    if (ended !== undefined) expect((await describeJob())[ended]).toEqual(account.time.now());
    account.time.advance(600_000);
    expect((await describeJob())[status]).toBe(failed);
  });

  it.each([completed, stopped, failed])("refuses to stop in status %s", async (end) => {
    await create();
    if (end === stopped) await account.call(`Stop${noun}`, named);
    if (end === failed) account.sagemaker.inspect.fail(given.arn, "oops");
    account.time.advance(600_000);
    expect(await account.refusal(`Stop${noun}`, named)).toBe(
      `ValidationException: The request was rejected because the ${given.title} is in status ${end}.`,
    );
  });

  it("says when there is none", async () => {
    for (const operation of [`Describe${noun}`, `Stop${noun}`]) {
      expect(await account.refusal(operation, named)).toBe(given.notFound);
    }
  });

  it("keeps its name to itself, even when it has ended", async () => {
    await create();
    account.time.advance(600_000);
    expect(await account.refusal(`Create${noun}`, given.input("job"))).toBe(
      `ResourceInUse: Job name must be unique within an AWS account and region, and a job with this name already exists (${given.arn})`,
    );
  });

  it("is listed by name, status and time", async () => {
    for (const name of ["one", "two"]) await create(name);
    account.time.advance(600_000);
    await create("three");
    expect(await list({ SortBy: "Name", SortOrder: "Ascending" })).toEqual(["one", "three", "two"]);
    expect(await list({ NameContains: "T", SortBy: "CreationTime", SortOrder: "Ascending" })).toEqual(["two", "three"]);
    expect(await list({ StatusEquals: waiting })).toEqual(["three"]);
    expect(await list({ CreationTimeBefore: account.time.now(), NameContains: "one" })).toEqual(["one"]);
    const page = await account.call(`List${noun}s`, { JobCategory: "AgentRFT", MaxResults: 2 });
    expect(page[given.summaries]).toHaveLength(2);
    expect(await list({ NextToken: page.NextToken })).toHaveLength(1);
  });

  it("is tagged at creation and later", async () => {
    await create("job", { Tags: [{ Key: "team", Value: "fraud" }] });
    await account.call("AddTags", { ResourceArn: given.arn, Tags: [{ Key: "cost", Value: "1" }] });
    const Tags = [
      { Key: "team", Value: "fraud" },
      { Key: "cost", Value: "1" },
    ];
    expect(await account.call("ListTags", { ResourceArn: given.arn })).toEqual({ Tags });
    expect(((await describeJob()).Tags as unknown) ?? Tags).toEqual(Tags);
  });

  it("refuses names and roles that are none", async () => {
    const refusal = await account.refusal(`Create${noun}`, given.input("no_job"));
    expect(refusal).toContain("ValidationException: 1 validation error detected: Value 'no_job'");
    if (noun === "TransformJob") return;
    expect(await account.refusal(`Create${noun}`, given.input("job", { RoleArn: "role" }))).toContain("at 'roleArn'");
  });

  it("can be deleted only where the API has it, and only when it has ended", async () => {
    const operation = `Delete${noun}`;
    if (given.deleted !== true) {
      expect(operation in account.sagemaker.operations).toBe(noun === "Job");
      return;
    }
    await create();
    expect(await account.refusal(operation, named)).toBe(
      `ValidationException: The request was rejected because the ${given.title} is in status ${waiting}.`,
    );
    account.time.advance(600_000);
    expect(await account.call(operation, named)).toEqual(given.stopAnswer ?? {});
    expect(await account.refusal(`Describe${noun}`, named)).toBe(given.notFound);
    await create();
  });
});
