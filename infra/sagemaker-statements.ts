/** IAM statements for SageMaker, rendered from the registry of resource kinds. */
import { RESOURCE_KINDS } from "../shared/sagemaker/index.ts";
import { FIND_PIPELINE_PERMISSIONS } from "../shared/sagemaker/pipeline-parent.ts";

export interface Statement {
  Sid: string;
  Effect: "Allow";
  Action: string[];
  Resource: string | { "Fn::Sub": string }[];
}

/** Reading: the actions tell the resource types, so that one pattern for all resources keeps the role's policy short. */
export function describeStatement(): Statement {
  const actions = RESOURCE_KINDS.flatMap((kind) => kind.describe.permissions);
  return statement("DescribeResources", actions, [arnsOf("*")]);
}

/** What finding the pipeline of a job asks for: its tag, and the steps of the execution that the tag names. */
export function originStatement(): Statement {
  return statement("FindPipelines", FIND_PIPELINE_PERMISSIONS, [arnsOf("*")]);
}

/** IAM knows no resources for SageMaker's List calls but ListTags and those of pipelines. */
export function listStatement(): Statement {
  const runs = RESOURCE_KINDS.flatMap((kind) => kind.runs?.permissions ?? []);
  const actions = [...RESOURCE_KINDS.flatMap((kind) => kind.list.permissions), ...runs];
  return { ...statement("ListResources", actions, []), Resource: "*" };
}

export function stopStatement(): Statement {
  const actions = RESOURCE_KINDS.flatMap((kind) => kind.stop?.permissions ?? []);
  return statement("StopResources", actions, [arnsOf("*")]);
}

/** Tags say who owns what elsewhere too, so only the resource types that are judged may get any. */
export function tagStatement(): Statement {
  const kinds = RESOURCE_KINDS.filter(({ taggable }) => taggable);
  return statement(
    "TagResources",
    ["sagemaker:AddTags", "sagemaker:ListTags"],
    kinds.map(({ id }) => arnsOf(`${id}/*`)),
  );
}

function statement(sid: string, actions: readonly string[], resources: { "Fn::Sub": string }[]): Statement {
  return { Sid: sid, Effect: "Allow", Action: [...new Set(actions)].sort(), Resource: resources };
}

function arnsOf(resources: string): { "Fn::Sub": string } {
  return { "Fn::Sub": `arn:\${AWS::Partition}:sagemaker:\${AWS::Region}:\${AWS::AccountId}:${resources}` };
}
