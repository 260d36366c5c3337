import type { RemediationRequest } from "../../shared/detect/remediation-request.ts";
import type { Service } from "./service.ts";
import type { Steps } from "./steps.ts";

/** One execution at work: what it is about, what it works with, and its durable steps. */
export interface Round {
  request: RemediationRequest;
  service: Service;
  steps: Steps;
}
