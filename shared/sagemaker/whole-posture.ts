/**
 * The whole posture of a resource: its own settings, those of its embedded document, and those that it takes from
 * others it names. An endpoint is judged by its configuration, and that by its models.
 */
import { isObject, membersAt, stringAt, Unresolved, valuesAt } from "./document.ts";
import type { DocumentUnit } from "./document-unit.ts";
import { unwrap } from "./identity.ts";
import { kindOf } from "./index.ts";
import {
  type DocumentShape,
  type Posture,
  type PostureUnit,
  readPosture,
  type Settings,
  toSetting,
  unreadPosture,
  unreadUnit,
} from "./posture.ts";
import type { EmbeddedDocument, Inheritance, ResourceKind, SettingName } from "./resource-kind.ts";

/** Another resource, by its id or ARN; or why it cannot be told which. */
export type Reference = {
  /** The unit that names it: `ProductionVariants[0]`. */
  unit: string;
  kind: string;
  takes: readonly SettingName[];
} & ({ id: string } | { unresolved: Unresolved });

/** What a look-up of a named resource gave. */
export type Looked =
  | { status: "read"; description: unknown }
  | { status: "gone" }
  /** `error` is what was thrown, where something was; `unlisted`: no list has it, though lists may lag behind. */
  | { status: "unread"; reason: string; error?: unknown; unlisted?: true };

/** Describes a resource by its id or ARN. */
export type LookUp = (kind: ResourceKind, id: string) => Promise<Looked>;

export interface WholePosture extends Posture {
  /** ARNs of the roles that it runs with, by its own word or that of what it names. */
  roles: string[];
}

/** Reads the posture with everything that belongs to it. What cannot be read gives unread settings. */
export async function readWholePosture(
  kind: ResourceKind,
  document: unknown,
  shape: DocumentShape,
  lookUp: LookUp,
): Promise<WholePosture> {
  const posture = readPosture(kind, document, shape);
  const embedded = kind.document === undefined ? [] : embeddedUnits(kind.document, document);
  const references = referencesOf(kind, document, shape);
  const inside = await Promise.all(embedded.map((unit) => readEmbedded(unit, kind.document, lookUp)));
  const inherited = await Promise.all(references.map((reference) => inheritedPosture(reference, lookUp)));
  const inheritedUnits = inherited.flatMap(({ units }) => units);
  return {
    ...posture,
    units: [...ownUnits(posture, references), ...inside.flat(), ...inheritedUnits],
    roles: [...new Set([...rolesIn(kind, document), ...inherited.flatMap(({ roles }) => roles)])],
  };
}

function rolesIn(kind: ResourceKind, document: unknown): string[] {
  const roles = kind.roles.flatMap((path) => valuesAt(document, path));
  return roles.filter((role): role is string => typeof role === "string");
}

/** The resources that a document names and takes settings from. */
export function referencesOf(kind: ResourceKind, document: unknown, shape: DocumentShape): Reference[] {
  const references = kind.inherits.flatMap((inheritance) => {
    const { when, from } = inheritance;
    if (when !== undefined && stringAt(document, when.path) !== when.equals) return [];
    return isMemberMap(from) ? byMembers(inheritance, from, document) : byPath(inheritance, from, document, shape);
  });
  return references.filter((reference) => reference.unit === "" || !references.some(namesForAll(reference)));
}

/** What the resource as a whole names needs no second judgement where a part of it names it too. */
function namesForAll(part: Reference): (other: Reference) => boolean {
  return (other) =>
    other.unit === "" && other.kind === part.kind && "id" in other && "id" in part && other.id === part.id;
}

type MemberMap = Readonly<Record<string, string>>;

function isMemberMap(from: Inheritance["from"]): from is MemberMap {
  return typeof from !== "string" && !("describe" in from);
}

function byPath(
  { kind, takes }: Inheritance,
  from: Exclude<Inheritance["from"], MemberMap>,
  document: unknown,
  shape: DocumentShape,
): Reference[] {
  const path = typeof from === "string" ? from : [from[shape]].flat()[0];
  return membersAt(document, path ?? "").flatMap(({ path: at, value }): Reference[] => {
    const base = { unit: at.slice(0, Math.max(0, at.lastIndexOf("."))), kind, takes };
    if (value instanceof Unresolved) return [{ ...base, unresolved: value }];
    return typeof value === "string" && value !== "" ? [{ ...base, id: value }] : [];
  });
}

function byMembers({ kind, takes }: Inheritance, from: MemberMap, document: unknown): Reference[] {
  const values = kindOf(kind).idMembers.map((name) => stringAt(document, from[name] ?? ""));
  return values.every((value) => value !== undefined) ? [{ unit: "", kind, takes, id: values.join("/") }] : [];
}

/** Own settings that are taken from elsewhere do not count where something is taken. */
function ownUnits(posture: Posture, references: readonly Reference[]): PostureUnit[] {
  const taken = new Set<string>(references.flatMap(({ takes }) => takes));
  return posture.units.flatMap((unit) => {
    if (unit.path !== "" || references.length === 0) return [unit];
    const kept = Object.entries(unit.settings).filter(([name]) => !taken.has(name));
    return kept.length === 0 ? [] : [{ ...unit, settings: Object.fromEntries(kept) }];
  });
}

async function inheritedPosture(reference: Reference, lookUp: LookUp): Promise<Pick<WholePosture, "units" | "roles">> {
  if ("unresolved" in reference && reference.unresolved.judgedElsewhere) return { units: [], roles: [] };
  const kind = kindOf(reference.kind);
  const posture = await referencedPosture(kind, reference, lookUp);
  return { units: posture.units.flatMap((unit) => takenUnit(unit, reference)), roles: posture.roles };
}

function takenUnit(unit: PostureUnit, reference: Reference): PostureUnit[] {
  const settings = Object.entries(unit.settings).filter(([name]) => reference.takes.includes(name as SettingName));
  if (settings.length === 0) return [];
  const path = [reference.unit, unit.path].filter((part) => part !== "").join(".");
  const named = "id" in reference ? { kind: reference.kind, name: reference.id } : undefined;
  const inheritedFrom = unit.inheritedFrom ?? named;
  return [{ path, settings: Object.fromEntries(settings), ...(inheritedFrom !== undefined && { inheritedFrom }) }];
}

async function referencedPosture(kind: ResourceKind, reference: Reference, lookUp: LookUp): Promise<WholePosture> {
  if ("unresolved" in reference) return unreadWhole(kind, reference.unresolved.reason);
  const looked = await lookUp(kind, reference.id);
  if (looked.status === "read") return readWholePosture(kind, unwrap(kind, looked.description), "describe", lookUp);
  const which = `the ${kind.title} ${reference.id}`;
  const reason = looked.status === "gone" ? `${which} does not exist` : `${which} could not be read: ${looked.reason}`;
  return unreadWhole(kind, reason);
}

function unreadWhole(kind: ResourceKind, reason: string): WholePosture {
  return { ...unreadPosture(kind, reason), roles: [] };
}

function embeddedUnits(embedded: EmbeddedDocument, document: unknown): DocumentUnit[] {
  const [text] = valuesAt(document, embedded.member);
  if (typeof text === "string") return embedded.read(text);
  if (text instanceof Unresolved) return [{ path: embedded.member, reason: text.reason }];
  const elsewhere = embedded.elsewhere !== undefined && isObject(valuesAt(document, embedded.elsewhere)[0]);
  const reason = elsewhere
    ? `${embedded.member} is not in the call but where ${embedded.elsewhere} says`
    : `${embedded.member} is missing`;
  return [{ path: embedded.member, reason }];
}

async function readEmbedded(
  unit: DocumentUnit,
  embedded: EmbeddedDocument | undefined,
  lookUp: LookUp,
): Promise<PostureUnit[]> {
  const carries = embedded?.carries ?? [];
  if ("reason" in unit) return [unreadUnit(unit.path, carries, unit.reason)];
  if ("values" in unit) return [{ path: unit.path, settings: settingsOf(unit.values) }];
  const { units } = await readWholePosture(kindOf(unit.kind), unit.document, "create", lookUp);
  return units.map((inner) => ({
    ...inner,
    as: inner.as ?? unit.kind,
    path: [unit.path, inner.path].filter((part) => part !== "").join("."),
  }));
}

function settingsOf(values: Partial<Record<SettingName, unknown>>): Settings {
  const names = Object.keys(values) as SettingName[];
  return Object.fromEntries(names.map((name) => [name, toSetting(name, values[name], name)]));
}
