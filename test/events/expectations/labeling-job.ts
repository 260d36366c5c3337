/** Checked by hand against the AWS documentation, not against the program. */
import {
  compliant,
  type Expectations,
  ignored,
  JANE,
  OMAR,
  PAT,
  TRAINING,
  unknown,
  violation,
} from "../expectation.ts";

export const expectations: Expectations = {
  // Nothing of it runs on instances, so there is no network to judge.
  "create-labeling-job/algorithms-config-is-null.json": compliant(PAT),
  "create-labeling-job/automated-in-the-vpc.json": compliant(OMAR),
  "create-labeling-job/automated-outside-any-vpc.json": violation(JANE, ["runs-in-vpc"]),
  "create-labeling-job/by-people-only.json": compliant(JANE),
  "create-labeling-job/empty-vpc-config.json": violation(OMAR, ["runs-in-vpc"]),
  "create-labeling-job/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreateLabelingJob"),
  "create-labeling-job/vpc-config-is-null.json": violation(PAT, ["runs-in-vpc"]),
  "stop-labeling-job/stopped.json": ignored("StopLabelingJob ends the labeling job or its work"),
};
