import type { SettingName } from "./resource-kind.ts";

/** One part of an embedded document. */
export type DocumentUnit =
  /** The input of another kind's create call, such as a pipeline step's arguments. */
  | { path: string; kind: string; document: Record<string, unknown> }
  /** Settings as they stand there; those that the kind carries and that are not named are not set. */
  | { path: string; values: Partial<Record<SettingName, unknown>> }
  /** It could not be read. */
  | { path: string; reason: string };
