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
  "create-endpoint-config/empty-vpc-config.json": violation(OMAR, ["runs-in-vpc"], ["network-isolation-enabled"]),
  "create-endpoint-config/inference-components-in-the-vpc.json": compliant(LENA_BY_PIPELINE),
  "create-endpoint-config/inference-components-outside-any-vpc.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "create-endpoint-config/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreateEndpointConfig"),
  // The model that one of the pools runs instead has to be read, too.
  "create-endpoint-config/pools-name-other-models.json": unknown(JANE),
  // Whether its model is in a VPC has to be read; serverless inference takes none that is.
  "create-endpoint-config/serverless-variant.json": unknown(CLOUDFORMATION),
  // The models it names are unknown, and one variant is wrong by itself.
  "create-endpoint-config/variant-open-to-ssm.json": violation(JANE, ["ssm-access-disabled"]),
  "create-endpoint-config/variants-name-models.json": unknown(CLOUDFORMATION),
  "create-endpoint-config/vpc-config-is-null.json": violation(PAT, ["runs-in-vpc"], ["network-isolation-enabled"]),
  "delete-endpoint-config/deleted.json": ignored("DeleteEndpointConfig ends the endpoint configuration"),
  "endpoint-config-state-change/created.json": unknown(null, "SageMaker Endpoint Config State Change does not say"),
};
