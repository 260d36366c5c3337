/** Loads a packaged CloudFormation template and says, in concrete values, what the local account has to make. */
import { readFileSync } from "node:fs";
import type { LambdaFunction } from "./lambda/functions.ts";
import { type AlarmResource, readAlarms, readLogGroups } from "./template/alarms.ts";
import { type QueueSource, readFunctions, readQueueSources } from "./template/functions.ts";
import { TemplateError } from "./template/intrinsics.ts";
import type { StackEnvironment } from "./template/resource-types.ts";
import { resolveTemplate, type TemplateDocument } from "./template/resources.ts";
import { type RouteResource, readRoutes } from "./template/routes.ts";
import {
  type ConfigurationResource,
  type ParameterResource,
  type QueueResource,
  type RoleResource,
  type RuleResource,
  readBuses,
  readConfigurations,
  readParameters,
  readQueues,
  readRoles,
  readRules,
  readTables,
  readTopics,
  type TableResource,
  type TopicResources,
} from "./template/services.ts";

export { TemplateError } from "./template/intrinsics.ts";
export type { StackEnvironment } from "./template/resource-types.ts";

export interface Stack {
  functions: LambdaFunction[];
  queueSources: QueueSource[];
  queues: QueueResource[];
  topics: TopicResources;
  buses: string[];
  rules: RuleResource[];
  tables: TableResource[];
  roles: RoleResource[];
  parameters: ParameterResource[];
  configurations: ConfigurationResource[];
  routes: RouteResource[];
  alarms: AlarmResource[];
  logGroups: { name: string; retentionDays: number | null }[];
  outputs: Record<string, unknown>;
}

export interface StackOptions {
  /** Holds the zip files of the functions. */
  artifactsDir: string;
  environment: StackEnvironment;
  /** Values of the template's Parameters; the others keep their defaults. */
  parameters?: Readonly<Record<string, string>>;
}

/** Reads a template file. Throws TemplateError when it is missing, no JSON, or holds what the account cannot make. */
export function loadStack(templatePath: string, options: StackOptions): Stack {
  return readStack(readTemplate(templatePath), options);
}

function readTemplate(path: string): TemplateDocument {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as TemplateDocument;
  } catch (cause) {
    throw new TemplateError(`${path} is not a packaged template; package the service first.`, { cause });
  }
}

/** Throws TemplateError. */
export function readStack(document: TemplateDocument, options: StackOptions): Stack {
  const { artifactsDir, environment, parameters = {} } = options;
  const { accountId, region } = environment;
  const template = resolveTemplate(document, environment, parameters);
  return {
    functions: readFunctions(template, environment, artifactsDir),
    queueSources: readQueueSources(template),
    queues: readQueues(template),
    topics: readTopics(template),
    buses: readBuses(template),
    rules: readRules(template),
    tables: readTables(template),
    roles: readRoles(template, accountId),
    parameters: readParameters(template),
    configurations: readConfigurations(template),
    routes: readRoutes(template),
    alarms: readAlarms(template, region, accountId),
    logGroups: readLogGroups(template),
    outputs: template.outputs,
  };
}
