/** The generic services behind a real port, with a notebook service just big enough to prove the wire. */
import * as appconfigdata from "@aws-sdk/client-appconfigdata";
import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import type { Target } from "@aws-sdk/client-eventbridge";
import * as eventbridge from "@aws-sdk/client-eventbridge";
import * as lambda from "@aws-sdk/client-lambda";
import * as sagemaker from "@aws-sdk/client-sagemaker";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as ssm from "@aws-sdk/client-ssm";
import * as sts from "@aws-sdk/client-sts";
import { createAuthorizer } from "../../sandbox/authorizer.ts";
import { AwsError, type AwsEvent, type Happening, type ServiceBackend, type Time } from "../../sandbox/contract.ts";
import { createEventBuses } from "../../sandbox/event-bus.ts";
import { createDelivery } from "../../sandbox/event-target.ts";
import type { PolicyDocument } from "../../sandbox/iam.ts";
import { createPrincipals } from "../../sandbox/principals.ts";
import { createHttpServer } from "../../sandbox/server.ts";
import { createConfigurations } from "../../sandbox/services/appconfigdata.ts";
import { createCloudTrail } from "../../sandbox/services/cloudtrail.ts";
import { createTables } from "../../sandbox/services/dynamodb.ts";
import { createEventBridge } from "../../sandbox/services/eventbridge.ts";
import { createTopics } from "../../sandbox/services/sns.ts";
import { createQueues } from "../../sandbox/services/sqs.ts";
import { createParameters } from "../../sandbox/services/ssm.ts";
import { createSts } from "../../sandbox/services/sts.ts";
import { createTrail, type TrailOptions } from "../../sandbox/trail.ts";
import { createWire, type Wire } from "../../sandbox/wire/index.ts";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";

export interface ManualTime extends Time {
  advance(milliseconds: number): void;
}

export function createManualTime(start = "2026-11-20T10:00:00.000Z"): ManualTime {
  let now = Date.parse(start);
  const tasks = new Set<{ at: number; task(): void }>();
  return {
    now: () => new Date(now),
    after(milliseconds, task) {
      const entry = { at: now + milliseconds, task };
      tasks.add(entry);
      return () => void tasks.delete(entry);
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const [next] = [...tasks].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        tasks.delete(next);
        now = Math.max(now, next.at);
        next.task();
      }
      now = end;
    },
  };
}

/** `client({ key })` settings for any SDK client. */
export interface ClientSettings {
  endpoint: string;
  region: string;
  maxAttempts: number;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

export async function startAccount(delays: Pick<TrailOptions, "historyDelay"> = {}) {
  const time = createManualTime();
  const now = () => time.now();
  const identity = { accountId: ACCOUNT, region: REGION };
  const happenings: Happening[] = [];
  const happened = (happening: Happening) => void happenings.push(happening);
  const invoked: { target: Target; payload: unknown; event: AwsEvent }[] = [];
  const policies = new Map<string, PolicyDocument[]>();
  const tags = new Map<string, Record<string, string>>();

  let baseUrl = "";
  const principals = createPrincipals({ accountId: ACCOUNT, now });
  const queues = createQueues({ ...identity, time, baseUrl: () => baseUrl });
  const topics = createTopics({ ...identity, now, queues, happened });
  const parameters = createParameters({ ...identity, now });
  const configurations = createConfigurations();
  const tables = createTables(identity);
  const deliver = createDelivery({
    sendToQueue: (arn, body) => void queues.send(arn, body),
    publish: (arn, message) => void topics.publish(arn, message),
    invoke: (target, payload, event) => void invoked.push({ target, payload, event }),
  });
  const buses = createEventBuses({ ...identity, now, deliver, happened });
  const operationOf: Wire["operationOf"] = (service, operation) => wire.operationOf(service, operation);
  const trail = createTrail({ bus: buses, time, operationOf, happened, ...delays });
  const wire = createWire({
    services: {
      appconfig: { backend: configurations.backend, client: appconfigdata },
      cloudtrail: { backend: createCloudTrail({ history: () => trail.history() }), client: cloudtrail },
      dynamodb: { backend: tables.backend, raw: tables.raw, client: dynamodb },
      events: { backend: createEventBridge(buses), client: eventbridge },
      lambda: { backend: echoFunctions, client: lambda },
      sagemaker: { backend: createNotebooks(), client: sagemaker },
      sns: { backend: topics.backend, client: sns },
      sqs: { backend: queues.backend, client: sqs },
      ssm: { backend: parameters.backend, client: ssm },
      sts: { backend: createSts(principals), client: sts },
    },
    callerOf: (accessKeyId) => principals.callerOf(accessKeyId),
    authorize: createAuthorizer({
      accountId: ACCOUNT,
      policiesOf: (roleArn) => policies.get(roleArn),
      tagsOf: (arn) => tags.get(arn),
    }),
    record: (call) => trail.record(call),
    now,
    fault: () => {},
  });
  const server = createHttpServer();
  server.fallback(wire.handle);
  baseUrl = await server.listen(0);

  return {
    baseUrl,
    server,
    time,
    principals,
    queues,
    topics,
    parameters,
    configurations,
    tables,
    buses,
    trail,
    happenings,
    invoked,
    policies,
    tags,
    settings: (accessKeyId: string, session: Partial<ClientSettings["credentials"]> = {}): ClientSettings => ({
      endpoint: baseUrl,
      region: REGION,
      maxAttempts: 1,
      credentials: { accessKeyId, secretAccessKey: "s", ...session },
    }),
    async close() {
      await server.close();
      await tables.close();
    },
  };
}

export type TestAccount = Awaited<ReturnType<typeof startAccount>>;

function createNotebooks(): ServiceBackend {
  const notebooks = new Map<string, Record<string, unknown>>();
  const arnOf = (name: unknown) =>
    `arn:aws:sagemaker:${REGION}:${ACCOUNT}:notebook-instance/${String(name).toLowerCase()}`;
  function find(name: unknown): Record<string, unknown> {
    const found = notebooks.get(String(name));
    if (found === undefined) throw new AwsError("ValidationException", "RecordNotFound");
    return found;
  }
  return {
    operations: {
      CreateNotebookInstance(input, { now }) {
        const name = String(input.NotebookInstanceName);
        const NotebookInstanceArn = arnOf(name);
        notebooks.set(name, { ...input, NotebookInstanceArn, CreationTime: now, NotebookInstanceStatus: "Pending" });
        return { NotebookInstanceArn };
      },
      CreateTrainingJob: (input) => ({
        TrainingJobArn: `arn:aws:sagemaker:${REGION}:${ACCOUNT}:training-job/${input.TrainingJobName}`,
      }),
      DescribeNotebookInstance: (input) => find(input.NotebookInstanceName),
      DescribeTrainingJob() {
        throw new AwsError("ResourceNotFound", "Requested resource not found.");
      },
      DescribeDomain() {
        throw new TypeError("boom");
      },
      StopNotebookInstance(input) {
        find(input.NotebookInstanceName).NotebookInstanceStatus = "Stopped";
        return {};
      },
    },
  };
}

/** Proves the REST bindings: path, query, headers, payload, both ways. */
const echoFunctions: ServiceBackend = {
  operations: {
    GetFunction() {
      throw new AwsError("ResourceNotFoundException", "Function not found: arn:aws:lambda:x", 404);
    },
    Invoke: ({ Payload, ...input }) => ({
      StatusCode: input.InvocationType === "Event" ? 202 : 200,
      ExecutedVersion: input.Qualifier,
      Payload: JSON.stringify({
        ...input,
        payload: Payload ? Buffer.from(Payload as Uint8Array).toString("utf8") : null,
      }),
    }),
    ListFunctions: (input) => ({ Functions: [{ FunctionName: `max ${input.MaxItems}` }], NextMarker: "more" }),
    SendDurableExecutionCallbackSuccess: () => ({}),
  },
};
