/** What Ref and Fn::GetAtt give for the resource types that the local account makes or may leave out. */
import { createHash } from "node:crypto";

/** A resource while its identifiers are worked out. */
export interface Identified {
  logicalId: string;
  /** The value of a property as text, or null when the template does not set it. */
  property(name: string): string | null;
  /** What the resource's own Ref gives. */
  ref(): string;
  environment: StackEnvironment;
}

export interface StackEnvironment {
  accountId: string;
  region: string;
  stackName: string;
  /** `http://127.0.0.1:4599`: where the account's services answer. */
  baseUrl: string;
  /** The base URL of HTTP APIs. */
  apiEndpoint: string;
}

export interface ResourceType {
  ref(resource: Identified): string;
  attributes?: Record<string, (resource: Identified) => string>;
}

/** Made by the account. */
export const MADE: Record<string, ResourceType> = {
  "AWS::ApiGatewayV2::Api": {
    ref: shortId,
    attributes: { ApiEndpoint: ({ environment }) => environment.apiEndpoint, ApiId: shortId },
  },
  "AWS::ApiGatewayV2::Integration": { ref: shortId },
  "AWS::ApiGatewayV2::Route": { ref: shortId },
  "AWS::AppConfig::Application": { ref: shortId, attributes: { ApplicationId: shortId } },
  "AWS::AppConfig::ConfigurationProfile": { ref: shortId, attributes: { ConfigurationProfileId: shortId } },
  "AWS::AppConfig::Deployment": { ref: () => "1", attributes: { DeploymentNumber: () => "1" } },
  "AWS::AppConfig::Environment": { ref: shortId, attributes: { EnvironmentId: shortId } },
  "AWS::AppConfig::HostedConfigurationVersion": { ref: () => "1", attributes: { VersionNumber: () => "1" } },
  "AWS::CloudWatch::Alarm": {
    ref: nameFrom("AlarmName"),
    attributes: { Arn: (resource) => arn(resource, "cloudwatch", `alarm:${resource.ref()}`) },
  },
  "AWS::DynamoDB::Table": {
    ref: nameFrom("TableName"),
    attributes: { Arn: (resource) => arn(resource, "dynamodb", `table/${resource.ref()}`) },
  },
  "AWS::Events::EventBus": {
    ref: nameFrom("Name"),
    attributes: { Arn: (resource) => arn(resource, "events", `event-bus/${resource.ref()}`), Name: nameFrom("Name") },
  },
  "AWS::Events::Rule": { ref: nameFrom("Name"), attributes: { Arn: ruleArn } },
  "AWS::IAM::ManagedPolicy": {
    ref: (resource) => globalArn(resource, `policy/${physicalName(resource, "ManagedPolicyName")}`),
  },
  "AWS::IAM::Policy": { ref: nameFrom("PolicyName") },
  "AWS::IAM::Role": { ref: nameFrom("RoleName"), attributes: { Arn: roleArn, RoleId: shortId } },
  "AWS::Lambda::Alias": { ref: (resource) => `${functionArn(resource)}:${resource.property("Name") ?? ""}` },
  "AWS::Lambda::EventInvokeConfig": { ref: shortId },
  "AWS::Lambda::EventSourceMapping": { ref: shortId, attributes: { Id: shortId } },
  "AWS::Lambda::Function": {
    ref: nameFrom("FunctionName"),
    attributes: { Arn: (resource) => arn(resource, "lambda", `function:${resource.ref()}`) },
  },
  "AWS::Lambda::Permission": { ref: shortId },
  "AWS::Lambda::Version": {
    ref: (resource) => `${functionArn(resource)}:1`,
    attributes: { Version: () => "1", FunctionArn: (resource) => resource.ref() },
  },
  "AWS::Logs::LogGroup": {
    ref: nameFrom("LogGroupName"),
    attributes: { Arn: (resource) => arn(resource, "logs", `log-group:${resource.ref()}:*`) },
  },
  "AWS::SNS::Subscription": { ref: (resource) => `${resource.property("TopicArn") ?? ""}:${shortId(resource)}` },
  "AWS::SNS::Topic": {
    ref: (resource) => arn(resource, "sns", physicalName(resource, "TopicName")),
    attributes: { TopicArn: (resource) => resource.ref(), TopicName: nameFrom("TopicName") },
  },
  "AWS::SQS::Queue": {
    ref: (resource) =>
      `${resource.environment.baseUrl}/${resource.environment.accountId}/${physicalName(resource, "QueueName")}`,
    attributes: {
      Arn: (resource) => arn(resource, "sqs", physicalName(resource, "QueueName")),
      QueueName: nameFrom("QueueName"),
      QueueUrl: (resource) => resource.ref(),
    },
  },
  "AWS::SSM::Parameter": {
    ref: nameFrom("Name"),
    attributes: {
      Type: ({ property }) => property("Type") ?? "String",
      Value: ({ property }) => property("Value") ?? "",
    },
  },
};

/** Left out, since nothing in a local account depends on them. */
export const HARMLESS: Record<string, ResourceType> = {
  "AWS::ApiGatewayV2::Stage": { ref: ({ property }) => property("StageName") ?? "$default" },
  "AWS::AppConfig::DeploymentStrategy": { ref: shortId, attributes: { Id: shortId } },
  "AWS::KMS::Alias": { ref: ({ property }) => property("AliasName") ?? "" },
  "AWS::KMS::Key": {
    ref: shortId,
    attributes: { Arn: (resource) => arn(resource, "kms", `key/${resource.ref()}`), KeyId: shortId },
  },
  "AWS::Lambda::LayerVersion": { ref: shortId },
  "AWS::S3::Bucket": {
    ref: nameFrom("BucketName"),
    attributes: { Arn: (resource) => `arn:aws:s3:::${resource.ref()}` },
  },
  "AWS::S3::BucketPolicy": { ref: shortId },
  "AWS::SNS::TopicPolicy": { ref: shortId },
  "AWS::SQS::QueuePolicy": { ref: shortId },
};

function nameFrom(property: string): (resource: Identified) => string {
  return (resource) => physicalName(resource, property);
}

/** The given name, or `STACK-LOGICALID-SUFFIX` as CloudFormation forms one. */
function physicalName(resource: Identified, property: string): string {
  const given = resource.property(property);
  if (given !== null) return given;
  const { stackName } = resource.environment;
  return `${stackName}-${resource.logicalId}-${digest(resource).toUpperCase().slice(0, 12)}`;
}

/** Seven letters and digits, the same in every account. */
function shortId(resource: Identified): string {
  return digest(resource).slice(0, 7);
}

function digest({ logicalId, environment }: Identified): string {
  return createHash("sha256").update(`${environment.stackName}/${logicalId}`).digest("hex");
}

function arn({ environment }: Identified, service: string, resource: string): string {
  return `arn:aws:${service}:${environment.region}:${environment.accountId}:${resource}`;
}

function globalArn({ environment }: Identified, resource: string): string {
  return `arn:aws:iam::${environment.accountId}:${resource}`;
}

function roleArn(resource: Identified): string {
  return globalArn(resource, `role${resource.property("Path") ?? "/"}${resource.ref()}`);
}

function ruleArn(resource: Identified): string {
  const bus = resource.property("EventBusName")?.split("/").at(-1) ?? "default";
  return arn(resource, "events", bus === "default" ? `rule/${resource.ref()}` : `rule/${bus}/${resource.ref()}`);
}

/** Versions and aliases name their function by name or by ARN. */
function functionArn(resource: Identified): string {
  const reference = resource.property("FunctionName") ?? "";
  return reference.startsWith("arn:") ? reference : arn(resource, "lambda", `function:${reference}`);
}
