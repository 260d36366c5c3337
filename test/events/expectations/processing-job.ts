/** Checked by hand against the AWS documentation, not against the program. */
import {
  compliant,
  type Expectations,
  ignored,
  JANE,
  LENA_BY_PIPELINE,
  LENA_IN_STUDIO,
  OMAR,
  PAT,
  TRAINING,
  unknown,
  violation,
} from "../expectation.ts";

export const expectations: Expectations = {
  "create-processing-job/distributed-and-unencrypted.json": violation(
    TRAINING,
    ["traffic-between-containers-encrypted"],
    ["network-isolation-enabled"],
  ),
  "create-processing-job/empty-vpc-config.json": violation(OMAR, ["runs-in-vpc"]),
  "create-processing-job/in-the-vpc-and-isolated.json": compliant(LENA_BY_PIPELINE),
  // Isolation alone does not put it into a VPC.
  "create-processing-job/isolated-but-outside-any-vpc.json": violation(JANE, ["runs-in-vpc"]),
  "create-processing-job/network-config-is-null.json": violation(PAT, ["runs-in-vpc"], ["network-isolation-enabled"]),
  "create-processing-job/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreateProcessingJob"),
  "create-processing-job/vpc-config-is-null.json": violation(
    PAT,
    ["runs-in-vpc", "traffic-between-containers-encrypted"],
    ["network-isolation-enabled"],
  ),
  "create-processing-job/without-network-config.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "delete-processing-job/deleted.json": ignored("DeleteProcessingJob ends the processing job"),
  "processing-job-state-change/in-progress.json": unknown(null, "SageMaker Processing Job State Change does not say"),
  "stop-processing-job/stopped.json": ignored("StopProcessingJob ends the processing job"),
};
