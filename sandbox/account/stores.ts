/** What the account keeps: queues, topics, tables, parameters and configurations, made as the template says. */
import type { DescribeTableOutput } from "@aws-sdk/client-dynamodb";
import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import { type Configurations, createConfigurations } from "../services/appconfigdata.ts";
import { createTables, type Tables } from "../services/dynamodb.ts";
import { createTopics, type Topics } from "../services/sns.ts";
import { createQueues, type Queues } from "../services/sqs.ts";
import { createParameters, type Parameters } from "../services/ssm.ts";
import { type Stack, TemplateError } from "../template.ts";
import type { Core } from "./core.ts";

export interface Stores {
  queues: Queues;
  topics: Topics;
  tables: Tables;
  parameters: Parameters;
  configurations: Configurations;
}

export async function createStores(core: Core, stack: Stack): Promise<Stores> {
  const { accountId, region, clock, url, happenings } = core;
  const names = { accountId, region };
  const now = () => clock.now();
  const queues = createQueues({ ...names, time: clock, baseUrl: () => url });
  const stores = {
    queues,
    topics: createTopics({ ...names, now, queues, happened: happenings.add }),
    tables: createTables(names),
    parameters: createParameters({ ...names, now }),
    configurations: createConfigurations(),
  };
  fill(stores, stack);
  await makeTables(stores.tables, stack);
  return stores;
}

function fill({ queues, topics, parameters, configurations }: Stores, stack: Stack): void {
  for (const { name, settings } of stack.queues) queues.create(name, settings);
  for (const name of stack.topics.names) topics.create(name);
  for (const { topicArn, protocol, endpoint, raw } of stack.topics.subscriptions) {
    if (protocol !== "sqs") throw new TemplateError(`The local account cannot subscribe ${protocol} to ${topicArn}.`);
    topics.subscribeQueue(topicArn, endpoint, raw);
  }
  for (const parameter of stack.parameters) parameters.put(parameter);
  for (const { application, environment, profile, content, contentType } of stack.configurations) {
    configurations.set(application, environment, profile, content, contentType);
  }
}

async function makeTables(tables: Tables, stack: Stack): Promise<void> {
  for (const { name, definition } of stack.tables) {
    await tables.call("CreateTable", definition);
    await untilActive(tables, name);
  }
}

async function untilActive(tables: Tables, TableName: string): Promise<void> {
  let status: string | undefined;
  while (status !== "ACTIVE") {
    const { Table } = (await tables.call("DescribeTable", { TableName })) as DescribeTableOutput;
    status = Table?.TableStatus;
  }
}

/** Puts a text into a queue or topic of the account, as services do for dead letters and destinations. */
export function deliverTo(
  { queues, topics }: Pick<Stores, "queues" | "topics">,
  arn: string,
  body: string,
  attributes: Record<string, string> = {},
): void {
  if (arn.startsWith("arn:aws:sns:")) {
    topics.publish(arn, body);
    return;
  }
  const named = Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]);
  queues.send(arn, body, Object.fromEntries(named) as Record<string, MessageAttributeValue>);
}
