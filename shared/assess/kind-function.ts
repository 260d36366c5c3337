/** What a resource is for, as the sweep counts who uses a security group. */

/** `notebooks`, `training`, …; null for kinds that only hold what becomes resources of others. */
export type KindFunction = "clusters" | "inference" | "labeling" | "notebooks" | "processing" | "studio" | "training";

export function functionOf(kindId: string): KindFunction | null {
  return FUNCTIONS[kindId] ?? null;
}

const FUNCTIONS: Readonly<Record<string, KindFunction>> = {
  "ai-benchmark-job": "inference",
  app: "studio",
  "automl-job": "training",
  cluster: "clusters",
  "compilation-job": "inference",
  "data-quality-job-definition": "processing",
  domain: "studio",
  endpoint: "inference",
  "endpoint-config": "inference",
  "hyper-parameter-tuning-job": "training",
  "inference-component": "inference",
  "inference-experiment": "inference",
  "inference-recommendations-job": "inference",
  job: "training",
  "labeling-job": "labeling",
  model: "inference",
  "model-bias-job-definition": "processing",
  "model-explainability-job-definition": "processing",
  "model-quality-job-definition": "processing",
  "monitoring-schedule": "processing",
  "notebook-instance": "notebooks",
  "optimization-job": "inference",
  "processing-job": "processing",
  "training-job": "training",
  "transform-job": "inference",
  "user-profile": "studio",
  workforce: "labeling",
};
