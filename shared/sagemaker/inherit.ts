/** Settings that a resource takes from others it names: an endpoint configuration is judged by its models. */
import { membersAt } from "./document.ts";
import { kindOf } from "./index.ts";
import { type DocumentShape, type Posture, type PostureUnit, readPosture, unreadPosture } from "./posture.ts";
import type { ResourceKind } from "./resource-kind.ts";

export interface Reference {
  /** The unit that names the other resource: `ProductionVariants[0]`. */
  unit: string;
  kind: string;
  name: string;
}

/** What a look-up of a named resource gave. */
export type Looked =
  | { status: "read"; description: unknown }
  | { status: "gone" }
  /** `error` is what was thrown, where something was. */
  | { status: "unread"; reason: string; error?: unknown };

export type LookUp = (kind: ResourceKind, name: string) => Promise<Looked>;

/** The resources that a document names and takes settings from. */
export function referencesOf(kind: ResourceKind, document: unknown): Reference[] {
  return kind.inherits.flatMap((inheritance) =>
    membersAt(document, inheritance.from).flatMap(({ path, value }) =>
      typeof value === "string" && value !== ""
        ? [{ unit: path.slice(0, path.lastIndexOf(".")), kind: inheritance.kind, name: value }]
        : [],
    ),
  );
}

/** Reads a posture with everything it inherits. A named resource that cannot be read gives unread settings. */
export async function readWholePosture(
  kind: ResourceKind,
  document: unknown,
  shape: DocumentShape,
  lookUp: LookUp,
): Promise<Posture> {
  const posture = readPosture(kind, document, shape);
  const references = referencesOf(kind, document);
  if (references.length === 0) return posture;
  const inherited = await Promise.all(references.map((reference) => inheritedUnit(reference, lookUp)));
  return { ...posture, units: [...ownUnits(kind, posture), ...inherited] };
}

function ownUnits(kind: ResourceKind, posture: Posture): PostureUnit[] {
  const replaced = new Set<string>(kind.inherits.flatMap((inheritance) => inheritance.replaces));
  return posture.units.flatMap((unit) => {
    if (unit.path !== "") return [unit];
    const kept = Object.entries(unit.settings).filter(([name]) => !replaced.has(name));
    return kept.length === 0 ? [] : [{ ...unit, settings: Object.fromEntries(kept) }];
  });
}

async function inheritedUnit(reference: Reference, lookUp: LookUp): Promise<PostureUnit> {
  const kind = kindOf(reference.kind);
  const looked = await lookUp(kind, reference.name);
  const posture =
    looked.status === "read"
      ? readPosture(kind, looked.description, "describe")
      : unreadPosture(kind, unreadReason(reference, looked));
  const own = posture.units.find((unit) => unit.path === "");
  return {
    path: reference.unit,
    settings: own?.settings ?? {},
    inheritedFrom: { kind: reference.kind, name: reference.name },
  };
}

function unreadReason({ kind, name }: Reference, looked: Exclude<Looked, { status: "read" }>): string {
  return looked.status === "gone"
    ? `the ${kind} ${name} does not exist`
    : `the ${kind} ${name} could not be read: ${looked.reason}`;
}
