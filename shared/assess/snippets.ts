/**
 * Python to paste that gives settings their desired values, written from what a kind says about its own calls.
 * `request` stands for the keyword arguments of the create call as somebody makes it today.
 */

import { kindOf } from "../sagemaker/index.ts";
import { kindsSetting } from "../sagemaker/kind-settings.ts";
import { pathsIn } from "../sagemaker/posture.ts";
import type { InPlaceChange, ResourceKind, SettingName, UnitTable } from "../sagemaker/resource-kind.ts";
import type { Rule } from "./rule.ts";

/** Settings with the values they should have. */
export type Desired = Readonly<Partial<Record<SettingName, string | boolean | readonly string[]>>>;

/** One snippet for each kind whose own calls can set what the rule judges, by the kind's id. */
export function snippetsOf({ setting, fix }: Pick<Rule, "setting" | "fix">): Record<string, string> {
  return Object.fromEntries(kindsSetting(setting).map((kind) => [kind, snippetFor(kindOf(kind), fix.set)]));
}

function snippetFor(kind: ResourceKind, desired: Desired): string {
  const lines = (kind.inPlace && updateLines(kind, kind.inPlace, desired)) ?? createLines(kind, desired);
  return ["import boto3", "", 'sagemaker = boto3.client("sagemaker")', ...lines].join("\n");
}

/** Null where the call cannot change what is wanted, or only as part of a list. */
function updateLines(kind: ResourceKind, inPlace: InPlaceChange, desired: Desired): string[] | null {
  const [table] = tablesWith(kind, desired);
  if (table === undefined || table.at.includes("[]")) return null;
  if (inPlace.units?.includes(table.at) === false) return null;
  const set = valuesIn(table, desired);
  if (!Object.keys(set).every((name) => inPlace.settings.includes(name as SettingName))) return null;
  if (inPlace.replaces !== undefined) return replaceLines(kind, inPlace, inPlace.replaces, desired);
  const members: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(set)) {
    putAt(members, renamed(joined(table.at, createPath(table, name as SettingName)), inPlace), value);
  }
  const id = kind.idMembers.map((name) => [name, "…"]);
  const update = call(
    inPlace.call,
    [...id, ...Object.entries(members)].map(([name, value]) => `${name}=${python(value)}`),
  );
  return inPlace.whileStopped === true ? whileStopped(kind, update) : [update];
}

/** What the call replaces as a whole is sent as it is, but for what is wanted. */
function replaceLines(
  kind: ResourceKind,
  inPlace: InPlaceChange,
  replaced: readonly string[],
  desired: Desired,
): string[] {
  const id = kind.idMembers.map((name) => `"${name}": "…"`).join(", ");
  const shared = new Map<string, string>();
  const blocks = tablesWith(kind, desired).flatMap((table) => unitLines(table, desired, shared));
  return [
    `request = {${id}}`,
    `described = sagemaker.${snakeCase(kind.describe.call)}(**request)`,
    ...replaced.map((name) => `request["${name}"] = described["${name}"]`),
    ...notesFor(kind, desired),
    ...Array.from(shared, ([name, value]) => `${name} = ${value}`),
    ...blocks,
    `sagemaker.${snakeCase(inPlace.call)}(**request)`,
  ];
}

/** SageMaker takes the change of a notebook instance only while it is stopped. */
function whileStopped(kind: ResourceKind, update: string): string[] {
  const noun = snakeCase(kind.idMembers[0] ?? "").replace(/_name$/, "");
  const wait = `sagemaker.get_waiter("${noun}_stopped").wait(**name)`;
  return [
    `name = {"${kind.idMembers[0]}": "…"}`,
    `sagemaker.stop_${noun}(**name)`,
    wait,
    update.replace(`${kind.idMembers[0]}="…"`, "**name"),
    wait,
    `sagemaker.start_${noun}(**name)`,
  ];
}

function createLines(kind: ResourceKind, desired: Desired): string[] {
  const tables = tablesWith(kind, desired);
  const shared = new Map<string, string>();
  const blocks = tables.flatMap((table) => unitLines(table, desired, shared));
  return [
    "# request: the keyword arguments of your call",
    ...notesFor(kind, desired),
    ...Array.from(shared, ([name, value]) => `${name} = ${value}`),
    ...blocks,
    `sagemaker.${snakeCase(kind.calls.create.at(-1) ?? "")}(**request)`,
  ];
}

/** Says where the settings of another resource count instead. */
function notesFor(kind: ResourceKind, desired: Desired): string[] {
  const others = kind.inherits.filter(({ takes }) => takes.some((name) => name in desired));
  const titles = new Set(others.map((inheritance) => kindOf(inheritance.kind).title));
  return [...titles].map((title) => `# where it names a ${title}, that one decides: change it there instead`);
}

function unitLines(table: UnitTable, desired: Desired, shared: Map<string, string>): string[] {
  return reach("request", table.at, (target) =>
    Object.entries(byParent(table, desired)).flatMap(([parent, values]) => assignment(target, parent, values, shared)),
  );
}

/** What is done to each place of `at` that is there, and the lines that lead to it. */
function reach(target: string, at: string, assign: (target: string) => string[]): string[] {
  if (at === "") return assign(target);
  const [first = "", ...rest] = at.split("[]");
  const variable = variableFor(first);
  const steps = first.split(".").filter((step) => step !== "");
  const get = (otherwise: string) =>
    steps.map((step, index) => `.get("${step}"${index < steps.length - 1 ? ", {}" : otherwise})`).join("");
  const inner = rest.length === 0 ? assign(variable) : reach(variable, rest.join("[]").replace(/^\./, ""), assign);
  const lines = inner.map((line) => `    ${line}`);
  if (rest.length > 0) return [`for ${variable} in ${target}${get(", []")}:`, ...lines];
  return [`${variable} = ${target}${get("")}`, `if ${variable}:`, ...lines];
}

/** `NetworkConfig.VpcConfig` → its members with their values; the unit's own members under `""`. */
function byParent(table: UnitTable, desired: Desired): Record<string, Record<string, unknown>> {
  const parents: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(valuesIn(table, desired))) {
    const path = createPath(table, name as SettingName);
    const dot = path.lastIndexOf(".");
    const parent = dot === -1 ? "" : path.slice(0, dot);
    parents[parent] = { ...parents[parent], [path.slice(dot + 1)]: value };
  }
  return parents;
}

function assignment(
  target: string,
  parent: string,
  values: Record<string, unknown>,
  shared: Map<string, string>,
): string[] {
  if (parent === "") return Object.entries(values).map(([name, value]) => `${target}["${name}"] = ${python(value)}`);
  const steps = parent.split(".");
  const [only, ...others] = Object.entries(values);
  if (only !== undefined && others.length === 0) return memberAssignment(target, steps, ...only);
  const last = steps.pop() ?? "";
  const variable = snakeCase(last);
  shared.set(variable, python(values));
  return [`${target}${steps.map((step) => `.setdefault("${step}", {})`).join("")}["${last}"] = ${variable}`];
}

/** What else the object around one member holds stays. */
function memberAssignment(target: string, steps: readonly string[], name: string, value: unknown): string[] {
  const [only, ...others] = steps;
  if (others.length === 0) return [`${target}.setdefault("${only}", {})["${name}"] = ${python(value)}`];
  const lines = steps.map((step, index) => {
    const outer = index === 0 ? target : snakeCase(steps[index - 1] ?? "");
    return `${snakeCase(step)} = ${outer}.setdefault("${step}", {})`;
  });
  return [...lines, `${snakeCase(steps.at(-1) ?? "")}["${name}"] = ${python(value)}`];
}

function tablesWith(kind: ResourceKind, desired: Desired): UnitTable[] {
  return kind.units.filter((table) => Object.keys(valuesIn(table, desired)).length > 0);
}

/** The desired settings that this unit has. */
function valuesIn(table: UnitTable, desired: Desired): Desired {
  return Object.fromEntries(Object.entries(desired).filter(([name]) => name in table.settings));
}

function createPath(table: UnitTable, name: SettingName): string {
  return name === "instanceCount" ? "" : (pathsIn(table, name, "create").at(-1) ?? "");
}

function renamed(path: string, { renamed: names = {} }: InPlaceChange): string {
  const [first = "", ...rest] = path.split(".");
  return [names[first] ?? first, ...rest].join(".");
}

function putAt(target: Record<string, unknown>, path: string, value: unknown): void {
  const [first = "", ...rest] = path.split(".");
  if (rest.length === 0) {
    target[first] = value;
    return;
  }
  const inner = (target[first] ?? {}) as Record<string, unknown>;
  target[first] = inner;
  putAt(inner, rest.join("."), value);
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== "").join(".");
}

function call(name: string, members: string[]): string {
  return [`sagemaker.${snakeCase(name)}(`, ...members.map((member) => `    ${member},`), ")"].join("\n");
}

function python(value: unknown): string {
  if (value === true) return "True";
  if (value === false) return "False";
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `"${name}": ${python(member)}`)
    .join(", ")}}`;
}

/** `ProductionVariants[]` → `variant`. */
function variableFor(path: string): string {
  const words = snakeCase(path.replace(/\[\]$/, "").split(".").at(-1) ?? "").split("_");
  return (words.at(-1) ?? "item").replace(/s$/, "");
}

/** `CreateHyperParameterTuningJob` → `create_hyper_parameter_tuning_job`, as boto3 spells it. */
function snakeCase(name: string): string {
  return name
    .replaceAll(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
