import {
  type CompilationJobSummary,
  type CreateCompilationJobRequest,
  type DescribeCompilationJobResponse,
  Framework,
  type ListCompilationJobsRequest,
  TargetDevice,
} from "@aws-sdk/client-sagemaker";
import type { Account } from "./account.ts";
import { nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { jobNotFound, validationError } from "./errors.ts";
import { pick, present } from "./handler.ts";
import type { JobKind } from "./job-kind.ts";
import { createJobs, type Jobs } from "./job-operations.ts";
import { GONE } from "./life-cycle.ts";
import { TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeCompilationJobResponse;

const COMPILATION_JOB: JobKind<Description, CreateCompilationJobRequest, ListCompilationJobsRequest> = {
  type: "compilation-job",
  title: "compilation job",
  noun: "CompilationJob",
  members: {
    name: "CompilationJobName",
    arn: "CompilationJobArn",
    status: ["CompilationJobStatus"],
    started: "CompilationStartTime",
    ended: "CompilationEndTime",
  },
  statuses: {
    waiting: { CompilationJobStatus: "STARTING" },
    running: { CompilationJobStatus: "INPROGRESS" },
    stopping: { CompilationJobStatus: "STOPPING" },
    stopped: { CompilationJobStatus: "STOPPED" },
    completed: { CompilationJobStatus: "COMPLETED" },
    failed: "FAILED",
  },
  durations: { waiting: "compilationStarting", running: "compilationRunning", stopping: "compilationStopping" },
  event: null,
  constraints: [
    ...nameAt("CompilationJobName"),
    roleAt("RoleArn"),
    ...vpcConfigAt("VpcConfig"),
    { at: "InputConfig.Framework", oneOf: Object.values(Framework) },
    { at: "OutputConfig.TargetDevice", oneOf: Object.values(TargetDevice) },
    ...TAG_CONSTRAINTS,
  ],
  notFound: (name) => jobNotFound("compilation job", name),
  check({ InputConfig, ModelPackageVersionArn }) {
    if ((InputConfig === undefined) !== (ModelPackageVersionArn === undefined)) return;
    throw validationError("Exactly one of InputConfig and ModelPackageVersionArn must be given.");
  },
  describeNew: (input) => ({
    ...input,
    InputConfig: input.InputConfig,
    FailureReason: "",
    ModelArtifacts: {
      S3ModelArtifacts: `${input.OutputConfig.S3OutputLocation?.replace(/\/$/, "")}/${input.CompilationJobName}.tar.gz`,
    },
  }),
  list: {
    member: "CompilationJobSummaries",
    sortBy: "CreationTime",
    sortOrder: "Ascending",
    summarize,
  },
  deletion: { way: [GONE] },
};

function summarize(description: Description): CompilationJobSummary {
  const { TargetDevice, TargetPlatform } = description.OutputConfig ?? {};
  return present({
    ...pick(description, [
      "CompilationJobName",
      "CompilationJobArn",
      "CreationTime",
      "CompilationStartTime",
      "CompilationEndTime",
      "LastModifiedTime",
      "CompilationJobStatus",
    ]),
    CompilationTargetDevice: TargetDevice,
    CompilationTargetPlatformOs: TargetPlatform?.Os,
    CompilationTargetPlatformArch: TargetPlatform?.Arch,
    CompilationTargetPlatformAccelerator: TargetPlatform?.Accelerator,
  });
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateCompilationJob.html */
export function createCompilationJobs(account: Account): Jobs<Description> {
  return createJobs(account, COMPILATION_JOB);
}
