/** The payload that starts a remediation, parsed once. */
import { z } from "zod";
import type { RemediationRequest } from "../../shared/detect/remediation-request.ts";
import { creator, resource, violation } from "../../shared/record/schemas.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";

const schema = z.object({
  version: z.literal(1),
  type: z.enum(["remediate", "contain-again", "conclude"]),
  findingId: z.string().regex(/^f-[a-z2-7]{16}$/),
  round: z.int().min(1),
  resource: resource.extend({ kind: z.enum(RESOURCE_KINDS.map((kind) => kind.id)) }),
  creationTime: z.string().nullable(),
  creator,
  trigger: z.object({ operation: z.string(), id: z.string(), time: z.string() }),
  violations: z.array(violation),
  quiet: z.literal(true).optional(),
});

/** Throws a ZodError for anything that the functions which start it would not send. */
export function parseRequest(payload: unknown): RemediationRequest {
  return schema.parse(payload);
}
