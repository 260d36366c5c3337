/**
 * What a pipeline definition is going to create: the input of a create call for each step that makes one.
 * https://aws-sagemaker-mlops.github.io/sagemaker-model-building-pipeline-definition-JSON-schema/
 */
import { isObject, Unresolved } from "./document.ts";
import type { DocumentUnit } from "./document-unit.ts";
import { isScalar, type Lookup, resolveReferences } from "./pipeline-references.ts";

/** Resource kinds by the type of the steps whose Arguments are the input of the kind's create call. */
const CREATED_KINDS: ReadonlyMap<string, string> = new Map([
  ["AutoML", "automl-job"],
  ["ClarifyCheck", "processing-job"],
  ["Compilation", "compilation-job"],
  ["Endpoint", "endpoint"],
  ["EndpointConfig", "endpoint-config"],
  ["InferenceComponent", "inference-component"],
  ["Job", "job"],
  ["Model", "model"],
  ["Processing", "processing-job"],
  ["QualityCheck", "processing-job"],
  ["Training", "training-job"],
  ["Transform", "transform-job"],
  ["Tuning", "hyper-parameter-tuning-job"],
]);

/** The ids of the kinds that a pipeline can make. */
export const STEP_KINDS: ReadonlySet<string> = new Set(CREATED_KINDS.values());

/** Types of steps that carry no network settings of SageMaker; those of a Condition stand in its inner steps. */
const WITHOUT_SETTINGS: ReadonlySet<string> = new Set([
  "BedrockCustomModel",
  "BedrockCustomModelDeployment",
  "BedrockModelImport",
  "BedrockProvisionedModelThroughput",
  "Callback",
  "EMR",
  "EMRServerless",
  "Fail",
  "Lambda",
  "Lineage",
  "RegisterModel",
]);

const WHOLE = "PipelineDefinition";
const MAX_DEPTH = 16;
const NAME = /^[\w-]{1,64}$/;
const REFERENCE = /^[\w.[\]'"-]{1,256}$/;
const PARAMETERS = "Parameters.";

/**
 * One unit for each step that creates something, at `Steps[NAME]`, with references replaced by the defaults of the
 * parameters, and one with a reason for each part that makes no sense. Never throws.
 */
export function readPipelineDefinition(text: string): DocumentUnit[] {
  const definition = parse(text);
  if (!isObject(definition)) return [{ path: WHOLE, reason: "the definition is no JSON object" }];
  const { Steps, Parameters } = definition;
  if (!Array.isArray(Steps)) return [{ path: WHOLE, reason: "the definition has no list of Steps" }];
  return readSteps(Steps, "Steps", lookupIn(defaultsOf(Parameters), hostingStepsIn(Steps, 0)), 0);
}

/** Members by which a step names what an earlier step of the same definition makes. */
const MADE_NAME = /^Steps\.([\w-]+)\.(?:ModelName|EndpointConfigName|EndpointName)$/;
const HOSTING: ReadonlySet<unknown> = new Set(["Model", "EndpointConfig", "Endpoint"]);

/** Names of the steps that make what others only refer to. */
function hostingStepsIn(steps: readonly unknown[], depth: number): Set<unknown> {
  const names = new Set<unknown>();
  for (const step of depth > MAX_DEPTH ? [] : steps.filter(isObject)) {
    if (HOSTING.has(step.Type)) names.add(step.Name);
    const branches = isObject(step.Arguments) ? [step.Arguments.IfSteps, step.Arguments.ElseSteps] : [];
    for (const branch of branches.filter(Array.isArray)) {
      for (const name of hostingStepsIn(branch, depth + 1)) names.add(name);
    }
  }
  return names;
}

/** A name that another step's resource gets needs no look-up: that step is judged itself. */
function lookupIn(defaults: Lookup, hosting: ReadonlySet<unknown>): Lookup {
  return (reference) => {
    const made = MADE_NAME.exec(reference)?.[1];
    return made !== undefined && hosting.has(made)
      ? new Unresolved(`the step ${made} makes it`, true)
      : defaults(reference);
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function defaultsOf(parameters: unknown): Lookup {
  const declared = Array.isArray(parameters) ? parameters.filter(isObject) : [];
  const defaults = new Map(declared.map(({ Name, DefaultValue }) => [Name, DefaultValue]));
  return (reference) => {
    if (!reference.startsWith(PARAMETERS)) {
      return new Unresolved(`${readable(reference)} is known only when the pipeline runs`);
    }
    const name = reference.slice(PARAMETERS.length);
    const value = defaults.get(name);
    return isScalar(value) ? value : new Unresolved(`the parameter ${readable(name)} has no default`);
  };
}

/** Texts of the definition reach messages only when they look like what they stand for. */
function readable(text: string): string {
  return REFERENCE.test(text) ? text : "(illegible)";
}

function readSteps(steps: readonly unknown[], list: string, lookup: Lookup, depth: number): DocumentUnit[] {
  return steps.flatMap((step, index) => {
    const named = isObject(step) && typeof step.Name === "string" && NAME.test(step.Name);
    const path = named ? `Steps[${step.Name}]` : `${list}[${index}]`;
    return isObject(step) ? readStep(step, path, lookup, depth) : [{ path, reason: "the step is no JSON object" }];
  });
}

function readStep(step: Record<string, unknown>, path: string, lookup: Lookup, depth: number): DocumentUnit[] {
  const { Type, Arguments } = step;
  if (typeof Type !== "string") return [{ path, reason: "the step has no Type" }];
  if (WITHOUT_SETTINGS.has(Type)) return [];
  const kind = kindOf(Type, Arguments);
  if (kind === undefined && Type !== "Condition") {
    return [{ path, reason: `the type ${readable(Type)} of the step is not known` }];
  }
  if (!isObject(Arguments)) return [{ path, reason: `the ${Type} step has no Arguments` }];
  if (kind === undefined) return readBranches(Arguments, path, lookup, depth + 1);
  const document = resolveReferences(Arguments, lookup);
  if (document instanceof Unresolved) return [{ path, reason: document.reason }];
  return [{ path, kind, document: document as Record<string, unknown> }];
}

/** The published schema gives the steps that create endpoint configurations the type `Endpoint` too. */
function kindOf(type: string, input: unknown): string | undefined {
  const isConfig = type === "Endpoint" && isObject(input) && input.ProductionVariants !== undefined;
  return CREATED_KINDS.get(isConfig ? "EndpointConfig" : type);
}

function readBranches(branches: Record<string, unknown>, path: string, lookup: Lookup, depth: number): DocumentUnit[] {
  if (depth > MAX_DEPTH) return [{ path, reason: `its conditions are nested more than ${MAX_DEPTH} levels deep` }];
  return ["IfSteps", "ElseSteps"].flatMap((name) => {
    const steps = branches[name] ?? [];
    if (Array.isArray(steps)) return readSteps(steps, `${path}.${name}`, lookup, depth);
    return [{ path: `${path}.${name}`, reason: `the ${name} are no list` }];
  });
}
