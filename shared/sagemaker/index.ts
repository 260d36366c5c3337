/** The registry of resource kinds, in alphabetical order. */
import { aiBenchmarkJob } from "./ai-benchmark-job.ts";
import { app } from "./app.ts";
import { autoMlJob } from "./automl-job.ts";
import { cluster } from "./cluster.ts";
import { compilationJob } from "./compilation-job.ts";
import { dataQualityJobDefinition } from "./data-quality-job-definition.ts";
import { domain } from "./domain.ts";
import { endpoint } from "./endpoint.ts";
import { endpointConfig } from "./endpoint-config.ts";
import { hubContent } from "./hub-content.ts";
import { hyperParameterTuningJob } from "./hyper-parameter-tuning-job.ts";
import { inferenceComponent } from "./inference-component.ts";
import { inferenceExperiment } from "./inference-experiment.ts";
import { inferenceRecommendationsJob } from "./inference-recommendations-job.ts";
import { job } from "./job.ts";
import { labelingJob } from "./labeling-job.ts";
import { model } from "./model.ts";
import { modelBiasJobDefinition } from "./model-bias-job-definition.ts";
import { modelExplainabilityJobDefinition } from "./model-explainability-job-definition.ts";
import { modelQualityJobDefinition } from "./model-quality-job-definition.ts";
import { monitoringSchedule } from "./monitoring-schedule.ts";
import { notebookInstance } from "./notebook-instance.ts";
import { notebookInstanceLifecycleConfig } from "./notebook-instance-lifecycle-config.ts";
import { optimizationJob } from "./optimization-job.ts";
import { pipeline } from "./pipeline.ts";
import { processingJob } from "./processing-job.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { space } from "./space.ts";
import { trainingJob } from "./training-job.ts";
import { transformJob } from "./transform-job.ts";
import { userProfile } from "./user-profile.ts";
import { workforce } from "./workforce.ts";
import { workteam } from "./workteam.ts";

export const RESOURCE_KINDS: readonly ResourceKind[] = [
  aiBenchmarkJob,
  app,
  autoMlJob,
  cluster,
  compilationJob,
  dataQualityJobDefinition,
  domain,
  endpoint,
  endpointConfig,
  hubContent,
  hyperParameterTuningJob,
  inferenceComponent,
  inferenceExperiment,
  inferenceRecommendationsJob,
  job,
  labelingJob,
  model,
  modelBiasJobDefinition,
  modelExplainabilityJobDefinition,
  modelQualityJobDefinition,
  monitoringSchedule,
  notebookInstance,
  notebookInstanceLifecycleConfig,
  optimizationJob,
  pipeline,
  processingJob,
  space,
  trainingJob,
  transformJob,
  userProfile,
  workforce,
  workteam,
];

const BY_ID = new Map(RESOURCE_KINDS.map((kind) => [kind.id, kind]));

export function findKind(id: string): ResourceKind | undefined {
  return BY_ID.get(id);
}

/** The kind with that id; for ids that come from this registry. Throws on any other. */
export function kindOf(id: string): ResourceKind {
  const kind = BY_ID.get(id);
  if (kind === undefined) throw new TypeError(`no resource kind "${id}"`);
  return kind;
}
