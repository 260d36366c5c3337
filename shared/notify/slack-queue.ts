/** How messages wait in the Slack queue until Slack takes them. */
import type { Delivery } from "./webhook.ts";

/** SQS counts twelve hours from the receipt, so a little less is asked for. */
const MAX_HIDDEN = 12 * 3_600 - 120;
/** Short enough that all 50 receipts fit into the two weeks that the queue keeps a message: then the message ends in the dead-letter queue. */
const MAX_BACKOFF = 3_600;
const FIRST_BACKOFF = 15;
/** Doublings beyond this change nothing. */
const MAX_DOUBLINGS = 20;

export type Undelivered = Exclude<Delivery, { result: "delivered" }>;

/**
 * Seconds until the next attempt: as long as Slack asks for, else longer with every receipt; an hour after a refusal,
 * which somebody has to deal with.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 */
export function secondsHidden(delivery: Undelivered, receipts: number): number {
  if (delivery.result === "refused") return MAX_BACKOFF;
  if (delivery.seconds !== null) return Math.min(Math.max(delivery.seconds, 1), MAX_HIDDEN);
  const doublings = Math.min(Math.max((receipts || 1) - 1, 0), MAX_DOUBLINGS);
  return Math.min(FIRST_BACKOFF * 2 ** doublings, MAX_BACKOFF);
}

/** Whether a queued message is something to post at all. */
export function isSlackPayload(body: string): boolean {
  try {
    const payload: unknown = JSON.parse(body);
    return typeof payload === "object" && payload !== null && "text" in payload && typeof payload.text === "string";
  } catch {
    return false;
  }
}
