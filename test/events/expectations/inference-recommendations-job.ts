/** Checked by hand against the AWS documentation, not against the program. */
import {
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
  "create-inference-recommendations-job/empty-vpc-config.json": violation(TRAINING, ["runs-in-vpc"]),
  "create-inference-recommendations-job/in-the-vpc.json": compliant(OMAR),
  // The VPC is the job's own; isolation and the way of the image are the model's, which the call does not show.
  "create-inference-recommendations-job/of-a-model-in-the-vpc.json": {
    ...compliant(LENA_IN_STUDIO),
    strictOutcome: "unknown",
  },
  "create-inference-recommendations-job/of-a-model-outside-any-vpc.json": violation(LENA_IN_STUDIO, ["runs-in-vpc"]),
  "create-inference-recommendations-job/outside-any-vpc.json": violation(JANE, ["runs-in-vpc"]),
  "create-inference-recommendations-job/parameters-dropped.json": unknown(
    TRAINING,
    "without the parameters of CreateInferenceRecommendationsJob",
  ),
  "create-inference-recommendations-job/vpc-config-is-null.json": violation(PAT, ["runs-in-vpc"]),
  "stop-inference-recommendations-job/stopped.json": ignored(
    "StopInferenceRecommendationsJob ends the inference recommendations job or its work",
  ),
};
