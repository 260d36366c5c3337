/** Checked by hand against the AWS documentation, not against the program. */
import {
  type Expectations,
  ignored,
  JANE,
  LENA_BY_PIPELINE,
  LENA_IN_STUDIO,
  OMAR,
  TRAINING,
  unknown,
} from "../expectation.ts";

export const expectations: Expectations = {
  // Its settings are those of the endpoint and of the model, which have to be read.
  "create-inference-component/adapter-of-a-component.json": unknown(OMAR),
  "create-inference-component/container-without-a-model.json": unknown(JANE),
  "create-inference-component/of-a-model.json": unknown(LENA_IN_STUDIO),
  "create-inference-component/one-specification-per-instance-type.json": unknown(LENA_BY_PIPELINE),
  "create-inference-component/parameters-dropped.json": unknown(
    TRAINING,
    "without the parameters of CreateInferenceComponent",
  ),
  "delete-inference-component/deleted.json": ignored("DeleteInferenceComponent ends the inference component"),
  "update-inference-component/another-model.json": unknown(LENA_IN_STUDIO, "UpdateInferenceComponent does not say"),
};
