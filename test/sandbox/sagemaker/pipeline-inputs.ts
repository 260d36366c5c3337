import { ROLE, trainingInput, VPC } from "./account.ts";

type Json = Record<string, unknown>;

export function pipelineInput(name: string, steps: readonly Json[], more: Json = {}): Json {
  return { PipelineName: name, PipelineDefinition: definition(steps), RoleArn: ROLE, ...more };
}

export function definition(Steps: readonly Json[], Parameters: readonly Json[] = []): string {
  return JSON.stringify({ Version: "2020-12-01", Metadata: {}, Parameters, Steps });
}

export function step(Name: string, Type: string, Arguments: Json = {}, more: Json = {}): Json {
  return { Name, Type, Arguments, ...more };
}

export function trainingStep(name: string, more: Json = {}, around: Json = {}): Json {
  const { TrainingJobName: _named, ...input } = trainingInput("", { VpcConfig: VPC });
  return step(name, "Training", { ...input, ...more }, around);
}

export function modelStep(name: string, more: Json = {}): Json {
  const ModelDataUrl = { Get: "Steps.Train.ModelArtifacts.S3ModelArtifacts" };
  const PrimaryContainer = { Image: "1.dkr.ecr.eu-west-1.amazonaws.com/serve:1", ModelDataUrl };
  return step(name, "Model", { ExecutionRoleArn: ROLE, PrimaryContainer, ...more });
}
