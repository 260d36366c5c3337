import { beforeEach, describe, expect, it } from "vitest";
import {
  arn,
  domainInput,
  notebookInput,
  openAccount,
  processingInput,
  ROLE,
  type TestAccount,
  trainingInput,
  tuningInput,
  VPC,
} from "./account.ts";

let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

function states(detailType: string, member: string): unknown[] {
  return account.events.filter((event) => event["detail-type"] === detailType).map((event) => event.detail[member]);
}

it("tells about a notebook as the service does: epoch milliseconds, tags as a map, no RootAccess", async () => {
  const network = { SubnetId: "subnet-1a", SecurityGroupIds: ["sg-1a"] };
  const Tags = [{ Key: "team", Value: "fraud" }];
  await account.call("CreateNotebookInstance", notebookInput("Demo", { ...network, Tags }));
  expect(account.events).toEqual([
    {
      version: "0",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      "detail-type": "SageMaker Notebook Instance State Change",
      source: "aws.sagemaker",
      account: "111122223333",
      time: "2026-11-20T09:00:00Z",
      region: "eu-west-1",
      resources: [arn("notebook-instance/demo")],
      detail: {
        NotebookInstanceArn: arn("notebook-instance/demo"),
        NotebookInstanceName: "Demo",
        NotebookInstanceStatus: "Pending",
        InstanceType: "ml.t3.medium",
        SubnetId: "subnet-1a",
        SecurityGroups: ["sg-1a"],
        RoleArn: ROLE,
        NetworkInterfaceId: expect.stringMatching(/^eni-/),
        LastModifiedTime: Date.parse("2026-11-20T09:00:00Z"),
        CreationTime: Date.parse("2026-11-20T09:00:00Z"),
        DirectInternetAccess: "Enabled",
        Tags: { team: "fraud" },
      },
    },
  ]);
});

it("sends one event for each state", async () => {
  const name = { NotebookInstanceName: "Demo" };
  await account.call("CreateNotebookInstance", notebookInput("Demo"));
  account.time.advance(4_000);
  await account.call("StopNotebookInstance", name);
  account.time.advance(3_000);
  await account.call("DeleteNotebookInstance", name);
  account.time.advance(2_000);
  expect(states("SageMaker Notebook Instance State Change", "NotebookInstanceStatus")).toEqual([
    "Pending",
    "InService",
    "Stopping",
    "Stopped",
    "Deleting",
  ]);
  expect(account.happenings.map((happening) => happening.title)).toEqual([
    "notebook-instance Demo is Pending",
    "notebook-instance Demo is InService",
    "notebook-instance Demo is Stopping",
    "notebook-instance Demo is Stopped",
    "notebook-instance Demo is Deleting",
    "notebook-instance Demo is gone",
  ]);
});

describe("other kinds", () => {
  it("training jobs, with each secondary status, the network and the transitions", async () => {
    await account.call("CreateTrainingJob", trainingInput("job", { VpcConfig: VPC, EnableNetworkIsolation: true }));
    account.time.advance(600_000);
    const type = "SageMaker Training Job State Change";
    expect(states(type, "SecondaryStatus")).toEqual(["Starting", "Downloading", "Training", "Uploading", "Completed"]);
    expect(account.events.at(-1)?.detail).toMatchObject({
      TrainingJobStatus: "Completed",
      VpcConfig: VPC,
      TrainingEndTime: expect.any(Number),
      SecondaryStatusTransitions: expect.arrayContaining([
        expect.objectContaining({ Status: "Training", StartTime: expect.any(Number) }),
      ]),
    });
  });

  it("processing jobs", async () => {
    const NetworkConfig = { VpcConfig: VPC, EnableNetworkIsolation: true };
    await account.call("CreateProcessingJob", processingInput("job", { NetworkConfig, Environment: { TOKEN: "s" } }));
    account.time.advance(600_000);
    const type = "SageMaker Processing Job State Change";
    expect(states(type, "ProcessingJobStatus")).toEqual(["InProgress", "Completed"]);
    expect(states(type, "NetworkConfig")[0]).toEqual(NetworkConfig);
    expect(states(type, "Environment")[0]).toBeUndefined();
  });

  it("tuning jobs, and the training jobs they launch", async () => {
    await account.call("CreateHyperParameterTuningJob", tuningInput("search"));
    account.time.advance(600_000);
    const type = "SageMaker HyperParameter Tuning Job State Change";
    expect(states(type, "HyperParameterTuningJobStatus")).toEqual(["InProgress", "Completed"]);
    expect(states(type, "TrainingJobStatusCounters")[1]).toMatchObject({ Completed: 3 });
    const children = new Set(states("SageMaker Training Job State Change", "TrainingJobName"));
    expect(children.size).toBe(3);
  });

  it("models and endpoint configurations", async () => {
    const container = { Image: "1.dkr.ecr.eu-west-1.amazonaws.com/serve:1" };
    await account.call("CreateModel", { ModelName: "m", PrimaryContainer: container, VpcConfig: VPC });
    const ProductionVariants = [{ VariantName: "all", ModelName: "m" }];
    await account.call("CreateEndpointConfig", { EndpointConfigName: "e", ProductionVariants });
    expect(account.events.map((event) => event["detail-type"])).toEqual([
      "SageMaker Model State Change",
      "SageMaker Endpoint Config State Change",
    ]);
    expect(account.events[0]?.detail).toMatchObject({ ModelName: "m", VpcConfig: VPC });
  });

  it("domains send none", async () => {
    await account.call("CreateDomain", domainInput("studio"));
    account.time.advance(600_000);
    expect(account.events).toEqual([]);
    expect(account.happenings).toHaveLength(2);
  });
});
