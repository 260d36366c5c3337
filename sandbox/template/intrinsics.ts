/** CloudFormation's intrinsic functions, resolved to values. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A template, or something it refers to, that the local account cannot make. The message says where and what. */
export class TemplateError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TemplateError";
  }
}

/** What names in a template stand for. Each throws TemplateError for a name the template does not have. */
export interface Scope {
  /** Parameters, resources and pseudo parameters; undefined for `AWS::NoValue`. */
  reference(name: string): Json | undefined;
  attribute(logicalId: string, name: string): Json;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): Json;
}

/** Resolves everything in `value`. Members and items that come out as `AWS::NoValue` are left out. */
export function resolve(value: Json, scope: Scope): Json | undefined {
  if (Array.isArray(value)) return value.flatMap((item) => optional(resolve(item, scope)));
  if (typeof value !== "object" || value === null) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && isFunction(name)) return call(name, value[name] ?? null, scope);
  return resolveMembers(value, scope);
}

function resolveMembers(value: { [key: string]: Json }, scope: Scope): Json {
  const members: [string, Json][] = [];
  for (const [key, member] of Object.entries(value)) {
    const resolved = resolve(member, scope);
    if (resolved !== undefined) members.push([key, resolved]);
  }
  return Object.fromEntries(members);
}

function optional(item: Json | undefined): Json[] {
  return item === undefined ? [] : [item];
}

function isFunction(key: string): boolean {
  return key === "Ref" || key.startsWith("Fn::");
}

type Intrinsic = (argument: Json, scope: Scope) => Json | undefined;

const FUNCTIONS: Record<string, Intrinsic> = {
  Ref: (argument, scope) => scope.reference(text(argument, "Ref")),
  "Fn::GetAtt": (argument, scope) => getAttribute(argument, scope),
  "Fn::Sub": (argument, scope) => substitute(argument, scope),
  "Fn::Join": (argument, scope) => {
    const [separator, list] = pair(argument, "Fn::Join");
    return texts(resolve(list, scope), "Fn::Join").join(text(separator, "Fn::Join"));
  },
  "Fn::Split": (argument, scope) => {
    const [separator, source] = pair(argument, "Fn::Split");
    return text(resolve(source, scope), "Fn::Split").split(text(separator, "Fn::Split"));
  },
  "Fn::Select": (argument, scope) => {
    const [index, list] = pair(argument, "Fn::Select");
    const items = resolve(list, scope);
    const item = Array.isArray(items) ? items[Number(resolve(index, scope))] : undefined;
    if (item === undefined) throw new TemplateError(`Fn::Select finds no item ${JSON.stringify(index)}.`);
    return item;
  },
  "Fn::If": (argument, scope) => {
    const [condition, yes = null, no = null] = items(argument, "Fn::If");
    return resolve(scope.condition(text(condition, "Fn::If")) ? yes : no, scope);
  },
  "Fn::FindInMap": (argument, scope) => {
    const [map = "", first = "", second = ""] = texts(resolve(argument, scope), "Fn::FindInMap");
    return scope.mapping(map, first, second);
  },
  "Fn::Base64": (argument, scope) => Buffer.from(text(resolve(argument, scope), "Fn::Base64")).toString("base64"),
};

function call(name: string, argument: Json, scope: Scope): Json | undefined {
  const intrinsic = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (intrinsic === undefined) throw new TemplateError(`The local account does not know ${name}.`);
  return intrinsic(argument, scope);
}

function getAttribute(argument: Json, scope: Scope): Json {
  const path = typeof argument === "string" ? argument : texts(resolve(argument, scope), "Fn::GetAtt").join(".");
  const dot = path.indexOf(".");
  return scope.attribute(path.slice(0, dot), path.slice(dot + 1));
}

/** `${Name}`, `${Resource.Attribute}` and the variables given beside the text; `${!Literal}` stays `${Literal}`. */
function substitute(argument: Json, scope: Scope): Json {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const given = resolve(variables ?? {}, scope) as { [key: string]: Json };
  return text(template, "Fn::Sub").replace(/\$\{([^}]+)\}/g, (_whole, name: string) => {
    if (name.startsWith("!")) return `\${${name.slice(1)}}`;
    const value = Object.hasOwn(given, name) ? given[name] : named(name, scope);
    return text(value, `Fn::Sub of ${name}`);
  });
}

function named(name: string, scope: Scope): Json | undefined {
  const dot = name.indexOf(".");
  return dot < 0 ? scope.reference(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1));
}

/** Evaluates an entry of the template's Conditions. */
export function evaluate(condition: Json, scope: Scope): boolean {
  if (typeof condition !== "object" || condition === null || Array.isArray(condition)) return condition === true;
  const [name = "", argument = null] = Object.entries(condition)[0] ?? [];
  if (name === "Condition") return scope.condition(text(argument, name));
  const parts = items(argument, name);
  if (name === "Fn::Equals") return same(resolve(parts[0] ?? null, scope), resolve(parts[1] ?? null, scope));
  if (name === "Fn::And") return parts.every((part) => evaluate(part, scope));
  if (name === "Fn::Or") return parts.some((part) => evaluate(part, scope));
  if (name === "Fn::Not") return !evaluate(parts[0] ?? null, scope);
  throw new TemplateError(`The local account does not know ${name} in a condition.`);
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function text(value: Json | undefined, where: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new TemplateError(`${where} needs a text, not ${JSON.stringify(value)}.`);
}

function items(value: Json | undefined, where: string): Json[] {
  if (Array.isArray(value)) return value;
  throw new TemplateError(`${where} needs a list, not ${JSON.stringify(value)}.`);
}

function texts(value: Json | undefined, where: string): string[] {
  return items(value, where).map((item) => text(item, where));
}

function pair(argument: Json, where: string): [Json, Json] {
  const [first, second] = items(argument, where);
  if (first === undefined || second === undefined) throw new TemplateError(`${where} needs two arguments.`);
  return [first, second];
}
