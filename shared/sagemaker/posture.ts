/**
 * The posture of a resource: its network-relevant settings in one shape, whether they were read from a create call's
 * parameters or from a Describe answer.
 */
import { isObject, membersAt, valuesAt } from "./document.ts";
import type {
  InstanceCountPaths,
  ResourceKind,
  SettingName,
  SettingPath,
  SettingTypes,
  UnitTable,
} from "./resource-kind.ts";

/** One setting of one unit. `set` and `unset` are facts; `unread` says why there is none. */
export type Setting<Value = unknown> =
  | { status: "set"; field: string; value: Value }
  | { status: "unset"; field: string }
  | { status: "unread"; field: string; reason: string };

export type Settings = { [Name in SettingName]?: Setting<SettingTypes[Name]> };

export interface PostureUnit {
  /** Where it stands in the resource: `""` or `TrainingJobDefinitions[1]`. */
  path: string;
  settings: Settings;
  /** The resource whose settings these really are, when the unit only refers to it. */
  inheritedFrom?: { kind: string; name: string };
}

export interface Posture {
  kind: string;
  units: PostureUnit[];
}

/** `create` documents are call parameters (absent means the default), `describe` documents are answers. */
export type DocumentShape = "create" | "describe";

/** Reads the posture of one resource; keys of `document` are matched whatever their letter case. */
export function readPosture(kind: ResourceKind, document: unknown, shape: DocumentShape): Posture {
  const units: PostureUnit[] = [];
  for (const table of kind.units) {
    for (const member of membersAt(document, table.at)) {
      units.push({ path: member.path, settings: readSettings(table, member.value, shape) });
    }
  }
  return { kind: kind.id, units };
}

/** Every unit that the kind could have, with every setting unread: for a resource of which nothing could be read. */
export function unreadPosture(kind: ResourceKind, reason: string): Posture {
  return {
    kind: kind.id,
    units: kind.units.map((table) => ({ path: table.at, settings: unreadSettings(table, reason) })),
  };
}

export function unreadSettings(table: UnitTable, reason: string): Settings {
  const settings: Record<string, Setting> = {};
  for (const name of settingNames(table)) {
    settings[name] = { status: "unread", field: fieldOf(table, name, "describe"), reason };
  }
  return settings as Settings;
}

/** The path under which a table declares a setting, for the given shape of document. */
export function fieldOf(table: UnitTable, name: SettingName, shape: DocumentShape): string {
  if (name === "instanceCount") return table.settings.instanceCount?.each[0] ?? "InstanceCount";
  const path = table.settings[name] as SettingPath;
  return typeof path === "string" ? path : path[shape];
}

function settingNames(table: UnitTable): SettingName[] {
  return Object.keys(table.settings) as SettingName[];
}

function readSettings(table: UnitTable, unit: unknown, shape: DocumentShape): Settings {
  const settings: Record<string, Setting> = {};
  for (const name of settingNames(table)) {
    settings[name] =
      name === "instanceCount"
        ? readInstanceCount(unit, table.settings.instanceCount as InstanceCountPaths)
        : readSetting(unit, name, fieldOf(table, name, shape), fieldOf(table, name, "create"));
  }
  return settings as Settings;
}

function readSetting(unit: unknown, name: SettingName, path: string, field: string): Setting {
  if (isMisshapen(unit, path)) return { status: "unread", field, reason: `${field} is not where the API puts it` };
  const found = valuesAt(unit, path).filter((value) => value !== null && value !== undefined);
  if (found.length === 0) return { status: "unset", field };
  const value = PARSERS[name](found[0]);
  if (value === undefined) return { status: "unread", field, reason: `${field} is not of the type the API gives it` };
  return { status: "set", field, value };
}

/** Whether something on the way to a member is there and is no object, so that the member cannot be told. */
function isMisshapen(unit: unknown, path: string): boolean {
  const parts = path.split(".").slice(0, -1);
  const parents = parts.map((_part, index) => parts.slice(0, index + 1).join("."));
  return parents.some((parent) => valuesAt(unit, parent).some((value) => !isObject(value)));
}

function readInstanceCount(unit: unknown, paths: InstanceCountPaths): Setting<number> {
  const field = paths.each[0] ?? "InstanceCount";
  const counts: number[] = [];
  for (const path of paths.each) counts.push(...numbersAt(unit, path));
  for (const path of paths.sum ?? []) {
    const numbers = numbersAt(unit, path);
    if (numbers.length > 0) counts.push(numbers.reduce((total, count) => total + count, 0));
  }
  if (counts.length === 0) return { status: "unset", field };
  return { status: "set", field, value: Math.max(...counts) };
}

function numbersAt(unit: unknown, path: string): number[] {
  return valuesAt(unit, path).filter((value): value is number => typeof value === "number");
}

const PARSERS: Record<SettingName, (value: unknown) => unknown> = {
  appNetworkAccess: asString,
  directInternetAccess: asString,
  imdsVersion: asString,
  instanceCount: asNumber,
  ipAddressType: asString,
  networkIsolation: asBoolean,
  remoteDebug: asBoolean,
  repositoryAccess: asString,
  rootAccess: asString,
  securityGroups: asStrings,
  ssmAccess: asBoolean,
  subnets: asStrings,
  trafficEncryption: asBoolean,
};

function asString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function asBoolean(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function asStrings(value: unknown): string[] | undefined {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (!Array.isArray(value)) return undefined;
  return value.every((item) => typeof item === "string") ? value : undefined;
}
