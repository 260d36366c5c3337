/** `sagefence test-message`: does each channel take a message? */
import { SNSClient } from "@aws-sdk/client-sns";
import { GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { errorCode } from "../shared/aws/errors.ts";
import { CHANNELS, type Channel, type Destinations, NotificationError, sendMessage } from "../shared/notify/send.ts";
import { testMessage } from "../shared/notify/sentences.ts";
import { namedRegion } from "./aws-region.ts";
import { CommandError, EXIT, type ExitCode, type Io } from "./io.ts";

/** As the template names them: infra/messages.yml and infra/queues.yml. */
const DEPLOYED = { textTopic: "sagefence-text", chatTopic: "sagefence-chat", slackQueue: "sagefence-slack" };

export interface ChannelOptions {
  textTopic?: string;
  chatTopic?: string;
  slackQueue?: string;
}

export interface MessageClients {
  sns: Pick<SNSClient, "send">;
  sqs: SQSClient;
  sts: STSClient;
  region(): Promise<string>;
}

/** Sends one message to each channel: those that are named, else those of the deployment. 2 when any did not take it. */
export async function runTestMessage(
  options: ChannelOptions,
  io: Io,
  clients: MessageClients = createClients(options, io),
): Promise<ExitCode> {
  const caller = await readCaller(clients);
  const addresses = isNamed(options) ? options : await deployedChannels(caller, clients);
  const destinations: Destinations = {
    textTopicArn: addresses.textTopic ?? "",
    chatTopicArn: addresses.chatTopic ?? "",
    slackQueueUrl: addresses.slackQueue ?? null,
  };
  const { textTopic: text, chatTopic: chat, slackQueue: slack } = addresses;
  const addressOf: Record<Channel, string | undefined> = { text, chat, slack };
  const wanted = CHANNELS.filter((channel) => addressOf[channel] !== undefined);
  const failed = await deliver(destinations, wanted, caller, clients, io);
  for (const channel of wanted) if (!failed.includes(channel)) io.out(`${channel}: sent to ${addressOf[channel]}\n`);
  return failed.length === 0 ? EXIT.fine : EXIT.failed;
}

function isNamed({ textTopic, chatTopic, slackQueue }: ChannelOptions): boolean {
  return [textTopic, chatTopic, slackQueue].some((address) => address !== undefined);
}

async function deliver(
  destinations: Destinations,
  wanted: readonly Channel[],
  by: string,
  clients: MessageClients,
  io: Io,
): Promise<readonly Channel[]> {
  try {
    await sendMessage(testMessage({ at: io.now(), by }), destinations, clients, wanted);
    return [];
  } catch (error) {
    if (!(error instanceof NotificationError)) throw error;
    io.err(`sagefence: ${error.message}\n`);
    return error.failed;
  }
}

async function readCaller({ sts }: MessageClients): Promise<string> {
  try {
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    return Arn ?? "";
  } catch (error) {
    throw new CommandError(
      `AWS does not say who you are (${errorCode(error)}); set credentials as for the AWS CLI, and AWS_ENDPOINT_URL for the local account`,
      { cause: error },
    );
  }
}

async function deployedChannels(caller: string, { sqs, region }: MessageClients): Promise<ChannelOptions> {
  const [, partition, , , account] = caller.split(":");
  const topics = `arn:${partition}:sns:${await region()}:${account}`;
  const { textTopic, chatTopic, slackQueue } = DEPLOYED;
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: slackQueue }));
    if (QueueUrl === undefined) throw new Error("no QueueUrl");
    return { textTopic: `${topics}:${textTopic}`, chatTopic: `${topics}:${chatTopic}`, slackQueue: QueueUrl };
  } catch (error) {
    throw new CommandError(
      `the queue ${slackQueue} of the deployment cannot be found in ${await region()} (${errorCode(error)}); name the channels: --text-topic, --chat-topic, --slack-queue`,
      { cause: error },
    );
  }
}

/** A topic's ARN says where it is; else what any AWS tool would take. */
function createClients({ textTopic, chatTopic }: ChannelOptions, { env }: Io): MessageClients {
  const region = (textTopic ?? chatTopic)?.split(":")[3] || namedRegion(env);
  const settings = region === undefined ? {} : { region };
  const sts = new STSClient(settings);
  return { sns: new SNSClient(settings), sqs: new SQSClient(settings), sts, region: () => sts.config.region() };
}
