/** Checked by hand against the AWS documentation, not against the program. */
import {
  CLOUDFORMATION,
  compliant,
  type Expectations,
  ignored,
  JANE,
  LENA_BY_PIPELINE,
  LENA_IN_STUDIO,
  OMAR,
  PAT,
  TRAINING,
  unknown,
  violation,
} from "../expectation.ts";

export const expectations: Expectations = {
  "create-model-explainability-job-definition/distributed-and-unencrypted.json": violation(LENA_BY_PIPELINE, [
    "traffic-between-containers-encrypted",
  ]),
  "create-model-explainability-job-definition/empty-vpc-config.json": violation(
    OMAR,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "create-model-explainability-job-definition/in-the-vpc-and-isolated.json": compliant(CLOUDFORMATION),
  // Isolation alone does not put its jobs into a VPC.
  "create-model-explainability-job-definition/isolated-but-outside-any-vpc.json": violation(JANE, ["runs-in-vpc"]),
  "create-model-explainability-job-definition/network-config-is-null.json": violation(
    PAT,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "create-model-explainability-job-definition/parameters-dropped.json": unknown(
    TRAINING,
    "without the parameters of CreateModelExplainabilityJobDefinition",
  ),
  "create-model-explainability-job-definition/without-network-config.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "delete-model-explainability-job-definition/deleted.json": ignored(
    "DeleteModelExplainabilityJobDefinition ends the model explainability job definition",
  ),
};
