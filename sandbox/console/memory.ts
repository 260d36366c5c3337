/** What the console keeps of all that happens: a few facts that would be lost with the oldest happenings. */
import { isObject, stringAt } from "../../shared/sagemaker/document.ts";
import { arnMemberOf } from "../../shared/sagemaker/identity.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import type { Happening } from "../contract.ts";

const KEPT = 300;
const ARN_MEMBERS: readonly string[] = RESOURCE_KINDS.map((kind) => arnMemberOf(kind, "create"));
const READING =
  /^(BatchDescribe|BatchGet|Describe|Get|List|Lookup|Query|Receive|Scan|Search|StartConfigurationSession)/;

export interface Memory {
  add(happening: Happening): void;
  /** ARN of the caller who made the resource with this ARN; null when that was not seen. */
  creatorOf(arn: string): string | null;
  /** Ids of the findings that the service's own events named. */
  findingIds(): string[];
  /** What is worth a line in the console, oldest first: no reads, and nothing of the service's own bookkeeping. */
  activity(): readonly Happening[];
}

export function createMemory(): Memory {
  const creators = new Map<string, string>();
  const findings = new Set<string>();
  const activity: Happening[] = [];
  return {
    creatorOf: (arn) => creators.get(arn.toLowerCase()) ?? null,
    findingIds: () => [...findings],
    activity: () => activity,
    add(happening) {
      const made = creationIn(happening);
      if (made !== null) creators.set(made.arn.toLowerCase(), made.by);
      const findingId = stringAt(happening.detail, "event.detail.findingId");
      if (findingId !== undefined) findings.add(findingId);
      if (!isNoteworthy(happening)) return;
      activity.push(happening);
      if (activity.length > KEPT) activity.shift();
    },
  };
}

/** Whether a person would want to see it go by. */
export function isNoteworthy({ type, detail }: Happening): boolean {
  if (type !== "call") return true;
  if (detail.service === "dynamodb") return false;
  return detail.error !== null || !READING.test(String(detail.operation));
}

function creationIn({ type, detail }: Happening): { arn: string; by: string } | null {
  if (type !== "call" || !String(detail.operation).startsWith("Create") || !isObject(detail.output)) return null;
  const arn = ARN_MEMBERS.map((member) => stringAt(detail.output, member)).find((value) => value !== undefined);
  return arn === undefined ? null : { arn, by: String(detail.caller) };
}
