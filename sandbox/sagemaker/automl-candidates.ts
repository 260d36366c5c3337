import type {
  AutoMLCandidate,
  AutoMLCandidateStep,
  CandidateStepType,
  ListCandidatesForAutoMLJobRequest,
  ListCandidatesForAutoMLJobResponse,
} from "@aws-sdk/client-sagemaker";
import {
  type AutoML,
  type AutoMLJob,
  processingChildren,
  type TrainingChild,
  trainingChildren,
} from "./automl-children.ts";
import type { Resource } from "./collection.ts";
import { type Checked, pick, present } from "./handler.ts";
import { listPage } from "./lists.ts";

/** The candidate that was trained last; later ones are better here. */
export function bestCandidate(autoMl: AutoML, job: AutoMLJob): AutoMLCandidate | undefined {
  const completed = trainingChildren(autoMl, job, "t").filter((child) => statusOf(child) === "Completed");
  const best = completed.at(-1);
  return best === undefined ? undefined : candidateOf(autoMl, job, best);
}

export function listCandidates(
  autoMl: AutoML,
  input: Checked<ListCandidatesForAutoMLJobRequest>,
): ListCandidatesForAutoMLJobResponse {
  const job = autoMl.lives.collection.get(input.AutoMLJobName);
  const wanted = trainingChildren(autoMl, job, "t").filter(
    ({ name }) => input.CandidateNameEquals === undefined || name === input.CandidateNameEquals,
  );
  const { page, ...rest } = listPage(wanted, input, {
    sortBy: "CreationTime",
    sortOrder: "Ascending",
    statusOf: (description) => description.TrainingJobStatus,
    sortValues: { FinalObjectiveMetricValue: ({ TrainingJobName = "" }) => measureOf(job, TrainingJobName) },
  });
  return { Candidates: page.map((child) => candidateOf(autoMl, job, child)), ...rest };
}

function candidateOf(autoMl: AutoML, job: AutoMLJob, child: TrainingChild): AutoMLCandidate {
  const { description, name } = child;
  const CandidateStatus = statusOf(child);
  const MetricName = job.description.AutoMLJobObjective?.MetricName ?? "Accuracy";
  const metric = CandidateStatus === "Completed" ? { MetricName, Value: measureOf(job, name) } : undefined;
  return present({
    CandidateName: name,
    CandidateStatus,
    ObjectiveStatus: objectiveStatus(CandidateStatus),
    FinalAutoMLJobObjectiveMetric: metric,
    CandidateSteps: stepsOf(autoMl, job, child),
    EndTime: description.TrainingEndTime,
    ...pick(description, ["CreationTime", "LastModifiedTime", "FailureReason"]),
  }) as AutoMLCandidate;
}

/** A job that is being deleted was a candidate that has ended. */
function statusOf({ description }: TrainingChild): AutoMLCandidate["CandidateStatus"] {
  const status = description.TrainingJobStatus;
  return status === "Deleting" ? "Completed" : status;
}

function objectiveStatus(status: AutoMLCandidate["CandidateStatus"]): AutoMLCandidate["ObjectiveStatus"] {
  if (status === "Completed") return "Succeeded";
  return status === "InProgress" || status === "Stopping" ? "Pending" : "Failed";
}

/** A made-up measure that gets better from candidate to candidate, by the number in `NAME-t-1-XXXX…`. */
function measureOf(job: AutoMLJob, candidate: string): number {
  return 1 - 1 / (Number.parseInt(candidate.slice(`${job.name}-t-`.length), 10) + 1);
}

function stepsOf(autoMl: AutoML, job: AutoMLJob, child: TrainingChild): AutoMLCandidateStep[] {
  const trained = [...trainingChildren(autoMl, job, "dpp0"), child];
  return [
    ...processingChildren(autoMl, job).map((step) => stepOf(step, "AWS::SageMaker::ProcessingJob")),
    ...trained.map((step) => stepOf(step, "AWS::SageMaker::TrainingJob")),
  ];
}

function stepOf({ name, arn }: Resource, CandidateStepType: CandidateStepType): AutoMLCandidateStep {
  return { CandidateStepName: name, CandidateStepArn: arn, CandidateStepType };
}
