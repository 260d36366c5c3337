/**
 * Python to paste that gives settings their desired values, written from what a kind says about its own calls.
 * `request` stands for the keyword arguments of the create call as somebody makes it today.
 */

import { kindOf } from "../sagemaker/index.ts";
import { kindsSetting } from "../sagemaker/kind-settings.ts";
import { pathsIn } from "../sagemaker/posture.ts";
import type { InPlaceChange, ResourceKind, SettingName, UnitTable } from "../sagemaker/resource-kind.ts";
import { call, python, snakeCase, variableFor } from "./python.ts";
import type { Rule } from "./rule.ts";

/** Settings with the values they should have. */
export type Desired = Readonly<Partial<Record<SettingName, string | boolean | readonly string[]>>>;

/** One snippet for each of the rule's kinds whose own calls can set what it judges, by the kind's id, where that helps. */
export function snippetsOf({ setting, kinds, fix }: Pick<Rule, "setting" | "kinds" | "fix">): Record<string, string> {
  const { set } = fix;
  const own = set === undefined ? [] : kindsSetting(setting).filter((kind) => kinds.includes(kind));
  return Object.fromEntries(own.map((kind) => [kind, snippetFor(kindOf(kind), setting, set ?? {})]));
}

function snippetFor(kind: ResourceKind, setting: SettingName, desired: Desired): string {
  const tables = kind.units.filter((table) => setting in table.settings);
  const lines =
    (kind.inPlace && updateLines(kind, kind.inPlace, tables, desired)) ?? createLines(kind, tables, desired);
  return ["import boto3", "", 'sagemaker = boto3.client("sagemaker")', ...lines].join("\n");
}

/** Null where the call cannot change what is wanted, or only as part of a list. */
function updateLines(
  kind: ResourceKind,
  inPlace: InPlaceChange,
  tables: readonly UnitTable[],
  desired: Desired,
): string[] | null {
  if (!tables.every((table) => canUpdate(inPlace, table, desired))) return null;
  if (inPlace.replaces !== undefined) return replaceLines(kind, inPlace, inPlace.replaces, tables, desired);
  const companions = COMPANIONS.filter(({ call: name, beside }) => name === inPlace.call && beside in desired);
  const members: Record<string, unknown> = {};
  for (const table of tables) {
    for (const [name, value] of Object.entries(valuesIn(table, desired))) {
      const path = renamed(joined(table.at, createPath(table, name as SettingName)), inPlace);
      putAt(members, path, fitting(path, value));
    }
  }
  for (const [path, value] of companions.flatMap(({ values }) => Object.entries(values))) putAt(members, path, value);
  const id = kind.idMembers.map((name) => [name, "…"]);
  const update = call(
    inPlace.call,
    [...id, ...Object.entries(members)].map(([name, value]) => `${name}=${python(value)}`),
  );
  const notes = [...companions.map(({ note }) => note), ...(tables.length > 1 ? [ONLY_WHAT_IS_SET] : [])];
  return [...notes, ...(inPlace.whileStopped === true ? whileStopped(kind, update) : [update])];
}

const ONLY_WHAT_IS_SET = "# leave out the members that it has not set";

/** What a call wants named beside a setting, whether or not it changes. */
const COMPANIONS: readonly { call: string; beside: SettingName; values: Record<string, unknown>; note: string }[] = [
  {
    call: "UpdateDomain",
    beside: "appNetworkAccess",
    values: { VpcId: "vpc-…", SubnetIds: ["subnet-…"] },
    note: "# with its VPC and subnets, which stay as they are",
  },
  {
    call: "UpdateWorkforce",
    beside: "securityGroups",
    values: { "WorkforceVpcConfig.VpcId": "vpc-…", "WorkforceVpcConfig.Subnets": ["subnet-…"] },
    note: "# VPC, subnets and security groups are always given together",
  },
];

function canUpdate({ units, settings, replaces }: InPlaceChange, table: UnitTable, desired: Desired): boolean {
  if ((table.at.includes("[]") && replaces === undefined) || units?.includes(table.at) === false) return false;
  return Object.keys(valuesIn(table, desired)).every((name) => settings.includes(name as SettingName));
}

/** What the call replaces as a whole is sent as it is, but for what is wanted. */
function replaceLines(
  kind: ResourceKind,
  inPlace: InPlaceChange,
  replaced: readonly string[],
  tables: readonly UnitTable[],
  desired: Desired,
): string[] {
  const id = kind.idMembers.map((name) => `"${name}": "…"`).join(", ");
  const shared = new Map<string, string>();
  const blocks = tables.flatMap((table) => unitLines(table, desired, shared));
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

function createLines(kind: ResourceKind, tables: readonly UnitTable[], desired: Desired): string[] {
  const shared = new Map<string, string>();
  const blocks = tables.flatMap((table) => unitLines(table, desired, shared));
  return [
    "# request: the keyword arguments of your call, with a new name",
    ...tables.flatMap((table) => olderCalls(kind, table, desired)),
    ...notesFor(kind, desired),
    ...Array.from(shared, ([name, value]) => `${name} = ${value}`),
    ...blocks,
    `sagemaker.${snakeCase(kind.calls.create.at(-1) ?? "")}(**request)`,
  ];
}

/** Says where a create call of its own has the settings that the newest one, which the snippet makes, has elsewhere. */
function olderCalls(kind: ResourceKind, table: UnitTable, desired: Desired): string[] {
  const [name] = Object.keys(valuesIn(table, desired)) as (keyof Desired)[];
  const paths = name === undefined || name === "instanceCount" ? [] : pathsIn(table, name, "create");
  const newest = `.${paths.at(-1)}`;
  return paths.slice(0, -1).flatMap((path, index) => {
    const older = kind.calls.create[index];
    if (older === undefined || !path.endsWith(newest)) return [];
    return [`# with ${snakeCase(older)}, do the same inside ${path.slice(0, -newest.length)}`];
  });
}

/** Says where the settings of another resource count instead. */
function notesFor(kind: ResourceKind, desired: Desired): string[] {
  const others = kind.inherits.filter(({ takes }) => takes.some((name) => name in desired));
  const titles = new Set(others.map((inheritance) => kindOf(inheritance.kind).title));
  return [...titles].map((title) => `# where it names a ${title}, that one decides: change it there instead`);
}

function unitLines(table: UnitTable, desired: Desired, shared: Map<string, string>): string[] {
  return reach("request", table.at, (target) =>
    Object.entries(byParent(table, desired)).flatMap(([parent, values]) =>
      isHalfOfVpc(table, parent, desired)
        ? reach(target, parent, (config) => assignment(config, "", values, shared))
        : assignment(target, parent, values, shared),
    ),
  );
}

/** SageMaker takes a VpcConfig only whole: where there is none, groups without subnets would be refused. */
function isHalfOfVpc(table: UnitTable, parent: string, desired: Desired): boolean {
  if (parent === "" || "subnets" in desired || !("securityGroups" in desired) || !table.settings.subnets) return false;
  return createPath(table, "subnets").startsWith(`${parent}.`);
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
    const member = path.slice(dot + 1);
    parents[parent] = { ...parents[parent], [member]: fitting(member, value) };
  }
  return parents;
}

/** `SubnetId` takes one where `SubnetIds` takes a list. */
function fitting(path: string, value: unknown): unknown {
  return Array.isArray(value) && path.endsWith("Id") ? value[0] : value;
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
