import {
  AppConfigDataClient,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from "@aws-sdk/client-appconfigdata";
import { CloudTrailClient, InvalidTimeRangeException, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { ListTopicsCommand, NotFoundException, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import {
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient, GetCommand, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAccount, type TestAccount } from "./wire-account.ts";

let account: TestAccount;
beforeAll(async () => {
  account = await startAccount();
});
afterAll(() => account.close());

describe("STS", () => {
  it("knows an unknown key as an IAM user named after it", async () => {
    const client = new STSClient(account.settings("jane doe"));
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: "111122223333",
      Arn: "arn:aws:iam::111122223333:user/jane-doe",
      UserId: expect.stringMatching(/^AIDA/),
    });
  });

  it("hands out role sessions that work, and stop working", async () => {
    const { Credentials, AssumedRoleUser, SourceIdentity } = await new STSClient(account.settings("jane")).send(
      new AssumeRoleCommand({
        RoleArn: "arn:aws:iam::111122223333:role/teams/Scientist",
        RoleSessionName: "jane@example.com",
        SourceIdentity: "jane",
        DurationSeconds: 900,
      }),
    );
    expect(SourceIdentity).toBe("jane");
    expect(AssumedRoleUser?.Arn).toBe("arn:aws:sts::111122223333:assumed-role/Scientist/jane@example.com");
    const session = new STSClient(
      account.settings(Credentials?.AccessKeyId ?? "", { sessionToken: Credentials?.SessionToken ?? "" }),
    );
    expect((await session.send(new GetCallerIdentityCommand({}))).Arn).toBe(AssumedRoleUser?.Arn);
    account.time.advance(901_000);
    await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "ExpiredTokenException",
    });
  });

  it("refuses what is no role, and session names with spaces", async () => {
    const client = new STSClient(account.settings("jane"));
    const assume = (RoleArn: string, RoleSessionName: string) =>
      client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
    await expect(assume("Scientist", "jane")).rejects.toMatchObject({ name: "ValidationError" });
    await expect(assume("arn:aws:iam::111122223333:role/R", "a <b>")).rejects.toMatchObject({
      name: "ValidationError",
      message: expect.stringContaining("'a <b>' at 'roleSessionName'"),
    });
  });
});

describe("SSM", () => {
  it("keeps parameters, versions and secrets", async () => {
    const client = new SSMClient(account.settings("jane"));
    const put = (input: object) =>
      client.send(new PutParameterCommand({ Name: "/sagefence/hook", Value: "1", ...input }));
    expect(await put({ Type: "SecureString", Value: "https://hooks.example/1" })).toMatchObject({ Version: 1 });
    await expect(put({})).rejects.toMatchObject({ name: "ParameterAlreadyExists" });
    expect(await put({ Value: "https://hooks.example/2", Overwrite: true })).toMatchObject({ Version: 2 });

    const get = async (Name: string, WithDecryption?: boolean) =>
      (await client.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;
    expect(await get("/sagefence/hook", true)).toMatchObject({
      Type: "SecureString",
      Value: "https://hooks.example/2",
      Version: 2,
      LastModifiedDate: account.time.now(),
      ARN: "arn:aws:ssm:eu-west-1:111122223333:parameter/sagefence/hook",
    });
    expect((await get("/sagefence/hook:1", true))?.Value).toBe("https://hooks.example/1");
    expect((await get("/sagefence/hook"))?.Value).not.toContain("hooks");
    expect((await get("arn:aws:ssm:eu-west-1:111122223333:parameter/sagefence/hook", true))?.Version).toBe(2);
    await expect(get("/nope")).rejects.toBeInstanceOf(ParameterNotFound);
    await expect(get("/sagefence/hook:9")).rejects.toMatchObject({ name: "ParameterVersionNotFound" });
  });

  it("reads many, lists and deletes", async () => {
    const client = new SSMClient(account.settings("jane"));
    account.parameters.put({ name: "/list/a", value: "1" });
    account.parameters.put({ name: "/list/b/c", value: "2" });
    const many = await client.send(new GetParametersCommand({ Names: ["/list/a", "/list/x"] }));
    expect(many).toMatchObject({ Parameters: [{ Value: "1" }], InvalidParameters: ["/list/x"] });
    const byPath = await client.send(new GetParametersByPathCommand({ Path: "/list", Recursive: true }));
    expect(byPath.Parameters?.map(({ Name }) => Name)).toEqual(["/list/a", "/list/b/c"]);
    const filter = [{ Key: "Name", Option: "BeginsWith", Values: ["/list"] }];
    const page = await client.send(new DescribeParametersCommand({ ParameterFilters: filter, MaxResults: 1 }));
    expect(page.Parameters).toHaveLength(1);
    const rest = await client.send(
      new DescribeParametersCommand({ ParameterFilters: filter, MaxResults: 1, NextToken: page.NextToken }),
    );
    expect(rest.Parameters?.[0]).toMatchObject({ Name: "/list/b/c" });
    expect(rest.NextToken).toBeUndefined();
    await client.send(new DeleteParameterCommand({ Name: "/list/a" }));
    expect(account.parameters.value("/list/a")).toBeUndefined();
  });
});

/** More in cloudtrail.test.ts. */
describe("CloudTrail", () => {
  it("looks up events, with dates both ways", async () => {
    const client = new CloudTrailClient(account.settings("auditor"));
    const StartTime = account.time.now();
    await new STSClient(account.settings("lena")).send(new GetCallerIdentityCommand({}));
    account.time.advance(1000);
    const EndTime = account.time.now();
    const { Events } = await client.send(new LookupEventsCommand({ StartTime, EndTime, MaxResults: 1 }));
    expect(Events).toMatchObject([{ EventName: "GetCallerIdentity", EventTime: StartTime, Username: "lena" }]);
    const backwards = client.send(new LookupEventsCommand({ StartTime: EndTime, EndTime: new Date(0) }));
    await expect(backwards).rejects.toBeInstanceOf(InvalidTimeRangeException);
  });
});

describe("SNS", () => {
  it("keeps messages, and delivers to queues", async () => {
    const client = new SNSClient(account.settings("jane"));
    const topicArn = account.topics.create("people");
    const queueArn = account.queues.create("inbox");
    await client.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: queueArn }));
    const { MessageId } = await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: "Drift",
        Message: "a <b> & 'c'\nñ",
        MessageAttributes: { kind: { DataType: "String", StringValue: "finding" } },
      }),
    );
    expect(account.topics.messages().at(-1)).toMatchObject({
      id: MessageId,
      subject: "Drift",
      message: "a <b> & 'c'\nñ",
    });
    expect(account.happenings.at(-2)).toMatchObject({ type: "message", title: "people: Drift" });
    const [queued] = account.queues.messages("inbox");
    expect(JSON.parse(queued?.body ?? "")).toMatchObject({
      Type: "Notification",
      TopicArn: topicArn,
      Message: "a <b> & 'c'\nñ",
      MessageAttributes: { kind: { Type: "String", Value: "finding" } },
    });
    expect((await client.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn: topicArn }]);
  });

  it("refuses unknown topics, and messages that are empty or too long", async () => {
    const client = new SNSClient(account.settings("jane"));
    const TopicArn = account.topics.create("people");
    const nowhere = client.send(new PublishCommand({ TopicArn: `${TopicArn}x`, Message: "m" }));
    await expect(nowhere).rejects.toBeInstanceOf(NotFoundException);
    const refusal = (Message: string, extra = {}) =>
      client.send(new PublishCommand({ TopicArn, Message, ...extra })).catch((error: Error) => error.message);
    expect(await refusal("")).toBe("Invalid parameter: Empty message");
    expect(await refusal("x".repeat(256 * 1024 + 1))).toBe("Invalid parameter: Message too long");
    expect(await refusal("m", { Subject: "two\nlines" })).toBe("Invalid parameter: Subject");
    expect(await refusal("{}", { MessageStructure: "json" })).toContain("No default entry");
  });
});

describe("SQS", () => {
  const receive = (QueueUrl: string, extra = {}) =>
    new SQSClient(account.settings("jane")).send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
        ...extra,
      }),
    );

  it("sends, receives once, and deletes", async () => {
    const client = new SQSClient(account.settings("jane"));
    account.queues.create("work");
    const { QueueUrl = "" } = await client.send(new GetQueueUrlCommand({ QueueName: "work" }));
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: "wo" }))).QueueUrls).toEqual([QueueUrl]);
    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: "héllo",
        MessageAttributes: {
          text: { DataType: "String", StringValue: "a" },
          bytes: { DataType: "Binary", BinaryValue: new Uint8Array([1, 255]) },
        },
      }),
    );
    const [message] = (await receive(QueueUrl)).Messages ?? [];
    expect(message).toMatchObject({
      Body: "héllo",
      Attributes: { ApproximateReceiveCount: "1", SentTimestamp: String(account.time.now().getTime()) },
      MessageAttributes: { bytes: { BinaryValue: new Uint8Array([1, 255]) } },
    });
    expect((await receive(QueueUrl)).Messages).toBeUndefined();
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    expect(account.queues.messages("work")).toHaveLength(0);
  });

  it("shows a message again after its visibility timeout, or a changed one", async () => {
    const client = new SQSClient(account.settings("jane"));
    account.queues.create("again", { VisibilityTimeout: "10" });
    const QueueUrl = account.queues.urlOf("again");
    account.queues.send("again", "m");
    const [first] = (await receive(QueueUrl)).Messages ?? [];
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 60 }),
    );
    account.time.advance(11_000);
    expect((await receive(QueueUrl)).Messages).toBeUndefined();
    account.time.advance(50_000);
    const [second] = (await receive(QueueUrl)).Messages ?? [];
    expect(second?.MessageId).toBe(first?.MessageId);
    expect(second?.Attributes?.ApproximateReceiveCount).toBe("2");
    const batch = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: "a", ReceiptHandle: second?.ReceiptHandle },
          { Id: "b", ReceiptHandle: first?.ReceiptHandle },
        ],
      }),
    );
    expect(batch).toMatchObject({ Successful: [{ Id: "a" }], Failed: [{ Id: "b", Code: "ReceiptHandleIsInvalid" }] });
  });

  it("moves a message that was received too often to the dead-letter queue", async () => {
    const deadLetterTargetArn = account.queues.create("dead");
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
    account.queues.create("alive", { VisibilityTimeout: "1", RedrivePolicy });
    account.queues.send("alive", "poison");
    const url = account.queues.urlOf("alive");
    for (const expected of [1, 1, 0]) {
      expect((await receive(url)).Messages ?? []).toHaveLength(expected);
      account.time.advance(2000);
    }
    const [dead] = (await receive(account.queues.urlOf("dead"))).Messages ?? [];
    expect(dead).toMatchObject({
      Body: "poison",
      Attributes: { DeadLetterQueueSourceArn: expect.stringContaining("alive") },
    });
  });

  it("waits for a message, and for a delay to pass", async () => {
    account.queues.create("slow");
    const url = account.queues.urlOf("slow");
    const arrives = receive(url, { WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    account.queues.send("slow", "now");
    expect((await arrives).Messages?.[0]?.Body).toBe("now");

    const client = new SQSClient(account.settings("jane"));
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "later", DelaySeconds: 5 }));
    const delayed = receive(url, { WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    account.time.advance(5000);
    expect((await delayed).Messages?.[0]?.Body).toBe("later");
  });

  it("counts messages and refuses unknown queues", async () => {
    const client = new SQSClient(account.settings("jane"));
    account.queues.create("counted", { MessageRetentionPeriod: "60" });
    account.queues.send("counted", "1");
    account.queues.send("counted", "2");
    const QueueUrl = account.queues.urlOf("counted");
    await receive(QueueUrl, { MaxNumberOfMessages: 1 });
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: "1",
      ApproximateNumberOfMessagesNotVisible: "1",
      MessageRetentionPeriod: "60",
      QueueArn: "arn:aws:sqs:eu-west-1:111122223333:counted",
    });
    account.time.advance(61_000);
    expect((await receive(QueueUrl)).Messages).toBeUndefined();
    await expect(receive(`${QueueUrl}x`)).rejects.toBeInstanceOf(QueueDoesNotExist);
  });
});

describe("AppConfigData", () => {
  it("serves a configuration once, and again when it changes", async () => {
    const client = new AppConfigDataClient(account.settings("jane"));
    account.configurations.set("sagefence", "live", "policy", '{"version":1}');
    const start = (ApplicationIdentifier: string) =>
      client.send(
        new StartConfigurationSessionCommand({
          ApplicationIdentifier,
          EnvironmentIdentifier: "live",
          ConfigurationProfileIdentifier: "policy",
        }),
      );
    let token = (await start("sagefence")).InitialConfigurationToken;
    const poll = async () => {
      const answer = await client.send(new GetLatestConfigurationCommand({ ConfigurationToken: token }));
      token = answer.NextPollConfigurationToken;
      return answer;
    };
    const first = await poll();
    expect(first).toMatchObject({ ContentType: "application/json", VersionLabel: "1", NextPollIntervalInSeconds: 60 });
    expect(first.Configuration?.transformToString()).toBe('{"version":1}');
    expect((await poll()).Configuration?.length ?? 0).toBe(0);
    account.configurations.set("sagefence", "live", "policy", '{"version":1,"mode":"enforce"}');
    expect((await poll()).Configuration?.transformToString()).toContain("enforce");
    await expect(start("other")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    token = "forged";
    await expect(poll()).rejects.toMatchObject({ name: "BadRequestException" });
  });
});

describe("DynamoDB", () => {
  it("keeps items under conditions", async () => {
    const client = new DynamoDBClient(account.settings("jane"));
    const table = await client.send(
      new CreateTableCommand({
        TableName: "ledger",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      }),
    );
    expect(table.TableDescription?.TableArn).toBe("arn:aws:dynamodb:eu-west-1:111122223333:table/ledger");
    const documents = DynamoDBDocumentClient.from(client);
    const put = (state: string) =>
      documents.send(
        new PutCommand({
          TableName: "ledger",
          Item: { pk: "f1", state, blob: new Uint8Array([1, 2]) },
          ConditionExpression: "attribute_not_exists(pk)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
    await put("open");
    const second = put("again");
    await expect(second).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    await expect(second).rejects.toMatchObject({ Item: { pk: { S: "f1" }, state: { S: "open" } } });
    const { Item } = await documents.send(new GetCommand({ TableName: "ledger", Key: { pk: "f1" } }));
    expect(Item).toEqual({ pk: "f1", state: "open", blob: new Uint8Array([1, 2]) });
  });

  it("describes times to live and refuses transactions", async () => {
    const client = new DynamoDBClient(account.settings("jane"));
    const TimeToLiveSpecification = { Enabled: true, AttributeName: "expires" };
    await client.send(new UpdateTimeToLiveCommand({ TableName: "ledger", TimeToLiveSpecification }));
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: "ledger" }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "expires" });
    await expect(client.send(new DescribeTimeToLiveCommand({ TableName: "nope" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    const transaction = new TransactWriteCommand({
      TransactItems: [{ Put: { TableName: "ledger", Item: { pk: "t" } } }],
    });
    await expect(DynamoDBDocumentClient.from(client).send(transaction)).rejects.toMatchObject({
      name: "ValidationException",
      message: "The local account's tables have no transactions.",
    });
  });
});
