/** `sagefence test-message`: does each channel take a message? */
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { CHANNELS, type Channel, type Destinations, NotificationError, sendMessage } from "../shared/notify/send.ts";
import { testMessage } from "../shared/notify/sentences.ts";
import { CommandError, EXIT, type ExitCode, type Io } from "./io.ts";

interface ChannelOptions {
  textTopic?: string;
  chatTopic?: string;
  slackQueue?: string;
}

const NOT_NAMED =
  "no channel is named; give --text-topic, --chat-topic or --slack-queue (the deployment's outputs TextTopicArn, ChatTopicArn, SlackQueueUrl)";

/** Sends one message to each channel that is named; 2 when any did not take it. */
export async function runTestMessage({ textTopic, chatTopic, slackQueue }: ChannelOptions, io: Io): Promise<ExitCode> {
  const addresses: Record<Channel, string | undefined> = { text: textTopic, chat: chatTopic, slack: slackQueue };
  const named = CHANNELS.filter((channel) => (addresses[channel] ?? "") !== "");
  if (named.length === 0) throw new CommandError(NOT_NAMED);
  const destinations: Destinations = {
    textTopicArn: textTopic ?? "",
    chatTopicArn: chatTopic ?? "",
    slackQueueUrl: slackQueue ?? null,
  };
  const region = regionOf(textTopic ?? chatTopic, io);
  const failed = await deliver(destinations, named, region, io);
  const taken = named.filter((channel) => !failed.includes(channel));
  for (const channel of taken) io.out(`${channel}: sent to ${addresses[channel]}\n`);
  return failed.length === 0 ? EXIT.fine : EXIT.failed;
}

async function deliver(
  destinations: Destinations,
  named: readonly Channel[],
  region: { region?: string },
  io: Io,
): Promise<readonly Channel[]> {
  const clients = { sns: new SNSClient(region), sqs: new SQSClient(region) };
  try {
    await sendMessage(testMessage({ at: io.now(), by: await callerName(region) }), destinations, clients, named);
    return [];
  } catch (error) {
    if (!(error instanceof NotificationError)) throw error;
    io.err(`sagefence: ${error.message}\n`);
    return error.failed;
  }
}

/** Who sends it, where that can be told; the message goes out either way. */
async function callerName(region: { region?: string }): Promise<string | null> {
  try {
    const { Arn } = await new STSClient({ ...region, maxAttempts: 1 }).send(new GetCallerIdentityCommand({}));
    return Arn ?? null;
  } catch {
    return null;
  }
}

/** A topic's ARN says where it is; else whatever any AWS tool would take. */
function regionOf(arn: string | undefined, { env }: Io): { region?: string } {
  const inArn = arn?.split(":")[3];
  if (inArn !== undefined && inArn !== "") return { region: inArn };
  return env.AWS_REGION === undefined && env.AWS_PROFILE === undefined ? { region: "eu-west-1" } : {};
}
