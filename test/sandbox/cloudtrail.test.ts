import {
  CloudTrailClient,
  type Event,
  type LookupAttributeKey,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from "@aws-sdk/client-cloudtrail";
import {
  CreateNotebookInstanceCommand,
  CreateTrainingJobCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
  StopNotebookInstanceCommand,
} from "@aws-sdk/client-sagemaker";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, describe, expect, it, test } from "vitest";
import { createEventHistory } from "../../shared/aws/cloudtrail.ts";
import { UNKNOWN_CREATOR } from "../../shared/detect/creator.ts";
import { findCreator } from "../../shared/detect/find-creator.ts";
import { startAccount, type TestAccount } from "./wire-account.ts";

const RoleArn = "arn:aws:iam::111122223333:role/Notebooks";
const SERVICE_ROLE = "arn:aws:iam::111122223333:role/Fence";
const NOTEBOOK_ARN = "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/research-nb";
const SECOND = 1000;
const DAY = 86_400 * SECOND;

let account: TestAccount;
afterEach(() => account.close());

async function start(...options: Parameters<typeof startAccount>): Promise<void> {
  account = await startAccount(...options);
}

function look(input: LookupEventsCommandInput = {}, key = "auditor", region = "eu-west-1") {
  return new CloudTrailClient({ ...account.settings(key), region }).send(new LookupEventsCommand(input));
}

/** What the history knows, without the look-ups themselves. */
async function found(input: LookupEventsCommandInput = {}): Promise<Event[]> {
  const { Events = [] } = await look(input);
  return Events.filter(({ Username }) => Username !== "auditor");
}

async function names(input: LookupEventsCommandInput = {}): Promise<(string | undefined)[]> {
  return (await found(input)).map(({ EventName }) => EventName);
}

function by(AttributeKey: LookupAttributeKey, AttributeValue: string) {
  return { LookupAttributes: [{ AttributeKey, AttributeValue }] };
}

function recordOf(event: Event | undefined): Record<string, unknown> {
  return JSON.parse(event?.CloudTrailEvent ?? "null");
}

function createNotebook(NotebookInstanceName = "Research-NB", key = "jane", region = "eu-west-1") {
  const client = new SageMakerClient({ ...account.settings(key), region });
  return client.send(
    new CreateNotebookInstanceCommand({ NotebookInstanceName, InstanceType: "ml.t3.medium", RoleArn }),
  );
}

function stopNotebook(NotebookInstanceName: string, key = "jane") {
  const client = new SageMakerClient(account.settings(key));
  return client.send(new StopNotebookInstanceCommand({ NotebookInstanceName }));
}

function train(TrainingJobName: string) {
  return new SageMakerClient(account.settings("arjun")).send(
    new CreateTrainingJobCommand({
      TrainingJobName,
      RoleArn,
      OutputDataConfig: { S3OutputPath: "s3://b" },
      AlgorithmSpecification: { TrainingInputMode: "File" },
      ResourceConfig: { VolumeSizeInGB: 1, InstanceCount: 1, InstanceType: "ml.m5.large" },
    }),
  );
}

describe("the event history", () => {
  it("tells who made a resource, with the very record that the bus carries", async () => {
    await start();
    account.buses.putRule({ name: "all", pattern: { "detail-type": ["AWS API Call via CloudTrail"] } });
    account.buses.putTargets("default", "all", [{ Id: "f", Arn: "arn:aws:lambda:eu-west-1:111122223333:function:f" }]);
    const at = account.time.now();
    await createNotebook();
    account.time.advance(SECOND);
    await new Promise((resolve) => setImmediate(resolve));

    const [event, ...others] = await found(by("EventName", "CreateNotebookInstance"));

    const onBus = account.invoked[0]?.event.detail;
    expect(others).toEqual([]);
    expect(event).toEqual({
      EventId: onBus?.eventID,
      EventName: "CreateNotebookInstance",
      ReadOnly: "false",
      AccessKeyId: "jane",
      EventTime: at,
      EventSource: "sagemaker.amazonaws.com",
      Username: "jane",
      Resources: [
        { ResourceType: "AWS::SageMaker::NotebookInstance", ResourceName: "Research-NB" },
        { ResourceType: "AWS::SageMaker::NotebookInstance", ResourceName: NOTEBOOK_ARN },
      ],
      CloudTrailEvent: expect.any(String),
    });
    expect(recordOf(event)).toEqual(onBus);
    expect(await found(by("EventName", "CreateNotebookInstance"))).toEqual([event]);
  });

  it("is where the service finds the creator", async () => {
    await start();
    await createNotebook();
    const creationTime = account.time.now().toISOString();
    account.time.advance(SECOND);
    const history = createEventHistory(new CloudTrailClient(account.settings("remediate")));
    const notebook = { kind: "notebook-instance", id: null, account: "111122223333", region: "eu-west-1" };
    const find = (name: string, arn: string) => findCreator(history, { ...notebook, name, arn }, creationTime);

    expect(await find("Research-NB", NOTEBOOK_ARN)).toMatchObject({ type: "IAMUser", name: "jane" });
    expect(await find("other", `${NOTEBOOK_ARN}-2`)).toEqual(UNKNOWN_CREATOR);
  });

  it("has a call when its event is due, or later", async () => {
    await start({ historyDelay: ({ operation }) => (operation === "CreateTrainingJob" ? 300 * SECOND : SECOND) });
    await createNotebook();
    await train("late");
    account.time.advance(SECOND - 1);
    expect(await names()).toEqual([]);
    account.time.advance(1);
    expect(await names()).toEqual(["CreateNotebookInstance"]);
    account.time.advance(299 * SECOND);
    expect(await names()).toEqual(["CreateTrainingJob", "CreateNotebookInstance"]);
  });

  it("has failed and refused calls with their errors", async () => {
    await start();
    account.policies.set(SERVICE_ROLE, [{ Statement: [] }]);
    const keys = account.principals.registerRole({ roleArn: SERVICE_ROLE, sessionName: "detect" });
    await expect(stopNotebook("nope")).rejects.toThrow("RecordNotFound");
    await expect(stopNotebook("nope", keys.accessKeyId)).rejects.toThrow("not authorized");
    account.time.advance(SECOND);

    const [refused, failed] = await found(by("EventName", "StopNotebookInstance"));

    expect(recordOf(failed)).toMatchObject({ errorCode: "ValidationException", errorMessage: "RecordNotFound" });
    expect(recordOf(refused)).toMatchObject({ errorCode: "AccessDenied", responseElements: null });
    expect(refused).toMatchObject({ Username: "detect", AccessKeyId: keys.accessKeyId });
  });

  it("has reads without their answers, and no data events", async () => {
    await start();
    account.buses.putRule({ name: "all", pattern: { "detail-type": ["AWS API Call via CloudTrail"] } });
    account.buses.putTargets("default", "all", [{ Id: "f", Arn: "arn:aws:lambda:eu-west-1:111122223333:function:f" }]);
    await createNotebook();
    const sageMaker = new SageMakerClient(account.settings("jane"));
    await sageMaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: "Research-NB" }));
    const TopicArn = account.topics.create("people");
    account.queues.create("work");
    const sqs = new SQSClient(account.settings("jane"));
    await sqs.send(new SendMessageCommand({ QueueUrl: account.queues.urlOf("work"), MessageBody: "m" }));
    await sqs.send(new ListQueuesCommand({}));
    await new SNSClient(account.settings("jane")).send(new PublishCommand({ TopicArn, Message: "m" }));
    await new STSClient(account.settings("jane")).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "jane" }));
    await look();
    account.time.advance(SECOND);
    await new Promise((resolve) => setImmediate(resolve));

    const { Events = [] } = await look();

    expect(Events.map(({ EventName, ReadOnly }) => `${EventName} ${ReadOnly}`)).toEqual([
      "LookupEvents true",
      "AssumeRole true",
      "ListQueues true",
      "DescribeNotebookInstance true",
      "CreateNotebookInstance false",
    ]);
    expect(recordOf(Events[3])).toMatchObject({
      readOnly: true,
      requestParameters: { notebookInstanceName: "Research-NB" },
      responseElements: null,
    });
    expect(account.invoked.map(({ event }) => event.detail.eventName)).toEqual(["CreateNotebookInstance"]);
  });

  it("has the calls of its own Region, for 90 days", async () => {
    await start();
    await createNotebook("here");
    await createNotebook("there", "jane", "us-east-1");
    account.time.advance(SECOND);
    const there = await look(by("ResourceName", "there"), "auditor", "us-east-1");
    expect(there.Events).toHaveLength(1);
    expect((await found()).map((event) => event.Resources?.[0]?.ResourceName)).toEqual(["here"]);
    account.time.advance(90 * DAY - SECOND);
    expect(await names()).toEqual(["CreateNotebookInstance"]);
    account.time.advance(SECOND);
    expect(await names()).toEqual([]);
  });
});

describe("a look-up", () => {
  async function startWithTwo(): Promise<void> {
    await start();
    await createNotebook();
    account.time.advance(60 * SECOND);
    await train("churn-1");
    account.time.advance(60 * SECOND);
  }

  test.each<[LookupAttributeKey, string]>([
    ["AccessKeyId", "arjun"],
    ["EventName", "CreateTrainingJob"],
    ["ResourceName", "churn-1"],
    ["ResourceName", "arn:aws:sagemaker:eu-west-1:111122223333:training-job/churn-1"],
    ["ResourceType", "AWS::SageMaker::TrainingJob"],
    ["Username", "arjun"],
  ])("by %s %s finds that call alone", async (key, value) => {
    await startWithTwo();
    expect(await names(by(key, value))).toEqual(["CreateTrainingJob"]);
    expect(await names(by(key, `${value}x`))).toEqual([]);
  });

  it("by EventId, EventSource and ReadOnly finds what has that", async () => {
    await startWithTwo();
    const [, event] = await found();
    expect(await names(by("EventId", event?.EventId ?? ""))).toEqual(["CreateNotebookInstance"]);
    expect(await names(by("EventSource", "sagemaker.amazonaws.com"))).toHaveLength(2);
    expect(await names(by("EventSource", "ssm.amazonaws.com"))).toEqual([]);
    expect(await names(by("ReadOnly", "false"))).toHaveLength(2);
    expect(await names(by("ReadOnly", "true"))).toEqual([]);
  });

  it("of a span has both ends in it", async () => {
    await startWithTwo();
    const [later, earlier] = await found();
    const [StartTime, EndTime] = [earlier?.EventTime, later?.EventTime];
    expect(await names({ StartTime, EndTime })).toHaveLength(2);
    const after = new Date((StartTime?.getTime() ?? 0) + 1);
    expect(await names({ StartTime: after, EndTime })).toEqual(["CreateTrainingJob"]);
    const before = new Date((EndTime?.getTime() ?? 0) - 1);
    expect(await names({ StartTime, EndTime: before })).toEqual(["CreateNotebookInstance"]);
    expect(await names({ StartTime: EndTime, EndTime })).toEqual(["CreateTrainingJob"]);
  });

  it("finds no Insights events, for there are none", async () => {
    await startWithTwo();
    expect(await names({ EventCategory: "insight" })).toEqual([]);
  });

  it("has 50 events on a page, or as few as asked for", async () => {
    await start();
    for (let index = 0; index < 51; index += 1) await createNotebook(`nb-${index}`);
    account.time.advance(SECOND);
    const query = by("EventName", "CreateNotebookInstance");
    const first = await look(query);
    const second = await look({ ...query, NextToken: first.NextToken });
    expect([first.Events?.length, second.Events?.length, second.NextToken]).toEqual([50, 1, undefined]);
    expect(recordOf(first.Events?.[0]).requestParameters).toMatchObject({ notebookInstanceName: "nb-50" });
    expect(recordOf(second.Events?.[0]).requestParameters).toMatchObject({ notebookInstanceName: "nb-0" });
    expect((await look({ ...query, MaxResults: 50 })).Events).toEqual(first.Events);
    expect((await look({ ...query, MaxResults: 1 })).Events).toEqual(first.Events?.slice(0, 1));
  });

  it("pages past what arrives meanwhile", async () => {
    await start();
    for (const name of ["a", "b", "c"]) await createNotebook(name);
    account.time.advance(SECOND);
    const query = { ...by("EventName", "CreateNotebookInstance"), MaxResults: 2 };
    const first = await look(query);
    await createNotebook("d");
    account.time.advance(SECOND);
    const second = await look({ ...query, NextToken: first.NextToken });
    const pages = [first, second].map(({ Events = [] }) => Events.map((event) => event.Resources?.[0]?.ResourceName));
    expect(pages).toEqual([["c", "b"], ["a"]]);
  });

  it("takes a token with the parameters that it was given for, and no other", async () => {
    await startWithTwo();
    const query = { StartTime: new Date(account.time.now().getTime() - DAY), MaxResults: 1 };
    const { NextToken } = await look({ ...query, ...by("ReadOnly", "false") });
    const refused = { name: "InvalidNextTokenException" };
    await expect(look({ ...query, ...by("EventSource", "s3.amazonaws.com"), NextToken })).rejects.toMatchObject(
      refused,
    );
    await expect(look({ ...by("ReadOnly", "false"), NextToken })).rejects.toMatchObject(refused);
    await expect(look({ ...query, NextToken: "forged" })).rejects.toMatchObject(refused);
    expect((await look({ ...query, ...by("ReadOnly", "false"), NextToken })).Events).toHaveLength(1);
  });

  it("needs cloudtrail:LookupEvents on any resource", async () => {
    await start();
    const Statement = (Resource: string) => [
      { Statement: [{ Effect: "Allow" as const, Action: "cloudtrail:LookupEvents", Resource }] },
    ];
    const { accessKeyId } = account.principals.registerRole({ roleArn: SERVICE_ROLE, sessionName: "remediate" });
    account.policies.set(SERVICE_ROLE, Statement("arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"));
    await expect(look({}, accessKeyId)).rejects.toMatchObject({ name: "AccessDeniedException" });
    account.policies.set(SERVICE_ROLE, Statement("*"));
    expect((await look({}, accessKeyId)).Events).toEqual([]);
  });

  /** The names of the refusals are AWS's; no source gives the sentences, which are ours. */
  test.each<[string, LookupEventsCommandInput, string, string]>([
    [
      "a span that ends before it starts",
      { StartTime: new Date(2000), EndTime: new Date(1000) },
      "InvalidTimeRangeException",
      "The start time must not be after the end time.",
    ],
    [
      "an unknown attribute",
      { LookupAttributes: [{ AttributeKey: "toString" as LookupAttributeKey, AttributeValue: "x" }] },
      "InvalidLookupAttributesException",
      "The attribute key toString is not valid.",
    ],
    [
      "two attributes",
      { LookupAttributes: [by("EventName", "a"), by("EventName", "b")].flatMap((one) => one.LookupAttributes) },
      "InvalidLookupAttributesException",
      "Only one lookup attribute is allowed.",
    ],
    [
      "an empty value",
      by("Username", ""),
      "InvalidLookupAttributesException",
      "The value of Username must have between 1 and 2000 characters.",
    ],
    [
      "a value whose spaces count twice",
      by("Username", "x ".repeat(667)),
      "InvalidLookupAttributesException",
      "The value of Username must have between 1 and 2000 characters.",
    ],
    [
      "no results",
      { MaxResults: 0 },
      "InvalidMaxResultsException",
      "The maximum number of results must be between 1 and 50.",
    ],
    [
      "51 results",
      { MaxResults: 51 },
      "InvalidMaxResultsException",
      "The maximum number of results must be between 1 and 50.",
    ],
    [
      "an unknown category",
      { EventCategory: "data" as "insight" },
      "InvalidEventCategoryException",
      "The event category data is not valid.",
    ],
    [
      "a token that nobody gave",
      { NextToken: "1" },
      "InvalidNextTokenException",
      "The token is not valid, or was given for a look-up with other parameters.",
    ],
  ])("is refused: %s", async (_name, input, name, message) => {
    await start();
    await expect(look(input)).rejects.toMatchObject({ name, message });
  });
});
