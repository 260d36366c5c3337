import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Json } from "../../sandbox/template/intrinsics.ts";
import { resolveTemplate, type TemplateDocument } from "../../sandbox/template/resources.ts";
import { loadStack, readStack, type StackEnvironment, TemplateError } from "../../sandbox/template.ts";
import { makeFolder, removePackages } from "./lambda/fixture.ts";

afterAll(removePackages);

const ENVIRONMENT: StackEnvironment = {
  accountId: "111122223333",
  region: "eu-west-1",
  stackName: "sagefence",
  baseUrl: "http://127.0.0.1:4599",
  apiEndpoint: "http://127.0.0.1:4599",
};
const OPTIONS = { artifactsDir: "/package", environment: ENVIRONMENT };

/** `${name}`, as it stands in the text of Fn::Sub. */
function slot(name: string): string {
  return `\${${name}}`;
}

function outputOf(value: Json): unknown {
  const document: TemplateDocument = {
    Parameters: { Stage: { Default: "local" }, Days: { Default: 90 } },
    Mappings: { Sizes: { small: { memory: 256 } } },
    Conditions: {
      Local: { "Fn::Equals": [{ Ref: "Stage" }, "local"] },
      Remote: { "Fn::Not": [{ Condition: "Local" }] },
      Both: { "Fn::And": [{ Condition: "Local" }, { Condition: "Remote" }] },
      Either: { "Fn::Or": [{ Condition: "Local" }, { Condition: "Remote" }] },
    },
    Resources: {
      Queue: { Type: "AWS::SQS::Queue", Properties: { QueueName: { "Fn::Sub": `q-${slot("Stage")}` } } },
      Topic: { Type: "AWS::SNS::Topic", Properties: { TopicName: "t" } },
      Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "b" } },
      Rule: { Type: "AWS::Events::Rule", Properties: { Name: "r" } },
      BusRule: { Type: "AWS::Events::Rule", Properties: { Name: "r", EventBusName: { Ref: "Bus" } } },
      Role: { Type: "AWS::IAM::Role", Properties: { RoleName: "role", Path: "/service/" } },
      Fn: { Type: "AWS::Lambda::Function", Properties: { FunctionName: "fn" } },
      Version: { Type: "AWS::Lambda::Version", Properties: { FunctionName: { Ref: "Fn" } } },
      Alias: {
        Type: "AWS::Lambda::Alias",
        Properties: { FunctionName: { "Fn::GetAtt": ["Fn", "Arn"] }, Name: "durable" },
      },
      Key: { Type: "AWS::KMS::Key" },
      Table: { Type: "AWS::DynamoDB::Table" },
      Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "api" } },
    },
    Outputs: { Output: { Value: value } },
  };
  return resolveTemplate(document, ENVIRONMENT, { Days: "30" }).outputs.Output;
}

describe("intrinsic functions", () => {
  const lambda = "arn:aws:lambda:eu-west-1:111122223333:function:fn";
  test.each<[string, Json, unknown]>([
    ["a plain value", { a: [1, true, null, "x"] }, { a: [1, true, null, "x"] }],
    ["Ref of a parameter's default", { Ref: "Stage" }, "local"],
    ["Ref of a given parameter", { Ref: "Days" }, "30"],
    ["Ref of the account", { Ref: "AWS::AccountId" }, "111122223333"],
    ["Ref of the Region", { Ref: "AWS::Region" }, "eu-west-1"],
    ["Ref of the partition", { Ref: "AWS::Partition" }, "aws"],
    ["Ref of a queue", { Ref: "Queue" }, "http://127.0.0.1:4599/111122223333/q-local"],
    ["Ref of a topic", { Ref: "Topic" }, "arn:aws:sns:eu-west-1:111122223333:t"],
    ["Ref of a role", { Ref: "Role" }, "role"],
    ["Ref of a version", { Ref: "Version" }, `${lambda}:1`],
    ["Ref of an alias", { Ref: "Alias" }, `${lambda}:durable`],
    ["Ref of something without a name", { Ref: "Table" }, expect.stringMatching(/^sagefence-Table-[0-9A-F]{12}$/)],
    ["GetAtt as a list", { "Fn::GetAtt": ["Queue", "Arn"] }, "arn:aws:sqs:eu-west-1:111122223333:q-local"],
    ["GetAtt as a text", { "Fn::GetAtt": "Queue.QueueName" }, "q-local"],
    ["GetAtt of a role", { "Fn::GetAtt": ["Role", "Arn"] }, "arn:aws:iam::111122223333:role/service/role"],
    ["GetAtt of a rule", { "Fn::GetAtt": ["Rule", "Arn"] }, "arn:aws:events:eu-west-1:111122223333:rule/r"],
    [
      "GetAtt of a rule on a bus",
      { "Fn::GetAtt": ["BusRule", "Arn"] },
      "arn:aws:events:eu-west-1:111122223333:rule/b/r",
    ],
    ["GetAtt of an API", { "Fn::GetAtt": ["Api", "ApiEndpoint"] }, "http://127.0.0.1:4599"],
    ["GetAtt of what is left out", { "Fn::GetAtt": ["Key", "Arn"] }, expect.stringMatching(/:key\/[0-9a-f]{7}$/)],
    [
      "Sub of names",
      { "Fn::Sub": `${slot("AWS::Region")}/${slot("Queue.QueueName")}/${slot("!kept")}` },
      `eu-west-1/q-local/${slot("kept")}`,
    ],
    [
      "Sub with variables",
      { "Fn::Sub": [`${slot("a")}-${slot("Stage")}`, { a: { Ref: "Topic" } }] },
      expect.stringMatching(/:t-local$/),
    ],
    ["Join", { "Fn::Join": ["/", ["a", { Ref: "Stage" }]] }, "a/local"],
    ["Split", { "Fn::Split": [",", "a,b"] }, ["a", "b"]],
    ["Select", { "Fn::Select": ["1", { "Fn::Split": [",", "a,b"] }] }, "b"],
    ["If, held", { "Fn::If": ["Local", "yes", "no"] }, "yes"],
    ["If, not held", { "Fn::If": ["Remote", "yes", "no"] }, "no"],
    ["If with and", { "Fn::If": ["Both", 1, 2] }, 2],
    ["If with or", { "Fn::If": ["Either", 1, 2] }, 1],
    ["NoValue in an object", { a: { "Fn::If": ["Remote", 1, { Ref: "AWS::NoValue" }] }, b: 2 }, { b: 2 }],
    ["NoValue in a list", [{ Ref: "AWS::NoValue" }, 1], [1]],
    ["FindInMap", { "Fn::FindInMap": ["Sizes", "small", "memory"] }, 256],
    ["Base64", { "Fn::Base64": "a" }, "YQ=="],
    ["an object that only looks like a function", { Ref: "Stage", Other: 1 }, { Ref: "Stage", Other: 1 }],
  ])("%s", (_what, value, expected) => {
    expect(outputOf(value)).toEqual(expected);
  });

  test.each<[string, Json, string]>([
    ["a name that is not there", { Ref: "Nothing" }, "Output Output: There is no resource Nothing."],
    ["a name that every object has", { Ref: "constructor" }, "Output Output: There is no resource constructor."],
    ["an unknown attribute", { "Fn::GetAtt": ["Topic", "Colour"] }, "does not know the attribute Colour of Topic"],
    ["an unknown function", { "Fn::Cidr": [] }, "The local account does not know Fn::Cidr."],
    ["an unknown condition", { "Fn::If": ["Nope", 1, 2] }, "There is no condition Nope."],
    ["an unknown mapping", { "Fn::FindInMap": ["Sizes", "big", "memory"] }, "There is no mapping Sizes.big.memory."],
    ["an item that is not there", { "Fn::Select": [2, ["a"]] }, "Fn::Select finds no item 2."],
    ["a list in place of a text", { "Fn::Sub": [["a"]] }, "Fn::Sub needs a text"],
  ])("%s is an error that says where", (_what, value, message) => {
    expect(() => outputOf(value)).toThrow(TemplateError);
    expect(() => outputOf(value)).toThrow(message);
  });
});

test("a resource type that the account cannot make is named, each of them", () => {
  const document = { Resources: { Vault: { Type: "AWS::Backup::BackupVault" }, Db: { Type: "AWS::RDS::DBInstance" } } };

  expect(() => readStack(document, OPTIONS)).toThrow(
    "The local account cannot make Vault (AWS::Backup::BackupVault), Db (AWS::RDS::DBInstance)",
  );
});

test("a resource that depends on itself is an error", () => {
  const name = (other: string) => ({ Type: "AWS::SQS::Queue", Properties: { QueueName: { Ref: other } } });
  const document = { Resources: { A: name("B"), B: name("A") } };

  expect(() => readStack(document, OPTIONS)).toThrow("Resource A: Ref B depends on itself.");
});

test("a resource whose condition does not hold is not made", () => {
  const document: TemplateDocument = {
    Conditions: { Never: { "Fn::Equals": ["a", "b"] } },
    Resources: { Queue: { Type: "AWS::SQS::Queue", Condition: "Never" } },
    Outputs: { Arn: { Condition: "Never", Value: "x" } },
  };

  expect(readStack(document, OPTIONS)).toMatchObject({ queues: [], outputs: {} });
});

test("a function comes with its alias, permissions, durability and settings for asynchronous calls", () => {
  const document: TemplateDocument = {
    Resources: {
      Fn: {
        Type: "AWS::Lambda::Function",
        Properties: {
          FunctionName: "fn",
          Code: { S3Key: "serverless/sagefence/local/1/fn.zip" },
          Handler: "dist/fn/index.handler",
          Runtime: "nodejs24.x",
          Role: "arn:aws:iam::111122223333:role/fn",
          Timeout: "30",
          Environment: { Variables: { PORT: 1 } },
          DurableConfig: { ExecutionTimeout: 60 },
          DeadLetterConfig: { TargetArn: "arn:aws:sqs:eu-west-1:111122223333:dlq" },
        },
      },
      Version: { Type: "AWS::Lambda::Version", Properties: { FunctionName: { Ref: "Fn" } } },
      Alias: { Type: "AWS::Lambda::Alias", Properties: { FunctionName: { Ref: "Fn" }, Name: "durable" } },
      Permission: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: { Ref: "Alias" },
          Action: "lambda:InvokeFunction",
          Principal: "events.amazonaws.com",
          SourceArn: "arn:aws:events:*",
        },
      },
      Settings: {
        Type: "AWS::Lambda::EventInvokeConfig",
        Properties: {
          FunctionName: { Ref: "Fn" },
          Qualifier: "$LATEST",
          MaximumRetryAttempts: 1,
          DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:eu-west-1:111122223333:failures" } },
        },
      },
    },
  };

  const [fn] = readStack(document, OPTIONS).functions;

  expect(fn).toMatchObject({
    name: "fn",
    version: "1",
    aliases: ["durable"],
    artifact: "/package/fn.zip",
    timeoutSeconds: 30,
    environment: { PORT: "1" },
    durable: { executionTimeoutSeconds: 60, retentionDays: 14 },
    deadLetterArn: "arn:aws:sqs:eu-west-1:111122223333:dlq",
    asynchronous: {
      maximumRetryAttempts: 1,
      maximumEventAgeSeconds: 21_600,
      onFailureArn: "arn:aws:sqs:eu-west-1:111122223333:failures",
      onSuccessArn: null,
    },
    permissions: [{ principal: "events.amazonaws.com", sourceArn: "arn:aws:events:*" }],
  });
});

test.each<[string, TemplateDocument["Resources"], string]>([
  ["a function without a handler", { Fn: { Type: "AWS::Lambda::Function", Properties: {} } }, "Resource Fn.Code"],
  [
    "a stream as an event source",
    {
      Source: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: { FunctionName: "fn", EventSourceArn: "arn:aws:kinesis:eu-west-1:111122223333:stream/s" },
      },
    },
    "Resource Source: the local account polls queues only.",
  ],
  [
    "a role with a policy of AWS",
    {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: { ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
      },
    },
    "arn:aws:iam::aws:policy/AdministratorAccess is not in the template",
  ],
  [
    "a route without its integration",
    {
      Route: {
        Type: "AWS::ApiGatewayV2::Route",
        Properties: { ApiId: "a", RouteKey: "GET /", Target: "integrations/gone" },
      },
    },
    "Resource Route: its integration does not exist.",
  ],
])("%s is an error that names it", (_what, resources, message) => {
  expect(() => readStack({ Resources: resources }, OPTIONS)).toThrow(message);
});

test("dead-letter queues are made before the queues that use them", () => {
  const document: TemplateDocument = {
    Resources: {
      Queue: {
        Type: "AWS::SQS::Queue",
        Properties: {
          QueueName: "a",
          VisibilityTimeout: 180,
          RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 3 },
        },
      },
      Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "b" } },
    },
  };

  const { queues } = readStack(document, OPTIONS);

  expect(queues).toEqual([
    { name: "b", settings: {} },
    {
      name: "a",
      settings: {
        VisibilityTimeout: "180",
        RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:b","maxReceiveCount":3}',
      },
    },
  ]);
});

test.each([
  ["is missing", null],
  ["is no JSON", "Resources: {}"],
])("a template that %s says so", (_what, content) => {
  const path = join(makeFolder(), "template.json");
  if (content !== null) writeFileSync(path, content);

  expect(() => loadStack(path, OPTIONS)).toThrow(`${path} is not a packaged template; package the service first.`);
});
