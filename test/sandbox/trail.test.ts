import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateNotebookInstanceCommand,
  CreateTrainingJobCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
  StopNotebookInstanceCommand,
} from "@aws-sdk/client-sagemaker";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AwsEvent } from "../../sandbox/contract.ts";
import { startAccount, type TestAccount } from "./wire-account.ts";

let account: TestAccount;
beforeAll(async () => {
  account = await startAccount();
  account.buses.putRule({ name: "all", pattern: { "detail-type": ["AWS API Call via CloudTrail"] } });
  account.buses.putTargets("default", "all", [{ Id: "f", Arn: "arn:aws:lambda:eu-west-1:111122223333:function:f" }]);
});
beforeEach(() => {
  account.invoked.length = 0;
});
afterAll(() => account.close());

const RoleArn = "arn:aws:iam::111122223333:role/service-role/Notebooks";

async function eventsOf(act: () => Promise<unknown>): Promise<AwsEvent[]> {
  await act();
  account.time.advance(1000);
  await new Promise((resolve) => setImmediate(resolve));
  return account.invoked.map(({ event }) => event);
}

function training(HyperParameters: Record<string, string>) {
  return new CreateTrainingJobCommand({
    TrainingJobName: "Train-1",
    RoleArn,
    OutputDataConfig: { S3OutputPath: "s3://b" },
    AlgorithmSpecification: { TrainingInputMode: "File" },
    ResourceConfig: { VolumeSizeInGB: 1, InstanceCount: 1, InstanceType: "ml.m5.large" },
    Environment: { MyKey: "Value", HTTPS_PROXY: "x" },
    HyperParameters,
  });
}

describe("CloudTrail events", () => {
  it("come a second after the call, in CloudTrail's shape", async () => {
    const client = new SageMakerClient(account.settings("jane"));
    const at = account.time.now();
    await client.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: "Research-NB",
        InstanceType: "ml.t3.medium",
        RoleArn,
        SecurityGroupIds: ["sg-1"],
        Tags: [{ Key: "Team", Value: "Risk" }],
      }),
    );
    account.time.advance(999);
    expect(account.invoked).toEqual([]);
    const [event] = await eventsOf(async () => {});
    const seconds = at.toISOString().replace(".000Z", "Z");
    expect(event).toEqual({
      version: "0",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      "detail-type": "AWS API Call via CloudTrail",
      source: "aws.sagemaker",
      account: "111122223333",
      time: seconds,
      region: "eu-west-1",
      resources: [],
      detail: {
        eventVersion: "1.11",
        userIdentity: {
          type: "IAMUser",
          principalId: expect.stringMatching(/^AIDA[0-9A-F]{17}$/),
          arn: "arn:aws:iam::111122223333:user/jane",
          accountId: "111122223333",
          accessKeyId: "jane",
          userName: "jane",
        },
        eventTime: seconds,
        eventSource: "sagemaker.amazonaws.com",
        eventName: "CreateNotebookInstance",
        awsRegion: "eu-west-1",
        sourceIPAddress: "127.0.0.1",
        userAgent: expect.stringContaining("aws-sdk-js"),
        requestParameters: {
          notebookInstanceName: "Research-NB",
          instanceType: "ml.t3.medium",
          roleArn: RoleArn,
          securityGroupIds: ["sg-1"],
          tags: [{ key: "Team", value: "Risk" }],
        },
        responseElements: {
          notebookInstanceArn: "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/research-nb",
        },
        requestID: expect.any(String),
        eventID: expect.stringMatching(/^[0-9a-f-]{36}$/),
        readOnly: false,
        eventType: "AwsApiCall",
        managementEvent: true,
        recipientAccountId: "111122223333",
        eventCategory: "Management",
      },
    });
  });

  it("carry the fields SageMaker adds, and leave the caller's own keys alone", async () => {
    const client = new SageMakerClient(account.settings("jane"));
    const [event] = await eventsOf(() => client.send(training({ Epochs: "3" })));
    expect(event?.detail.requestParameters).toMatchObject({
      trainingJobName: "Train-1",
      trainingJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:training-job/Train-1",
      disableEFA: false,
      algorithmSpecification: { trainingInputMode: "File", enableSageMakerMetricsTimeSeries: false },
      environment: { MyKey: "Value", HTTPS_PROXY: "x" },
      hyperParameters: { Epochs: "3" },
    });
  });

  it("lack the parameters above 100 KB", async () => {
    const client = new SageMakerClient(account.settings("jane"));
    const [event] = await eventsOf(() => client.send(training({ big: "x".repeat(101 * 1024) })));
    expect(event?.detail).not.toHaveProperty("requestParameters");
    expect(event?.detail.responseElements).toHaveProperty("trainingJobArn");
  });

  it("have no response elements for empty answers, and the error for failed calls", async () => {
    const client = new SageMakerClient(account.settings("jane"));
    const stop = (NotebookInstanceName: string) =>
      client.send(new StopNotebookInstanceCommand({ NotebookInstanceName }));
    const events = await eventsOf(async () => {
      await stop("Research-NB");
      await stop("nope").catch(() => {});
    });
    expect(events.map(({ detail }) => detail)).toMatchObject([
      { eventName: "StopNotebookInstance", responseElements: null },
      { errorCode: "ValidationException", errorMessage: "RecordNotFound", responseElements: null },
    ]);
    expect(events[0]?.detail).not.toHaveProperty("errorCode");
  });

  it("say AccessDenied for a role that may not, with the role as the session's issuer", async () => {
    const roleArn = "arn:aws:iam::111122223333:role/paths/Fence";
    account.policies.set(roleArn, [{ Statement: [] }]);
    const keys = account.principals.registerRole({ roleArn, sessionName: "detect", sourceIdentity: "jane" });
    const client = new SageMakerClient(account.settings(keys.accessKeyId, { sessionToken: keys.sessionToken }));
    const [event] = await eventsOf(() =>
      expect(client.send(new StopNotebookInstanceCommand({ NotebookInstanceName: "x" }))).rejects.toMatchObject({
        name: "AccessDeniedException",
      }),
    );
    expect(event?.detail).toMatchObject({
      errorCode: "AccessDenied",
      userIdentity: {
        type: "AssumedRole",
        principalId: expect.stringMatching(/^AROA[0-9A-F]{17}:detect$/),
        arn: "arn:aws:sts::111122223333:assumed-role/Fence/detect",
        sessionContext: {
          sessionIssuer: { type: "Role", arn: roleArn, userName: "Fence", accountId: "111122223333" },
          attributes: { mfaAuthenticated: "false" },
          sourceIdentity: "jane",
        },
      },
    });
  });

  it("hide the values of parameters", async () => {
    const client = new SSMClient(account.settings("jane"));
    const [event] = await eventsOf(() =>
      client.send(new PutParameterCommand({ Name: "/hook", Value: "https://secret", Type: "SecureString" })),
    );
    expect(event?.source).toBe("aws.ssm");
    expect(JSON.stringify(event)).not.toContain("secret");
  });

  it("are not made of reads and data events", async () => {
    const TopicArn = account.topics.create("people");
    const events = await eventsOf(async () => {
      await new SageMakerClient(account.settings("jane")).send(
        new DescribeNotebookInstanceCommand({ NotebookInstanceName: "Research-NB" }),
      );
      await new SNSClient(account.settings("jane")).send(new PublishCommand({ TopicArn, Message: "m" }));
      await new LambdaClient(account.settings("jane")).send(new InvokeCommand({ FunctionName: "f" }));
      await new STSClient(account.settings("jane")).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "jane" }));
    });
    expect(events).toEqual([]);
    expect(
      account.trail
        .calls()
        .slice(-4)
        .map(({ operation }) => operation),
    ).toEqual(["DescribeNotebookInstance", "Publish", "Invoke", "AssumeRole"]);
    expect(account.happenings.filter(({ type }) => type === "call").at(-1)?.title).toBe("jane sts:AssumeRole");
  });
});
