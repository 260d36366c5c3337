import { beforeEach, describe, expect, it } from "vitest";
import { arn, openAccount, ROLE, type TestAccount, VPC } from "./account.ts";
import { fitting } from "./fitting.ts";
import { definitionInput, inlineConfig, MONITOR_IMAGE } from "./monitoring-inputs.ts";

/** "Monitoring schedule in status …" is the service's; the other refusals are in our words. */
const NAME = { MonitoringScheduleName: "hourly" };
const ARN = arn("monitoring-schedule/hourly");
const NETWORK = { EnableNetworkIsolation: true, VpcConfig: VPC };
const HOUR = 3_600_000;

let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

async function create(config: Record<string, unknown> = inlineConfig()): Promise<void> {
  await account.call("CreateMonitoringSchedule", { ...NAME, MonitoringScheduleConfig: config });
  account.time.advance(1_000);
}

async function status(): Promise<unknown> {
  return (await account.call("DescribeMonitoringSchedule", NAME)).MonitoringScheduleStatus;
}

function jobs() {
  return account.sagemaker.inspect.resources("processing-job").map((job) => job.description);
}

it("goes from Pending to Scheduled, is stopped, started, updated and deleted", async () => {
  const input = { ...NAME, MonitoringScheduleConfig: inlineConfig({ NetworkConfig: NETWORK }) };
  expect(await account.call("CreateMonitoringSchedule", input)).toEqual({ MonitoringScheduleArn: ARN });
  expect(await fitting(account, "DescribeMonitoringSchedule", NAME)).toEqual({
    ...input,
    MonitoringScheduleArn: ARN,
    MonitoringScheduleStatus: "Pending",
    MonitoringType: "DataQuality",
    EndpointName: "host",
    CreationTime: account.time.now(),
    LastModifiedTime: account.time.now(),
  });
  account.time.advance(1_000);
  expect(await status()).toBe("Scheduled");
  await account.call("StopMonitoringSchedule", NAME);
  expect(await status()).toBe("Pending");
  account.time.advance(1_000);
  expect(await status()).toBe("Stopped");
  await account.call("StartMonitoringSchedule", NAME);
  account.time.advance(1_000);
  expect(await status()).toBe("Scheduled");
  const changed = inlineConfig({ NetworkConfig: { EnableNetworkIsolation: false } });
  expect(await account.call("UpdateMonitoringSchedule", { ...NAME, MonitoringScheduleConfig: changed })).toEqual({
    MonitoringScheduleArn: ARN,
  });
  account.time.advance(1_000);
  expect(await account.call("DescribeMonitoringSchedule", NAME)).toMatchObject({
    MonitoringScheduleStatus: "Scheduled",
    MonitoringScheduleConfig: changed,
  });
  await account.call("DeleteMonitoringSchedule", NAME);
  expect(await account.refusal("DescribeMonitoringSchedule", NAME)).toBe(
    `ResourceNotFound: Monitoring schedule [${ARN}] does not exist.`,
  );
});

describe("while it is scheduled", () => {
  it("starts a processing job each period, with its network", async () => {
    await create(inlineConfig({ NetworkConfig: NETWORK, Environment: { A: "b" } }));
    expect(jobs()).toEqual([]);
    account.time.advance(HOUR);
    expect(jobs()).toMatchObject([
      {
        ProcessingJobName: expect.stringMatching(/^model-monitoring-202611201000-[0-9a-f]{24}$/),
        ProcessingJobStatus: "InProgress",
        MonitoringScheduleArn: ARN,
        NetworkConfig: NETWORK,
        RoleArn: ROLE,
        AppSpecification: { ImageUri: MONITOR_IMAGE },
        Environment: { A: "b" },
      },
    ]);
    const described = await fitting(account, "DescribeProcessingJob", {
      ProcessingJobName: jobs()[0]?.ProcessingJobName,
    });
    expect(described).toMatchObject({ MonitoringScheduleArn: ARN });
    account.time.advance(HOUR);
    expect(jobs()).toHaveLength(2);
  });

  it("says how its last execution went", async () => {
    await create();
    account.time.advance(HOUR);
    const running = await fitting(account, "DescribeMonitoringSchedule", NAME);
    expect(running.LastMonitoringExecutionSummary).toMatchObject({
      MonitoringScheduleName: "hourly",
      MonitoringExecutionStatus: "InProgress",
      ProcessingJobArn: jobs()[0]?.ProcessingJobArn,
      EndpointName: "host",
    });
    account.sagemaker.inspect.fail(String(jobs()[0]?.ProcessingJobArn), "no data");
    const failed = await fitting(account, "DescribeMonitoringSchedule", NAME);
    expect(failed.LastMonitoringExecutionSummary).toMatchObject({
      MonitoringExecutionStatus: "Failed",
      FailureReason: "no data",
    });
  });

  it("runs once, at once, when it says NOW", async () => {
    await create(inlineConfig({}, "NOW"));
    expect(jobs()).toHaveLength(1);
    account.time.advance(5 * HOUR);
    expect(jobs()).toHaveLength(1);
  });

  it("runs a definition as it is then, and fails when that is gone", async () => {
    const named = { MonitoringJobDefinitionName: "watch", MonitoringType: "ModelBias" };
    await account.call(
      "CreateModelBiasJobDefinition",
      definitionInput("ModelBias", "watch", { NetworkConfig: NETWORK }),
    );
    await create(named);
    expect(await fitting(account, "DescribeMonitoringSchedule", NAME)).toMatchObject({
      MonitoringScheduleConfig: named,
      MonitoringType: "ModelBias",
      EndpointName: "host",
    });
    account.time.advance(HOUR);
    expect(jobs()).toMatchObject([{ MonitoringScheduleArn: ARN, NetworkConfig: NETWORK, RoleArn: ROLE }]);
    await account.call("DeleteModelBiasJobDefinition", { JobDefinitionName: "watch" });
    account.time.advance(HOUR);
    expect(jobs()).toHaveLength(1);
    const { LastMonitoringExecutionSummary } = await account.call("DescribeMonitoringSchedule", NAME);
    expect(LastMonitoringExecutionSummary).toMatchObject({
      MonitoringExecutionStatus: "Failed",
      FailureReason: expect.stringContaining("does not exist"),
      MonitoringJobDefinitionName: "watch",
    });
  });

  it("starts no more once it is stopped, deleted or failed", async () => {
    await create();
    await account.call("StopMonitoringSchedule", NAME);
    account.time.advance(3 * HOUR);
    await account.call("StartMonitoringSchedule", NAME);
    account.time.advance(1_000);
    account.sagemaker.inspect.fail(ARN, "broken");
    account.time.advance(3 * HOUR);
    await account.call("DeleteMonitoringSchedule", NAME);
    account.time.advance(3 * HOUR);
    expect(jobs()).toEqual([]);
  });
});

it("stays stopped when it is updated then", async () => {
  await create();
  await account.call("StopMonitoringSchedule", NAME);
  account.time.advance(1_000);
  await account.call("UpdateMonitoringSchedule", { ...NAME, MonitoringScheduleConfig: inlineConfig() });
  account.time.advance(1_000);
  expect(await status()).toBe("Stopped");
});

it.each([
  ["StopMonitoringSchedule", {}],
  ["StartMonitoringSchedule", {}],
  ["DeleteMonitoringSchedule", {}],
  ["UpdateMonitoringSchedule", { MonitoringScheduleConfig: inlineConfig() }],
])("refuses %s while it is Pending", async (operation, input) => {
  await account.call("CreateMonitoringSchedule", { ...NAME, MonitoringScheduleConfig: inlineConfig() });
  expect(await account.refusal(operation, { ...NAME, ...input })).toBe(
    "ValidationException: Monitoring schedule in status Pending",
  );
});

it("is neither changed nor deleted while a job of it runs", async () => {
  await create();
  account.time.advance(HOUR);
  const busy = `ValidationException: Monitoring schedule [${ARN}] has executions in progress.`;
  expect(await account.refusal("DeleteMonitoringSchedule", NAME)).toBe(busy);
  expect(await account.refusal("UpdateMonitoringSchedule", { ...NAME, MonitoringScheduleConfig: inlineConfig() })).toBe(
    busy,
  );
  account.time.advance(600_000);
  await account.call("DeleteMonitoringSchedule", NAME);
});

it.each([
  [{}, "ValidationException: Exactly one of MonitoringJobDefinition and MonitoringJobDefinitionName must be given."],
  [
    { ...inlineConfig(), MonitoringJobDefinitionName: "watch" },
    "ValidationException: Exactly one of MonitoringJobDefinition and MonitoringJobDefinitionName must be given.",
  ],
  [
    { MonitoringJobDefinitionName: "watch" },
    "ValidationException: MonitoringType is required with MonitoringJobDefinitionName.",
  ],
  [
    { MonitoringJobDefinitionName: "watch", MonitoringType: "ModelQuality" },
    `ResourceNotFound: Model quality job definition [${arn("model-quality-job-definition/watch")}] does not exist.`,
  ],
])("refuses %j", async (config, message) => {
  const input = { ...NAME, MonitoringScheduleConfig: config };
  expect(await account.refusal("CreateMonitoringSchedule", input)).toBe(message);
});

it("refuses a second one of its name, and is listed by endpoint, definition and type", async () => {
  await create();
  const input = { ...NAME, MonitoringScheduleConfig: inlineConfig() };
  expect(await account.refusal("CreateMonitoringSchedule", input)).toBe(
    `ResourceInUse: Monitoring schedule [${ARN}] already exists.`,
  );
  const { MonitoringScheduleSummaries } = await fitting(account, "ListMonitoringSchedules", { EndpointName: "host" });
  expect(MonitoringScheduleSummaries).toMatchObject([{ ...NAME, MonitoringScheduleStatus: "Scheduled" }]);
  const others = [
    { EndpointName: "other" },
    { MonitoringJobDefinitionName: "x" },
    { MonitoringTypeEquals: "ModelBias" },
  ];
  for (const filter of others) {
    expect(await account.call("ListMonitoringSchedules", filter)).toEqual({ MonitoringScheduleSummaries: [] });
  }
});

it("sends an event for each state", async () => {
  await create();
  await account.call("StopMonitoringSchedule", NAME);
  account.time.advance(1_000);
  expect(account.events.map((event) => event["detail-type"])).toEqual(
    Array.from({ length: 4 }, () => "SageMaker Monitoring Schedule State Change"),
  );
  expect(account.events.map((event) => event.detail.MonitoringScheduleStatus)).toEqual([
    "Pending",
    "Scheduled",
    "Pending",
    "Stopped",
  ]);
  expect(account.events[0]).toMatchObject({ resources: [ARN], detail: { MonitoringScheduleName: "hourly" } });
});
