/** Which members of which calls the rules judge, as the tables of the resource kinds say it. */
import type { Rule } from "../assess/rule.ts";
import { judgedAs } from "../sagemaker/kind-settings.ts";
import { pathsIn } from "../sagemaker/posture.ts";
import type { Inheritance, ResourceKind, SettingName, SettingPath, UnitTable } from "../sagemaker/resource-kind.ts";
import { conditionKeyOf } from "./condition-keys.ts";
import type { OperationMembers } from "./network-members.ts";

export interface GovernedMember {
  path: string;
  /** Ids of the rules that judge it. */
  rules: readonly string[];
  conditionKey: string | null;
  /** How it is judged, where it is not by its own value. */
  reason: string | null;
}

export interface Catalogue {
  kinds: readonly ResourceKind[];
  rules: readonly Rule[];
}

/** The members of a call that some rule judges; each path once. Empty for a call of no kind, or one that ends something. */
export function governedMembers(call: OperationMembers, catalogue: Catalogue): GovernedMember[] {
  return catalogue.kinds.flatMap((kind) => {
    const { create, update, start } = kind.calls;
    const judging = { ...catalogue, rules: rulesAbout(kind, catalogue) };
    if (start.includes(call.operation))
      return [wholeResource(kind, call, "as it is stored, which the call makes live", judging)];
    const isUpdate = update.includes(call.operation);
    if (!isUpdate && !create.includes(call.operation)) return [];
    const found = merged([
      ...ownMembers(kind, call, judging),
      ...documentMembers(kind, call, judging),
      ...inheritedMembers(kind, call, judging),
    ]);
    if (!isUpdate || found.length > 0) return found;
    return [wholeResource(kind, call, "as it is after the call", judging)];
  });
}

/** Rules that judge the kind, or what becomes a resource of another. */
function rulesAbout(kind: ResourceKind, { rules }: Catalogue): Rule[] {
  const ids = judgedAs(kind);
  return rules.filter(({ kinds }) => kinds.some((id) => ids.has(id)));
}

function ownMembers(kind: ResourceKind, call: OperationMembers, { rules }: Catalogue): GovernedMember[] {
  return kind.units.flatMap((table) => {
    const unit = new Set(Object.keys(table.settings) as SettingName[]);
    return [...unit].flatMap((setting) => {
      const paths = createPaths(table, setting)
        .map((path) => renamed(joined(table.at, path), kind, call.operation))
        .filter((path) => call.members.includes(path));
      const judging = rulesFor(setting, unit, rules);
      const conditionKey = conditionKeyOf(setting, call.operation);
      return judging.length === 0 ? [] : paths.map((path) => ({ path, rules: judging, conditionKey, reason: null }));
    });
  });
}

/** How many instances there are matters to a rule, and is no network setting. */
function createPaths(table: UnitTable, setting: SettingName): readonly string[] {
  return setting === "instanceCount" ? [] : pathsIn(table, setting, "create");
}

function renamed(path: string, { inPlace }: ResourceKind, operation: string): string {
  if (inPlace === null || inPlace.call !== operation) return path;
  const [first = "", ...rest] = path.split(".");
  return [inPlace.renamed?.[first] ?? first, ...rest].join(".");
}

function documentMembers(kind: ResourceKind, call: OperationMembers, { rules }: Catalogue): GovernedMember[] {
  if (kind.document === undefined) return [];
  const { member, elsewhere, carries } = kind.document;
  const judging = rulesOfAll(new Set(carries), rules);
  const reasons: [string | undefined, string][] = [
    [member, "judged by what the text says"],
    [elsewhere, `judged by what the text there says, which ${kind.describe.call} gives`],
  ];
  return reasons.flatMap(([path, reason]) =>
    path === undefined || !has(call, path) ? [] : [{ path, rules: judging, conditionKey: null, reason }],
  );
}

function inheritedMembers(kind: ResourceKind, call: OperationMembers, catalogue: Catalogue): GovernedMember[] {
  const byPath = new Map<string, Inheritance[]>();
  for (const inheritance of kind.inherits) {
    for (const path of namingPaths(inheritance, catalogue).filter((each) => has(call, each))) {
      byPath.set(path, [...(byPath.get(path) ?? []), inheritance]);
    }
  }
  return Array.from(byPath, ([path, inheritances]) => ({
    path,
    rules: rulesOfAll(new Set(inheritances.flatMap((each) => takenSettings(each, catalogue))), catalogue.rules),
    conditionKey: null,
    reason: `judged by the ${alternatives(inheritances.map(({ kind: id }) => kindIn(catalogue, id).title))} it names`,
  }));
}

/** Of several members that name the other resource together, the one that the others only narrow down. */
function namingPaths({ from, kind }: Inheritance, catalogue: Catalogue): readonly string[] {
  if (isSettingPath(from)) return typeof from === "string" ? [from] : [from.create].flat();
  const last = kindIn(catalogue, kind).idMembers.at(-1) ?? "";
  return from[last] === undefined ? [] : [from[last]];
}

function isSettingPath(from: Inheritance["from"]): from is SettingPath {
  return typeof from === "string" || "describe" in from;
}

function wholeResource(kind: ResourceKind, call: OperationMembers, how: string, catalogue: Catalogue): GovernedMember {
  return {
    path: [kind.nameMember, ...kind.idMembers].find((member) => call.members.includes(member)) ?? "",
    rules: rulesOfAll(settingsOf(kind, catalogue), catalogue.rules),
    conditionKey: null,
    reason: `judged by the ${kind.title} ${how}`,
  };
}

function settingsOf(kind: ResourceKind, catalogue: Catalogue): Set<SettingName> {
  const own = kind.units.flatMap((table) => Object.keys(table.settings) as SettingName[]);
  const taken = kind.inherits.flatMap((each) => takenSettings(each, catalogue));
  return new Set([...own, ...(kind.document?.carries ?? []), ...taken]);
}

function takenSettings({ kind, takes }: Inheritance, catalogue: Catalogue): SettingName[] {
  const there = settingsOf(kindIn(catalogue, kind), catalogue);
  return takes.filter((name) => there.has(name));
}

function kindIn({ kinds }: Catalogue, id: string): ResourceKind {
  const kind = kinds.find((each) => each.id === id);
  if (kind === undefined) throw new TypeError(`no resource kind "${id}"`);
  return kind;
}

/** Rules whose judgement of a unit with these settings rests on this one. */
function rulesFor(name: SettingName, unit: ReadonlySet<SettingName>, rules: readonly Rule[]): string[] {
  return rules
    .filter(({ setting, alsoReads = [] }) => unit.has(setting) && (setting === name || alsoReads.includes(name)))
    .map(({ id }) => id);
}

function rulesOfAll(settings: ReadonlySet<SettingName>, rules: readonly Rule[]): string[] {
  return rules.filter(({ setting }) => settings.has(setting)).map(({ id }) => id);
}

/** Units may share a member: it is judged by the rules of all of them. */
function merged(members: readonly GovernedMember[]): GovernedMember[] {
  const byPath = new Map<string, GovernedMember>();
  for (const member of members) {
    const other = byPath.get(member.path);
    const rules = [...new Set([...(other?.rules ?? []), ...member.rules])];
    byPath.set(member.path, { ...(other ?? member), rules });
  }
  return [...byPath.values()];
}

function alternatives(titles: readonly string[]): string {
  const last = titles.at(-1) ?? "";
  return titles.length > 1 ? `${titles.slice(0, -1).join(", ")} or ${last}` : last;
}

function has({ members }: OperationMembers, path: string): boolean {
  return members.some((member) => member === path || member.startsWith(`${path}.`));
}

function joined(at: string, path: string): string {
  return at === "" ? path : `${at}.${path}`;
}
