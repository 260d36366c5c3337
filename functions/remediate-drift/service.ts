/** What a remediation needs of the world, in one object, so that tests can bring their own world. */
import type { ChangeDeps } from "../../shared/act/change.ts";
import type { Creator } from "../../shared/detect/creator.ts";
import type { RemediationRequest } from "../../shared/detect/remediation-request.ts";
import type { OwnEvent } from "../../shared/notify/events.ts";
import type { Message } from "../../shared/notify/message.ts";

export interface Service extends ChangeDeps {
  /** Sends to every channel. Throws when none of the channels that had not taken it yet did. */
  send(message: Message): Promise<void>;
  /** Puts an event on the service's own bus. */
  publish(event: OwnEvent): Promise<void>;
  /** Appends to the finding's audit trail: one entry a round, execution and type, however often the step repeats. */
  audit(request: RemediationRequest, type: string, detail: Record<string, unknown>): Promise<void>;
  /** Base URL of the approval pages, without a slash at its end. */
  approvalUrl: string;
  /** The role of this function; null where it is not known. */
  ownRoleArn: string | null;
  newSecret(): string;
  /** Who made the resource, from CloudTrail's event history; unknown where it does not tell. Never throws. */
  findCreator(request: RemediationRequest): Promise<Creator>;
  /** Completes a callback of another execution. Throws when it is closed. */
  wake(callbackId: string): Promise<void>;
  /** Seconds between two looks at a resource that is changing. */
  pollSeconds: number;
}
