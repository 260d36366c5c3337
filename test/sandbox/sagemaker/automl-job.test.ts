import { beforeEach, describe, expect, it } from "vitest";
import type { ResourceView } from "../../../sandbox/sagemaker/index.ts";
import { arn, openAccount, ROLE, type TestAccount, VPC } from "./account.ts";
import { mismatches, schemaOf } from "./echo.ts";
import { autoMlInput, autoMlV2Input } from "./job-inputs.ts";

type Answer = Record<string, unknown>;

const JOB = { AutoMLJobName: "job" };
const ARN = arn("automl-job/job");
const SECURITY = { VolumeKmsKeyId: "key", EnableInterContainerTrafficEncryption: true, VpcConfig: VPC };
/** What each phase takes: the processing job, and a training job of either kind. */
const [STARTING, PROCESSING, TRAINING] = [3_000, 65_000, 29_000];

let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

async function state(): Promise<unknown[]> {
  const { AutoMLJobStatus, AutoMLJobSecondaryStatus } = await account.call("DescribeAutoMLJobV2", JOB);
  return [AutoMLJobStatus, AutoMLJobSecondaryStatus];
}

function children(kind: "processing-job" | "training-job"): ResourceView[] {
  return account.sagemaker.inspect.resources(kind);
}

function childNames(): string[] {
  return [...children("processing-job"), ...children("training-job")].map(({ name }) =>
    name.replace(/-[0-9a-f]+$/, ""),
  );
}

describe("the run", () => {
  it("goes through its phases, each with children", async () => {
    expect(await account.call("CreateAutoMLJob", autoMlInput("job"))).toEqual({ AutoMLJobArn: ARN });
    const seen = [];
    for (const step of [0, STARTING, PROCESSING, TRAINING, TRAINING]) {
      account.time.advance(step);
      seen.push([...(await state()), childNames().length]);
    }
    expect(seen).toEqual([
      ["InProgress", "Starting", 0],
      ["InProgress", "AnalyzingData", 1],
      ["InProgress", "FeatureEngineering", 2],
      ["InProgress", "ModelTuning", 4],
      ["Completed", "Completed", 4],
    ]);
    expect(childNames()).toEqual(["job-pr-1", "job-dpp0-1", "job-t-1", "job-t-2"]);
    expect(await account.call("DescribeAutoMLJob", JOB)).toMatchObject({ EndTime: account.time.now() });
  });

  it("names its children with no more than 63 characters", async () => {
    await account.call("CreateAutoMLJob", autoMlInput("x".repeat(32)));
    account.time.advance(600_000);
    const names = [...children("processing-job"), ...children("training-job")].map(({ name }) => name.length);
    expect(names.every((length) => length <= 63)).toBe(true);
  });

  it("trains no more candidates than it may", async () => {
    const CompletionCriteria = { MaxCandidates: 1, MaxRuntimePerTrainingJobInSeconds: 600 };
    await account.call("CreateAutoMLJob", autoMlInput("job", { AutoMLJobConfig: { CompletionCriteria } }));
    account.time.advance(600_000);
    expect(childNames()).toEqual(["job-pr-1", "job-dpp0-1", "job-t-1"]);
    expect(children("training-job")[0]?.description).toMatchObject({
      StoppingCondition: { MaxRuntimeInSeconds: 600 },
    });
  });

  it.each([
    ["CreateAutoMLJob", autoMlInput("job", { GenerateCandidateDefinitionsOnly: true })],
    [
      "CreateAutoMLJobV2",
      autoMlV2Input("job", {
        AutoMLProblemTypeConfig: {
          TabularJobConfig: { TargetAttributeName: "label", GenerateCandidateDefinitionsOnly: true },
        },
      }),
    ],
  ])("%s: ends after the analysis when only definitions are wanted", async (operation, input) => {
    await account.call(operation, input);
    account.time.advance(600_000);
    expect(await state()).toEqual(["Completed", "CandidateDefinitionsGenerated"]);
    expect(childNames()).toEqual(["job-pr-1"]);
  });

  it("fails when a phase has no job that completed", async () => {
    await account.call("CreateAutoMLJob", autoMlInput("job"));
    account.time.advance(STARTING);
    account.sagemaker.inspect.fail(children("processing-job")[0]?.arn ?? "", "oops");
    expect(await state()).toEqual(["Failed", "Failed"]);
    expect(await account.call("DescribeAutoMLJob", JOB)).toMatchObject({
      FailureReason: "No job of the stage AnalyzingData has completed.",
      EndTime: account.time.now(),
    });
  });

  it("completes with one candidate when the other fails", async () => {
    await account.call("CreateAutoMLJob", autoMlInput("job"));
    account.time.advance(STARTING + PROCESSING + TRAINING);
    const [, first, second] = children("training-job");
    account.sagemaker.inspect.fail(second?.arn ?? "", "oops");
    account.time.advance(TRAINING);
    expect(await account.call("DescribeAutoMLJob", JOB)).toMatchObject({
      AutoMLJobStatus: "Completed",
      BestCandidate: { CandidateName: first?.name },
    });
  });
});

describe("children", () => {
  it.each([
    ["CreateAutoMLJob", autoMlInput("job", { AutoMLJobConfig: { SecurityConfig: SECURITY } })],
    ["CreateAutoMLJobV2", autoMlV2Input("job", { SecurityConfig: SECURITY })],
  ])("of %s carry its ARN, role, tags and network settings", async (operation, input) => {
    await account.call(operation, { ...input, Tags: [{ Key: "team", Value: "fraud" }] });
    account.time.advance(600_000);
    const own = { AutoMLJobArn: ARN, RoleArn: ROLE };
    const network = { VpcConfig: VPC, EnableInterContainerTrafficEncryption: true };
    expect(children("processing-job")).toMatchObject([
      { description: { ...own, NetworkConfig: network }, tags: { team: "fraud" } },
    ]);
    expect(children("training-job")).toHaveLength(3);
    for (const child of children("training-job")) {
      expect(child).toMatchObject({ description: { ...own, ...network }, tags: { team: "fraud" } });
      expect(child.description).toMatchObject({ ResourceConfig: { VolumeKmsKeyId: "key" } });
    }
  });

  it("have no network settings when it has none", async () => {
    await account.call("CreateAutoMLJob", autoMlInput("job"));
    account.time.advance(600_000);
    expect(children("processing-job")[0]?.description).not.toHaveProperty("NetworkConfig");
    expect(children("training-job")[0]?.description).not.toHaveProperty("VpcConfig");
  });

  it("are described in the SDK's terms", async () => {
    await account.call("CreateAutoMLJob", autoMlInput("job", { AutoMLJobConfig: { SecurityConfig: SECURITY } }));
    account.time.advance(600_000);
    for (const { description } of children("processing-job")) {
      expect(mismatches(schemaOf("DescribeProcessingJob", "output"), description, "")).toEqual([]);
    }
    for (const { description } of children("training-job")) {
      expect(mismatches(schemaOf("DescribeTrainingJob", "output"), description, "")).toEqual([]);
    }
  });
});

describe("stopping", () => {
  it("stops at once what has launched nothing yet", async () => {
    await account.call("CreateAutoMLJob", autoMlInput("job"));
    expect(await account.call("StopAutoMLJob", JOB)).toEqual({});
    expect(await state()).toEqual(["Stopping", "Stopping"]);
    account.time.advance(2_000);
    expect(await state()).toEqual(["Stopped", "Stopped"]);
    account.time.advance(600_000);
    expect(childNames()).toEqual([]);
  });

  it.each([
    ["processing", STARTING],
    ["training", STARTING + PROCESSING + TRAINING],
  ])("stops its %s jobs too, and is stopped when they are", async (kind, passed) => {
    await account.call("CreateAutoMLJobV2", autoMlV2Input("job"));
    account.time.advance(passed + 6_000);
    const launched = childNames();
    await account.call("StopAutoMLJob", JOB);
    await account.call("StopAutoMLJob", JOB);
    account.time.advance(1_000);
    expect(await state()).toEqual(["Stopping", "Stopping"]);
    account.time.advance(2_000);
    expect(await state()).toEqual(["Stopped", "Stopped"]);
    expect(await account.call("DescribeAutoMLJobV2", JOB)).toHaveProperty("EndTime");
    expect(children(kind === "processing" ? "processing-job" : "training-job").at(-1)?.state).toContain("Stopped");
    account.time.advance(600_000);
    expect(childNames()).toEqual(launched);
  });

  it.each(["Completed", "Stopped", "Failed"])("is refused in status %s", async (status) => {
    await account.call("CreateAutoMLJob", autoMlInput("job"));
    if (status === "Stopped") await account.call("StopAutoMLJob", JOB);
    if (status === "Failed") account.sagemaker.inspect.fail(ARN, "oops");
    account.time.advance(600_000);
    expect(await account.refusal("StopAutoMLJob", JOB)).toBe(
      `ValidationException: The request was rejected because the AutoML job is in status ${status}.`,
    );
  });
});

describe("the versions of the API", () => {
  it("share names, lists and tags", async () => {
    const Tags = [{ Key: "team", Value: "fraud" }];
    await account.call("CreateAutoMLJob", autoMlInput("job"));
    await account.call("CreateAutoMLJobV2", autoMlV2Input("other", { Tags }));
    expect(await account.refusal("CreateAutoMLJobV2", autoMlV2Input("job"))).toContain(`already exists (${ARN})`);
    expect(await account.call("ListTags", { ResourceArn: arn("automl-job/other") })).toEqual({ Tags });
    expect(await account.call("ListAutoMLJobs")).toMatchObject({
      AutoMLJobSummaries: [{ AutoMLJobName: "other" }, { AutoMLJobName: "job", AutoMLJobSecondaryStatus: "Starting" }],
    });
  });

  it("V2 describes jobs of both, V1 its own only", async () => {
    const AutoMLJobConfig = { SecurityConfig: SECURITY, CompletionCriteria: { MaxCandidates: 1 } };
    await account.call("CreateAutoMLJob", autoMlInput("job", { AutoMLJobConfig }));
    await account.call("CreateAutoMLJobV2", autoMlV2Input("other"));
    const described = await account.call("DescribeAutoMLJobV2", JOB);
    expect(described).toMatchObject({
      AutoMLJobArn: ARN,
      AutoMLProblemTypeConfigName: "Tabular",
      AutoMLProblemTypeConfig: {
        TabularJobConfig: { TargetAttributeName: "label", CompletionCriteria: { MaxCandidates: 1 } },
      },
      SecurityConfig: SECURITY,
    });
    expect(mismatches(schemaOf("DescribeAutoMLJobV2", "output"), described, "")).toEqual([]);
    expect(await account.refusal("DescribeAutoMLJob", { AutoMLJobName: "other" })).toBe(
      "ValidationException: The AutoML job other was created by CreateAutoMLJobV2. Use DescribeAutoMLJobV2 to describe it.",
    );
  });

  it.each(["DescribeAutoMLJob", "DescribeAutoMLJobV2", "StopAutoMLJob", "ListCandidatesForAutoMLJob"])(
    "%s of one that does not exist",
    async (operation) => {
      expect(await account.refusal(operation, JOB)).toBe("ResourceNotFound: Could not find AutoML job with name: job");
    },
  );

  it.each([
    [{ AutoMLJobName: "x".repeat(33) }, "Member must have length less than or equal to 32"],
    [{ RoleArn: "role" }, "'roleArn'"],
    [
      { AutoMLJobConfig: { SecurityConfig: { VpcConfig: { Subnets: ["vpc-1"], SecurityGroupIds: ["sg-1"] } } } },
      "'autoMLJobConfig.securityConfig.vpcConfig.subnets.1.member'",
    ],
  ])("refuses %j", async (more, message) => {
    expect(await account.refusal("CreateAutoMLJob", autoMlInput("job", more))).toContain(message);
  });
});

it("lists its candidates, the last one being the best", async () => {
  await account.call("CreateAutoMLJob", autoMlInput("job"));
  account.time.advance(STARTING + PROCESSING + TRAINING);
  const list = async (filter: Answer = {}) => account.call("ListCandidatesForAutoMLJob", { ...JOB, ...filter });
  expect(await list()).toMatchObject({
    Candidates: [{ CandidateStatus: "InProgress", ObjectiveStatus: "Pending" }, {}],
  });
  account.time.advance(600_000);
  const best = { SortBy: "FinalObjectiveMetricValue", SortOrder: "Descending", MaxResults: 1 };
  const answer = await list(best);
  const { BestCandidate } = await account.call("DescribeAutoMLJob", JOB);
  expect(answer.Candidates).toEqual([BestCandidate]);
  expect(mismatches(schemaOf("ListCandidatesForAutoMLJob", "output"), answer, "")).toEqual([]);
  expect(BestCandidate).toMatchObject({ CandidateStatus: "Completed", ObjectiveStatus: "Succeeded" });
  expect((BestCandidate as { CandidateSteps: unknown[] }).CandidateSteps).toMatchObject([
    { CandidateStepType: "AWS::SageMaker::ProcessingJob" },
    { CandidateStepType: "AWS::SageMaker::TrainingJob" },
    { CandidateStepType: "AWS::SageMaker::TrainingJob", CandidateStepName: children("training-job").at(-1)?.name },
  ]);
  const { CandidateName } = BestCandidate as { CandidateName: string };
  expect(await list({ CandidateNameEquals: CandidateName })).toMatchObject({ Candidates: [{ CandidateName }] });
});
