/** What the ledger's items must look like when they are read back. Members it does not know are dropped. */
import { z } from "zod";
import { ACTION_IDS } from "../act/action.ts";
import { SEVERITIES } from "../assess/verdict.ts";
import { EFFECTS } from "../decide/plan.ts";
import type { Creator } from "../detect/creator.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import { type ActionRecord, type AuditEntry, type Finding, type Question, ROUND_OUTCOMES } from "./ledger.ts";

const text = z.string();
const nullableText = z.string().nullable();
const effect = z.enum(EFFECTS);
const record = z.record(z.string(), z.unknown());
const call = z.object({ operation: text, input: record });

/** A resource as it is passed on and kept. */
export const resource = z.object({
  kind: text,
  name: text,
  id: nullableText,
  arn: nullableText,
  account: nullableText,
  region: nullableText,
}) satisfies z.ZodType<ResourceRef>;

/** A creator as it is passed on and kept. */
export const creator = z.object({
  type: nullableText,
  arn: nullableText,
  roleArn: nullableText,
  name: nullableText,
  sourceIdentity: nullableText,
  invokedBy: nullableText,
}) satisfies z.ZodType<Creator>;

/** A violation as it is passed on and kept. */
export const violation = z.object({
  rule: text,
  severity: z.enum(SEVERITIES),
  advisory: z.boolean(),
  unit: text,
  field: text,
  message: text,
});

export const findingSchema = z.object({
  id: text,
  resource,
  creationTime: nullableText,
  creator,
  status: z.enum(["open", "closed"]),
  round: z.number().int().positive(),
  roundStatus: z.enum(["live", "ended"]),
  outcome: z.enum(ROUND_OUTCOMES).nullable(),
  violations: z.array(violation),
  openedAt: text,
  updatedAt: text,
  exemption: z.object({ rules: z.array(text), until: text, by: text, reason: text }).nullable(),
  replacementArn: nullableText,
  questionId: nullableText,
  triggers: z.array(text),
  contained: z.boolean(),
  wakeCallback: nullableText.default(null),
  endedBy: nullableText.default(null),
  reaches: z.array(text).default([]),
  affected: z
    .object({ count: z.number().int().min(0), resources: z.array(resource) })
    .nullable()
    .default(null),
}) satisfies z.ZodType<Finding>;

const identity = z.object({ provider: z.enum(["iam", "local-account"]), arn: text, account: text });

const option = z.object({
  id: text,
  title: text,
  effect,
  calls: z.array(call),
  kept: z.array(text),
  lost: z.array(text),
  undo: text,
  checks: z.array(text).default([]),
  reaches: z.array(text).default([]),
  digest: text,
});

export const questionSchema = z.object({
  id: text,
  findingId: text,
  round: z.number().int().positive(),
  resource,
  creator,
  requester: creator,
  roles: z.array(text).default([]),
  violations: z.array(violation),
  done: z.array(text),
  options: z.array(option),
  notOffered: z.array(text),
  status: z.enum(["pending", "approved", "rejected", "expired", "void"]),
  askedAt: text,
  expiresAt: text,
  decision: z.object({ option: text, by: identity, at: text, digest: nullableText, reason: nullableText }).nullable(),
  callbackId: nullableText,
  linkHashes: z.array(text),
}) satisfies z.ZodType<Question>;

export const actionSchema = z.object({
  id: text,
  findingId: text,
  round: z.number().int().positive(),
  action: z.enum(ACTION_IDS),
  effect,
  calls: z.array(call),
  undo: text,
  status: z.enum(["started", "done", "failed"]),
  detail: nullableText,
  startedAt: text,
  finishedAt: nullableText,
  approvedBy: nullableText,
}) satisfies z.ZodType<ActionRecord>;

export const auditSchema = z.object({
  id: text,
  findingId: text,
  at: text,
  type: text,
  by: text,
  detail: record,
}) satisfies z.ZodType<AuditEntry>;
