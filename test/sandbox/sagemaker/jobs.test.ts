import { beforeEach, describe, expect, it } from "vitest";
import { arn, openAccount, processingInput, type TestAccount, trainingInput } from "./account.ts";

const TRAINING = { TrainingJobName: "job" };
const PROCESSING = { ProcessingJobName: "job" };

let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

async function training(): Promise<Record<string, unknown>> {
  return account.call("DescribeTrainingJob", TRAINING);
}

async function processing(): Promise<Record<string, unknown>> {
  return account.call("DescribeProcessingJob", PROCESSING);
}

describe("training job", () => {
  it("goes through its secondary statuses to Completed, and remembers them", async () => {
    expect(await account.call("CreateTrainingJob", trainingInput("job"))).toEqual({
      TrainingJobArn: arn("training-job/job"),
    });
    const seen: unknown[] = [];
    for (const step of [0, 5_000, 2_000, 120_000, 2_000]) {
      account.time.advance(step);
      const { TrainingJobStatus, SecondaryStatus } = await training();
      seen.push([TrainingJobStatus, SecondaryStatus]);
    }
    expect(seen).toEqual([
      ["InProgress", "Starting"],
      ["InProgress", "Downloading"],
      ["InProgress", "Training"],
      ["InProgress", "Uploading"],
      ["Completed", "Completed"],
    ]);
    const description = await training();
    const transitions = description.SecondaryStatusTransitions as { Status: string; StartTime: Date; EndTime: Date }[];
    expect(transitions.map(({ Status }) => Status)).toEqual([
      "Starting",
      "Downloading",
      "Training",
      "Uploading",
      "Completed",
    ]);
    expect(transitions[0]).toMatchObject({ EndTime: transitions[1]?.StartTime });
    expect(transitions.at(-1)).toMatchObject({ EndTime: account.time.now() });
    expect(description).toMatchObject({
      TrainingStartTime: new Date("2026-11-20T09:00:05.000Z"),
      TrainingEndTime: account.time.now(),
      TrainingTimeInSeconds: 124,
      BillableTimeInSeconds: 124,
      ModelArtifacts: { S3ModelArtifacts: "s3://bucket/models/job/output/model.tar.gz" },
    });
  });

  it("waits for capacity when told to", async () => {
    account = openAccount({ speed: { trainingPending: 1_000, trainingDownloading: 0 } });
    await account.call("CreateTrainingJob", trainingInput("job"));
    account.time.advance(5_000);
    expect((await training()).SecondaryStatus).toBe("Pending");
    account.time.advance(1_000);
    expect((await training()).SecondaryStatus).toBe("Training");
  });

  it("is stopped when it exceeds its maximum runtime", async () => {
    const limit = { StoppingCondition: { MaxRuntimeInSeconds: 60 } };
    await account.call("CreateTrainingJob", trainingInput("job", limit));
    account.time.advance(67_000);
    expect(await training()).toMatchObject({
      TrainingJobStatus: "Stopped",
      SecondaryStatus: "MaxRuntimeExceeded",
      TrainingEndTime: account.time.now(),
    });
  });

  it("stops through Stopping; stopping it twice changes nothing", async () => {
    await account.call("CreateTrainingJob", trainingInput("job"));
    account.time.advance(8_000);
    expect(await account.call("StopTrainingJob", TRAINING)).toEqual({});
    expect(await training()).toMatchObject({ TrainingJobStatus: "Stopping", SecondaryStatus: "Stopping" });
    account.time.advance(2_000);
    await account.call("StopTrainingJob", TRAINING);
    account.time.advance(1_000);
    expect(await training()).toMatchObject({ TrainingJobStatus: "Stopped", SecondaryStatus: "Stopped" });
    account.time.advance(600_000);
    expect((await training()).TrainingJobStatus).toBe("Stopped");
  });

  it("is described with explicit booleans and without VpcConfig when none was given", async () => {
    await account.call("CreateTrainingJob", trainingInput("job"));
    const description = await training();
    expect(description).toMatchObject({
      EnableNetworkIsolation: false,
      EnableInterContainerTrafficEncryption: false,
      EnableManagedSpotTraining: false,
    });
    expect(description).not.toHaveProperty("VpcConfig");
    expect(description).not.toHaveProperty("TuningJobArn");
  });

  it("fails, with the reason", async () => {
    await account.call("CreateTrainingJob", trainingInput("job"));
    account.sagemaker.inspect.fail(arn("training-job/job"), "AlgorithmError");
    expect(await training()).toMatchObject({
      TrainingJobStatus: "Failed",
      SecondaryStatus: "Failed",
      FailureReason: "AlgorithmError",
      TrainingEndTime: account.time.now(),
    });
  });

  it("lets remote debugging be updated only while Downloading or Training", async () => {
    await account.call("CreateTrainingJob", trainingInput("job", { RemoteDebugConfig: { EnableRemoteDebug: true } }));
    const update = { ...TRAINING, RemoteDebugConfig: { EnableRemoteDebug: false } };
    expect(await account.refusal("UpdateTrainingJob", update)).toBe(
      "ValidationException: RemoteDebugConfig can be updated only when the SecondaryStatus of the training job is Downloading or Training; it is Starting.",
    );
    expect(await training()).toMatchObject({ RemoteDebugConfig: { EnableRemoteDebug: true } });
    account.time.advance(7_000);
    expect(await account.call("UpdateTrainingJob", update)).toEqual({ TrainingJobArn: arn("training-job/job") });
    expect(await training()).toMatchObject({ RemoteDebugConfig: { EnableRemoteDebug: false } });
  });

  it("is deleted once it has ended; the name is free then", async () => {
    await account.call("CreateTrainingJob", trainingInput("job"));
    expect(await account.refusal("DeleteTrainingJob", TRAINING)).toContain("training job is in status InProgress.");
    account.time.advance(600_000);
    expect(await account.refusal("CreateTrainingJob", trainingInput("job"))).toBe(
      `ResourceInUse: Training job names must be unique within an AWS account and region, and a training job with this name already exists (${arn("training-job/job")})`,
    );
    await account.call("DeleteTrainingJob", TRAINING);
    expect((await training()).TrainingJobStatus).toBe("Deleting");
    account.time.advance(1_000);
    await account.call("CreateTrainingJob", trainingInput("job"));
  });

  it.each(["DescribeTrainingJob", "StopTrainingJob", "UpdateTrainingJob", "DeleteTrainingJob"])(
    "%s of one that does not exist",
    async (operation) => {
      expect(await account.refusal(operation, TRAINING)).toBe("ValidationException: Requested resource not found.");
    },
  );

  it.each([["Completed"], ["Stopped"], ["Failed"]])("refuses to stop in status %s", async (status) => {
    await account.call("CreateTrainingJob", trainingInput("job"));
    if (status === "Stopped") await account.call("StopTrainingJob", TRAINING);
    if (status === "Failed") account.sagemaker.inspect.fail(arn("training-job/job"), "oops");
    account.time.advance(600_000);
    expect(await account.refusal("StopTrainingJob", TRAINING)).toBe(
      `ValidationException: The request was rejected because the training job is in status ${status}.`,
    );
  });

  it("counts the instances of running jobs against the quota", async () => {
    account = openAccount({ quotas: { "training-job": 3 } });
    const two = { InstanceType: "ml.m5.large", VolumeSizeInGB: 10, InstanceCount: 2 };
    await account.call("CreateTrainingJob", trainingInput("job", { ResourceConfig: two }));
    const groups = {
      VolumeSizeInGB: 10,
      InstanceGroups: [
        { InstanceGroupName: "a", InstanceType: "ml.m5.large", InstanceCount: 1 },
        { InstanceGroupName: "b", InstanceType: "ml.m5.large", InstanceCount: 1 },
      ],
    };
    expect(await account.refusal("CreateTrainingJob", trainingInput("more", { ResourceConfig: groups }))).toContain(
      "is 3 Instances, with current utilization of 2 Instances and a request delta of 2 Instances.",
    );
    account.time.advance(600_000);
    await account.call("CreateTrainingJob", trainingInput("more", { ResourceConfig: groups }));
  });

  it.each([
    [{ VpcConfig: { Subnets: ["vpc-1"], SecurityGroupIds: ["sg-1"] } }, "'vpcConfig.subnets.1.member'"],
    [{ RoleArn: "role" }, "'roleArn'"],
    [{ TrainingJobName: "x".repeat(64) }, "Member must have length less than or equal to 63"],
  ])("refuses %j", async (input, message) => {
    expect(await account.refusal("CreateTrainingJob", trainingInput("job", input))).toContain(message);
  });
});

describe("processing job", () => {
  it("runs from InProgress to Completed, starting to compute in between", async () => {
    expect(await account.call("CreateProcessingJob", processingInput("job"))).toEqual({
      ProcessingJobArn: arn("processing-job/job"),
    });
    expect(await processing()).toMatchObject({ ProcessingJobStatus: "InProgress" });
    expect(await processing()).not.toHaveProperty("ProcessingStartTime");
    account.time.advance(5_000);
    expect(await processing()).toMatchObject({ ProcessingStartTime: account.time.now() });
    account.time.advance(60_000);
    expect(await processing()).toMatchObject({
      ProcessingJobStatus: "Completed",
      ProcessingEndTime: account.time.now(),
    });
    expect(await account.refusal("StopProcessingJob", PROCESSING)).toBe(
      "ValidationException: The request was rejected because the processing job is in status Completed.",
    );
  });

  it("stops, and is deleted only then", async () => {
    await account.call("CreateProcessingJob", processingInput("job"));
    expect(await account.refusal("DeleteProcessingJob", PROCESSING)).toContain("is in status InProgress.");
    await account.call("StopProcessingJob", PROCESSING);
    await account.call("StopProcessingJob", PROCESSING);
    expect(await processing()).toMatchObject({ ProcessingJobStatus: "Stopping" });
    account.time.advance(2_000);
    expect(await processing()).toMatchObject({ ProcessingJobStatus: "Stopped" });
    await account.call("DeleteProcessingJob", PROCESSING);
    expect(await account.refusal("DescribeProcessingJob", PROCESSING)).toBe(
      "ValidationException: Could not find requested job with name: job",
    );
  });

  it("keeps its name to itself", async () => {
    await account.call("CreateProcessingJob", processingInput("job"));
    expect(await account.refusal("CreateProcessingJob", processingInput("job"))).toBe(
      `ResourceInUse: Job name must be unique within an AWS account and region, and a job with this name already exists (${arn("processing-job/job")})`,
    );
  });

  it("fails, with the reason", async () => {
    await account.call("CreateProcessingJob", processingInput("job"));
    account.sagemaker.inspect.fail(arn("processing-job/job"), "ClientError");
    expect(await processing()).toMatchObject({
      ProcessingJobStatus: "Failed",
      FailureReason: "ClientError",
      ProcessingEndTime: account.time.now(),
    });
  });
});
