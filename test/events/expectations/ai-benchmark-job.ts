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
  "create-ai-benchmark-job/empty-vpc-config.json": violation(JANE, ["runs-in-vpc"]),
  "create-ai-benchmark-job/in-the-vpc.json": compliant(TRAINING),
  "create-ai-benchmark-job/network-config-is-null.json": violation(PAT, ["runs-in-vpc"]),
  "create-ai-benchmark-job/outside-any-vpc.json": violation(OMAR, ["runs-in-vpc"]),
  "create-ai-benchmark-job/parameters-dropped.json": unknown(
    TRAINING,
    "without the parameters of CreateAIBenchmarkJob",
  ),
  "create-ai-benchmark-job/vpc-config-is-null.json": violation(PAT, ["runs-in-vpc"]),
  "delete-ai-benchmark-job/deleted.json": ignored("DeleteAIBenchmarkJob ends the AI benchmark job or its work"),
  "stop-ai-benchmark-job/stopped.json": ignored("StopAIBenchmarkJob ends the AI benchmark job or its work"),
};
