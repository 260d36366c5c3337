/** Checked by hand against the AWS documentation, not against the program. */
import {
  compliant,
  type Expectations,
  ignored,
  LENA_BY_PIPELINE,
  LENA_IN_STUDIO,
  PAT,
  TRAINING,
  unknown,
  violation,
} from "../expectation.ts";

export const expectations: Expectations = {
  "create-compilation-job/empty-vpc-config.json": violation(TRAINING, ["runs-in-vpc"]),
  "create-compilation-job/in-the-vpc.json": compliant(LENA_BY_PIPELINE),
  "create-compilation-job/outside-any-vpc.json": violation(LENA_IN_STUDIO, ["runs-in-vpc"]),
  "create-compilation-job/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreateCompilationJob"),
  "create-compilation-job/vpc-config-is-null.json": violation(PAT, ["runs-in-vpc"]),
  "delete-compilation-job/deleted.json": ignored("DeleteCompilationJob ends the compilation job or its work"),
  "stop-compilation-job/stopped.json": ignored("StopCompilationJob ends the compilation job or its work"),
};
