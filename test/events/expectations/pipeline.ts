/** Checked by hand against the AWS documentation, not against the program. */
import {
  CLOUDFORMATION,
  compliant,
  type Expectations,
  ignored,
  JANE,
  LENA_IN_STUDIO,
  OMAR,
  PAT,
  TRAINING,
  unknown,
  violation,
} from "../expectation.ts";

export const expectations: Expectations = {
  "create-pipeline/definition-in-s3.json": unknown(LENA_IN_STUDIO),
  // SageMaker refuses such a text; an event that has it all the same is not taken for a good one.
  "create-pipeline/definition-that-is-no-json.json": unknown(PAT),
  "create-pipeline/empty-vpc-config.json": violation(OMAR, ["runs-in-vpc"]),
  // The variant names the model of another step, so its network is that step's.
  "create-pipeline/endpoint-steps-with-ssm-access.json": violation(OMAR, ["ssm-access-disabled"]),
  "create-pipeline/in-the-vpc-and-isolated.json": compliant(JANE),
  // Two instances by default, and whoever starts it may ask for more.
  "create-pipeline/instances-by-a-parameter-and-unencrypted.json": violation(TRAINING, [
    "traffic-between-containers-encrypted",
  ]),
  "create-pipeline/one-step-outside-any-vpc.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["images-through-vpc", "network-isolation-enabled"],
  ),
  "create-pipeline/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreatePipeline"),
  "create-pipeline/second-definition-of-a-tuning-step-outside-any-vpc.json": violation(OMAR, ["runs-in-vpc"]),
  "create-pipeline/step-in-a-condition-outside-any-vpc.json": violation(
    TRAINING,
    ["runs-in-vpc"],
    ["images-through-vpc", "network-isolation-enabled"],
  ),
  "create-pipeline/step-of-an-unknown-type.json": unknown(TRAINING),
  "create-pipeline/step-with-remote-debug.json": violation(LENA_IN_STUDIO, ["remote-debug-disabled"]),
  // Nothing in it has a network of SageMaker's.
  "create-pipeline/steps-without-network-settings.json": compliant(CLOUDFORMATION),
  "create-pipeline/subnets-by-a-parameter-with-a-default.json": compliant(CLOUDFORMATION),
  "create-pipeline/subnets-by-a-parameter-without-a-default.json": unknown(JANE),
  // Its network is the model's, which the definition only names.
  "create-pipeline/transform-step-of-a-model-by-name.json": unknown(PAT),
  "create-pipeline/transform-step-of-a-model-step.json": compliant(JANE),
  "create-pipeline/vpc-config-is-null.json": violation(PAT, ["runs-in-vpc"]),
  "delete-pipeline/deleted.json": ignored("DeletePipeline ends the pipeline or its work"),
  "model-building-pipeline-execution-status-change/executing.json": unknown(
    null,
    "SageMaker Model Building Pipeline Execution Status Change does not say what the whole pipeline is now",
  ),
  "model-building-pipeline-execution-status-change/succeeded.json": unknown(
    null,
    "SageMaker Model Building Pipeline Execution Status Change does not say",
  ),
  "start-pipeline-execution/by-its-arn.json": unknown(TRAINING, "StartPipelineExecution does not say"),
  "start-pipeline-execution/with-parameters.json": unknown(LENA_IN_STUDIO, "StartPipelineExecution does not say"),
  "update-pipeline/definition-with-a-step-outside-any-vpc.json": unknown(JANE, "UpdatePipeline does not say"),
  "update-pipeline/parallelism-only.json": unknown(OMAR, "UpdatePipeline does not say"),
};
