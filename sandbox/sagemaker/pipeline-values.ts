/** What the references in a step's arguments stand for while the pipeline runs. */
import { isObject, Unresolved } from "../../shared/sagemaker/document.ts";
import { resolveReferences } from "../../shared/sagemaker/pipeline-references.ts";
import { AwsError } from "../contract.ts";
import { describeChild } from "./pipeline-children.ts";
import type { PipelineService, Run } from "./pipeline-service.ts";
import type { StepText } from "./pipeline-text.ts";

type Json = Record<string, unknown>;

/** The step's arguments, or why they cannot be had. */
export function runtimeArguments(service: PipelineService, run: Run, step: StepText): Json | Unresolved {
  const resolved = resolveReferences(step.Arguments, (reference) => valueAt(service, run, reference));
  return firstUnresolved(resolved) ?? (resolved as Json);
}

function valueAt(service: PipelineService, run: Run, reference: string): unknown {
  const [scope, name = "", ...path] = partsOf(reference);
  const value = scope === "Steps" ? stepValue(service, run, name, path) : namedValues(service, run, scope).get(name);
  return value ?? new Unresolved(`${reference} has no value`);
}

/** `Steps.Split.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri` in its parts. */
function partsOf(reference: string): string[] {
  return [...reference.matchAll(/\['([^']*)'\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted ?? index ?? plain ?? "",
  );
}

function namedValues({ account }: PipelineService, run: Run, scope: string | undefined): ReadonlyMap<string, unknown> {
  if (scope === "Parameters") return run.values;
  if (scope !== "Execution") return new Map();
  const { PipelineArn, PipelineExecutionArn, CreationTime } = run.execution.description;
  return new Map<string, unknown>([
    ["PipelineName", run.pipelineName],
    ["PipelineArn", PipelineArn],
    ["PipelineExecutionId", run.execution.name],
    ["PipelineExecutionArn", PipelineExecutionArn],
    ["StartDateTime", CreationTime?.toISOString()],
    ["CurrentDateTime", account.time.now().toISOString()],
  ]);
}

/** From the Describe answer of what the step has created. */
function stepValue(service: PipelineService, run: Run, name: string, path: readonly string[]): unknown {
  const child = run.steps.find(({ text }) => text.Name === name)?.child;
  if (child === null || child === undefined) return undefined;
  try {
    return path.reduce<unknown>(memberOf, describeChild(service.calls, child));
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) {
    return value[Number(name)] ?? value.find((item) => isObject(item) && item.OutputName === name);
  }
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function firstUnresolved(value: unknown): Unresolved | undefined {
  if (value instanceof Unresolved) return value;
  if (typeof value !== "object" || value === null) return undefined;
  for (const member of Object.values(value)) {
    const found = firstUnresolved(member);
    if (found !== undefined) return found;
  }
  return undefined;
}
