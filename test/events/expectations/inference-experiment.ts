/** Checked by hand against the AWS documentation, not against the program. */
import { CLOUDFORMATION, type Expectations, ignored, JANE, OMAR, TRAINING, unknown } from "../expectation.ts";

export const expectations: Expectations = {
  // Its settings are those of the endpoint and of the models, which have to be read.
  "create-inference-experiment/parameters-dropped.json": unknown(
    TRAINING,
    "without the parameters of CreateInferenceExperiment",
  ),
  "create-inference-experiment/schedule-is-null.json": unknown(CLOUDFORMATION),
  "create-inference-experiment/shadow-test.json": unknown(JANE),
  "delete-inference-experiment/deleted.json": ignored("DeleteInferenceExperiment ends the inference experiment"),
  "start-inference-experiment/started.json": unknown(OMAR, "StartInferenceExperiment does not say"),
  "stop-inference-experiment/shadow-promoted.json": ignored("StopInferenceExperiment ends the inference experiment"),
  "update-inference-experiment/ends-earlier.json": unknown(JANE, "UpdateInferenceExperiment does not say"),
};
