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
  // Only the schema of its category and version says what an absent VpcConfig means.
  "create-job/document-without-vpc-config.json": unknown(LENA_IN_STUDIO),
  "create-job/empty-vpc-config.json": violation(OMAR, ["runs-in-vpc"]),
  // Nor does anything say whether it is isolated.
  "create-job/in-the-vpc.json": { ...compliant(JANE), strictOutcome: "unknown" },
  "create-job/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreateJob"),
  "create-job/vpc-config-is-null.json": violation(PAT, ["runs-in-vpc"]),
  "delete-job/deleted.json": ignored("DeleteJob ends the model customization job or its work"),
  "stop-job/stopped.json": ignored("StopJob ends the model customization job or its work"),
};
