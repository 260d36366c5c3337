/** The registry of rules, in alphabetical order. */
import type { Rule } from "../rule.ts";
import { notebookNoDirectInternet } from "./notebook-no-direct-internet.ts";

export const RULES: readonly Rule[] = [notebookNoDirectInternet];

const BY_ID = new Map(RULES.map((rule) => [rule.id, rule]));

export function findRule(id: string): Rule | undefined {
  return BY_ID.get(id);
}
