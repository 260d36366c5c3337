import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasBoto3, hasCli, runAgainst } from "./aws-tools.ts";
import { startAccount, type TestAccount } from "./wire-account.ts";

let account: TestAccount;
beforeAll(async () => {
  account = await startAccount();
});
afterAll(() => account.close());

const SCRIPT = `
import boto3, json
from botocore.exceptions import ClientError
out = {}
def code(f, *types):
    try:
        f()
    except ClientError as e:
        return [e.response["Error"]["Code"], type(e).__name__, e.response["Error"]["Message"]]
sm = boto3.client("sagemaker")
out["arn"] = sm.create_notebook_instance(NotebookInstanceName="NB", InstanceType="ml.t3.medium", RoleArn="arn:aws:iam::111122223333:role/N")["NotebookInstanceArn"]
out["time"] = sm.describe_notebook_instance(NotebookInstanceName="NB")["CreationTime"].timestamp()
sm.stop_notebook_instance(NotebookInstanceName="NB")
out["job"] = code(lambda: sm.describe_training_job(TrainingJobName="x"))
out["notebook"] = code(lambda: sm.describe_notebook_instance(NotebookInstanceName="x"))
out["me"] = boto3.client("sts").get_caller_identity()["Arn"]
sns = boto3.client("sns")
out["topics"] = [t["TopicArn"] for t in sns.list_topics()["Topics"]]
sns.publish(TopicArn=out["topics"][0], Message="hi", MessageAttributes={"a": {"DataType": "String", "StringValue": "b"}})
out["topic"] = code(lambda: sns.publish(TopicArn=out["topics"][0] + "x", Message="hi"))
sqs = boto3.client("sqs")
url = sqs.get_queue_url(QueueName="work")["QueueUrl"]
sqs.send_message(QueueUrl=url, MessageBody="m", MessageAttributes={"a": {"DataType": "Binary", "BinaryValue": b"x"}})
out["body"] = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"][0]["Body"]
out["queue"] = code(lambda: sqs.get_queue_url(QueueName="nope"))
ssm = boto3.client("ssm")
ssm.put_parameter(Name="/a", Value="1", Type="String")
out["parameter"] = ssm.get_parameter(Name="/a")["Parameter"]["Value"]
out["noparameter"] = code(lambda: ssm.get_parameter(Name="/b"))
out["failed"] = boto3.client("events").put_events(Entries=[{"Source": "s", "DetailType": "t", "Detail": "{}"}])["FailedEntryCount"]
fn = boto3.client("lambda")
out["invoke"] = json.loads(fn.invoke(FunctionName="f:live", Payload=b"{}")["Payload"].read())
out["function"] = code(lambda: fn.get_function(FunctionName="f"))
ddb = boto3.client("dynamodb")
ddb.create_table(TableName="items", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}])
put = lambda: ddb.put_item(TableName="items", Item={"k": {"S": "1"}}, ConditionExpression="attribute_not_exists(k)")
put()
out["condition"] = code(put)
ac = boto3.client("appconfigdata")
token = ac.start_configuration_session(ApplicationIdentifier="a", EnvironmentIdentifier="e", ConfigurationProfileIdentifier="p")["InitialConfigurationToken"]
out["configuration"] = ac.get_latest_configuration(ConfigurationToken=token)["Configuration"].read().decode()
print(json.dumps(out))
`;

describe.skipIf(!hasBoto3)("boto3", () => {
  it("speaks with every service and raises the right classes", async () => {
    account.topics.create("people");
    account.queues.create("work");
    account.configurations.set("a", "e", "p", "policy");
    const { stdout } = await runAgainst(account.baseUrl, "python3", ["-c", SCRIPT]);
    expect(JSON.parse(stdout)).toMatchObject({
      arn: "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/nb",
      time: account.time.now().getTime() / 1000,
      job: ["ResourceNotFound", "ResourceNotFound", "Requested resource not found."],
      notebook: ["ValidationException", "ClientError", "RecordNotFound"],
      me: "arn:aws:iam::111122223333:user/jane",
      topics: ["arn:aws:sns:eu-west-1:111122223333:people"],
      topic: ["NotFound", "NotFoundException", "Topic does not exist"],
      body: "m",
      queue: ["AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist", "The specified queue does not exist."],
      parameter: "1",
      noparameter: ["ParameterNotFound", "ParameterNotFound", "Parameter /b not found."],
      failed: 0,
      invoke: { FunctionName: "f:live", payload: "{}" },
      function: ["ResourceNotFoundException", "ResourceNotFoundException", "Function not found: arn:aws:lambda:x"],
      condition: ["ConditionalCheckFailedException", "ConditionalCheckFailedException", expect.any(String)],
      configuration: "policy",
    });
  });
});

describe.skipIf(!hasCli)("the AWS CLI", () => {
  it("creates a notebook", async () => {
    const create = ["sagemaker", "create-notebook-instance", "--notebook-instance-name", "cli"];
    const settings = ["--instance-type", "ml.t3.medium", "--role-arn", "arn:aws:iam::111122223333:role/N"];
    const { stdout } = await runAgainst(account.baseUrl, "aws", [
      ...create,
      ...settings,
      "--endpoint-url",
      account.baseUrl,
    ]);
    expect(JSON.parse(stdout).NotebookInstanceArn).toContain("notebook-instance/cli");
  });
});
