/** The local account: every service of it, wired from the packaged template, on one loopback port. */
import { dirname } from "node:path";
import type { Core } from "./account/core.ts";
import { createFunctions, keepWebhook, type LocalIdentity, routesOf, startPollers } from "./account/functions.ts";
import { deployConfiguration, deployWithFunctions } from "./account/policy.ts";
import { createStores, type Stores } from "./account/stores.ts";
import { createTargets } from "./account/targets.ts";
import { connect } from "./account/wire.ts";
import { createClock, SYSTEM_TIME } from "./clock.ts";
import type { Happening, RecordedCall, Time } from "./contract.ts";
import { defaultNetwork } from "./ec2/default-network.ts";
import { createEc2, type Ec2, type NetworkScenario } from "./ec2/index.ts";
import { followNotebooks } from "./ec2/notebook-interfaces.ts";
import { createEventBuses, type EventBuses } from "./event-bus.ts";
import { createHappenings } from "./happenings.ts";
import type { Alarms } from "./lambda/alarms.ts";
import { type ArtifactStore, createArtifactStore } from "./lambda/artifact.ts";
import type { DurableExecution } from "./lambda/durable-executions.ts";
import type { Lambda, LambdaSpeeds, LogLine } from "./lambda/index.ts";
import { createPrincipals, type Principals } from "./principals.ts";
import { createSageMaker, type SageMaker, type SageMakerOptions } from "./sagemaker/index.ts";
import { startSchedules } from "./schedules.ts";
import { createHttpServer, type HttpServer, type Route, underPath } from "./server.ts";
import type { PublishedMessage } from "./services/sns.ts";
import { createSlack, type Slack, type SlackMessage } from "./slack.ts";
import { loadStack, type Stack } from "./template.ts";
import type { Trail } from "./trail.ts";

export type { LocalIdentity } from "./account/functions.ts";

export const ACCOUNT_ID = "111122223333";
export const REGION = "eu-west-1";
export const DEFAULT_PORT = 4599;
const DEFAULT_EVENT_DELAY = 1_000;

export interface AccountOptions {
  /** 0 takes a free one. */
  port?: number;
  /** The zip files lie beside the template, as `osls package` leaves them. */
  packaged: { templatePath: string };
  /** A policy to deploy in place of the packaged one. Throws PolicyError when it does not validate. */
  policyFile?: string;
  time?: Time;
  /** Milliseconds per transition for SageMaker; multipliers of AWS's waits for Lambda. */
  speeds?: { sageMaker?: NonNullable<SageMakerOptions["speed"]>; lambda?: Partial<LambdaSpeeds> };
  /** Milliseconds between a call and its CloudTrail event, for all calls or asked for each. */
  eventDelayMs?: number | ((call: RecordedCall) => number);
  /** Milliseconds between a call and its place in CloudTrail's event history; those of its event, when absent. */
  historyDelayMs?: number | ((call: RecordedCall) => number);
  sageMaker?: Pick<SageMakerOptions, "quotas" | "knownLifecycleConfigs" | "readObject" | "withdrawnPlatforms">;
  /** What EC2 tells, in place of the default network (ec2/default-network.ts). */
  network?: NetworkScenario;
  identities?: readonly LocalIdentity[];
  /** Told every line that a function logs. */
  log?: (line: LogLine) => void;
}

export interface LocalAccount {
  url: string;
  stack: Stack;
  sagemaker: SageMaker;
  ec2: Ec2;
  lambda: Lambda;
  principals: Principals;
  queues: Stores["queues"];
  tables: Stores["tables"];
  parameters: Stores["parameters"];
  configurations: Stores["configurations"];
  buses: EventBuses;
  trail: Trail;
  slack: Slack;
  alarms: Alarms;
  /** For pages of the console; routes are asked before the AWS services. */
  server: Pick<HttpServer, "add">;
  executions(): DurableExecution[];
  messages(): { topics: readonly PublishedMessage[]; slack: readonly SlackMessage[] };
  logs(): readonly LogLine[];
  happenings(): readonly Happening[];
  /** The returned function ends the subscription. */
  subscribe(listener: (happening: Happening) => void): () => void;
  /** Puts a policy file into AppConfig, as a deployment of the configuration does. detect-drift keeps its own. */
  deployPolicy(policyFile: string): void;
  /** Ends functions, timers and connections. */
  close(): Promise<void>;
}

/** Listens first, since queue addresses and links hold the port. Rejects with TemplateError, PolicyError or EADDRINUSE. */
export async function startAccount(options: AccountOptions): Promise<LocalAccount> {
  const clock = createClock(options.time ?? SYSTEM_TIME);
  const server = createHttpServer();
  const health = { ready: false };
  server.add(healthRoute(health));
  const url = await server.listen(options.port ?? DEFAULT_PORT);
  const artifacts = createArtifactStore();
  try {
    const core = { accountId: ACCOUNT_ID, region: REGION, url, clock, happenings: createHappenings() };
    const account = await assemble(core, options, server, artifacts);
    health.ready = true;
    return account;
  } catch (error) {
    clock.stop();
    artifacts.close();
    await server.close();
    throw error;
  }
}

function healthRoute(health: { ready: boolean }): Route {
  return underPath("/_sagefence/health", (_request, response) => {
    response.writeHead(health.ready ? 200 : 503, { "content-type": "application/json" });
    response.end(JSON.stringify({ status: health.ready ? "ready" : "starting" }));
  });
}

async function assemble(
  core: Core,
  options: AccountOptions,
  server: HttpServer,
  artifacts: ArtifactStore,
): Promise<LocalAccount> {
  const { url, clock, happenings } = core;
  const stack = loadPackaged(core, options.packaged.templatePath);
  const stores = await createStores(core, stack);
  const { configurations } = stores;
  const slack = createSlack({ now: () => clock.now(), happened: happenings.add });
  keepWebhook(stack, stores, url + slack.path);
  if (options.policyFile !== undefined) deployWithFunctions(options.policyFile, stack, configurations, artifacts);
  const parts = createParts(core, options, stack, stores, artifacts, (call) => trail.record(call));
  const { ec2, lambda, sagemaker, principals, buses, alarms, logs } = parts;
  const eventDelay = delayOf(options.eventDelayMs);
  const historyDelay = delayOf(options.historyDelayMs ?? options.eventDelayMs);
  const { wire, trail } = connect(core, { ...parts, stack, stores, sageMaker: sagemaker, eventDelay, historyDelay });
  server.add(slack.route);
  server.add(routesOf(core, stack, lambda, principals));
  server.fallback(wire.handle);
  const pollers = startPollers(core, stack, stores, lambda);
  startSchedules(buses, clock);
  return {
    ...{ url, stack, sagemaker, ec2, lambda, principals, buses, trail, slack, alarms, server },
    ...{ queues: stores.queues, tables: stores.tables, parameters: stores.parameters, configurations },
    executions: () => lambda.executions.list(),
    messages: () => ({ topics: stores.topics.messages(), slack: slack.messages() }),
    logs: () => logs,
    happenings: happenings.all,
    subscribe: happenings.subscribe,
    deployPolicy: (policyFile) => deployConfiguration(policyFile, stack, configurations),
    async close() {
      for (const poller of pollers) poller.close();
      sagemaker.close();
      clock.stop();
      await Promise.all([server.close(), lambda.close()]);
      await stores.tables.close();
      artifacts.close();
    },
  };
}

function loadPackaged({ accountId, region, url }: Core, templatePath: string): Stack {
  const environment = { accountId, region, stackName: "sagefence", baseUrl: url, apiEndpoint: url };
  return loadStack(templatePath, { artifactsDir: dirname(templatePath), environment });
}

interface Parts {
  buses: EventBuses;
  ec2: Ec2;
  lambda: Lambda;
  sagemaker: SageMaker;
  principals: Principals;
  alarms: Alarms;
  logs: readonly LogLine[];
}

function createParts(
  core: Core,
  options: AccountOptions,
  stack: Stack,
  stores: Stores,
  artifacts: ArtifactStore,
  onServiceCall: (call: RecordedCall) => void,
): Parts {
  const { accountId, region, clock: time, happenings } = core;
  const now = () => time.now();
  const deliver = createTargets({ stores, lambda: () => functions.lambda, buses: () => buses });
  const buses = createEventBuses({ accountId, region, now, deliver, happened: happenings.add });
  makeRules(buses, stack);
  const emit = (event: Parameters<EventBuses["put"]>[1]) => buses.put("default", event);
  const principals = createPrincipals({ accountId, now });
  const { identities = [], speeds = {}, log = () => {} } = options;
  const functions = createFunctions(core, {
    ...{ stack, stores, artifacts, principals, emit, identities, log },
    speeds: speeds.lambda ?? {},
  });
  const ec2 = createEc2({ accountId, region, now, scenario: options.network ?? defaultNetwork(accountId, region) });
  const keepInterfaces = followNotebooks(ec2.network, (name) => sagemaker.inspect.resource("notebook-instance", name));
  const onChange = (happening: Happening) => {
    keepInterfaces(happening);
    happenings.add(happening);
  };
  const sagemaker = createSageMaker({
    ...{ accountId, region, time, emit, onServiceCall, onChange, ...options.sageMaker },
    ...(speeds.sageMaker !== undefined && { speed: speeds.sageMaker }),
  });
  return { ...functions, buses, ec2, sagemaker, principals };
}

function makeRules(buses: EventBuses, stack: Stack): void {
  for (const bus of stack.buses) buses.createBus(bus);
  for (const rule of stack.rules) {
    buses.putRule(rule);
    buses.putTargets(rule.bus, rule.name, rule.targets);
  }
}

function delayOf(delayMs: AccountOptions["eventDelayMs"]): (call: RecordedCall) => number {
  if (typeof delayMs === "function") return delayMs;
  return () => delayMs ?? DEFAULT_EVENT_DELAY;
}
