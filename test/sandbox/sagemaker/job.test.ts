import { beforeEach, expect, it } from "vitest";
import { arn, openAccount, type TestAccount } from "./account.ts";
import { jobInput } from "./job-inputs.ts";

const JOB = { JobName: "job", JobCategory: "AgentRFT" };
const EVALUATION = { JobCategory: "AgentRFTEvaluation" };

let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

it("is known by its name and category", async () => {
  await account.call("CreateJob", jobInput("job"));
  expect(await account.refusal("DescribeJob", { ...JOB, ...EVALUATION })).toBe(
    "ResourceNotFound: Could not find job of category AgentRFTEvaluation with name: job",
  );
  expect(await account.refusal("StopJob", { ...JOB, ...EVALUATION })).toContain("ResourceNotFound");
  expect(await account.refusal("CreateJob", jobInput("job", EVALUATION))).toContain(
    `already exists (${arn("job/AgentRFT/job")})`,
  );
});

it("is listed within its category", async () => {
  await account.call("CreateJob", jobInput("train"));
  expect(await account.call("CreateJob", jobInput("evaluate", EVALUATION))).toEqual({
    JobArn: arn("job/AgentRFTEvaluation/evaluate"),
  });
  const { JobSummaries } = await account.call("ListJobs", EVALUATION);
  expect(JobSummaries).toMatchObject([{ JobName: "evaluate", JobSecondaryStatus: "Starting" }]);
});

it("keeps its document as the text that was given", async () => {
  const JobConfigDocument = '{ "VpcConfig": {"Subnets": ["subnet-1a"]},  "n": 1.0 }';
  await account.call("CreateJob", jobInput("job", { JobConfigDocument }));
  expect((await account.call("DescribeJob", JOB)).JobConfigDocument).toBe(JobConfigDocument);
});

it.each([
  [{ JobConfigDocument: "{" }, "ValidationException: JobConfigDocument is not valid JSON."],
  [{ JobConfigSchemaVersion: "1" }, "at 'jobConfigSchemaVersion' failed to satisfy constraint"],
  [{ JobCategory: "Other" }, "Member must satisfy enum value set: [AgentRFT, AgentRFTEvaluation]"],
])("refuses %j", async (more, message) => {
  expect(await account.refusal("CreateJob", jobInput("job", more))).toContain(message);
});

it.each([
  ["AgentRFT", "Training"],
  ["AgentRFTEvaluation", "Evaluating"],
])("remembers its secondary statuses: a job of category %s is %s", async (JobCategory, running) => {
  await account.call("CreateJob", jobInput("job", { JobCategory }));
  account.time.advance(600_000);
  const described = await account.call("DescribeJob", { JobName: "job", JobCategory });
  const at = (seconds: number) => new Date(Date.parse("2026-11-20T09:00:00Z") + seconds * 1_000);
  expect(described).toMatchObject({ JobStatus: "Completed", SecondaryStatus: "Completed", EndTime: at(125) });
  expect(described.SecondaryStatusTransitions).toEqual([
    { Status: "Starting", StartTime: at(0), EndTime: at(5) },
    { Status: running, StartTime: at(5), EndTime: at(125) },
    { Status: "Completed", StartTime: at(125), EndTime: at(125) },
  ]);
});

it("fails with its secondary status", async () => {
  await account.call("CreateJob", jobInput("job"));
  account.sagemaker.inspect.fail(arn("job/AgentRFT/job"), "ClientError");
  expect(await account.call("DescribeJob", JOB)).toMatchObject({ JobStatus: "Failed", SecondaryStatus: "Failed" });
});

it("is deleted once it has ended, and can be deleted twice meanwhile", async () => {
  await account.call("CreateJob", jobInput("job"));
  expect(await account.refusal("DeleteJob", JOB)).toBe(
    "ResourceInUse: The job job is running. Stop it before you delete it.",
  );
  await account.call("StopJob", JOB);
  account.time.advance(2_000);
  expect(await account.call("DeleteJob", JOB)).toEqual({});
  expect(await account.call("DescribeJob", JOB)).toMatchObject({ JobStatus: "Deleting", SecondaryStatus: "Deleting" });
  account.time.advance(500);
  await account.call("DeleteJob", JOB);
  expect(await account.refusal("StopJob", JOB)).toContain("the job is in status Deleting.");
  account.time.advance(500);
  expect(await account.refusal("DescribeJob", JOB)).toContain("ResourceNotFound");
});

it("has one schema version for each category", async () => {
  const category = { JobCategory: "AgentRFT" };
  expect(await account.call("ListJobSchemaVersions", category)).toEqual({
    JobConfigSchemas: [{ JobConfigSchemaVersion: "1.0.0" }],
  });
  expect(await account.call("DescribeJobSchemaVersion", category)).toEqual({
    ...category,
    JobConfigSchemaVersion: "1.0.0",
    JobConfigSchema: '{"type":"object"}',
  });
  expect(await account.refusal("DescribeJobSchemaVersion", { ...category, JobConfigSchemaVersion: "9.0.0" })).toBe(
    "ResourceNotFound: Could not find schema version 9.0.0 of job category AgentRFT.",
  );
});
