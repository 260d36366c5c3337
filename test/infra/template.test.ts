import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { EventPattern } from "../../infra/event-rules.ts";
import { functionNames } from "../../scripts/build.ts";
import { loadPolicyFile } from "../../shared/decide/load-policy.ts";
import { policyJsonSchema } from "../../shared/decide/policy-schema.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import { functionNamed, ofType, onlyOne, packagedTemplate, type Resource, type Template } from "./template.ts";

const SURVEYING = [
  ...["CHAT_TOPIC_ARN", "EVENT_BUS_NAME", "POLICY_APPLICATION", "POLICY_ENVIRONMENT", "POLICY_PROFILE"],
  ...["REMEDIATE_FUNCTION_ARN", "SLACK_QUEUE_URL", "STATE_CHANGE_GRACE_SECONDS", "TABLE_NAME", "TEXT_TOPIC_ARN"],
];
const FAILURES = { "Fn::GetAtt": ["Failures", "Arn"] };
let template: Template;

beforeAll(async () => {
  template = await packagedTemplate();
});

describe("functions", () => {
  it("are those of functions/, on arm64 and Node.js 24", () => {
    const functions = ofType(template, "AWS::Lambda::Function").map(([, { Properties }]) => Properties);
    expect(functions.map(({ FunctionName }) => FunctionName).sort()).toEqual(
      functionNames().map((name) => `sagefence-${name}`),
    );
    for (const properties of functions) {
      expect(properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
    }
  });

  it("keep logs for a limited time", () => {
    const groups = ofType(template, "AWS::Logs::LogGroup");
    expect(groups.length).toBe(functionNames().length + 1);
    for (const [, { Properties }] of groups) expect(Properties.RetentionInDays).toBe(90);
  });

  it.each([
    ["detect-drift", ["PUT_OFF_QUEUE_URL", "REMEDIATE_FUNCTION_ARN", "STATE_CHANGE_GRACE_SECONDS", "TABLE_NAME"]],
    [
      "remediate-drift",
      [
        "APPROVAL_URL",
        "CHAT_TOPIC_ARN",
        "EVENT_BUS_NAME",
        "POLICY_APPLICATION",
        "POLICY_ENVIRONMENT",
        "POLICY_PROFILE",
        "SERVICE_ROLE_ARN",
        "SLACK_QUEUE_URL",
        "SWITCH_PARAMETER",
        "TABLE_NAME",
        "TEXT_TOPIC_ARN",
      ],
    ],
    ["answer-approval", ["POLICY_APPLICATION", "POLICY_ENVIRONMENT", "POLICY_PROFILE", "TABLE_NAME"]],
    ["deliver-slack", ["SLACK_QUEUE_URL", "SLACK_WEBHOOK_PARAMETER"]],
    ["recheck-network", SURVEYING],
    ["sweep-account", [...SURVEYING, "SWEEP_EVERY_HOURS"]],
  ])("%s has the environment it reads", (name, own) => {
    const [, { Properties }] = functionNamed(template, name);
    const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
    expect(Object.keys(Variables).sort()).toEqual([...own, ...POWERTOOLS].sort());
  });

  it.each(["sweep-account", "recheck-network"])("%s starts executions through the alias", (name) => {
    const [, { Properties }] = functionNamed(template, name);
    const [aliasId] = ofType(template, "AWS::Lambda::Alias")[0] ?? [];
    expect(Properties.Environment).toMatchObject({ Variables: { REMEDIATE_FUNCTION_ARN: { Ref: aliasId } } });
  });

  it.each(functionNames())("%s is given every environment variable that its code reads", (name) => {
    const [, { Properties }] = functionNamed(template, name);
    const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
    const sources = [`functions/${name}.ts`, ...typeScriptFiles(`functions/${name}`)];
    expect(Object.keys(Variables)).toEqual(expect.arrayContaining(variablesReadIn(sources)));
  });

  it("are given every environment variable that shared code reads", () => {
    const given = JSON.stringify(ofType(template, "AWS::Lambda::Function"));
    for (const variable of variablesReadIn(typeScriptFiles("shared"))) expect(given).toContain(`"${variable}"`);
  });

  it("remediate-drift is durable from the start, and its failures are kept", () => {
    const [id, { Properties }] = functionNamed(template, "remediate-drift");
    expect(Properties).toMatchObject({
      DurableConfig: { ExecutionTimeout: 2_592_000, RetentionPeriodInDays: 90 },
      DeadLetterConfig: { TargetArn: FAILURES },
    });
    const alias = onlyOne(template, "AWS::Lambda::Alias");
    expect(alias).toMatchObject({ Name: "durable", FunctionName: { Ref: id } });
    const [version] = ofType(template, "AWS::Lambda::Version");
    expect(version?.[1].DeletionPolicy).toBe("Retain");
  });

  it("detect-drift starts executions through the alias", () => {
    const [, { Properties }] = functionNamed(template, "detect-drift");
    const [aliasId] = ofType(template, "AWS::Lambda::Alias")[0] ?? [];
    expect(Properties.Environment).toMatchObject({ Variables: { REMEDIATE_FUNCTION_ARN: { Ref: aliasId } } });
  });

  it("detect-drift is tried three times, then the event is kept", () => {
    const [id] = functionNamed(template, "detect-drift");
    const configs = ofType(template, "AWS::Lambda::EventInvokeConfig").map(([, { Properties }]) => Properties);
    const config = configs.find(({ FunctionName }) => JSON.stringify(FunctionName) === JSON.stringify({ Ref: id }));
    expect(config).toEqual({
      FunctionName: { Ref: id },
      Qualifier: "$LATEST",
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: FAILURES } },
    });
  });
});

const POWERTOOLS = ["POWERTOOLS_LOG_LEVEL", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME"];

describe("event rules", () => {
  it("match every call of every kind", () => {
    const patterns = rules().map(({ Properties }) => Properties.EventPattern as EventPattern);
    const matched = patterns.flatMap(({ detail }) => detail?.eventName ?? []);
    const changes = patterns.flatMap((pattern) => (pattern.detail === undefined ? pattern["detail-type"] : []));
    for (const { calls, stateChange } of RESOURCE_KINDS) {
      expect(matched).toEqual(expect.arrayContaining(Object.values(calls).flat()));
      if (stateChange !== null) expect(changes).toContain(stateChange.detailType);
    }
  });

  it("stand on the default bus and give detect-drift the event, with retries and a queue for what fails", () => {
    const [id] = functionNamed(template, "detect-drift");
    for (const { Properties } of rules()) {
      expect(Properties).not.toHaveProperty("EventBusName");
      expect(Properties.State).toBe("ENABLED");
      expect(Properties.Targets).toEqual([
        {
          Id: "detect-drift",
          Arn: { "Fn::GetAtt": [id, "Arn"] },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: FAILURES },
        },
      ]);
    }
  });

  it("may invoke detect-drift, each for itself", () => {
    const granted = ofType(template, "AWS::Lambda::Permission")
      .filter(([, { Properties }]) => Properties.Principal === "events.amazonaws.com")
      .filter(([, { Properties }]) => JSON.stringify(Properties.FunctionName).includes("DetectDashdrift"))
      .map(([, { Properties }]) => Properties.SourceArn);
    expect(granted).toEqual(sageMakerRules().map(([id]) => ({ "Fn::GetAtt": [id, "Arn"] })));
  });

  it("bring executions that failed to the queue whose alarm rings", () => {
    const { Properties } = template.Resources.FailedExecutionsRule as Resource;
    expect(Properties.EventPattern).toMatchObject({ detail: { status: ["FAILED", "TIMED_OUT", "STOPPED"] } });
    expect(Properties.Targets).toMatchObject([{ Arn: FAILURES }]);
  });

  function rules(): Resource[] {
    return sageMakerRules().map(([, resource]) => resource);
  }

  function sageMakerRules(): [string, Resource][] {
    return ofType(template, "AWS::Events::Rule").filter(([, { Properties }]) =>
      JSON.stringify(Properties.EventPattern ?? {}).includes('"aws.sagemaker"'),
    );
  }
});

describe("changes of the network", () => {
  it("go from every rule into the queue, with retries and a queue for what fails", () => {
    const rules = ofType(template, "AWS::Events::Rule").filter(([id]) => id.startsWith("NetworkChangesRule"));
    expect(rules.length).toBeGreaterThan(0);
    for (const [, { Properties }] of rules) {
      expect(Properties).toMatchObject({ State: "ENABLED" });
      expect(Properties.Targets).toEqual([
        {
          Id: "recheck-network",
          Arn: { "Fn::GetAtt": ["NetworkChanges", "Arn"] },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: FAILURES },
        },
      ]);
    }
  });

  it("wait there for others of the same burst, and are taken together", () => {
    const queue = template.Resources.NetworkChanges?.Properties;
    const mappings = ofType(template, "AWS::Lambda::EventSourceMapping").map(([, { Properties }]) => Properties);
    const mapping = mappings.find(({ EventSourceArn }) => JSON.stringify(EventSourceArn).includes('"NetworkChanges"'));
    const [, { Properties }] = functionNamed(template, "recheck-network");
    expect(Number(queue?.DelaySeconds)).toBe(20);
    expect(queue?.VisibilityTimeout).toBe(6 * Number(Properties.Timeout));
    expect(queue?.RedrivePolicy).toMatchObject({ deadLetterTargetArn: FAILURES });
    expect(mapping).toMatchObject({
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 20,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  it("may be sent by the rules of the service alone", () => {
    const policy = template.Resources.NetworkChangesPolicy?.Properties.PolicyDocument as { Statement: object[] };
    expect(policy.Statement).toMatchObject([
      { Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage", Condition: { ArnLike: {} } },
    ]);
  });
});

describe("the sweep", () => {
  it("ticks every quarter of an hour, and each tick ends before the next", () => {
    const [id, { Properties }] = functionNamed(template, "sweep-account");
    const { Properties: rule } = template.Resources.SweepSchedule as Resource;
    expect(rule).toMatchObject({ ScheduleExpression: "rate(15 minutes)", State: "ENABLED" });
    expect(rule.Targets).toMatchObject([{ Arn: { "Fn::GetAtt": [id, "Arn"] } }]);
    expect(Number(Properties.Timeout)).toBeLessThan(15 * 60);
    expect(template.Resources.SweepSchedulePermission?.Properties).toMatchObject({
      SourceArn: { "Fn::GetAtt": ["SweepSchedule", "Arn"] },
    });
  });
});

describe("the HTTP API", () => {
  it("asks for a signature everywhere but on the page", () => {
    const routes = ofType(template, "AWS::ApiGatewayV2::Route").map(([, { Properties }]) => [
      Properties.RouteKey,
      Properties.AuthorizationType ?? "NONE",
    ]);
    expect(Object.fromEntries(routes)).toEqual({
      "GET /findings": "AWS_IAM",
      "GET /findings/{id}": "AWS_IAM",
      "GET /q/{id}": "NONE",
      "GET /questions/{id}": "AWS_IAM",
      "POST /q/{id}": "NONE",
      "POST /questions/{id}/answer": "AWS_IAM",
    });
  });

  it("limits how often it is called and logs neither path nor query", () => {
    const stage = onlyOne(template, "AWS::ApiGatewayV2::Stage");
    expect(stage.DefaultRouteSettings).toMatchObject({ ThrottlingBurstLimit: 20, ThrottlingRateLimit: 10 });
    const { Format } = stage.AccessLogSettings as { Format: string };
    expect(Format).toContain("$context.routeKey");
    expect(Format).not.toMatch(/path|query|referer/i);
  });
});

describe("the policy", () => {
  it("is hosted as the build validated it, under our schema", () => {
    const profile = onlyOne(template, "AWS::AppConfig::ConfigurationProfile");
    const [validator] = profile.Validators as { Type: string; Content: string }[];
    expect(validator?.Type).toBe("JSON_SCHEMA");
    expect(JSON.parse(validator?.Content ?? "")).toEqual(policyJsonSchema());
    const version = onlyOne(template, "AWS::AppConfig::HostedConfigurationVersion");
    expect(version.ContentType).toBe("application/json");
    const { document } = loadPolicyFile("infra/policy/default.yaml");
    expect(JSON.parse(String(version.Content))).toEqual(document);
  });

  it("keeps within AppConfig's limit for validators, in the draft that AppConfig takes", () => {
    const schema = policyJsonSchema();
    expect(JSON.stringify(schema).length).toBeLessThanOrEqual(32_768);
    expect(schema.$schema).toBe("http://json-schema.org/draft-04/schema#");
  });

  it("is taken back when the service cannot use it", () => {
    const environment = onlyOne(template, "AWS::AppConfig::Environment");
    expect(environment.Monitors).toMatchObject([{ AlarmArn: { "Fn::GetAtt": ["PolicyInvalidAlarm", "Arn"] } }]);
  });
});

describe("what is kept", () => {
  it("is encrypted", () => {
    for (const [, { Properties }] of ofType(template, "AWS::SQS::Queue")) {
      expect(Properties.SqsManagedSseEnabled).toBe(true);
    }
    for (const [, { Properties }] of ofType(template, "AWS::SNS::Topic")) {
      expect(Properties.KmsMasterKeyId).toBeDefined();
    }
  });

  it("the ledger survives the stack, can be restored and forgets what has expired", () => {
    const [ledger] = ofType(template, "AWS::DynamoDB::Table").map(([, resource]) => resource);
    expect(ledger).toMatchObject({
      DeletionPolicy: "Retain",
      Properties: {
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      },
    });
  });

  it("messages for Slack are taken one by one and kept when they cannot be delivered", () => {
    expect(mappingOf("SlackQueue")).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      EventSourceArn: { "Fn::GetAtt": ["SlackQueue", "Arn"] },
    });
    expect(template.Resources.SlackQueue?.Properties.RedrivePolicy).toMatchObject({
      deadLetterTargetArn: { "Fn::GetAtt": ["SlackFailures", "Arn"] },
    });
    const [, { Properties }] = functionNamed(template, "deliver-slack");
    expect(template.Resources.SlackQueue?.Properties.VisibilityTimeout).toBe(6 * Number(Properties.Timeout));
  });

  it("events that were put off come back one by one and are kept when they cannot be handled", () => {
    expect(mappingOf("PutOffEvents")).toMatchObject({ BatchSize: 1 });
    const queue = template.Resources.PutOffEvents?.Properties;
    const [, { Properties }] = functionNamed(template, "detect-drift");
    expect(queue?.RedrivePolicy).toMatchObject({ deadLetterTargetArn: FAILURES });
    expect(queue?.VisibilityTimeout).toBe(6 * Number(Properties.Timeout));
    const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
    // SQS keeps a message back for at most a quarter of an hour.
    expect(Number(Variables.STATE_CHANGE_GRACE_SECONDS)).toBeLessThanOrEqual(900);
  });

  function mappingOf(queue: string): Record<string, unknown> | undefined {
    const mappings = ofType(template, "AWS::Lambda::EventSourceMapping").map(([, { Properties }]) => Properties);
    return mappings.find(({ EventSourceArn }) => JSON.stringify(EventSourceArn).includes(`"${queue}"`));
  }
});

describe("alarms", () => {
  it("ring for errors of every function and for every queue of failures", () => {
    const watched = JSON.stringify(ofType(template, "AWS::CloudWatch::Alarm"));
    for (const name of functionNames()) {
      const [id] = functionNamed(template, name);
      expect(watched).toContain(`{"Name":"FunctionName","Value":{"Ref":"${id}"}}`);
    }
    for (const queue of ["Failures", "SlackFailures"]) {
      expect(watched).toContain(`{"Name":"QueueName","Value":{"Fn::GetAtt":["${queue}","QueueName"]}}`);
    }
  });

  it("watch only metrics that the code counts", () => {
    const sources = [...typeScriptFiles("functions"), ...typeScriptFiles("shared")];
    const code = sources.map((file) => readFileSync(file, "utf8")).join("\n");
    const own = ofType(template, "AWS::CloudWatch::Alarm").filter(
      ([, { Properties }]) => Properties.Namespace === "sagefence",
    );
    expect(own).not.toEqual([]);
    for (const [, { Properties }] of own) expect(code).toContain(`"${Properties.MetricName}"`);
  });

  it("reach the topic of alarms, and stay silent without data", () => {
    for (const [, { Properties }] of ofType(template, "AWS::CloudWatch::Alarm")) {
      expect(Properties).toMatchObject({ AlarmActions: [{ Ref: "AlarmTopic" }], TreatMissingData: "notBreaching" });
    }
  });
});

function typeScriptFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".ts")).map((file) => join(folder, file));
}

function variablesReadIn(files: readonly string[]): string[] {
  const reads = files.flatMap((file) => [...readFileSync(file, "utf8").matchAll(/requiredEnv\("(\w+)"\)/g)]);
  return reads.map(([, variable = ""]) => variable);
}
