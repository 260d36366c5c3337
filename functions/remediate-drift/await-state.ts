/** Waiting for the resource's next state: whoever sees it change ends the wait. */
import type { RemediationRequest } from "../../shared/detect/remediation-request.ts";
import type { Service } from "./service.ts";

/** `detect-drift` completes this callback when SageMaker tells of a new state. Without it, the clock ends the wait. */
export async function rememberWait(
  { findingId, round }: RemediationRequest,
  wakeCallback: string,
  { ledger, now }: Service,
): Promise<void> {
  await ledger.updateFinding(findingId, round, { wakeCallback }, now().toISOString());
}
