/** Which settings a kind can have, and by which of them it is judged only through others. */
import { kindOf, RESOURCE_KINDS } from "./index.ts";
import type { ResourceKind, SettingName } from "./resource-kind.ts";

/** Settings that the kind's own calls can set. */
export function ownSettings(kind: ResourceKind): Set<SettingName> {
  return new Set(kind.units.flatMap((table) => Object.keys(table.settings) as SettingName[]));
}

/** Own settings, those of its embedded document, and those that it takes from others, at any remove. */
export function allSettings(kind: ResourceKind): Set<SettingName> {
  const inherited = kind.inherits.flatMap(({ kind: other, takes }) => {
    const there = allSettings(kindOf(other));
    return takes.filter((name) => there.has(name));
  });
  return new Set([...ownSettings(kind), ...(kind.document?.carries ?? []), ...inherited]);
}

/** The ids of the kind itself and of what is made with its settings. */
export function judgedAs(kind: ResourceKind): Set<string> {
  const made = kind.units.flatMap(({ as }) => (as === undefined ? [] : [as]));
  return new Set([kind.id, ...made, ...(kind.document?.makes ?? [])]);
}

/** The ids of all kinds that can have this setting. */
export function kindsWith(setting: SettingName): string[] {
  return RESOURCE_KINDS.filter((kind) => allSettings(kind).has(setting)).map((kind) => kind.id);
}

/** The ids of all kinds whose own calls can set it. */
export function kindsSetting(setting: SettingName): string[] {
  return RESOURCE_KINDS.filter((kind) => ownSettings(kind).has(setting)).map((kind) => kind.id);
}
