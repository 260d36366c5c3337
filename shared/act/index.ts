/** The registry of actions, in alphabetical order. */
import type { Action, ActionId } from "./action.ts";
import { makeVpcOnly } from "./make-vpc-only.ts";
import { recreateBeside } from "./recreate-beside.ts";
import { stop } from "./stop.ts";
import { stopBeforeStart } from "./stop-before-start.ts";
import { tag } from "./tag.ts";

export const ACTIONS: readonly Action[] = [makeVpcOnly, recreateBeside, stop, stopBeforeStart, tag];

const BY_ID = new Map<ActionId, Action>(ACTIONS.map((action) => [action.id, action]));

/** The action with that id; undefined for `exempt`, which changes nothing in AWS. */
export function findAction(id: ActionId): Action | undefined {
  return BY_ID.get(id);
}
