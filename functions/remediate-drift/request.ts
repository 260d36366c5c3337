/** The payload that starts a remediation, parsed once. */
import { z } from "zod";
import { SEVERITIES } from "../../shared/assess/verdict.ts";
import type { RemediationRequest } from "../../shared/detect/triage.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";

const text = z.string().max(2_048);
const maybe = text.nullable();

const schema = z.object({
  version: z.literal(1),
  type: z.enum(["remediate", "contain-again"]),
  findingId: z.string().regex(/^f-[a-z2-7]{16}$/),
  round: z.int().min(1),
  resource: z.object({
    kind: z.enum(RESOURCE_KINDS.map((kind) => kind.id)),
    name: text,
    id: maybe,
    arn: maybe,
    account: maybe,
    region: maybe,
  }),
  creationTime: maybe,
  creator: z.object({
    type: maybe,
    arn: maybe,
    roleArn: maybe,
    name: maybe,
    sourceIdentity: maybe,
    invokedBy: maybe,
  }),
  trigger: z.object({ operation: text, id: text, time: text }),
  violations: z.array(
    z.object({
      rule: text,
      severity: z.enum(SEVERITIES),
      advisory: z.boolean(),
      unit: text,
      field: text,
      message: text,
    }),
  ),
});

/** Throws a ZodError for anything that `detect-drift` would not send. */
export function parseRequest(payload: unknown): RemediationRequest {
  return schema.parse(payload);
}
