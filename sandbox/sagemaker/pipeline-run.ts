import type { PipelineExecutionStatus, StepStatus } from "@aws-sdk/client-sagemaker";
import { Unresolved } from "../../shared/sagemaker/document.ts";
import { AwsError } from "../contract.ts";
import type { DurationName } from "./durations.ts";
import {
  type Child,
  type ChildKind,
  childKindOf,
  childName,
  childOf,
  describeChild,
  metadataOf,
  outcomeOf,
  stepPrefix,
} from "./pipeline-children.ts";
import { executionEvent, stepEvent } from "./pipeline-events.ts";
import type { PipelineService, Run, StepRun } from "./pipeline-service.ts";
import type { StepText } from "./pipeline-text.ts";
import { runtimeArguments } from "./pipeline-values.ts";
import type { ServiceSession } from "./service-calls.ts";

type Json = Record<string, unknown>;

/** By which the service marks what a pipeline has created. */
const EXECUTION_TAG = "sagemaker:pipeline-execution-arn";

/** Starts an execution: its steps run one after the other. */
export function startRun(service: PipelineService, run: Run): void {
  service.runs.set(run.execution.arn, run);
  enter(service, run, "Executing");
  next(service, run);
}

/** Stops what the execution has running, and ends it when that has stopped. */
export function stopRun(service: PipelineService, run: Run): void {
  enter(service, run, "Stopping");
  const step = run.steps.at(-1);
  if (step?.view.StepStatus === "Executing") {
    enterStep(service, run, step, "Stopping");
    stopChild(service, run, step);
    return;
  }
  run.execution.cancel();
  if (step === undefined) finish(service, run, "Stopped");
  else endStep(service, run, step, "Stopped");
}

/** To be called when something has changed that a step may have created. */
export function noticeChange(service: PipelineService, arn: string): void {
  for (const run of service.runs.values()) {
    const step = run.steps.at(-1);
    if (step?.child?.arn === arn && isUnderWay(run)) settle(service, run, step);
  }
}

export function isUnderWay({ execution }: Run): boolean {
  const status = execution.description.PipelineExecutionStatus;
  return status === "Executing" || status === "Stopping";
}

function next(service: PipelineService, run: Run): void {
  const text = takeNext(run);
  if (text === undefined) {
    finish(service, run, "Succeeded");
    return;
  }
  const { Name: StepName, DisplayName, Description } = text;
  const view = {
    StepName,
    ...(DisplayName !== undefined && { StepDisplayName: DisplayName }),
    ...(Description !== undefined && { StepDescription: Description }),
    StartTime: service.account.time.now(),
    Metadata: {},
    AttemptCount: 1,
  };
  const step: StepRun = { text, view, child: null };
  run.steps.push(step);
  enterStep(service, run, step, "Starting");
  later(service, run, "pipelineStepStarting", () => perform(service, run, step));
}

/** The first step that waits for no other; the first of all when they wait for each other. */
function takeNext({ pending }: Run): StepText | undefined {
  const waiting = new Set(pending.map(({ Name }) => Name));
  const ready = pending.findIndex(({ DependsOn }) => !DependsOn.some((name) => waiting.has(name)));
  return pending.splice(Math.max(0, ready), 1)[0];
}

function perform(service: PipelineService, run: Run, step: StepRun): void {
  const { text, view } = step;
  const kind = childKindOf(text);
  if (kind !== undefined) {
    createChild(service, run, step, kind);
    return;
  }
  if (text.Type === "Condition") {
    view.Metadata = { Condition: { Outcome: "True" } };
    run.pending.unshift(...text.inner);
  }
  enterStep(service, run, step, "Executing");
  if (text.Type === "Condition") endStep(service, run, step, "Succeeded");
  else later(service, run, "pipelineOtherStep", () => endOther(service, run, step));
}

/** The end of a step that creates nothing in SageMaker. */
function endOther(service: PipelineService, run: Run, step: StepRun): void {
  if (step.text.Type !== "Fail") {
    endStep(service, run, step, "Succeeded");
    return;
  }
  const given = runtimeArguments(service, run, step.text);
  const ErrorMessage = given instanceof Unresolved ? given.reason : String(given.ErrorMessage ?? "");
  step.view.Metadata = { Fail: { ErrorMessage } };
  endStep(service, run, step, "Failed", ErrorMessage);
}

function createChild(service: PipelineService, run: Run, step: StepRun, kind: ChildKind): void {
  const given = runtimeArguments(service, run, step.text);
  if (given instanceof Unresolved) {
    endStep(service, run, step, "Failed", `ClientError: Unable to resolve the arguments of the step: ${given.reason}.`);
    return;
  }
  const input = inputOf(run, step, kind, given);
  try {
    step.child = childOf(kind, input, service.calls.call(sessionOf(run, step), `Create${kind.noun}`, input));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const reason = `ClientError: Failed to invoke sagemaker:Create${kind.noun}. Error Details: ${error.message}`;
    endStep(service, run, step, "Failed", reason);
    return;
  }
  step.view.Metadata = metadataOf(step.child, step.text);
  enterStep(service, run, step, "Executing");
  settle(service, run, step);
}

function inputOf({ execution }: Run, { text }: StepRun, kind: ChildKind, given: Json): Json {
  const name = `${kind.noun}Name`;
  const tags = Array.isArray(given.Tags) ? given.Tags : [];
  return {
    ...given,
    [name]: childName(kind, text, execution.name, given[name]),
    Tags: [...tags, { Key: EXECUTION_TAG, Value: execution.arn }],
  };
}

function stopChild(service: PipelineService, run: Run, step: StepRun): void {
  if (step.child === null) return;
  const { kind, identity } = step.child;
  try {
    if (kind.stops) service.calls.call(sessionOf(run, step), `Stop${kind.noun}`, identity);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
  settle(service, run, step);
}

/** Ends a step when what it has created has ended. */
function settle(service: PipelineService, run: Run, step: StepRun): void {
  if (step.child === null || step.view.EndTime !== undefined) return;
  const description = lookAtChild(service, step.child);
  const outcome = description === null ? "Stopped" : outcomeOf(step.child, description);
  if (outcome === null) return;
  if (outcome === "Succeeded") endStep(service, run, step, "Succeeded");
  else if (outcome === "Stopped" && step.view.StepStatus === "Stopping") endStep(service, run, step, "Stopped");
  else
    endStep(service, run, step, "Failed", `ClientError: ${description?.FailureReason ?? "the job has been stopped"}`);
}

function lookAtChild(service: PipelineService, child: Child): Json | null {
  try {
    return describeChild(service.calls, child);
  } catch (error) {
    if (error instanceof AwsError) return null;
    throw error;
  }
}

/** The pipeline's role in a session named after the execution and the step. */
function sessionOf({ roleArn, sourceIdentity, execution }: Run, { text }: StepRun): ServiceSession {
  return { roleArn, name: `sagemaker-pipeline-${execution.name}-${stepPrefix(text)}`, sourceIdentity };
}

function endStep(service: PipelineService, run: Run, step: StepRun, status: StepStatus, reason?: string): void {
  step.view.EndTime = service.account.time.now();
  if (reason !== undefined) step.view.FailureReason = reason;
  enterStep(service, run, step, status);
  if (run.execution.description.PipelineExecutionStatus === "Stopping") finish(service, run, "Stopped");
  else if (status === "Succeeded") next(service, run);
  else finish(service, run, "Failed");
}

function enterStep(service: PipelineService, run: Run, step: StepRun, status: StepStatus): void {
  const previous = step.view.StepStatus;
  step.view.StepStatus = status;
  service.emit(stepEvent(service, run, step, previous));
}

function finish(service: PipelineService, run: Run, status: PipelineExecutionStatus): void {
  run.pending = [];
  if (status === "Failed") run.execution.description.FailureReason = "Step failure: One or multiple steps failed.";
  enter(service, run, status);
}

function enter(service: PipelineService, run: Run, status: PipelineExecutionStatus): void {
  const { description } = run.execution;
  const previous = description.PipelineExecutionStatus;
  description.PipelineExecutionStatus = status;
  description.LastModifiedTime = service.account.time.now();
  service.emit(executionEvent(service, run, previous));
  service.executions.changed(run.execution);
}

function later({ account }: PipelineService, run: Run, duration: DurationName, task: () => void): void {
  run.execution.cancel = account.time.after(account.durations[duration], task);
}
