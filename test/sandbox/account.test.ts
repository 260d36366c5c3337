import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateModelCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { type AccountOptions, type LocalAccount, startAccount } from "../../sandbox/account.ts";
import type { TemplateDocument } from "../../sandbox/template/resources.ts";
import { makeFolder, packageCode, removePackages } from "./lambda/fixture.ts";

const HANDLER = `
  import { readFileSync } from "node:fs";
  export async function handler(event) {
    if (event.version === "2.0") return { path: event.rawPath, local: process.env.SAGEFENCE_LOCAL };
    if (event.Records) console.log("record " + event.Records[0].body);
    if (event.detail?.eventName) console.log("event " + event.detail.eventName);
    if (event.policy) return JSON.parse(readFileSync(new URL("policy.json", import.meta.url), "utf8"));
    if (event.fail) throw new Error("it went wrong");
    return { identities: process.env.SAGEFENCE_LOCAL_IDENTITIES, endpoint: process.env.AWS_ENDPOINT_URL };
  }`;
const FUNCTION = { "Fn::GetAtt": ["Fn", "Arn"] };
const DEAD_LETTERS = { "Fn::GetAtt": ["Failures", "Arn"] };

function template(changes: TemplateDocument["Resources"] = {}): TemplateDocument {
  return {
    Resources: {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: "fn",
          Policies: [{ PolicyName: "fn", PolicyDocument: { Version: "2012-10-17", Statement: [] } }],
        },
      },
      Fn: {
        Type: "AWS::Lambda::Function",
        Properties: {
          FunctionName: "fn",
          Code: { S3Key: "any/fn.zip" },
          Handler: "dist/fn/index.handler",
          Runtime: "nodejs24.x",
          Role: { "Fn::GetAtt": ["Role", "Arn"] },
          Environment: { Variables: { SLACK_WEBHOOK_PARAMETER: "/sagefence/slack-webhook" } },
        },
      },
      Settings: {
        Type: "AWS::Lambda::EventInvokeConfig",
        Properties: {
          FunctionName: { Ref: "Fn" },
          MaximumRetryAttempts: 0,
          DestinationConfig: { OnFailure: { Destination: DEAD_LETTERS } },
        },
      },
      Failures: { Type: "AWS::SQS::Queue", Properties: { QueueName: "failures" } },
      Work: { Type: "AWS::SQS::Queue", Properties: { QueueName: "work" } },
      Mapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: { FunctionName: FUNCTION, EventSourceArn: { "Fn::GetAtt": ["Work", "Arn"] } },
      },
      Rule: {
        Type: "AWS::Events::Rule",
        Properties: {
          Name: "models",
          EventPattern: { source: ["aws.sagemaker"], detail: { eventName: ["CreateModel"] } },
          Targets: [{ Id: "fn", Arn: FUNCTION, DeadLetterConfig: { Arn: DEAD_LETTERS } }],
        },
      },
      Permission: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: FUNCTION,
          Action: "lambda:InvokeFunction",
          Principal: "events.amazonaws.com",
          SourceArn: { "Fn::GetAtt": ["Rule", "Arn"] },
        },
      },
      AlarmTopic: { Type: "AWS::SNS::Topic", Properties: { TopicName: "alarms" } },
      Alarm: {
        Type: "AWS::CloudWatch::Alarm",
        Properties: {
          AlarmName: "failures",
          Namespace: "AWS/SQS",
          MetricName: "ApproximateNumberOfMessagesVisible",
          Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": ["Failures", "QueueName"] } }],
          Statistic: "Maximum",
          Threshold: 0,
          ComparisonOperator: "GreaterThanThreshold",
          AlarmActions: [{ Ref: "AlarmTopic" }],
        },
      },
      Table: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          TableName: "ledger",
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        },
      },
      Switch: { Type: "AWS::SSM::Parameter", Properties: { Name: "/mode", Type: "String", Value: "on" } },
      Application: { Type: "AWS::AppConfig::Application", Properties: { Name: "a" } },
      Environment: { Type: "AWS::AppConfig::Environment", Properties: { Name: "e" } },
      Profile: { Type: "AWS::AppConfig::ConfigurationProfile", Properties: { Name: "p" } },
      Version: {
        Type: "AWS::AppConfig::HostedConfigurationVersion",
        Properties: {
          ConfigurationProfileId: { Ref: "Profile" },
          Content: '{"mode":"report"}',
          ContentType: "application/json",
        },
      },
      Deployment: {
        Type: "AWS::AppConfig::Deployment",
        Properties: {
          ApplicationId: { Ref: "Application" },
          EnvironmentId: { Ref: "Environment" },
          ConfigurationProfileId: { Ref: "Profile" },
        },
      },
      Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "api" } },
      ApiPermission: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: FUNCTION,
          Action: "lambda:InvokeFunction",
          Principal: "apigateway.amazonaws.com",
        },
      },
      Integration: {
        Type: "AWS::ApiGatewayV2::Integration",
        Properties: {
          ApiId: { Ref: "Api" },
          IntegrationType: "AWS_PROXY",
          IntegrationUri: FUNCTION,
          PayloadFormatVersion: "2.0",
        },
      },
      Route: {
        Type: "AWS::ApiGatewayV2::Route",
        Properties: {
          ApiId: { Ref: "Api" },
          RouteKey: "GET /q/{id}",
          Target: { "Fn::Join": ["/", ["integrations", { Ref: "Integration" }]] },
        },
      },
      ...changes,
    },
  };
}

let account: LocalAccount | undefined;
let artifact: string | undefined;

afterEach(async () => {
  await account?.close();
  account = undefined;
});
afterAll(removePackages);

function writePackage(document: TemplateDocument): AccountOptions["packaged"] {
  const folder = makeFolder();
  artifact ??= packageCode(HANDLER);
  copyFileSync(artifact, join(folder, "fn.zip"));
  const templatePath = join(folder, "template.json");
  writeFileSync(templatePath, JSON.stringify(document));
  return { templatePath };
}

async function start(options: Partial<AccountOptions> = {}, document = template()): Promise<LocalAccount> {
  account = await startAccount({ port: 0, packaged: writePackage(document), eventDelayMs: 1, ...options });
  return account;
}

function clientOf<Client>(
  Constructor: new (config: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  }) => Client,
  { url: endpoint }: LocalAccount,
  accessKeyId = "jane",
): Client {
  const credentials = { accessKeyId, secretAccessKey: "any" };
  return new Constructor({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });
}

function createModel(name = "m"): CreateModelCommand {
  return new CreateModelCommand({
    ModelName: name,
    ExecutionRoleArn: "arn:aws:iam::111122223333:role/model",
    PrimaryContainer: { Image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/m:1" },
  });
}

function logged(of: LocalAccount): string[] {
  return of.logs().map(({ line }) => line);
}

test("it is ready well within two seconds, and says so", async () => {
  const began = performance.now();
  const { url } = await start();
  const milliseconds = performance.now() - began;

  const response = await fetch(`${url}/_sagefence/health`);

  expect(milliseconds).toBeLessThan(2_000);
  expect([response.status, await response.json()]).toEqual([200, { status: "ready" }]);
});

test("a call reaches the function that the template's rule names", async () => {
  const local = await start();

  await clientOf(SageMakerClient, local).send(createModel());

  await vi.waitFor(() => expect(logged(local)).toEqual(["event CreateModel"]));
  const types = local.happenings().map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(["call", "event", "invocation"]));
});

test("a rule that the function does not permit feeds the dead-letter queue, and its alarm rings", async () => {
  const local = await start({}, template({ Permission: { Type: "AWS::S3::Bucket" } }));

  await clientOf(SageMakerClient, local).send(createModel());

  const [message] = await vi.waitFor(() => {
    const messages = local.queues.messages("failures");
    expect(messages).toHaveLength(1);
    return messages;
  });
  expect(JSON.parse(message?.body ?? "")).toMatchObject({ detail: { eventName: "CreateModel" } });
  expect(message?.attributes.ERROR_CODE).toMatchObject({ StringValue: "NO_PERMISSIONS" });
  expect(logged(local)).toEqual([]);
  expect(local.alarms.states()).toMatchObject([{ name: "failures", state: "ALARM" }]);
  expect(local.messages().topics).toMatchObject([{ topicArn: expect.stringMatching(/:alarms$/) }]);
});

test("an event whose function fails is kept at the end of its tries", async () => {
  const local = await start();

  local.lambda.enqueue("fn", { fail: true });

  await vi.waitFor(() => expect(local.queues.messages("failures")).toHaveLength(1));
  expect(JSON.parse(local.queues.messages("failures")[0]?.body ?? "")).toMatchObject({
    requestContext: { condition: "RetriesExhausted" },
    requestPayload: { fail: true },
  });
});

test("a call stands in CloudTrail's history after a delay of its own", async () => {
  const local = await start({
    eventDelayMs: 3_600_000,
    historyDelayMs: ({ operation }) => (operation === "CreateModel" ? 0 : 3_600_000),
  });
  await clientOf(SageMakerClient, local).send(createModel());

  const { Events } = await clientOf(CloudTrailClient, local).send(new LookupEventsCommand({}));

  expect(Events).toMatchObject([{ EventName: "CreateModel", Username: "jane" }]);
  expect(logged(local)).toEqual([]);
});

test("a message in a queue reaches its function, and a request its route", async () => {
  const local = await start();

  local.queues.send("work", "hello");
  const response = await fetch(`${local.url}/q/1`);

  await vi.waitFor(() => expect(logged(local)).toContain("record hello"));
  expect(await response.json()).toEqual({ path: "/q/1", local: "1" });
});

test("a function can be invoked over the wire", async () => {
  const client = clientOf(LambdaClient, await start());

  const answered = await client.send(new InvokeCommand({ FunctionName: "fn", Payload: Buffer.from("{}") }));
  const failed = await client.send(new InvokeCommand({ FunctionName: "fn", Payload: Buffer.from('{"fail":true}') }));

  expect(answered.Payload?.transformToString()).toContain('"endpoint":"http://127.0.0.1:');
  expect(failed).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled", ExecutedVersion: "$LATEST" });
  expect(JSON.parse(failed.Payload?.transformToString() ?? "")).toMatchObject({ errorMessage: "it went wrong" });
});

test("the function's calls are checked against its role; people's are not", async () => {
  const local = await start();
  const keys = local.principals.registerRole({ roleArn: "arn:aws:iam::111122223333:role/fn", sessionName: "fn" });

  const asFunction = clientOf(SageMakerClient, local, keys.accessKeyId).send(createModel());
  const asJane = clientOf(SQSClient, local).send(new GetQueueUrlCommand({ QueueName: "work" }));

  await expect(asFunction).rejects.toMatchObject({ name: "AccessDeniedException" });
  expect((await asJane).QueueUrl).toBe(`${local.url}/111122223333/work`);
});

test("functions know the account's address and identities, and Slack's webhook is a secret parameter", async () => {
  const identities = [{ arn: "arn:aws:iam::111122223333:user/oncall", label: "On call" }];
  const local = await start({ identities });

  const outcome = await local.lambda.invoke("fn", {});
  const name = "/sagefence/slack-webhook";
  const { Parameter } = await clientOf(SSMClient, local).send(
    new GetParameterCommand({ Name: name, WithDecryption: true }),
  );

  const expected = { identities: JSON.stringify(identities), endpoint: local.url };
  expect(outcome).toEqual({ type: "success", payload: JSON.stringify(expected) });
  expect(Parameter).toMatchObject({ Type: "SecureString", Value: local.url + local.slack.path });
});

function writePolicy(text: string): string {
  const path = join(makeFolder(), "policy.yaml");
  writeFileSync(path, text);
  return path;
}

function deployed(local: LocalAccount): unknown {
  const [{ application, environment, profile } = { application: "", environment: "", profile: "" }] =
    local.stack.configurations;
  return JSON.parse(local.configurations.get(application, environment, profile)?.content ?? "null");
}

test("the packaged policy is deployed; another comes with its functions or later", async () => {
  const local = await start({ policyFile: writePolicy("mode: enforce\n") });

  const { payload } = (await local.lambda.invoke("fn", { policy: true })) as { payload: string };
  expect(JSON.parse(payload)).toMatchObject({ mode: "enforce" });
  expect(deployed(local)).toEqual({ mode: "enforce" });

  local.deployPolicy(writePolicy('mode: "off"\n'));
  expect(deployed(local)).toEqual({ mode: "off" });
  await local.close();
  expect(deployed(await start())).toEqual({ mode: "report" });
});

test("a policy that does not validate stops the start and leaves nothing behind", async () => {
  const first = await start();
  const port = Number(new URL(first.url).port);
  await first.close();

  await expect(start({ port, policyFile: writePolicy("mode: never\n") })).rejects.toThrow(/mode/);

  expect((await start({ port })).url).toBe(first.url);
});

test("a port that is taken is an error", async () => {
  const port = Number(new URL((await start()).url).port);

  await expect(startAccount({ port, packaged: writePackage(template()) })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
});

test("closing is quick, and nothing happens afterwards", async () => {
  const local = await start({ eventDelayMs: 50 });
  await clientOf(SageMakerClient, local).send(createModel());
  await local.lambda.invoke("fn", {});
  const heard: string[] = [];
  local.subscribe(({ title }) => heard.push(title));
  const began = performance.now();

  await local.close();

  expect(performance.now() - began).toBeLessThan(1_000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(heard).toEqual([]);
  await expect(fetch(`${local.url}/_sagefence/health`)).rejects.toThrow();
});
