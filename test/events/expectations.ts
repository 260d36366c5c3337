/** What each sample event must lead to, checked by hand against the AWS documentation, not against the program. */
import type { Outcome } from "../../shared/assess/verdict.ts";

interface Expectation {
  outcome: Outcome | "ignored";
  /** Violated rules under the empty policy. */
  violated: readonly string[];
  /** Violated rules beyond those with every rule at its strictest. */
  strictly: readonly string[];
  /** Outcome with every rule at its strictest, where it is another one. */
  strictOutcome?: Outcome;
  createdBy: string | null;
  /** A part of the reason for what is ignored or unknown. */
  reason?: string;
}

const JANE = "jane (assumed-role/data-science/jane)";
const OMAR = "omar@example.com (assumed-role/AWSReservedSSO_MLEngineer_4f0c2a7be1d93865/omar@example.com)";
const LENA_IN_STUDIO = "lena-fischer (assumed-role/SageMakerStudioExecutionRole/SageMaker)";
const LENA_BY_PIPELINE = "lena-fischer (assumed-role/SageMakerPipelineRole/SageMaker-pipelines-7f3k2m)";
const CLOUDFORMATION = "cdk-exec (assumed-role/platform-deploy/cdk-exec) through cloudformation.amazonaws.com";
const TRAINING = "training (user/ci/training)";
const PAT = "pat (federated-user/pat)";
const ROOT = "root (root)";

const FAILED = ignored("the call failed");
const OTHER_SERVICE = ignored("another service's call");

export const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  // VpcOnly with security groups; only the address type is wrong.
  "create-domain/dual-stack.json": violation(OMAR, ["ipv4-only"]),
  "create-domain/of-codeartifact.json": OTHER_SERVICE,
  "create-domain/parameters-dropped.json": unknown(JANE, "without the parameters of CreateDomain"),
  "create-domain/public-internet-by-default.json": violation(OMAR, ["studio-vpc-only"]),
  "create-domain/vpc-only.json": compliant(CLOUDFORMATION),
  "create-domain/vpc-only-without-security-groups.json": violation(JANE, ["runs-in-vpc"]),

  "create-endpoint-config/inference-components-in-the-vpc.json": compliant(LENA_BY_PIPELINE),
  "create-endpoint-config/inference-components-outside-any-vpc.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),
  "create-endpoint-config/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreateEndpointConfig"),
  // The models it names are unknown, and one variant is wrong by itself.
  "create-endpoint-config/variant-open-to-ssm.json": violation(JANE, ["ssm-access-disabled"]),
  "create-endpoint-config/variants-name-models.json": unknown(CLOUDFORMATION),

  // Two instances only as an alternative, but SageMaker may choose it.
  "create-hyper-parameter-tuning-job/alternative-instances-and-unencrypted.json": violation(
    TRAINING,
    ["traffic-between-containers-encrypted"],
    ["network-isolation-enabled"],
  ),
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

  "create-model/in-the-vpc-and-isolated.json": compliant(CLOUDFORMATION),
  "create-model/of-lookout-for-vision.json": OTHER_SERVICE,
  "create-model/outside-any-vpc.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["images-through-vpc", "network-isolation-enabled"],
  ),
  "create-model/parameters-dropped.json": unknown(ROOT, "without the parameters of CreateModel"),
  "create-model/second-container-from-the-platform.json": {
    ...compliant(JANE),
    strictly: ["images-through-vpc", "images-through-vpc"],
    strictOutcome: "violation",
  },

  "create-notebook-instance/denied.json": FAILED,
  "create-notebook-instance/direct-internet-by-default.json": violation(JANE, [
    "notebook-imds-v2",
    "notebook-no-direct-internet",
    "notebook-root-access-disabled",
    "runs-in-vpc",
  ]),
  "create-notebook-instance/direct-internet-in-a-subnet.json": violation(OMAR, ["notebook-no-direct-internet"]),
  "create-notebook-instance/dual-stack.json": violation(OMAR, ["ipv4-only"]),
  // An empty list of security groups is none.
  "create-notebook-instance/empty-and-null-members.json": violation(PAT, ["runs-in-vpc"]),
  "create-notebook-instance/failed-limit-exceeded.json": FAILED,
  "create-notebook-instance/in-the-approved-network.json": compliant(JANE),
  "create-notebook-instance/metadata-version-1-and-root.json": violation(LENA_IN_STUDIO, [
    "notebook-imds-v2",
    "notebook-root-access-disabled",
  ]),
  "create-notebook-instance/parameters-dropped.json": unknown(JANE, "without the parameters of CreateNotebookInstance"),

  "create-processing-job/distributed-and-unencrypted.json": violation(
    TRAINING,
    ["traffic-between-containers-encrypted"],
    ["network-isolation-enabled"],
  ),
  "create-processing-job/in-the-vpc-and-isolated.json": compliant(LENA_BY_PIPELINE),
  // Isolation alone does not put it into a VPC.
  "create-processing-job/isolated-but-outside-any-vpc.json": violation(JANE, ["runs-in-vpc"]),
  "create-processing-job/network-config-is-null.json": violation(PAT, ["runs-in-vpc"], ["network-isolation-enabled"]),
  "create-processing-job/parameters-dropped.json": unknown(TRAINING, "without the parameters of CreateProcessingJob"),
  "create-processing-job/without-network-config.json": violation(
    LENA_IN_STUDIO,
    ["runs-in-vpc"],
    ["network-isolation-enabled"],
  ),

  // SageMaker's own calls are told in another type of event; the tuning job is what is judged.
  "create-training-job/child-of-a-tuning-job.json": ignored("not a CloudTrail API call event"),
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

  "start-notebook-instance/started-again.json": unknown(TRAINING, "StartNotebookInstance does not say"),
  "update-domain/public-internet-again.json": unknown(OMAR, "UpdateDomain does not say"),
  "update-notebook-instance/failed-not-stopped.json": FAILED,
  "update-notebook-instance/root-access-enabled.json": unknown(JANE, "UpdateNotebookInstance does not say"),
  "update-training-job/remote-debug-enabled.json": unknown(LENA_IN_STUDIO, "UpdateTrainingJob does not say"),
};

function violation(createdBy: string, violated: string[], strictly: string[] = []): Expectation {
  return { outcome: "violation", violated, strictly, createdBy };
}

function compliant(createdBy: string): Expectation {
  return { outcome: "compliant", violated: [], strictly: [], createdBy };
}

function unknown(createdBy: string, reason = ""): Expectation {
  return { outcome: "unknown", violated: [], strictly: [], createdBy, reason };
}

function ignored(reason: string): Expectation {
  return { outcome: "ignored", violated: [], strictly: [], createdBy: null, reason };
}
