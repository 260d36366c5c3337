/**
 * The posture of a resource: its network-relevant settings in one shape, whether they were read from a create call's
 * parameters or from a Describe answer.
 */
import { isObject, membersAt, Unresolved, valuesAt } from "./document.ts";
import {
  type InstanceCountPaths,
  type ResourceKind,
  SETTINGS,
  type SettingName,
  type SettingPath,
  type SettingTypes,
  type UnitTable,
} from "./resource-kind.ts";

/** One setting of one unit. `set` and `unset` are facts; `unread` says why there is none. */
export type Setting<Value = unknown> =
  | { status: "set"; field: string; value: Value }
  | { status: "unset"; field: string }
  | { status: "unread"; field: string; reason: string };

/** What a list names; nothing where it is not set, or was not read. */
export function namedIn(setting: Setting<string[]> | undefined): string[] {
  return setting?.status === "set" ? setting.value : [];
}

export type Settings = { [Name in SettingName]?: Setting<SettingTypes[Name]> };

export interface PostureUnit {
  /** Where it stands in the resource: `""` or `TrainingJobDefinitions[1]`. */
  path: string;
  settings: Settings;
  /** The kind of the resources that are made with these settings, where it is another than the posture's. */
  as?: string;
  /** The resource whose settings these really are, when the unit only refers to it. */
  inheritedFrom?: { kind: string; name: string };
}

export interface Posture {
  kind: string;
  units: PostureUnit[];
  /** Its interfaces in the VPC, where it tells them. */
  networkInterfaces?: readonly string[];
}

/** `create` documents are call parameters (absent means the default), `describe` documents are answers. */
export type DocumentShape = "create" | "describe";

/**
 * Reads the settings of the resource itself; keys of `document` are matched whatever their letter case. What it inherits
 * and what its embedded document says is read by `readWholePosture`.
 */
export function readPosture(kind: ResourceKind, document: unknown, shape: DocumentShape): Posture {
  const units: PostureUnit[] = [];
  for (const table of kind.units) {
    for (const member of membersAt(document, table.at)) {
      const { path, value } = member;
      const settings =
        value instanceof Unresolved ? unreadSettings(table, value.reason) : readSettings(table, value, shape);
      units.push({ path, settings, ...(table.as !== undefined && { as: table.as }) });
    }
  }
  const interfaces = interfacesIn(kind, document);
  return { kind: kind.id, units, ...(interfaces.length > 0 && { networkInterfaces: interfaces }) };
}

function interfacesIn({ networkInterfaceMember: path }: ResourceKind, document: unknown): string[] {
  if (path === undefined) return [];
  return valuesAt(document, path).filter((id): id is string => typeof id === "string");
}

/** Every unit that the kind could have, with every setting unread: for a resource of which nothing could be read. */
export function unreadPosture(kind: ResourceKind, reason: string): Posture {
  const own = kind.units.map((table) => ({ path: table.at, settings: unreadSettings(table, reason) }));
  const document = kind.document === undefined ? [] : [unreadUnit(kind.document.member, kind.document.carries, reason)];
  const known = new Set(own.flatMap(({ settings }) => Object.keys(settings)));
  const taken = kind.inherits.flatMap(({ takes }) => takes).filter((name) => !known.has(name));
  const inherited = taken.length === 0 ? [] : [unreadUnit("", [...new Set(taken)], reason)];
  return { kind: kind.id, units: [...own, ...document, ...inherited] };
}

/** The posture with what the call that led here changed out of sight. */
export function withUnseen<Seen extends Posture>(kind: ResourceKind, posture: Seen, operation: string | null): Seen {
  const changes = (kind.unseen ?? []).filter(({ call }) => call === operation);
  if (changes.length === 0) return posture;
  const units = changes.map(({ member, carries, reason }) => unreadUnit(member, carries, reason));
  return { ...posture, units: [...posture.units, ...units] };
}

/** A unit whose settings cannot be told. */
export function unreadUnit(path: string, names: readonly SettingName[], reason: string): PostureUnit {
  const settings = names.map((name): [string, Setting] => [name, { status: "unread", field: "", reason }]);
  return { path, settings: Object.fromEntries(settings) };
}

function unreadSettings(table: UnitTable, reason: string): Settings {
  const settings: Record<string, Setting> = {};
  for (const name of settingNames(table)) {
    settings[name] = { status: "unread", field: fieldOf(table, name), reason };
  }
  return settings as Settings;
}

/** The path that people are told for a setting: as the newest create call has it. */
export function fieldOf(table: UnitTable, name: SettingName): string {
  if (name === "instanceCount") return table.settings.instanceCount?.each[0] ?? "InstanceCount";
  return pathsIn(table, name, "create").at(-1) ?? "";
}

/** The paths at which a table looks for a setting, in that order. */
export function pathsIn(
  table: UnitTable,
  name: Exclude<SettingName, "instanceCount">,
  shape: DocumentShape,
): readonly string[] {
  const path = table.settings[name] as SettingPath;
  const paths = typeof path === "string" ? path : path[shape];
  return typeof paths === "string" ? [paths] : paths;
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
        : readSetting(unit, name, pathsIn(table, name, shape), fieldOf(table, name));
  }
  return settings as Settings;
}

function readSetting(unit: unknown, name: SettingName, paths: readonly string[], field: string): Setting {
  const problem = paths.map((path) => problemOnTheWay(unit, path, field)).find((found) => found !== null);
  if (problem !== undefined && problem !== null) return { status: "unread", field, reason: problem };
  const found = paths.flatMap((path) => valuesAt(unit, path));
  return toSetting(name, found[0], field);
}

/** A value as the setting it is of. */
export function toSetting(name: SettingName, value: unknown, field: string): Setting {
  if (value === undefined || value === null) return { status: "unset", field };
  const unresolved = Array.isArray(value) ? value.find((item) => item instanceof Unresolved) : value;
  if (unresolved instanceof Unresolved) return { status: "unread", field, reason: unresolved.reason };
  const parsed = PARSERS[SETTINGS[name]](value);
  if (parsed === undefined) return { status: "unread", field, reason: `${field} is not of the type the API gives it` };
  return { status: "set", field, value: parsed };
}

/** Why a member cannot be told: something on the way to it is there and is no object. */
function problemOnTheWay(unit: unknown, path: string, field: string): string | null {
  const parts = path.split(".").slice(0, -1);
  for (const [index] of parts.entries()) {
    const parent = valuesAt(unit, parts.slice(0, index + 1).join(".")).find(
      (value) => value instanceof Unresolved || !isObject(value),
    );
    if (parent instanceof Unresolved) return parent.reason;
    if (parent !== undefined) return `${field} is not where the API puts it`;
  }
  return null;
}

function readInstanceCount(unit: unknown, paths: InstanceCountPaths): Setting<number> {
  const field = paths.each[0] ?? "InstanceCount";
  const values = [...paths.each, ...(paths.sum ?? [])].flatMap((path) => valuesAt(unit, path));
  const unresolved = values.find((value) => value instanceof Unresolved);
  if (unresolved instanceof Unresolved) return { status: "unread", field, reason: unresolved.reason };
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

const PARSERS: Record<(typeof SETTINGS)[SettingName], (value: unknown) => unknown> = {
  boolean: asBoolean,
  number: asNumber,
  string: asString,
  strings: asStrings,
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
