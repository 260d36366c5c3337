import { resourceNotFound } from "./errors.ts";
import type { Pipeline, PipelineService } from "./pipeline-service.ts";

/** By name or ARN. Throws ResourceNotFound. */
export function findPipeline({ pipelines }: PipelineService, nameOrArn: string): Pipeline {
  if (!nameOrArn.startsWith("arn:")) return pipelines.get(nameOrArn);
  const found = pipelines.findByArn(nameOrArn);
  if (found === undefined) throw pipelines.type.notFound(nameOrArn, nameOrArn);
  return found;
}

/** The definition of that version, the newest when none is asked for. Throws ResourceNotFound. */
export function versionOf({ versions }: PipelineService, pipeline: Pipeline, version: number | undefined): string {
  const definitions = versions.get(pipeline) ?? [];
  const definition = definitions[(version ?? definitions.length) - 1];
  if (definition === undefined)
    throw resourceNotFound(`Version ${version} of pipeline '${pipeline.arn}' does not exist.`);
  return definition;
}
