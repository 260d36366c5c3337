/** Checked by hand against the AWS documentation, not against the program. */
import { type Expectations, ignored, LENA_BY_PIPELINE, TRAINING, unknown } from "../expectation.ts";

export const expectations: Expectations = {
  // Its network is the model's, which the call does not show.
  "create-transform-job/of-a-model.json": unknown(LENA_BY_PIPELINE),
  "create-transform-job/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreateTransformJob"),
  "create-transform-job/without-a-model-name.json": unknown(TRAINING),
  "stop-transform-job/stopped.json": ignored("StopTransformJob ends the transform job or its work"),
  // SageMaker's own event does not say who made it.
  "transform-job-state-change/in-progress.json": unknown(null, "does not say what the whole transform job is now"),
};
