/** Recording an attempt at a change: the ledger, the audit trail, and an event. */
import { type ChangeOrder, recordChange } from "../../shared/act/change.ts";
import type { RemediationRequest } from "../../shared/detect/remediation-request.ts";
import { actionTaken } from "../../shared/notify/own-events.ts";
import type { Service } from "./service.ts";

export async function recordAttempt(
  request: RemediationRequest,
  order: ChangeOrder,
  attempt: number,
  result: { done: boolean; detail: string },
  service: Service,
): Promise<void> {
  const record = await recordChange(order, attempt, result, service);
  const finding = await service.ledger.getFinding(order.findingId);
  if (record === null || finding === null) return;
  const { id, action, effect, status, detail, approvedBy } = record;
  await service.audit(request, `action-${status}`, { id, action, effect, detail, approvedBy });
  await service.publish(actionTaken(finding, record, result.done ? "done" : "failed", service.now()));
}
