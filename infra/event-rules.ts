/** The EventBridge rules that bring SageMaker's calls to detect-drift, rendered from the registry of resource kinds. */
import { RESOURCE_KINDS } from "../shared/sagemaker/index.ts";
import type { ResourceKind } from "../shared/sagemaker/resource-kind.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const MAXIMUM_PATTERN_LENGTH = 2_048;

export interface EventPattern {
  source: string[];
  "detail-type": string[];
  detail: { eventSource: string[]; eventName: string[]; errorCode: { exists: boolean }[] };
}

export interface CloudFormationResource {
  Type: string;
  Properties: Record<string, unknown>;
}

interface RuleGroup {
  name: string;
  description: string;
  calls: readonly string[];
}

const FUNCTION = "DetectDashdriftLambdaFunction";
const DEAD_LETTERS = "Failures";
const DAY = 86_400;

/** Rules with their target and the permission to invoke it, by logical id. */
export function eventRules(kinds: readonly ResourceKind[] = RESOURCE_KINDS): Record<string, CloudFormationResource> {
  const resources: Record<string, CloudFormationResource> = {};
  for (const group of ruleGroups(kinds)) {
    for (const [index, eventName] of splitByPatternLength(group.calls).entries()) {
      const id = `${group.name}Rule${index + 1}`;
      resources[id] = rule(`sagefence-${group.name.toLowerCase()}-${index + 1}`, group.description, eventName);
      resources[`${id}Permission`] = permission(id);
    }
  }
  return resources;
}

/** Successful calls alone: a failed one made and changed nothing. */
export function eventPattern(eventName: readonly string[]): EventPattern {
  return {
    source: ["aws.sagemaker"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventSource: ["sagemaker.amazonaws.com"],
      eventName: [...eventName],
      errorCode: [{ exists: false }],
    },
  };
}

function ruleGroups(kinds: readonly ResourceKind[]): RuleGroup[] {
  return [
    {
      name: "Creations",
      description: "SageMaker resources that somebody made",
      calls: distinct(kinds.map((kind) => kind.calls.create)),
    },
    {
      name: "Changes",
      description: "SageMaker resources that somebody changed or started",
      calls: distinct(kinds.flatMap((kind) => [...kind.calls.update, ...kind.calls.start])),
    },
  ].filter((group) => group.calls.length > 0);
}

/** As few lists as fit EventBridge's limit, in the given order. */
function splitByPatternLength(calls: readonly string[]): string[][] {
  const lists: string[][] = [];
  for (const call of calls) {
    const last = lists.at(-1);
    const fits = last !== undefined && patternLength([...last, call]) <= MAXIMUM_PATTERN_LENGTH;
    if (fits) last.push(call);
    else lists.push([call]);
  }
  return lists;
}

function patternLength(eventName: readonly string[]): number {
  return JSON.stringify(eventPattern(eventName)).length;
}

function rule(name: string, description: string, eventName: readonly string[]): CloudFormationResource {
  return {
    Type: "AWS::Events::Rule",
    Properties: {
      Name: name,
      Description: description,
      State: "ENABLED",
      EventPattern: eventPattern(eventName),
      Targets: [
        {
          Id: "detect-drift",
          Arn: { "Fn::GetAtt": [FUNCTION, "Arn"] },
          RetryPolicy: { MaximumEventAgeInSeconds: DAY, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: { "Fn::GetAtt": [DEAD_LETTERS, "Arn"] } },
        },
      ],
    },
  };
}

function permission(ruleId: string): CloudFormationResource {
  return {
    Type: "AWS::Lambda::Permission",
    Properties: {
      FunctionName: { "Fn::GetAtt": [FUNCTION, "Arn"] },
      Action: "lambda:InvokeFunction",
      Principal: "events.amazonaws.com",
      SourceArn: { "Fn::GetAtt": [ruleId, "Arn"] },
    },
  };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
