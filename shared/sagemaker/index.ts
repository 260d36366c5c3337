/** The registry of resource kinds, in alphabetical order. */
import { domain } from "./domain.ts";
import { endpointConfig } from "./endpoint-config.ts";
import { hyperParameterTuningJob } from "./hyper-parameter-tuning-job.ts";
import { model } from "./model.ts";
import { notebookInstance } from "./notebook-instance.ts";
import { processingJob } from "./processing-job.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { trainingJob } from "./training-job.ts";

export const RESOURCE_KINDS = [
  domain,
  endpointConfig,
  hyperParameterTuningJob,
  model,
  notebookInstance,
  processingJob,
  trainingJob,
] as const;

export type KindId = (typeof RESOURCE_KINDS)[number]["id"];

const BY_ID = new Map<string, ResourceKind>(RESOURCE_KINDS.map((kind) => [kind.id, kind]));

export function findKind(id: string): ResourceKind | undefined {
  return BY_ID.get(id);
}

/** The kind with that id; for ids that come from this registry. Throws on any other. */
export function kindOf(id: string): ResourceKind {
  const kind = BY_ID.get(id);
  if (kind === undefined) throw new TypeError(`no resource kind "${id}"`);
  return kind;
}
