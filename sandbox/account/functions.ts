/** The account's functions with what surrounds them: alarms, logs, queues that invoke them, routes and secrets. */
import type { AwsEvent } from "../contract.ts";
import { createHttpApi } from "../http-api.ts";
import { evaluatePolicies } from "../iam.ts";
import { type Alarms, createAlarms } from "../lambda/alarms.ts";
import type { ArtifactStore } from "../lambda/artifact.ts";
import { createLambda, type Lambda, type LambdaSpeeds, type LogLine } from "../lambda/index.ts";
import { pollQueue, type QueuePoller } from "../lambda/queue-source.ts";
import type { Principals } from "../principals.ts";
import type { Route } from "../server.ts";
import type { Stack } from "../template.ts";
import type { Core } from "./core.ts";
import { deliverTo, type Stores } from "./stores.ts";

const KEPT_LOG_LINES = 5_000;

/** Somebody whom the approval page of the local account lets a visitor be. */
export interface LocalIdentity {
  arn: string;
  label: string;
}

export interface FunctionsOptions {
  stack: Stack;
  stores: Stores;
  artifacts: ArtifactStore;
  principals: Principals;
  speeds: Partial<LambdaSpeeds>;
  identities: readonly LocalIdentity[];
  emit: (event: AwsEvent) => void;
  log: (line: LogLine) => void;
}

export interface Functions {
  lambda: Lambda;
  alarms: Alarms;
  logs: readonly LogLine[];
}

export function createFunctions(core: Core, options: FunctionsOptions): Functions {
  const { stack, stores, principals, artifacts, emit } = options;
  const { accountId, region, clock, happenings } = core;
  const alarms = watch(core, stack, stores);
  const logs: LogLine[] = [];
  const lambda = createLambda({
    ...{ accountId, region, time: clock, functions: stack.functions, artifacts, emit },
    speeds: { retries: 1, waits: 1, timeouts: 1, ...options.speeds },
    credentials: (roleArn, sessionName) => principals.registerRole({ roleArn, sessionName }),
    variables: () => localVariables(core, options.identities),
    deliver: (arn, body, attributes) => {
      deliverTo(stores, arn, body, attributes);
      alarms.check();
    },
    happened: happenings.add,
    onError: (FunctionName) => alarms.record("AWS/Lambda", "Errors", { FunctionName }, 1),
    log: (line) => {
      logs.push(line);
      if (logs.length > KEPT_LOG_LINES) logs.shift();
      alarms.readLog(line.line);
      options.log(line);
    },
  });
  return { lambda, alarms, logs };
}

/** What tells the functions that they are in the local account, besides where its services are. */
function localVariables({ url }: Core, identities: readonly LocalIdentity[]): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    SAGEFENCE_LOCAL: "1",
    SAGEFENCE_LOCAL_IDENTITIES: JSON.stringify(identities),
  };
}

function watch({ accountId, region, clock, happenings }: Core, stack: Stack, stores: Stores): Alarms {
  return createAlarms({
    ...{ accountId, region, time: clock, alarms: stack.alarms },
    queueDepth: (name) => {
      const now = clock.now().getTime();
      return stores.queues.messages(name).filter(({ visibleAt }) => visibleAt <= now).length;
    },
    onChange: ({ name, actions, description }, state, message) => {
      const title = `alarm ${name} is ${state}`;
      happenings.add({ at: clock.now(), type: "state", title, detail: { kind: "alarm", name, state, description } });
      if (state !== "ALARM") return;
      for (const action of actions) deliverTo(stores, action, message);
    },
  });
}

export function startPollers(core: Core, { queueSources }: Stack, stores: Stores, lambda: Lambda): QueuePoller[] {
  const { region, accountId, clock: time } = core;
  return queueSources.map((source) => {
    const queueUrl = stores.queues.urlOf(source.queueArn.split(":").at(-1) ?? "");
    const { invoke } = lambda;
    return pollQueue({ ...{ source, region, accountId, time, queueUrl, invoke }, sqs: stores.queues.backend });
  });
}

/** Roles of the account need a statement for execute-api; other callers stand for its people. */
export function routesOf(core: Core, stack: Stack, lambda: Lambda, principals: Principals): Route {
  const { accountId, region, clock: time } = core;
  return createHttpApi({
    ...{ accountId, region, time, routes: stack.routes },
    callerOf: (accessKeyId) => principals.callerOf(accessKeyId),
    authorize: ({ roleArn }, resource) => {
      const role = stack.roles.find(({ arn }) => arn === roleArn);
      const request = { action: "execute-api:Invoke", resource, keys: {} };
      return role === undefined || evaluatePolicies(role.policies, request) === "allow";
    },
    find: lambda.find,
    invoke: lambda.invoke,
  });
}

/** The secret that CloudFormation cannot create: where Slack's webhook is. */
export function keepWebhook({ functions }: Stack, { parameters }: Stores, url: string): void {
  for (const { environment } of functions) {
    const name = environment.SLACK_WEBHOOK_PARAMETER;
    if (name !== undefined) parameters.put({ name, value: url, type: "SecureString" });
  }
}
