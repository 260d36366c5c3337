/** What an execution of `remediate-drift` is started with, and its name: the same for every delivery of a trigger. */
import { concludeName, executionName, recontainName } from "../record/finding-id.ts";
import type { FindingViolation } from "../record/ledger.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";
import type { Creator } from "./creator.ts";

export interface RemediationRequest {
  version: 1;
  /**
   * `remediate`: a round of the finding. `contain-again`: somebody undid the containment of a live round. `conclude`: the
   * resource ended, or was put right, while its finding was open.
   */
  type: "remediate" | "contain-again" | "conclude";
  findingId: string;
  round: number;
  resource: ResourceRef;
  creationTime: string | null;
  creator: Creator;
  trigger: { operation: string; id: string; time: string };
  /** What was wrong at the time, for the case that the resource cannot be read any more. */
  violations: FindingViolation[];
  /** People are told of it together with others, so the first message about it alone is left out. */
  quiet?: true | undefined;
  /** Who made the resource, where the execution itself found out; never in the payload. */
  maker?: Creator;
}

/** The durable execution's name. */
export function executionOf({ type, findingId, round, trigger }: RemediationRequest): string {
  if (type === "remediate") return executionName(findingId, round);
  return type === "contain-again" ? recontainName(findingId, round, trigger.id) : concludeName(findingId, trigger.id);
}
