/** Checked by hand against the AWS documentation, not against the program. */
import {
  CLOUDFORMATION,
  type Expectations,
  FAILED,
  ignored,
  JANE,
  LENA_BY_PIPELINE,
  OMAR,
  TRAINING,
  unknown,
} from "../expectation.ts";

export const expectations: Expectations = {
  // Its settings are those of the configuration, which has to be read.
  "create-endpoint/blue-green-deployment.json": unknown(LENA_BY_PIPELINE),
  "create-endpoint/deployment-config-is-null.json": unknown(CLOUDFORMATION),
  "create-endpoint/failed-no-such-configuration.json": FAILED,
  "create-endpoint/of-a-configuration.json": unknown(JANE),
  "create-endpoint/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreateEndpoint"),
  "delete-endpoint/deleted.json": ignored("DeleteEndpoint ends the endpoint"),
  "endpoint-state-change/in-service.json": unknown(null, "SageMaker Endpoint State Change does not say"),
  "update-endpoint/another-configuration.json": unknown(OMAR, "UpdateEndpoint does not say"),
};
