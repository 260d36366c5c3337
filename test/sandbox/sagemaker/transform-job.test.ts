import { beforeEach, expect, it } from "vitest";
import { arn, openAccount, type TestAccount, VPC } from "./account.ts";
import { transformInput } from "./job-inputs.ts";

const JOB = { TransformJobName: "job" };
const MODEL = { ModelName: "model", PrimaryContainer: { Image: "image" }, VpcConfig: VPC };

let account: TestAccount;
beforeEach(async () => {
  account = openAccount({ quotas: { "transform-job": 2 } });
  await account.call("CreateModel", MODEL);
});

it("needs a model that exists", async () => {
  expect(await account.refusal("CreateTransformJob", transformInput("job", { ModelName: "gone" }))).toBe(
    `ValidationException: Could not find model "${arn("model/gone")}".`,
  );
  expect(account.sagemaker.inspect.resource("transform-job", "job")).toBeUndefined();
});

it("goes on when the model is deleted", async () => {
  await account.call("CreateTransformJob", transformInput("job"));
  account.time.advance(10_000);
  await account.call("DeleteModel", { ModelName: "model" });
  account.time.advance(600_000);
  expect(await account.call("DescribeTransformJob", JOB)).toMatchObject({
    TransformJobStatus: "Completed",
    ModelName: "model",
  });
});

it("says when it was modified last in the list only", async () => {
  await account.call("CreateTransformJob", transformInput("job"));
  expect(await account.call("DescribeTransformJob", JOB)).not.toHaveProperty("LastModifiedTime");
  expect(await account.call("ListTransformJobs")).toMatchObject({
    TransformJobSummaries: [{ LastModifiedTime: account.time.now() }],
  });
});

it("lists the newest first", async () => {
  for (const name of ["one", "two"]) {
    await account.call("CreateTransformJob", transformInput(name));
    account.time.advance(1_000);
  }
  const { TransformJobSummaries } = await account.call("ListTransformJobs");
  expect(TransformJobSummaries).toMatchObject([{ TransformJobName: "two" }, { TransformJobName: "one" }]);
});

it("counts the instances of running jobs against the quota", async () => {
  const TransformResources = { InstanceType: "ml.m5.large", InstanceCount: 2 };
  await account.call("CreateTransformJob", transformInput("one", { TransformResources }));
  expect(await account.refusal("CreateTransformJob", transformInput("two"))).toContain(
    "ResourceLimitExceeded: The account-level service limit 'Number of instances across all transform jobs' is 2 Instances, with current utilization of 2",
  );
  account.time.advance(600_000);
  await account.call("CreateTransformJob", transformInput("two"));
});

it("tells about each state, with the documented members of the description", async () => {
  const Tags = [{ Key: "team", Value: "fraud" }];
  await account.call("CreateTransformJob", transformInput("job", { Tags, Environment: { KEY: "value" } }));
  account.time.advance(10_000);
  await account.call("StopTransformJob", JOB);
  account.time.advance(2_000);
  const events = account.events.filter((event) => event["detail-type"] === "SageMaker Transform Job State Change");
  expect(events.map(({ detail }) => detail.TransformJobStatus)).toEqual(["InProgress", "Stopping", "Stopped"]);
  const { ModelName, TransformInput, TransformOutput, TransformResources } = transformInput("job");
  expect(events.at(-1)).toMatchObject({ source: "aws.sagemaker", resources: [arn("transform-job/job")] });
  expect(events.at(-1)?.detail).toEqual({
    TransformJobName: "job",
    TransformJobArn: arn("transform-job/job"),
    TransformJobStatus: "Stopped",
    ModelName,
    Environment: { KEY: "value" },
    TransformInput,
    TransformOutput,
    TransformResources,
    CreationTime: Date.parse("2026-11-20T09:00:00Z"),
    TransformStartTime: Date.parse("2026-11-20T09:00:05Z"),
    TransformEndTime: Date.parse("2026-11-20T09:00:12Z"),
    Tags: { team: "fraud" },
  });
});
