import { monitoringJobDefinition } from "./monitoring-job-definition.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelBiasJobDefinition.html */
export const modelBiasJobDefinition = monitoringJobDefinition({
  id: "model-bias-job-definition",
  title: "model bias job definition",
  type: "ModelBias",
});
