/**
 * The events of pipeline executions and their steps; unlike other state changes they name the previous status and spell
 * members in camel case. https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
 */
import { randomUUID } from "node:crypto";
import type { AwsEvent } from "../contract.ts";
import { present } from "./handler.ts";
import type { PipelineService, Run, StepRun } from "./pipeline-service.ts";

const EXECUTION = "SageMaker Model Building Pipeline Execution Status Change";
const STEP = "SageMaker Model Building Pipeline Execution Step Status Change";
const ENDED: ReadonlySet<string | undefined> = new Set(["Failed", "Stopped", "Succeeded"]);

export function executionEvent(service: PipelineService, run: Run, previous: string | undefined): AwsEvent {
  const { description } = run.execution;
  const status = description.PipelineExecutionStatus;
  return eventOf(service, run, EXECUTION, {
    pipelineExecutionDisplayName: description.PipelineExecutionDisplayName,
    currentPipelineExecutionStatus: status,
    previousPipelineExecutionStatus: previous,
    executionStartTime: seconds(description.CreationTime),
    executionEndTime: ENDED.has(status) ? seconds(description.LastModifiedTime) : undefined,
    pipelineExecutionDescription: description.PipelineExecutionDescription,
  });
}

export function stepEvent(
  service: PipelineService,
  run: Run,
  { view, text }: StepRun,
  previous: string | undefined,
): AwsEvent {
  return eventOf(service, run, STEP, {
    metadata: lowerKeys(view.Metadata),
    failureReason: view.FailureReason,
    stepStartTime: seconds(view.StartTime),
    stepEndTime: seconds(view.EndTime),
    stepName: text.Name,
    stepType: text.Type,
    previousStepStatus: previous,
    currentStepStatus: view.StepStatus,
  });
}

function eventOf(
  { account }: PipelineService,
  { execution }: Run,
  type: string,
  members: Record<string, unknown>,
): AwsEvent {
  const { PipelineArn: pipelineArn = "", PipelineExecutionArn: pipelineExecutionArn = "" } = execution.description;
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": type,
    source: "aws.sagemaker",
    account: account.accountId,
    time: seconds(account.time.now()) ?? "",
    region: account.region,
    resources: [pipelineArn, pipelineExecutionArn],
    detail: present({ ...members, pipelineArn, pipelineExecutionArn }),
  };
}

function seconds(date: Date | undefined): string | undefined {
  return date === undefined ? undefined : `${date.toISOString().slice(0, 19)}Z`;
}

function lowerKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    members.map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), lowerKeys(member)]),
  );
}
