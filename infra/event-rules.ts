/** The EventBridge rules that bring SageMaker's calls and state changes to detect-drift, rendered from the registry of resource kinds. */
import { RESOURCE_KINDS } from "../shared/sagemaker/index.ts";
import type { ResourceKind } from "../shared/sagemaker/resource-kind.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const MAXIMUM_PATTERN_LENGTH = 2_048;

export interface EventPattern {
  source: string[];
  "detail-type": string[];
  detail?: { eventSource: string[]; eventName: string[]; errorCode: { exists: boolean }[] };
}

export interface CloudFormationResource {
  Type: string;
  Properties: Record<string, unknown>;
}

interface RuleGroup {
  name: string;
  description: string;
  /** Calls, or detail types. */
  names: readonly string[];
  pattern(names: readonly string[]): EventPattern;
}

const FUNCTION = "DetectDashdriftLambdaFunction";
const DEAD_LETTERS = "Failures";
const DAY = 86_400;

/** Rules with their target and the permission to invoke it, by logical id. */
export function eventRules(kinds: readonly ResourceKind[] = RESOURCE_KINDS): Record<string, CloudFormationResource> {
  const resources: Record<string, CloudFormationResource> = {};
  for (const group of ruleGroups(kinds)) {
    for (const [index, names] of splitByPatternLength(group).entries()) {
      const id = `${group.name}Rule${index + 1}`;
      resources[id] = rule(
        `sagefence-${group.name.toLowerCase()}-${index + 1}`,
        group.description,
        group.pattern(names),
      );
      resources[`${id}Permission`] = permission(id);
    }
  }
  return resources;
}

/** Successful calls alone: a failed one made and changed nothing. */
export function callPattern(eventName: readonly string[]): EventPattern {
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

/** SageMaker's own events, which need no trail. */
export function stateChangePattern(detailTypes: readonly string[]): EventPattern {
  return { source: ["aws.sagemaker"], "detail-type": [...detailTypes] };
}

function ruleGroups(kinds: readonly ResourceKind[]): RuleGroup[] {
  const calls = (...triggers: (keyof ResourceKind["calls"])[]) =>
    distinct(kinds.flatMap((kind) => triggers.flatMap((trigger) => kind.calls[trigger])));
  const changes = kinds.flatMap(({ stateChange }) => (stateChange === null ? [] : [stateChange.detailType]));
  return [
    {
      name: "Creations",
      description: "SageMaker resources that somebody made",
      names: calls("create"),
      pattern: callPattern,
    },
    {
      name: "Changes",
      description: "SageMaker resources that somebody changed or started",
      names: calls("update", "start"),
      pattern: callPattern,
    },
    {
      name: "Ends",
      description: "SageMaker resources that somebody stopped or deleted",
      names: calls("end"),
      pattern: callPattern,
    },
    {
      name: "StateChanges",
      description: "SageMaker resources of which SageMaker itself tells a new state",
      names: distinct(changes),
      pattern: stateChangePattern,
    },
  ].filter(({ names }) => names.length > 0);
}

/** As few lists as fit EventBridge's limit, in the given order. */
export function splitByPatternLength({ names, pattern }: Pick<RuleGroup, "names" | "pattern">): string[][] {
  const lists: string[][] = [];
  for (const name of names) {
    const last = lists.at(-1);
    const fits = last !== undefined && JSON.stringify(pattern([...last, name])).length <= MAXIMUM_PATTERN_LENGTH;
    if (fits) last.push(name);
    else lists.push([name]);
  }
  return lists;
}

function rule(name: string, description: string, pattern: EventPattern): CloudFormationResource {
  return {
    Type: "AWS::Events::Rule",
    Properties: {
      Name: name,
      Description: description,
      State: "ENABLED",
      EventPattern: pattern,
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
