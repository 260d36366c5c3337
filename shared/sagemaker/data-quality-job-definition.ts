import { monitoringJobDefinition } from "./monitoring-job-definition.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDataQualityJobDefinition.html */
export const dataQualityJobDefinition = monitoringJobDefinition({
  id: "data-quality-job-definition",
  title: "data quality job definition",
  type: "DataQuality",
});
