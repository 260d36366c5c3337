/** Resolves a template's resources: conditions, identifiers and properties become concrete values. */
import { evaluate, type Json, resolve, type Scope, TemplateError } from "./intrinsics.ts";
import { HARMLESS, type Identified, MADE, type ResourceType, type StackEnvironment } from "./resource-types.ts";

export interface TemplateDocument {
  Parameters?: Record<string, { Default?: Json }>;
  Conditions?: Record<string, Json>;
  Mappings?: Record<string, Record<string, Record<string, Json>>>;
  Resources: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: Json; Condition?: string }>;
}

interface TemplateResource {
  Type: string;
  Condition?: string;
  Properties?: { [key: string]: Json };
}

export interface ResolvedResource {
  logicalId: string;
  type: string;
  /** What Ref gives. */
  ref: string;
  properties: { [key: string]: Json };
}

export interface ResolvedTemplate {
  resources: ResolvedResource[];
  outputs: Record<string, Json>;
}

/** Throws TemplateError: a resource type that is neither made nor harmless, a name that does not exist, a cycle. */
export function resolveTemplate(
  document: TemplateDocument,
  environment: StackEnvironment,
  parameters: Readonly<Record<string, string>>,
): ResolvedTemplate {
  checkTypes(document);
  const scope = createScope(document, environment, parameters);
  const resources: ResolvedResource[] = [];
  for (const [logicalId, resource] of Object.entries(document.Resources)) {
    if (!isMade(resource, scope) || Object.hasOwn(HARMLESS, resource.Type)) continue;
    resources.push(resolved(logicalId, resource, scope));
  }
  const outputs: Record<string, Json> = {};
  for (const [name, { Value, Condition }] of Object.entries(document.Outputs ?? {})) {
    if (Condition !== undefined && !scope.condition(Condition)) continue;
    const value = within(`Output ${name}`, () => resolve(Value, scope));
    if (value !== undefined) outputs[name] = value;
  }
  return { resources, outputs };
}

function checkTypes({ Resources }: TemplateDocument): void {
  const unknown = Object.entries(Resources).filter(([, { Type }]) => typeOf(Type) === undefined);
  if (unknown.length === 0) return;
  const named = unknown.map(([logicalId, { Type }]) => `${logicalId} (${Type})`).join(", ");
  throw new TemplateError(`The local account cannot make ${named}; teach sandbox/template/resource-types.ts the type.`);
}

function typeOf(type: string): ResourceType | undefined {
  return own(MADE, type) ?? own(HARMLESS, type);
}

function isMade({ Condition }: TemplateResource, scope: Scope): boolean {
  return Condition === undefined || scope.condition(Condition);
}

function resolved(logicalId: string, { Type, Properties = {} }: TemplateResource, scope: Scope): ResolvedResource {
  return within(`Resource ${logicalId}`, () => {
    const properties = resolve(Properties, scope) as { [key: string]: Json };
    return { logicalId, type: Type, ref: String(scope.reference(logicalId)), properties };
  });
}

function createScope(
  document: TemplateDocument,
  environment: StackEnvironment,
  parameters: Readonly<Record<string, string>>,
): Scope {
  const given = parameterValues(document, environment, parameters);
  const underWay = new Set<string>();
  const scope: Scope = {
    reference(name) {
      if (name === "AWS::NoValue") return undefined;
      return (
        given.get(name) ?? once(`Ref ${name}`, underWay, () => identified(name, document, environment, scope).ref())
      );
    },
    attribute: (logicalId, name) =>
      once(`${logicalId}.${name}`, underWay, () => attribute(logicalId, name, document, environment, scope)),
    condition(name) {
      const condition = own(document.Conditions, name);
      if (condition === undefined) throw new TemplateError(`There is no condition ${name}.`);
      return once(`condition ${name}`, underWay, () => evaluate(condition, scope));
    },
    mapping(map, first, second) {
      const value = own(own(own(document.Mappings, map), first), second);
      if (value === undefined) throw new TemplateError(`There is no mapping ${map}.${first}.${second}.`);
      return value;
    },
  };
  return scope;
}

function parameterValues(
  { Parameters = {} }: TemplateDocument,
  environment: StackEnvironment,
  given: Readonly<Record<string, string>>,
): Map<string, Json | undefined> {
  const defaults = Object.entries(Parameters).map(([name, { Default }]) => [name, Default] as const);
  return new Map([...defaults, ...Object.entries(pseudoParameters(environment)), ...Object.entries(given)]);
}

function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function pseudoParameters({ accountId, region, stackName }: StackEnvironment): Record<string, string> {
  return {
    "AWS::AccountId": accountId,
    "AWS::Partition": "aws",
    "AWS::Region": region,
    "AWS::StackId": `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
    "AWS::StackName": stackName,
    "AWS::URLSuffix": "amazonaws.com",
  };
}

function once<Value>(what: string, underWay: Set<string>, work: () => Value): Value {
  if (underWay.has(what)) throw new TemplateError(`${what} depends on itself.`);
  underWay.add(what);
  try {
    return work();
  } finally {
    underWay.delete(what);
  }
}

function identified(
  logicalId: string,
  { Resources }: TemplateDocument,
  environment: StackEnvironment,
  scope: Scope,
): Identified & { type: ResourceType } {
  const resource = own(Resources, logicalId);
  const type = resource === undefined ? undefined : typeOf(resource.Type);
  if (resource === undefined || type === undefined) throw new TemplateError(`There is no resource ${logicalId}.`);
  const self: Identified & { type: ResourceType } = {
    ...{ type, logicalId, environment },
    property(name) {
      const value = resolve(resource.Properties?.[name] ?? null, scope);
      return value === undefined || value === null ? null : String(value);
    },
    ref: () => type.ref(self),
  };
  return self;
}

function attribute(
  logicalId: string,
  name: string,
  document: TemplateDocument,
  environment: StackEnvironment,
  scope: Scope,
): Json {
  const resource = identified(logicalId, document, environment, scope);
  const read = own(resource.type.attributes, name);
  if (read === undefined) {
    const type = document.Resources[logicalId]?.Type;
    throw new TemplateError(`The local account does not know the attribute ${name} of ${logicalId} (${type}).`);
  }
  return read(resource);
}

/** Says in which part of the template an error is. */
function within<Value>(where: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new TemplateError(`${where}: ${error.message}`, { cause: error });
  }
}
