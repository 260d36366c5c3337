import { describe, expect, it } from "vitest";
import { createAuthorizer } from "../../sandbox/authorizer.ts";
import type { Caller } from "../../sandbox/contract.ts";
import { type AccessRequest, evaluatePolicies, type PolicyStatement } from "../../sandbox/iam.ts";
import { permissionsFor } from "../../sandbox/permissions.ts";

const arn = "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/nb";
const request: AccessRequest = {
  action: "sagemaker:StopNotebookInstance",
  resource: arn,
  keys: {
    "aws:RequestTag/team": "risk",
    "aws:TagKeys": ["team", "owner"],
    "aws:SecureTransport": "false",
    "aws:PrincipalArn": "arn:aws:iam::111122223333:role/Fence",
  },
};

function decide(...statements: Partial<PolicyStatement>[]) {
  const complete = statements.map((one) => {
    const { Action = one.NotAction ? undefined : "*", Resource = one.NotResource ? undefined : "*" } = one;
    return { Effect: "Allow", ...(Action && { Action }), ...(Resource && { Resource }), ...one } as PolicyStatement;
  });
  return evaluatePolicies([{ Version: "2012-10-17", Statement: complete }], request);
}

const when = (Condition: PolicyStatement["Condition"]) => ({ Condition }) as Partial<PolicyStatement>;

describe("policies", () => {
  it.each<[string, Partial<PolicyStatement>]>([
    ["the action", { Action: "sagemaker:StopNotebookInstance" }],
    ["the action in another case", { Action: "SageMaker:stopnotebookinstance" }],
    ["an action of a list", { Action: ["sns:Publish", "sagemaker:Stop*"] }],
    ["a single unknown letter", { Action: "sagemaker:?topNotebookInstance" }],
    ["all but others", { NotAction: "sagemaker:Delete*" }],
    ["the resource", { Resource: arn }],
    ["a wildcard in the resource", { Resource: "arn:aws:sagemaker:*:111122223333:notebook-instance/*" }],
    ["all resources but others", { NotResource: "arn:aws:sagemaker:*:*:domain/*" }],
    ["StringEquals", when({ StringEquals: { "aws:RequestTag/team": ["ops", "risk"] } })],
    ["a key in another case", when({ StringEquals: { "AWS:requesttag/team": "risk" } })],
    ["StringLike", when({ StringLike: { "aws:RequestTag/team": "r?s*" } })],
    ["StringNotEquals", when({ StringNotEquals: { "aws:RequestTag/team": "ops" } })],
    ["StringNotEquals on an absent key", when({ StringNotEquals: { "aws:SourceVpc": "vpc-1" } })],
    ["StringEqualsIfExists on an absent key", when({ StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } })],
    ["StringEqualsIgnoreCase", when({ StringEqualsIgnoreCase: { "aws:RequestTag/team": "RISK" } })],
    ["ForAnyValue", when({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["owner"] } })],
    ["ForAllValues", when({ "ForAllValues:StringEquals": { "aws:TagKeys": ["team", "owner", "cost"] } })],
    ["ForAllValues on an absent key", when({ "ForAllValues:StringEquals": { "aws:None": ["x"] } })],
    ["ArnLike", when({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/F*" } })],
    ["Bool", when({ Bool: { "aws:SecureTransport": false } })],
    ["Null of an absent key", when({ Null: { "aws:SourceVpc": "true" } })],
    ["Null of a present key", when({ Null: { "aws:TagKeys": "false" } })],
    ["all of several conditions", when({ Bool: { "aws:SecureTransport": "false" }, Null: { "aws:TagKeys": "false" } })],
  ])("allow by %s", (_name, statement) => {
    expect(decide(statement)).toBe("allow");
  });

  it.each<[string, Partial<PolicyStatement>]>([
    ["another action", { Action: "sagemaker:Start*" }],
    ["all but this action", { NotAction: ["sagemaker:Stop*"] }],
    ["another resource", { Resource: `${arn}2` }],
    ["a dot that is no wildcard", { Action: "sagemaker.StopNotebookInstance" }],
    ["all resources but this", { NotResource: arn }],
    ["another value", when({ StringEquals: { "aws:RequestTag/team": "Risk" } })],
    ["an absent key", when({ StringEquals: { "aws:SourceVpc": "vpc-1" } })],
    ["StringNotLike that matches", when({ StringNotLike: { "aws:RequestTag/team": "r*" } })],
    ["ForAnyValue of none", when({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["cost"] } })],
    ["ForAnyValue on an absent key", when({ "ForAnyValue:StringEquals": { "aws:None": ["x"] } })],
    ["ForAllValues with one too many", when({ "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } })],
    ["ArnLike across a colon", when({ ArnLike: { "aws:PrincipalArn": "arn:*:role/Fence" } })],
    ["Bool of the other value", when({ Bool: { "aws:SecureTransport": "true" } })],
    ["Null of a present key", when({ Null: { "aws:TagKeys": "true" } })],
    ["one condition of two", when({ Bool: { "aws:SecureTransport": "false" }, Null: { "aws:TagKeys": "true" } })],
  ])("do not allow by %s", (_name, statement) => {
    expect(decide(statement)).toBe("implicitDeny");
  });

  it("deny over any allow, in whatever order", () => {
    expect(decide({ Effect: "Deny", Action: "sagemaker:Stop*" }, {})).toBe("explicitDeny");
    expect(decide({}, { Effect: "Deny", Resource: arn })).toBe("explicitDeny");
    expect(decide({}, { Effect: "Deny", Action: "sns:*" })).toBe("allow");
    expect(evaluatePolicies([], request)).toBe("implicitDeny");
  });

  it("refuse to guess at an operator they do not know", () => {
    expect(() => decide(when({ NumericLessThan: { "aws:MultiFactorAuthAge": "10" } }))).toThrow("NumericLessThan");
    expect(() => decide(when({ constructor: { x: "10" } }))).toThrow("not implemented");
  });
});

const role = "arn:aws:iam::111122223333:role/Fence";
const caller: Caller = {
  type: "AssumedRole",
  accountId: "111122223333",
  arn: "arn:aws:sts::111122223333:assumed-role/Fence/detect",
  name: "detect",
  accessKeyId: "ASIA1",
  roleArn: role,
};

function call(service: string, operation: string, input: Record<string, unknown> = {}) {
  return { service, operation, input, caller, region: "eu-west-1" };
}

describe("the permissions a call needs", () => {
  const base = (service: string) => `arn:aws:${service}:eu-west-1:111122223333:`;
  const cluster = `${base("sagemaker")}cluster/abc123def456`;
  const pipeline = `${base("sagemaker")}pipeline/churn`;
  const execution = `${pipeline}/execution/4kq7x2m9pzab`;
  type About = [service: string, operation: string, input: Record<string, unknown>, resources: string[]];
  it.each<About>([
    [
      "sagemaker",
      "StopNotebookInstance",
      { NotebookInstanceName: "My-NB" },
      [`${base("sagemaker")}notebook-instance/my-nb`],
    ],
    ["sagemaker", "DescribeDomain", { DomainId: "d-1" }, [`${base("sagemaker")}domain/d-1`]],
    ["sagemaker", "CreateDomain", { DomainName: "Lab" }, [`${base("sagemaker")}domain/*`]],
    [
      "sagemaker",
      "StopHyperParameterTuningJob",
      { HyperParameterTuningJobName: "Tune" },
      [`${base("sagemaker")}hyper-parameter-tuning-job/tune`],
    ],
    [
      "sagemaker",
      "DescribeNotebookInstanceLifecycleConfig",
      { NotebookInstanceLifecycleConfigName: "Keep" },
      [`${base("sagemaker")}notebook-instance-lifecycle-config/keep`],
    ],
    ["sagemaker", "ListNotebookInstances", { NameContains: "x" }, ["*"]],
    ["sagemaker", "DescribePipeline", { PipelineName: "Churn" }, [`${base("sagemaker")}pipeline/churn`]],
    ["sagemaker", "StartPipelineExecution", { PipelineName: "Churn" }, [`${base("sagemaker")}pipeline/churn`]],
    ["sagemaker", "ListPipelineExecutions", { PipelineName: "Churn" }, [`${base("sagemaker")}pipeline/churn`]],
    ["sagemaker", "ListPipelineExecutions", { PipelineName: pipeline }, [pipeline]],
    ["sagemaker", "ListPipelines", { PipelineNamePrefix: "Churn" }, ["*"]],
    ...[
      "DescribePipelineExecution",
      "ListPipelineExecutionSteps",
      "StopPipelineExecution",
      "UpdatePipelineExecution",
    ].map((operation): About => ["sagemaker", operation, { PipelineExecutionArn: execution }, [execution]]),
    ["sagemaker", "DescribeSpace", { DomainId: "d-1", SpaceName: "Team" }, [`${base("sagemaker")}space/d-1/team`]],
    [
      "sagemaker",
      "UpdateUserProfile",
      { UserProfileName: "Jane", DomainId: "d-1" },
      [`${base("sagemaker")}user-profile/d-1/jane`],
    ],
    [
      "sagemaker",
      "CreateApp",
      { DomainId: "d-1", UserProfileName: "Jane", AppType: "JupyterLab", AppName: "default" },
      [`${base("sagemaker")}app/d-1/jane/jupyterlab/default`],
    ],
    [
      "sagemaker",
      "DeleteApp",
      { DomainId: "d-1", SpaceName: "Team", AppType: "JupyterLab", AppName: "default" },
      [`${base("sagemaker")}app/d-1/team/jupyterlab/default`],
    ],
    ["sagemaker", "StopJob", { JobCategory: "AgentRFT", JobName: "Tune" }, [`${base("sagemaker")}job/agentrft/tune`]],
    [
      "sagemaker",
      "DescribeHubContent",
      { HubName: `${base("sagemaker")}hub/Models`, HubContentType: "Model", HubContentName: "Churn" },
      [`${base("sagemaker")}hub-content/models/model/churn`],
    ],
    ["sagemaker", "DescribeCluster", { ClusterName: "Lab" }, [`${base("sagemaker")}cluster/*`]],
    ["sagemaker", "DescribeCluster", { ClusterName: cluster }, [cluster]],
    ["sagemaker", "DeleteTrainingJob", { TrainingJobName: "Old" }, [`${base("sagemaker")}training-job/old`]],
    ["cloudtrail", "LookupEvents", { LookupAttributes: [] }, ["*"]],
    ["sagemaker", "AddTags", { ResourceArn: arn, Tags: [] }, [arn]],
    ["sagemaker", "ListTags", { ResourceArn: arn }, [arn]],
    ["dynamodb", "PutItem", { TableName: "ledger" }, [`${base("dynamodb")}table/ledger`]],
    ["dynamodb", "Query", { TableName: "ledger", IndexName: "open" }, [`${base("dynamodb")}table/ledger/index/open`]],
    [
      "dynamodb",
      "BatchGetItem",
      { RequestItems: { a: {}, b: {} } },
      [`${base("dynamodb")}table/a`, `${base("dynamodb")}table/b`],
    ],
    [
      "events",
      "PutEvents",
      { Entries: [{ EventBusName: "audit" }, {}] },
      [`${base("events")}event-bus/audit`, `${base("events")}event-bus/default`],
    ],
    ["events", "PutTargets", { Rule: "r", EventBusName: "audit" }, [`${base("events")}rule/audit/r`]],
    [
      "sns",
      "Publish",
      { TopicArn: "arn:aws:sns:eu-west-1:111122223333:people" },
      ["arn:aws:sns:eu-west-1:111122223333:people"],
    ],
    ["sqs", "SendMessage", { QueueUrl: "http://127.0.0.1:4599/111122223333/work" }, [`${base("sqs")}work`]],
    ["ssm", "GetParameter", { Name: "/sagefence/mode" }, [`${base("ssm")}parameter/sagefence/mode`]],
    ["ssm", "GetParameters", { Names: ["/a", "b"] }, [`${base("ssm")}parameter/a`, `${base("ssm")}parameter/b`]],
    [
      "appconfig",
      "StartConfigurationSession",
      { ApplicationIdentifier: "a", EnvironmentIdentifier: "e", ConfigurationProfileIdentifier: "p" },
      [`${base("appconfig")}application/a/environment/e/configuration/p`],
    ],
    ["sts", "AssumeRole", { RoleArn: role }, [role]],
  ])("%s:%s is about its resources", (service, operation, input, resources) => {
    const needed = permissionsFor(call(service, operation, input), { accountId: "111122223333" });
    expect(needed.map(({ resource }) => resource)).toEqual(resources);
    expect(new Set(needed.map(({ action }) => action))).toEqual(new Set([`${service}:${operation}`]));
  });

  it.each([
    [{ FunctionName: "detect", Qualifier: "live" }, "function:detect:live"],
    [
      { FunctionName: "arn:aws:lambda:eu-west-1:111122223333:function:detect", Qualifier: "live" },
      "function:detect:live",
    ],
    [{ FunctionName: "arn:aws:lambda:eu-west-1:111122223333:function:detect:live" }, "function:detect:live"],
  ])("Invoke is InvokeFunction on the qualified function: %j", (input, path) => {
    expect(permissionsFor(call("lambda", "Invoke", input), { accountId: "111122223333" })).toMatchObject([
      { action: "lambda:InvokeFunction", resource: `arn:aws:lambda:eu-west-1:111122223333:${path}` },
    ]);
  });

  it("creating with tags and a role takes three", () => {
    const notebookRole = "arn:aws:iam::111122223333:role/Notebooks";
    const input = {
      NotebookInstanceName: "nb",
      RoleArn: notebookRole,
      Tags: [{ Key: "team", Value: "risk" }],
    };
    const needed = permissionsFor(call("sagemaker", "CreateNotebookInstance", input), {
      accountId: "111122223333",
      tagsOf: () => ({ stage: "dev" }),
    });
    expect(needed).toMatchObject([
      {
        action: "sagemaker:CreateNotebookInstance",
        resource: arn,
        keys: { "aws:RequestTag/team": "risk", "aws:TagKeys": ["team"], "aws:ResourceTag/stage": "dev" },
      },
      { action: "sagemaker:AddTags", resource: arn },
      { action: "iam:PassRole", resource: notebookRole, keys: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    ]);
  });

  it.each([
    ["CreateModel", { ModelName: "m", ExecutionRoleArn: role }],
    ["CreateDomain", { DefaultUserSettings: { ExecutionRole: role } }],
    ["CreateHyperParameterTuningJob", { TrainingJobDefinitions: [{ RoleArn: role }, { RoleArn: role }] }],
  ])("%s passes the roles it names, once each", (operation, input) => {
    const needed = permissionsFor(call("sagemaker", operation, input), { accountId: "111122223333" });
    expect(needed.filter(({ action }) => action === "iam:PassRole").map(({ resource }) => resource)).toEqual([role]);
  });

  it("GetCallerIdentity takes none", () => {
    expect(permissionsFor(call("sts", "GetCallerIdentity"), { accountId: "1" })).toEqual([]);
  });
});

describe("the authorizer", () => {
  const Statement: PolicyStatement[] = [
    { Effect: "Allow", Action: "sagemaker:Describe*", Resource: "*" },
    { Effect: "Deny", Action: "sagemaker:DeleteNotebookInstance", Resource: "*" },
  ];
  const authorize = createAuthorizer({
    accountId: "111122223333",
    policiesOf: (roleArn) => (roleArn === role ? [{ Statement }] : undefined),
  });
  const input = { NotebookInstanceName: "nb" };

  it("words its refusals as AWS does", () => {
    expect(authorize(call("sagemaker", "DescribeNotebookInstance", input))).toBeNull();
    expect(authorize(call("sagemaker", "StopNotebookInstance", input))).toMatchObject({
      code: "AccessDeniedException",
      message: `User: ${caller.arn} is not authorized to perform: sagemaker:StopNotebookInstance on resource: ${arn} because no identity-based policy allows the sagemaker:StopNotebookInstance action`,
    });
    expect(authorize(call("sagemaker", "DeleteNotebookInstance", input))?.message).toContain(
      "with an explicit deny in an identity-based policy",
    );
    expect(authorize(call("sns", "Publish", { TopicArn: "arn:aws:sns:x:1:t" }))?.code).toBe(
      "AuthorizationErrorException",
    );
    expect(authorize(call("sts", "AssumeRole", { RoleArn: role }))?.code).toBe("AccessDenied");
  });

  it("lets people and unknown roles do everything", () => {
    const { roleArn: _, ...user } = caller;
    const stop = call("sagemaker", "StopNotebookInstance", input);
    expect(authorize({ ...stop, caller: user })).toBeNull();
    expect(authorize({ ...stop, caller: { ...caller, roleArn: `${role}2` } })).toBeNull();
  });
});
