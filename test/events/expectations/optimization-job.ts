/** Checked by hand against the AWS documentation, not against the program. */
import {
  CLOUDFORMATION,
  compliant,
  type Expectations,
  ignored,
  LENA_IN_STUDIO,
  PAT,
  TRAINING,
  unknown,
  violation,
} from "../expectation.ts";

export const expectations: Expectations = {
  "create-optimization-job/empty-vpc-config.json": violation(TRAINING, ["runs-in-vpc"]),
  "create-optimization-job/in-the-vpc.json": compliant(CLOUDFORMATION),
  "create-optimization-job/outside-any-vpc.json": violation(LENA_IN_STUDIO, ["runs-in-vpc"]),
  "create-optimization-job/parameters-dropped.json": unknown(
    TRAINING,
    "without the parameters of CreateOptimizationJob",
  ),
  "create-optimization-job/vpc-config-is-null.json": violation(PAT, ["runs-in-vpc"]),
  "delete-optimization-job/deleted.json": ignored("DeleteOptimizationJob ends the optimization job or its work"),
  "stop-optimization-job/stopped.json": ignored("StopOptimizationJob ends the optimization job or its work"),
};
