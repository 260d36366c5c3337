import { monitoringJobDefinition } from "./monitoring-job-definition.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelExplainabilityJobDefinition.html */
export const modelExplainabilityJobDefinition = monitoringJobDefinition({
  id: "model-explainability-job-definition",
  title: "model explainability job definition",
  type: "ModelExplainability",
});
