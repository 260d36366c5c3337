/**
 * Pipeline definitions as the service reads them.
 * https://aws-sagemaker-mlops.github.io/sagemaker-model-building-pipeline-definition-JSON-schema/
 */
import type { Parameter } from "@aws-sdk/client-sagemaker";
import { isObject } from "../../shared/sagemaker/document.ts";
import { isScalar } from "../../shared/sagemaker/pipeline-references.ts";
import type { AwsError } from "../contract.ts";
import { validationError } from "./errors.ts";

type Json = Record<string, unknown>;
export type ParameterValue = string | number | boolean;

export interface StepText {
  Name: string;
  Type: string;
  Arguments: Json;
  DependsOn: readonly string[];
  DisplayName?: string;
  Description?: string;
  CheckType?: string;
  /** The steps of the branch that a Condition step takes here. */
  inner: StepText[];
}

interface ParameterText {
  Name: string;
  Type: string;
  DefaultValue?: ParameterValue;
}

export interface PipelineText {
  parameters: ParameterText[];
  steps: StepText[];
}

/** Throws the ValidationException for a text that is no pipeline definition. */
export function readPipelineText(text: string): PipelineText {
  const definition = parse(text);
  const { Steps, Parameters = [] } = definition;
  if (!Array.isArray(Steps))
    throw invalid("Value null at 'Steps' failed to satisfy constraint: Member must not be null");
  if (!Array.isArray(Parameters)) throw invalid("Value at 'Parameters' is not a list");
  const steps = Steps.map(readStep);
  checkNames(steps);
  return { parameters: Parameters.filter(isObject).map(readParameter), steps };
}

function parse(text: string): Json {
  try {
    const definition: unknown = JSON.parse(text);
    if (isObject(definition)) return definition;
  } catch (error) {
    throw Object.assign(invalid("the definition is not valid JSON"), { cause: error });
  }
  throw invalid("the definition is not a JSON object");
}

function invalid(problem: string): AwsError {
  return validationError(`Unable to parse pipeline definition. Model Validation failed: ${problem}`);
}

function readParameter({ Name, Type = "String", DefaultValue }: Json): ParameterText {
  const parameter = { Name: String(Name), Type: String(Type) };
  return isScalar(DefaultValue) ? { ...parameter, DefaultValue } : parameter;
}

function readStep(step: unknown): StepText {
  if (!isObject(step) || typeof step.Name !== "string" || typeof step.Type !== "string") {
    throw invalid("each step must have a Name and a Type");
  }
  const { Name, Type, Arguments, DependsOn } = step;
  const given = isObject(Arguments) ? Arguments : {};
  const { IfSteps = [], ElseSteps = [] } = given;
  if (!Array.isArray(IfSteps) || !Array.isArray(ElseSteps)) throw invalid(`the branches of ${Name} are not lists`);
  for (const other of ElseSteps) readStep(other);
  return {
    ...{ Name, Type, Arguments: given },
    ...textsOf(step, ["DisplayName", "Description", "CheckType"]),
    DependsOn: Array.isArray(DependsOn) ? DependsOn.map(String) : [],
    inner: Type === "Condition" ? IfSteps.map(readStep) : [],
  };
}

function textsOf<Name extends string>(step: Json, names: readonly Name[]): { [Key in Name]?: string } {
  const given = names.filter((name) => typeof step[name] === "string");
  return Object.fromEntries(given.map((name) => [name, step[name]])) as { [Key in Name]?: string };
}

function checkNames(steps: readonly StepText[], taken = new Set<string>()): void {
  for (const { Name, inner } of steps) {
    if (taken.has(Name)) throw invalid(`there is more than one step ${Name}`);
    taken.add(Name);
    checkNames(inner, taken);
  }
}

/** The values that an execution runs with. Throws for one that is missing, unknown or not of its type. */
export function parameterValues(
  { parameters }: PipelineText,
  given: readonly Parameter[],
): ReadonlyMap<string, ParameterValue> {
  const values = new Map<string, ParameterValue>();
  for (const { Name, Type, DefaultValue } of parameters) {
    const value = given.find((parameter) => parameter.Name === Name)?.Value;
    const used = value === undefined ? DefaultValue : convert(Name, Type, value);
    if (used === undefined) throw validationError(`Parameter [${Name}] has no default value and must be given.`);
    values.set(Name, used);
  }
  const unknown = given.find(({ Name }) => Name === undefined || !values.has(Name));
  if (unknown !== undefined) throw validationError(`Parameter [${unknown.Name}] is not defined in the pipeline.`);
  return values;
}

function convert(name: string, type: string, value: string): ParameterValue {
  if (type === "String") return value;
  if (type === "Boolean" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  const number = Number(value);
  if (type === "Float" && Number.isFinite(number)) return number;
  if (type === "Integer" && Number.isInteger(number)) return number;
  throw validationError(`Parameter [${name}] must be of type ${type}, and '${value}' is not.`);
}
