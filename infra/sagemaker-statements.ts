/** IAM statements for SageMaker, rendered from the registry of resource kinds. */
import { RESOURCE_KINDS } from "../shared/sagemaker/index.ts";
import type { ResourceKind } from "../shared/sagemaker/resource-kind.ts";

export interface Statement {
  Sid: string;
  Effect: "Allow";
  Action: string[];
  Resource: string | { "Fn::Sub": string }[];
}

export function describeStatement(): Statement {
  const actions = RESOURCE_KINDS.flatMap((kind) => kind.describe.permissions);
  return statement("DescribeResources", actions, RESOURCE_KINDS);
}

/** IAM knows no resources for SageMaker's List calls but ListTags. */
export function listStatement(): Statement {
  const actions = RESOURCE_KINDS.flatMap((kind) => kind.list.permissions);
  return { Sid: "ListResources", Effect: "Allow", Action: distinct(actions), Resource: "*" };
}

export function stopStatement(): Statement {
  const kinds = (RESOURCE_KINDS as readonly ResourceKind[]).filter((kind) => kind.stop !== null);
  const actions = kinds.flatMap((kind) => kind.stop?.permissions ?? []);
  return statement("StopResources", actions, kinds);
}

export function tagStatement(): Statement {
  return statement("TagResources", ["sagemaker:AddTags", "sagemaker:ListTags"], RESOURCE_KINDS);
}

function statement(sid: string, actions: readonly string[], kinds: readonly ResourceKind[]): Statement {
  return { Sid: sid, Effect: "Allow", Action: distinct(actions), Resource: kinds.map(arnsOf) };
}

function arnsOf(kind: ResourceKind): { "Fn::Sub": string } {
  return { "Fn::Sub": `arn:\${AWS::Partition}:sagemaker:\${AWS::Region}:\${AWS::AccountId}:${kind.id}/*` };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
