import { beforeEach, describe, expect, it } from "vitest";
import { arn, openAccount, ROLE, type TestAccount } from "./account.ts";
import { fitting } from "./fitting.ts";
import { createConfig, createEndpoint } from "./hosting-inputs.ts";

/** All refusals of experiments are in our words; their codes are those that the SDK models. */
const NAME = { Name: "shadow" };
const ARN = arn("inference-experiment/shadow");

function variant(VariantName: string, ModelName: string): object {
  const RealTimeInferenceConfig = { InstanceType: "ml.m5.large", InstanceCount: 1 };
  return {
    VariantName,
    ModelName,
    InfrastructureConfig: { InfrastructureType: "RealTimeInference", RealTimeInferenceConfig },
  };
}

const INPUT = {
  ...NAME,
  Type: "ShadowMode",
  RoleArn: ROLE,
  EndpointName: "host",
  ModelVariants: [variant("production", "old"), variant("shadow", "new")],
  ShadowModeConfig: {
    SourceModelVariantName: "production",
    ShadowModelVariants: [{ ShadowModelVariantName: "shadow", SamplingPercentage: 50 }],
  },
};
const TOMORROW = new Date("2026-11-21T09:00:00.000Z");
const IN_TWO_DAYS = new Date("2026-11-22T09:00:00.000Z");
const DAY = 86_400_000;

let account: TestAccount;
beforeEach(async () => {
  account = openAccount();
  await createConfig(account, "old");
  await createConfig(account, "new");
  await createEndpoint(account, "host", "old");
});

async function status(): Promise<unknown> {
  return (await account.call("DescribeInferenceExperiment", NAME)).Status;
}

it("starts at once and runs for a week when it has no schedule", async () => {
  expect(await account.call("CreateInferenceExperiment", INPUT)).toEqual({ InferenceExperimentArn: ARN });
  expect(await fitting(account, "DescribeInferenceExperiment", NAME)).toMatchObject({
    Status: "Creating",
    EndpointMetadata: { EndpointName: "host", EndpointConfigName: "old", EndpointStatus: "InService" },
    ModelVariants: [{ ModelName: "old", Status: "Creating" }, { ModelName: "new" }],
  });
  account.time.advance(2_000);
  expect(await status()).toBe("Starting");
  account.time.advance(2_000);
  expect(await account.call("DescribeInferenceExperiment", NAME)).toMatchObject({
    Status: "Running",
    ModelVariants: [{ Status: "InService" }, { Status: "InService" }],
  });
  account.time.advance(7 * DAY);
  expect(await fitting(account, "DescribeInferenceExperiment", NAME)).toMatchObject({
    Status: "Completed",
    CompletionTime: account.time.now(),
  });
});

describe("with a schedule", () => {
  beforeEach(async () => {
    const Schedule = { StartTime: TOMORROW, EndTime: IN_TWO_DAYS };
    await account.call("CreateInferenceExperiment", { ...INPUT, Schedule });
    account.time.advance(2_000);
  });

  it("waits for its start, and ends in time", async () => {
    expect(await status()).toBe("Created");
    account.time.advance(DAY);
    expect(await status()).toBe("Running");
    account.time.advance(DAY);
    expect(await status()).toBe("Completed");
  });

  it("is started early", async () => {
    await account.call("StartInferenceExperiment", NAME);
    expect(await status()).toBe("Starting");
    account.time.advance(2_000);
    expect(await status()).toBe("Running");
    expect(await account.refusal("StartInferenceExperiment", NAME)).toBe(
      `ConflictException: Unable to start inference experiment [${ARN}] in Running status.`,
    );
  });

  it("waits on after an update, and takes a new start", async () => {
    await account.call("UpdateInferenceExperiment", {
      ...NAME,
      Description: "d",
      Schedule: { StartTime: IN_TWO_DAYS },
    });
    expect(await status()).toBe("Updating");
    account.time.advance(DAY + 4_000);
    expect(await fitting(account, "DescribeInferenceExperiment", NAME)).toMatchObject({
      Status: "Created",
      Description: "d",
      Schedule: { StartTime: IN_TWO_DAYS, EndTime: IN_TWO_DAYS },
    });
  });

  it("is stopped before it starts", async () => {
    await account.call("StopInferenceExperiment", { ...NAME, ModelVariantActions: {}, DesiredState: "Cancelled" });
    account.time.advance(2_000);
    expect(await status()).toBe("Cancelled");
  });
});

it("is stopped with a reason, and deleted only afterwards", async () => {
  await account.call("CreateInferenceExperiment", INPUT);
  account.time.advance(4_000);
  expect(await account.refusal("DeleteInferenceExperiment", NAME)).toBe(
    `ConflictException: Unable to delete inference experiment [${ARN}] in Running status.`,
  );
  await account.call("StopInferenceExperiment", { ...NAME, ModelVariantActions: {}, Reason: "enough" });
  expect(await status()).toBe("Stopping");
  account.time.advance(2_000);
  expect(await account.call("DescribeInferenceExperiment", NAME)).toMatchObject({
    Status: "Completed",
    StatusReason: "enough",
  });
  expect(await account.refusal("StopInferenceExperiment", { ...NAME, ModelVariantActions: {} })).toContain("Conflict");
  expect(await account.call("DeleteInferenceExperiment", NAME)).toEqual({ InferenceExperimentArn: ARN });
  expect(await account.refusal("DescribeInferenceExperiment", NAME)).toBe(
    `ResourceNotFound: Inference experiment [${ARN}] does not exist.`,
  );
});

it("is cancelled, with the reason, when it fails", async () => {
  await account.call("CreateInferenceExperiment", INPUT);
  account.sagemaker.inspect.fail(ARN, "no capacity");
  expect(await fitting(account, "DescribeInferenceExperiment", NAME)).toMatchObject({
    Status: "Cancelled",
    StatusReason: "no capacity",
    CompletionTime: account.time.now(),
  });
});

it("keeps its start once it runs", async () => {
  await account.call("CreateInferenceExperiment", INPUT);
  account.time.advance(4_000);
  expect(await account.refusal("UpdateInferenceExperiment", { ...NAME, Schedule: { StartTime: TOMORROW } })).toBe(
    "ValidationException: Only the end of the schedule of a running inference experiment can be updated.",
  );
  await account.call("UpdateInferenceExperiment", { ...NAME, Schedule: { EndTime: TOMORROW } });
  account.time.advance(2_000);
  expect(await status()).toBe("Running");
  account.time.advance(DAY);
  expect(await status()).toBe("Completed");
});

it.each([
  [{ EndpointName: "none" }, `ValidationException: Could not find endpoint "${arn("endpoint/none")}".`],
  [
    { ModelVariants: [variant("production", "none"), variant("shadow", "new")] },
    `ValidationException: Could not find model "${arn("model/none")}".`,
  ],
  [
    { ModelVariants: [variant("production", "old")] },
    "ValidationException: ShadowModeConfig names the variant shadow, which is not in ModelVariants.",
  ],
])("refuses %j", async (input, message) => {
  expect(await account.refusal("CreateInferenceExperiment", { ...INPUT, ...input })).toBe(message);
});

it("refuses a second one of its name, and is listed", async () => {
  await account.call("CreateInferenceExperiment", INPUT);
  expect(await account.refusal("CreateInferenceExperiment", INPUT)).toBe(
    `ResourceInUse: Inference experiment [${ARN}] already exists.`,
  );
  const { InferenceExperiments } = await fitting(account, "ListInferenceExperiments", { Type: "ShadowMode" });
  expect(InferenceExperiments).toMatchObject([{ Name: "shadow", Status: "Creating" }]);
});
