/** The account's services behind the AWS wire protocols, with their callers, permissions and trail. */
import * as appConfigData from "@aws-sdk/client-appconfigdata";
import * as cloudTrail from "@aws-sdk/client-cloudtrail";
import * as dynamoDb from "@aws-sdk/client-dynamodb";
import * as ec2Client from "@aws-sdk/client-ec2";
import * as eventBridge from "@aws-sdk/client-eventbridge";
import * as lambdaClient from "@aws-sdk/client-lambda";
import * as sageMakerClient from "@aws-sdk/client-sagemaker";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as ssm from "@aws-sdk/client-ssm";
import * as sts from "@aws-sdk/client-sts";
import { createAuthorizer } from "../authorizer.ts";
import type { RecordedCall } from "../contract.ts";
import type { Ec2 } from "../ec2/index.ts";
import type { EventBuses } from "../event-bus.ts";
import type { Lambda } from "../lambda/index.ts";
import type { Principals } from "../principals.ts";
import type { SageMaker } from "../sagemaker/index.ts";
import { createCloudTrail } from "../services/cloudtrail.ts";
import { createEventBridge } from "../services/eventbridge.ts";
import { createSts } from "../services/sts.ts";
import type { Stack } from "../template.ts";
import { createTrail, type Trail } from "../trail.ts";
import { type CallRequest, createWire, type Wire } from "../wire/index.ts";
import type { Core } from "./core.ts";
import type { Stores } from "./stores.ts";

export interface Backends {
  stack: Stack;
  stores: Stores;
  buses: EventBuses;
  ec2: Ec2;
  lambda: Lambda;
  sageMaker: SageMaker;
  principals: Principals;
  /** Milliseconds between a call and its CloudTrail event. */
  eventDelay: (call: RecordedCall) => number;
  /** Milliseconds between a call and its place in CloudTrail's event history. */
  historyDelay: (call: RecordedCall) => number;
}

export function connect(core: Core, backends: Backends): { wire: Wire; trail: Trail } {
  const { stores, buses, ec2, lambda, sageMaker, principals, eventDelay: delay, historyDelay } = backends;
  const { clock, happenings } = core;
  const wire = createWire({
    services: {
      appconfig: { backend: stores.configurations.backend, client: appConfigData },
      cloudtrail: { backend: createCloudTrail({ history: () => trail.history() }), client: cloudTrail },
      dynamodb: { backend: stores.tables.backend, client: dynamoDb, raw: stores.tables.raw },
      ec2: { backend: ec2, client: ec2Client },
      events: { backend: createEventBridge(buses), client: eventBridge },
      lambda: { backend: lambda, client: lambdaClient },
      sagemaker: { backend: sageMaker, client: sageMakerClient },
      sns: { backend: stores.topics.backend, client: sns },
      sqs: { backend: stores.queues.backend, client: sqs },
      ssm: { backend: stores.parameters.backend, client: ssm },
      sts: { backend: createSts(principals), client: sts },
    },
    callerOf: (accessKeyId) => principals.callerOf(accessKeyId),
    authorize: authorizer(core, backends),
    record: (call) => trail.record(call),
    now: () => clock.now(),
  });
  const operationOf: Wire["operationOf"] = (service, operation) => wire.operationOf(service, operation);
  const trail = createTrail({ bus: buses, time: clock, operationOf, delay, historyDelay, happened: happenings.add });
  return { wire, trail };
}

function authorizer({ accountId }: Core, { stack, lambda, sageMaker }: Backends): ReturnType<typeof createAuthorizer> {
  const policies = new Map(stack.roles.map((role) => [role.arn, role.policies]));
  return createAuthorizer({
    accountId,
    policiesOf: (roleArn) => policies.get(roleArn),
    resourcesOf: (request) => callbackResources(request, lambda),
    tagsOf: sageMaker.inspect.tagsOf,
  });
}

/** A callback's answer is about the execution that waits for it. */
function callbackResources({ service, input }: CallRequest, lambda: Lambda): string[] | undefined {
  if (service !== "lambda" || typeof input.CallbackId !== "string") return undefined;
  const arn = lambda.executions.ofCallback(input.CallbackId);
  return arn === undefined ? undefined : [arn];
}
