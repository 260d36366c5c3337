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
  // SageMaker chooses how many instances run, so encryption that is off or absent counts.
  "create-auto-ml-job/empty-vpc-config.json": violation(OMAR, ["runs-in-vpc"]),
  "create-auto-ml-job/in-the-vpc-and-encrypted.json": compliant(JANE),
  "create-auto-ml-job/outside-any-vpc.json": violation(LENA_IN_STUDIO, [
    "runs-in-vpc",
    "traffic-between-containers-encrypted",
  ]),
  "create-auto-ml-job/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreateAutoMLJob"),
  "create-auto-ml-job/security-config-is-null.json": violation(PAT, [
    "runs-in-vpc",
    "traffic-between-containers-encrypted",
  ]),
  "create-auto-ml-job/unencrypted.json": violation(TRAINING, ["traffic-between-containers-encrypted"]),
  "create-auto-ml-job-v2/empty-vpc-config.json": violation(JANE, ["runs-in-vpc"]),
  "create-auto-ml-job-v2/in-the-vpc-and-encrypted.json": compliant(OMAR),
  "create-auto-ml-job-v2/outside-any-vpc.json": violation(LENA_IN_STUDIO, [
    "runs-in-vpc",
    "traffic-between-containers-encrypted",
  ]),
  "create-auto-ml-job-v2/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreateAutoMLJobV2"),
  "create-auto-ml-job-v2/security-config-is-null.json": violation(PAT, [
    "runs-in-vpc",
    "traffic-between-containers-encrypted",
  ]),
  "create-auto-ml-job-v2/unencrypted.json": violation(TRAINING, ["traffic-between-containers-encrypted"]),
  "stop-auto-ml-job/stopped.json": ignored("StopAutoMLJob ends the AutoML job or its work"),
};
