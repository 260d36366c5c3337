/** Which permissions a call needs: IAM actions on resources, with the condition keys that AWS supplies for them. */
import { idIn, idMembersOf } from "../shared/sagemaker/identity.ts";
import type { ResourceKind } from "../shared/sagemaker/resource-kind.ts";
import type { AccessRequest } from "./iam.ts";
import { kindOfOperation, nounOf } from "./operation-kind.ts";
import type { CallRequest } from "./wire/index.ts";

type Input = Record<string, unknown>;

export interface PermissionOptions {
  accountId: string;
  /** Resources of calls whose input does not name them, such as a callback's function; undefined for the others. */
  resourcesOf?(request: CallRequest): string[] | undefined;
  /** Tags of an existing resource, for `aws:ResourceTag/…`. */
  tagsOf?(arn: string): Record<string, string> | undefined;
}

/** Calls that need no permission at all. */
const FREE = new Set(["sts:GetCallerIdentity"]);

/** Operations whose IAM action has another name. https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const ACTIONS: Record<string, string> = {
  "lambda:Invoke": "lambda:InvokeFunction",
  "lambda:InvokeWithResponseStream": "lambda:InvokeFunction",
  "sns:PublishBatch": "sns:Publish",
  "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
  "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
  "sqs:SendMessageBatch": "sqs:SendMessage",
};

/** Every request must be allowed for the call to go through. */
export function permissionsFor(request: CallRequest, options: PermissionOptions): AccessRequest[] {
  const { service, operation, input } = request;
  const name = `${service}:${operation}`;
  if (FREE.has(name)) return [];
  const resources = options.resourcesOf?.(request) ?? resourcesOf(request, options.accountId);
  const action = ACTIONS[name] ?? name;
  const keys = { ...callerKeys(request), ...tagKeys(input) };
  const needed: AccessRequest[] = [];
  for (const resource of resources) {
    const scoped = { ...keys, ...resourceTagKeys(resource, options) };
    needed.push({ action, resource, keys: scoped });
    if (service === "sagemaker" && operation.startsWith("Create") && tagsIn(input).length > 0) {
      needed.push({
        action: "sagemaker:AddTags",
        resource,
        keys: { ...scoped, "sagemaker:TaggingAction": operation },
      });
    }
  }
  const passKeys = { ...callerKeys(request), "iam:PassedToService": `${service}.amazonaws.com` };
  for (const role of passedRoles(request)) needed.push({ action: "iam:PassRole", resource: role, keys: passKeys });
  return needed;
}

/** Members that hand a role to the service, wherever in the input they stand. */
const ROLE_MEMBERS = new Set(["ExecutionRole", "ExecutionRoleArn", "RoleArn"]);

function passedRoles({ service, operation, input }: CallRequest): Set<string> {
  const roles = new Set<string>();
  if (service !== "sts" && /^(Create|Put|Update)/.test(operation)) collectRoles(input, roles);
  return roles;
}

function collectRoles(value: unknown, roles: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (isText(member) && ROLE_MEMBERS.has(name)) roles.add(member);
    else collectRoles(member, roles);
  }
}

function callerKeys({ caller, region }: CallRequest): AccessRequest["keys"] {
  return {
    "aws:PrincipalArn": caller.roleArn ?? caller.arn,
    "aws:PrincipalAccount": caller.accountId,
    "aws:RequestedRegion": region,
    ...(caller.sourceIdentity === undefined ? {} : { "aws:SourceIdentity": caller.sourceIdentity }),
  };
}

function tagsIn(input: Input): { Key: string; Value: string }[] {
  return Array.isArray(input.Tags) ? input.Tags : [];
}

function tagKeys(input: Input): AccessRequest["keys"] {
  const tags = tagsIn(input);
  const removed = Array.isArray(input.TagKeys) ? input.TagKeys.map(String) : [];
  const names = [...tags.map(({ Key }) => Key), ...removed];
  const keys: Record<string, string | string[]> = names.length > 0 ? { "aws:TagKeys": names } : {};
  for (const { Key, Value } of tags) keys[`aws:RequestTag/${Key}`] = Value;
  return keys;
}

function resourceTagKeys(resource: string, options: PermissionOptions): AccessRequest["keys"] {
  const keys: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.tagsOf?.(resource) ?? {})) {
    keys[`aws:ResourceTag/${name}`] = value;
    keys[`sagemaker:ResourceTag/${name}`] = value;
  }
  return keys;
}

/** The ARNs that a call is about; `*` where it is about none. */
export function resourcesOf(request: CallRequest, accountId: string): string[] {
  const arn = (path: string) => `arn:aws:${request.service}:${request.region}:${accountId}:${path}`;
  const found = RESOURCES[request.service]?.(request.input, arn, request.operation) ?? [];
  return found.length > 0 ? [...new Set(found)] : ["*"];
}

type ResourceReader = (input: Input, arn: (path: string) => string, operation: string) => string[];

const RESOURCES: Record<string, ResourceReader> = {
  appconfig: (input, arn) => {
    const named = input.ConfigurationToken === undefined ? input : tokenIdentity(text(input.ConfigurationToken));
    const [application, environment, profile] = [
      text(named.ApplicationIdentifier),
      text(named.EnvironmentIdentifier),
      text(named.ConfigurationProfileIdentifier),
    ];
    return [arn(`application/${application}/environment/${environment}/configuration/${profile}`)];
  },
  cloudtrail: () => [],
  dynamodb: (input, arn) => tablesIn(input).map((name) => (name.startsWith("arn:") ? name : arn(`table/${name}`))),
  /** Reading and changing the network is about no one resource here. */
  ec2: () => [],
  events: (input, arn) => eventResources(input, arn),
  lambda: (input, arn) => lambdaResources(input, arn),
  sagemaker: (input, arn, operation) => sagemakerResources(input, arn, operation),
  sns: (input) => [input.TopicArn ?? input.TargetArn].filter(isText),
  sqs: (input, arn) => [input.QueueUrl, input.QueueName].filter(isText).map((name) => arn(lastPart(name))),
  ssm: (input, arn) => {
    const named = [input.Name, input.Path, ...listOf(input.Names)].filter(isText);
    return named.map((name) => (name.startsWith("arn:") ? name : arn(`parameter/${name.replace(/^\//, "")}`)));
  },
  sts: (input) => [input.RoleArn].filter(isText),
};

function tablesIn(input: Input): string[] {
  if (isText(input.TableName)) {
    return [isText(input.IndexName) ? `${input.TableName}/index/${input.IndexName}` : input.TableName];
  }
  const requested = input.RequestItems;
  if (typeof requested === "object" && requested !== null) return Object.keys(requested);
  return [input.ResourceArn].filter(isText);
}

function eventResources(input: Input, arn: (path: string) => string): string[] {
  const bus = (name: unknown) => lastPart(isText(name) ? name : "default");
  const entries = listOf(input.Entries);
  if (entries.length > 0) {
    return entries.map((entry) => arn(`event-bus/${bus((entry as Input).EventBusName)}`));
  }
  const rule = input.Rule ?? (isText(input.EventPattern) || input.EventBusName ? input.Name : undefined);
  if (!isText(rule)) return isText(input.Name) ? [arn(`event-bus/${bus(input.Name)}`)] : [];
  const onBus = bus(input.EventBusName);
  return [arn(onBus === "default" ? `rule/${rule}` : `rule/${onBus}/${rule}`)];
}

function lambdaResources(input: Input, arn: (path: string) => string): string[] {
  if (isText(input.DurableExecutionArn)) return [input.DurableExecutionArn];
  if (!isText(input.FunctionName)) return [];
  const name = input.FunctionName.startsWith("arn:")
    ? input.FunctionName
    : arn(`function:${input.FunctionName.replace(/^.*function:/, "")}`);
  return [isText(input.Qualifier) && name.split(":").length < 8 ? `${name}:${input.Qualifier}` : name];
}

/**
 * Names in SageMaker's ARNs are lower-case. Creating a domain is about any domain, since its id does not exist yet.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
function sagemakerResources(input: Input, arn: (path: string) => string, operation: string): string[] {
  const named = input.ResourceArn ?? input.PipelineExecutionArn;
  if (isText(named)) return [named];
  const kind = kindOfOperation(operation);
  if (kind !== undefined) return [resourceOf(kind, input, arn)];
  const noun = nounOf(operation);
  const name = /^(List|Search)/.test(operation) ? undefined : input[`${noun}Name`];
  return isText(name) ? [arn(`${kebab(noun)}/${name.toLowerCase()}`)] : [];
}

/** By the id that the input has; any resource of the kind where what its ARN ends in is neither that nor made of it. */
function resourceOf(kind: ResourceKind, input: Input, arn: (path: string) => string): string {
  const id = idIn(kind, input);
  if (id?.startsWith("arn:")) return id;
  const isHidden = id === null || (kind.arnLacksId === true && kind.idMembers.length === 1);
  return arn(`${kind.id}/${isHidden ? "*" : Object.values(idMembersOf(kind, id)).join("/").toLowerCase()}`);
}

function kebab(words: string): string {
  return words.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

/** AppConfigData's tokens here begin with what they are for (see services/appconfigdata.ts). */
function tokenIdentity(token: string): Input {
  const [application, environment, profile] = Buffer.from(token, "base64url").toString("utf8").split("\n");
  return {
    ApplicationIdentifier: application,
    EnvironmentIdentifier: environment,
    ConfigurationProfileIdentifier: profile,
  };
}

function lastPart(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf(":")) + 1);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function text(value: unknown): string {
  return isText(value) ? value : "*";
}
