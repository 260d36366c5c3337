/** Events, each with the target that it must reach: every sample, variants of them, every SageMaker call, others'. */
import { readdirSync, readFileSync } from "node:fs";
import * as sageMaker from "@aws-sdk/client-sagemaker";
import { NETWORK_CALLS } from "../../infra/network-rules.ts";
import { detect, MalformedEventError } from "../../shared/detect/detect.ts";
import { isObject, stringAt } from "../../shared/sagemaker/document.ts";

type Json = Record<string, unknown>;

/** The Id of a rule's target. */
export type Destination = "detect-drift" | "failures" | "recheck-network";

export interface Case {
  /** Unique: `create-model/outside-any-vpc.json, with an errorCode`. */
  name: string;
  event: Json;
  /** Null: no rule may match. */
  destination: Destination | null;
}

export interface Environment {
  accountId: string;
  region: string;
}

const SAMPLES = new URL("../../events/", import.meta.url);
const CLOUDTRAIL = "AWS API Call via CloudTrail";
const DURABLE_STATUSES = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "STOPPED"];
const RINGING = new Set(["FAILED", "TIMED_OUT", "STOPPED"]);

/**
 * `SageMaker … State Change`, by the resource's type in ARNs.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
 */
const STATE_CHANGES = {
  cluster: "HyperPod Cluster",
  endpoint: "Endpoint",
  "endpoint-config": "Endpoint Config",
  "feature-group": "Feature Group",
  "hyper-parameter-tuning-job": "HyperParameter Tuning Job",
  model: "Model",
  "model-package": "Model Package",
  "monitoring-schedule": "Monitoring Schedule",
  "notebook-instance": "Notebook Instance",
  "notebook-instance-lifecycle-config": "Notebook Lifecycle Config",
  "processing-job": "Processing Job",
  "training-job": "Training Job",
  "transform-job": "Transform Job",
};

export function allCases(environment: Environment): Case[] {
  const samples = readSamples();
  const [first] = samples;
  if (first === undefined) throw new Error("events/ holds no sample");
  return [
    ...samples.flatMap(([name, event]) => [judged(name, event), ...variantsOf(name, event)]),
    ...everyCall(first[1]),
    ...stateChanges(environment),
    ...otherServices(environment),
    ...networkChanges(environment),
    ...durableExecutions(environment),
  ];
}

/**
 * What the program would not ignore must reach it, and nothing else. Only SageMaker itself sends events as
 * `aws.sagemaker`, so whatever names another source is not to be believed.
 */
export function destinationOf(event: Json): Destination | null {
  if (event.source !== "aws.sagemaker") return null;
  try {
    return detect(event).status === "detected" ? "detect-drift" : null;
  } catch (error) {
    if (error instanceof MalformedEventError) return "detect-drift";
    throw error;
  }
}

/** The event with one thing changed that a rule has to look at. */
export function variantsOf(name: string, event: Json): Case[] {
  const sources = ["aws.s3", "aws.sagemaker.test", "my.application"];
  const detailTypes = ["AWS Service Event via CloudTrail", "AWS Console Action via CloudTrail", "Something Else"];
  const call = stringAt(event, "detail.eventName");
  return [
    ...sources.map((source) => judged(`${name}, from ${source}`, { ...event, source })),
    ...detailTypes.map((type) => judged(`${name}, as ${type}`, { ...event, "detail-type": type })),
    ...(call === undefined ? [] : callVariants(name, event, call)),
  ];
}

function callVariants(name: string, event: Json, call: string): Case[] {
  const noun = call.replace(/^[A-Z][a-z]+/, "");
  const calls = [`Describe${noun}`, `List${noun}s`, `${call}Group`, call.slice(0, -1), call.toLowerCase()];
  return [
    ...calls.map((eventName) => judged(`${name}, as ${eventName}`, withDetail(event, { eventName }))),
    judged(`${name}, of codeartifact`, withDetail(event, { eventSource: "codeartifact.amazonaws.com" })),
    judged(`${name}, with an errorCode`, withDetail(event, { errorCode: "AccessDenied" })),
  ];
}

/** Every operation that SageMaker has, as if `base` had been that call. */
function everyCall(base: Json): Case[] {
  const calls = Object.keys(sageMaker).flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? []);
  return calls.map((eventName) => judged(`the call ${eventName}`, withDetail(base, { eventName })));
}

function stateChanges(environment: Environment): Case[] {
  return Object.entries(STATE_CHANGES).map(([type, title]) => {
    const detailType = `SageMaker ${title} State Change`;
    const arn = `arn:aws:sagemaker:${environment.region}:${environment.accountId}:${type}/mine`;
    const event = eventOf(environment, "aws.sagemaker", detailType, {});
    return judged(detailType, { ...event, resources: [arn] });
  });
}

function otherServices(environment: Environment): Case[] {
  const call = (service: string, eventName: string) =>
    eventOf(environment, `aws.${service}`, CLOUDTRAIL, { eventSource: `${service}.amazonaws.com`, eventName });
  const events = {
    "EC2 starting an instance": call("ec2", "RunInstances"),
    "Lookout for Vision making a model": call("lookoutvision", "CreateModel"),
    "CodeArtifact making a domain": call("codeartifact", "CreateDomain"),
    "IAM making a role": call("iam", "CreateRole"),
    "S3 storing an object": eventOf(environment, "aws.s3", "Object Created", { bucket: { name: "data" } }),
    "GuardDuty finding something": eventOf(environment, "aws.guardduty", "GuardDuty Finding", { severity: 8 }),
    "a schedule": eventOf(environment, "aws.events", "Scheduled Event", {}),
    "a finding of ours": eventOf(environment, "sagefence", "Drift Detected", { kind: "model" }),
  };
  return Object.entries(events).map(([name, event]) => judged(name, event));
}

/** Calls of EC2 that change a network reach recheck-network, and their reads and failures do not. */
function networkChanges(environment: Environment): Case[] {
  const call = (eventName: string, more: Json = {}) =>
    eventOf(environment, "aws.ec2", CLOUDTRAIL, { eventSource: "ec2.amazonaws.com", eventName, ...more });
  const calls = Object.values(NETWORK_CALLS).flat();
  return calls.flatMap((name): Case[] => [
    { name: `EC2's ${name}`, event: call(name), destination: "recheck-network" },
    { name: `EC2's ${name} that failed`, event: call(name, { errorCode: "Client.DryRun" }), destination: null },
    { name: `a call like EC2's ${name}`, event: call(`${name}s`), destination: null },
  ]);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/durable-monitoring.html */
function durableExecutions(environment: Environment): Case[] {
  return ["sagefence-remediate-drift", "payments"].flatMap((name) =>
    DURABLE_STATUSES.map((status): Case => {
      const functionArn = `arn:aws:lambda:${environment.region}:${environment.accountId}:function:${name}:1`;
      const event = eventOf(environment, "aws.lambda", "Durable Execution Status Change", { functionArn, status });
      const rings = name !== "payments" && RINGING.has(status);
      return { name: `an execution of ${name} that is ${status}`, event, destination: rings ? "failures" : null };
    }),
  );
}

function eventOf({ accountId, region }: Environment, source: string, detailType: string, detail: Json): Json {
  const time = "2026-11-20T10:00:00Z";
  const id = "9a3c1f52-6f6a-4bb9-8a0e-1c2d3e4f5a6b";
  return {
    version: "0",
    id,
    "detail-type": detailType,
    source,
    account: accountId,
    time,
    region,
    resources: [],
    detail,
  };
}

function withDetail(event: Json, change: Json): Json {
  return { ...event, detail: { ...(isObject(event.detail) ? event.detail : {}), ...change } };
}

function judged(name: string, event: Json): Case {
  return { name, event, destination: destinationOf(event) };
}

function readSamples(): [string, Json][] {
  const paths = (readdirSync(SAMPLES, { recursive: true }) as string[]).filter((path) => path.endsWith(".json")).sort();
  return paths.map((path) => [path, JSON.parse(readFileSync(new URL(path, SAMPLES), "utf8")) as Json]);
}
