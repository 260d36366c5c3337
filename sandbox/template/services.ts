/** The resources of a template besides functions: messages, events, data, permissions, routes and alarms. */
import type { Target } from "@aws-sdk/client-eventbridge";
import { z } from "zod";
import type { PolicyDocument } from "../iam.ts";
import { TemplateError } from "./intrinsics.ts";
import { documentText, each, flag, lastPart } from "./read.ts";
import type { ResolvedTemplate } from "./resources.ts";

const DOCUMENT = z.record(z.string(), z.unknown());

export interface QueueResource {
  name: string;
  /** The API's attributes: `{ VisibilityTimeout: "30" }`. */
  settings: Record<string, string>;
}

const QUEUE_SETTINGS = [
  "DelaySeconds",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "VisibilityTimeout",
  "RedrivePolicy",
  "RedriveAllowPolicy",
];

/** Dead-letter queues come before those that redrive to them. */
export function readQueues(template: ResolvedTemplate): QueueResource[] {
  const queues = each(template, "AWS::SQS::Queue", DOCUMENT).map(({ ref, properties }) => {
    const given = QUEUE_SETTINGS.filter((name) => properties[name] !== undefined);
    return { name: lastPart(ref), settings: Object.fromEntries(given.map((name) => [name, textOf(properties[name])])) };
  });
  return queues.sort((a, b) => Number("RedrivePolicy" in a.settings) - Number("RedrivePolicy" in b.settings));
}

function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export interface TopicResources {
  names: string[];
  subscriptions: { topicArn: string; protocol: string; endpoint: string; raw: boolean }[];
}

const SUBSCRIPTION = z.object({
  TopicArn: z.string(),
  Protocol: z.string(),
  Endpoint: z.string(),
  RawMessageDelivery: flag.default(false),
});

export function readTopics(template: ResolvedTemplate): TopicResources {
  const subscriptions = each(template, "AWS::SNS::Subscription", SUBSCRIPTION).map(({ properties }) => ({
    topicArn: properties.TopicArn,
    protocol: properties.Protocol,
    endpoint: properties.Endpoint,
    raw: properties.RawMessageDelivery,
  }));
  return { names: each(template, "AWS::SNS::Topic", DOCUMENT).map(({ ref }) => lastPart(ref)), subscriptions };
}

export interface RuleResource {
  name: string;
  bus: string;
  pattern: unknown;
  schedule: string | undefined;
  enabled: boolean;
  description: string | undefined;
  targets: Target[];
}

const RULE = z.object({
  EventBusName: z.string().default("default"),
  EventPattern: z.unknown().optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().default("ENABLED"),
  Description: z.string().optional(),
  Targets: z.array(z.object({ Id: z.string(), Arn: z.string() }).loose()).default([]),
});

export function readBuses(template: ResolvedTemplate): string[] {
  return each(template, "AWS::Events::EventBus", DOCUMENT).map(({ ref }) => ref);
}

export function readRules(template: ResolvedTemplate): RuleResource[] {
  return each(template, "AWS::Events::Rule", RULE).map(({ ref, properties }) => ({
    name: ref,
    bus: lastPart(properties.EventBusName),
    pattern: properties.EventPattern,
    schedule: properties.ScheduleExpression,
    enabled: properties.State.startsWith("ENABLED"),
    description: properties.Description,
    targets: properties.Targets satisfies Target[],
  }));
}

export interface TableResource {
  name: string;
  /** The input of CreateTable. */
  definition: Record<string, unknown>;
  /** The attribute that holds an item's expiry, or null. */
  timeToLive: string | null;
}

const TABLE = z.object({
  AttributeDefinitions: z.array(DOCUMENT),
  KeySchema: z.array(DOCUMENT),
  BillingMode: z.string().default("PROVISIONED"),
  ProvisionedThroughput: DOCUMENT.optional(),
  GlobalSecondaryIndexes: z.array(DOCUMENT).optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: flag }).optional(),
});

export function readTables(template: ResolvedTemplate): TableResource[] {
  return each(template, "AWS::DynamoDB::Table", TABLE).map(({ ref, properties }) => {
    const { TimeToLiveSpecification: timeToLive, ...definition } = properties;
    return {
      name: ref,
      definition: { TableName: ref, ...definition },
      timeToLive: timeToLive?.Enabled ? timeToLive.AttributeName : null,
    };
  });
}

export interface RoleResource {
  name: string;
  arn: string;
  policies: PolicyDocument[];
}

const NAMED_POLICY = z.object({ PolicyName: z.string(), PolicyDocument: DOCUMENT });
const ROLE = z.object({
  Path: z.string().default("/"),
  Policies: z.array(NAMED_POLICY).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
});
const ATTACHED = z.object({ Roles: z.array(z.string()).default([]), PolicyDocument: DOCUMENT });

/** Throws TemplateError for a managed policy that is not in the template: the account does not have AWS's own. */
export function readRoles(template: ResolvedTemplate, accountId: string): RoleResource[] {
  const attached = [
    ...each(template, "AWS::IAM::Policy", ATTACHED),
    ...each(template, "AWS::IAM::ManagedPolicy", ATTACHED),
  ];
  return each(template, "AWS::IAM::Role", ROLE).map(({ ref: name, logicalId, properties }) => {
    const missing = properties.ManagedPolicyArns.find((arn) => attached.every(({ ref }) => ref !== arn));
    if (missing !== undefined) {
      throw new TemplateError(`Resource ${logicalId}: ${missing} is not in the template; write its statements out.`);
    }
    const others = attached.filter(
      ({ ref, properties: policy }) => policy.Roles.includes(name) || properties.ManagedPolicyArns.includes(ref),
    );
    const documents = [...properties.Policies, ...others.map((policy) => policy.properties)];
    return {
      name,
      arn: `arn:aws:iam::${accountId}:role${properties.Path}${name}`,
      policies: documents.map(({ PolicyDocument }) => PolicyDocument as unknown as PolicyDocument),
    };
  });
}

export interface ParameterResource {
  name: string;
  type: "String" | "StringList";
  value: string;
  description: string | undefined;
}

const PARAMETER = z.object({
  Type: z.enum(["String", "StringList"]),
  Value: z.coerce.string(),
  Description: z.string().optional(),
});

export function readParameters(template: ResolvedTemplate): ParameterResource[] {
  return each(template, "AWS::SSM::Parameter", PARAMETER).map(({ ref: name, properties }) => ({
    name,
    type: properties.Type,
    value: properties.Value,
    description: properties.Description,
  }));
}

/** A deployed AppConfig configuration, under the ids that functions call it by. */
export interface ConfigurationResource {
  application: string;
  environment: string;
  profile: string;
  content: string;
  contentType: string;
  /** JSON Schemas that AppConfig checks content against before it deploys it. */
  schemas: string[];
}

const VALIDATORS = z.array(z.object({ Type: z.string(), Content: documentText })).default([]);
const PROFILE = z.object({ Validators: VALIDATORS });
const HOSTED = z.object({ ConfigurationProfileId: z.string(), Content: documentText, ContentType: z.string() });
const DEPLOYMENT = z.object({
  ApplicationId: z.string(),
  EnvironmentId: z.string(),
  ConfigurationProfileId: z.string(),
});

export function readConfigurations(template: ResolvedTemplate): ConfigurationResource[] {
  const profiles = each(template, "AWS::AppConfig::ConfigurationProfile", PROFILE);
  const versions = each(template, "AWS::AppConfig::HostedConfigurationVersion", HOSTED);
  return each(template, "AWS::AppConfig::Deployment", DEPLOYMENT).map(({ logicalId, properties }) => {
    const profile = properties.ConfigurationProfileId;
    const hosted = versions.find((version) => version.properties.ConfigurationProfileId === profile);
    if (hosted === undefined) throw new TemplateError(`Resource ${logicalId}: its profile has no hosted version.`);
    const validators = profiles.find(({ ref }) => ref === profile)?.properties.Validators ?? [];
    return {
      application: properties.ApplicationId,
      environment: properties.EnvironmentId,
      profile,
      content: hosted.properties.Content,
      contentType: hosted.properties.ContentType,
      schemas: validators.filter(({ Type }) => Type === "JSON_SCHEMA").map(({ Content }) => Content),
    };
  });
}
