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
  // Two instances only as an alternative, but SageMaker may choose it.
  "create-hyper-parameter-tuning-job/alternative-instances-and-unencrypted.json": violation(
    TRAINING,
    ["traffic-between-containers-encrypted"],
    ["network-isolation-enabled"],
  ),
  "create-hyper-parameter-tuning-job/empty-vpc-config.json": violation(OMAR, ["runs-in-vpc"]),
  "create-hyper-parameter-tuning-job/in-the-vpc-and-isolated.json": compliant(JANE),
  "create-hyper-parameter-tuning-job/outside-any-vpc.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "create-hyper-parameter-tuning-job/parameters-dropped.json": unknown(
    TRAINING,
    "without the parameters of CreateHyperParameterTuningJob",
  ),
  "create-hyper-parameter-tuning-job/second-definition-outside-any-vpc.json": violation(JANE, ["runs-in-vpc"]),
  "create-hyper-parameter-tuning-job/vpc-config-is-null.json": violation(
    PAT,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "delete-hyper-parameter-tuning-job/deleted.json": ignored(
    "DeleteHyperParameterTuningJob ends the hyperparameter tuning job",
  ),
  "hyper-parameter-tuning-job-state-change/in-progress.json": unknown(
    null,
    "SageMaker HyperParameter Tuning Job State Change does not say",
  ),
  "stop-hyper-parameter-tuning-job/stopped.json": ignored(
    "StopHyperParameterTuningJob ends the hyperparameter tuning job",
  ),
};
