/** Checked by hand against the AWS documentation, not against the program. */
import {
  compliant,
  type Expectations,
  FAILED,
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
  // SageMaker's own calls are told in another type of event; the tuning job is what is judged.
  "create-training-job/child-of-a-tuning-job.json": ignored("neither a CloudTrail API call event"),
  "create-training-job/distributed-and-unencrypted.json": violation(
    TRAINING,
    ["traffic-between-containers-encrypted"],
    ["images-through-vpc", "network-isolation-enabled"],
  ),
  "create-training-job/empty-vpc-config.json": violation(
    OMAR,
    ["runs-in-vpc"],
    ["images-through-vpc", "network-isolation-enabled"],
  ),
  "create-training-job/failed-in-use.json": FAILED,
  "create-training-job/in-the-vpc-and-encrypted.json": compliant(LENA_BY_PIPELINE),
  // One instance in each of two groups makes two instances.
  "create-training-job/instance-groups-and-unencrypted.json": violation(
    LENA_IN_STUDIO,
    ["traffic-between-containers-encrypted"],
    ["images-through-vpc"],
  ),
  "create-training-job/outside-any-vpc.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["images-through-vpc", "network-isolation-enabled"],
  ),
  "create-training-job/parameters-dropped.json": unknown(
    LENA_BY_PIPELINE,
    "without the parameters of CreateTrainingJob",
  ),
  "create-training-job/remote-debug.json": violation(
    JANE,
    ["remote-debug-disabled"],
    ["images-through-vpc", "network-isolation-enabled"],
  ),
  // SageMaker chooses the instances and the image; the network is the caller's choice as in any other job.
  "create-training-job/serverless-customization.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["images-through-vpc", "network-isolation-enabled"],
  ),
  "create-training-job/vpc-config-is-null.json": violation(
    PAT,
    ["runs-in-vpc"],
    ["images-through-vpc", "network-isolation-enabled"],
  ),
  "delete-training-job/deleted.json": ignored("DeleteTrainingJob ends the training job"),
  "stop-training-job/stopped.json": ignored("StopTrainingJob ends the training job"),
  "training-job-state-change/child-of-a-tuning-job.json": unknown(
    null,
    "SageMaker Training Job State Change does not say",
  ),
  "training-job-state-change/stopped.json": unknown(null, "SageMaker Training Job State Change does not say"),
  "update-training-job/remote-debug-enabled.json": unknown(LENA_IN_STUDIO, "UpdateTrainingJob does not say"),
  "update-training-job/warm-pool-only.json": unknown(JANE, "UpdateTrainingJob does not say"),
};
