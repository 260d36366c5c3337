import { monitoringJobDefinition } from "./monitoring-job-definition.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelQualityJobDefinition.html */
export const modelQualityJobDefinition = monitoringJobDefinition({
  id: "model-quality-job-definition",
  title: "model quality job definition",
  type: "ModelQuality",
});
