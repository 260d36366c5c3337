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
  "create-model-bias-job-definition/distributed-and-unencrypted.json": violation(LENA_BY_PIPELINE, [
    "traffic-between-containers-encrypted",
  ]),
  "create-model-bias-job-definition/empty-vpc-config.json": violation(
    OMAR,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "create-model-bias-job-definition/in-the-vpc-and-isolated.json": compliant(CLOUDFORMATION),
  // Isolation alone does not put its jobs into a VPC.
  "create-model-bias-job-definition/isolated-but-outside-any-vpc.json": violation(JANE, ["runs-in-vpc"]),
  "create-model-bias-job-definition/network-config-is-null.json": violation(
    PAT,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "create-model-bias-job-definition/parameters-dropped.json": unknown(
    TRAINING,
    "without the parameters of CreateModelBiasJobDefinition",
  ),
  "create-model-bias-job-definition/without-network-config.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "delete-model-bias-job-definition/deleted.json": ignored(
    "DeleteModelBiasJobDefinition ends the model bias job definition",
  ),
};
