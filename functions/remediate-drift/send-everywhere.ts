/** Sending a message to every channel, so that what does not arrive rings. */
import type { Message } from "../../shared/notify/message.ts";
import {
  type Channel,
  type Destinations,
  NotificationError,
  type NotifyClients,
  sendMessage,
} from "../../shared/notify/send.ts";

/** Counts what happened in a metric, and logs it. */
export type Count = (metric: "NotificationFailed", message: string, detail: Record<string, unknown>) => void;

/**
 * A message that some channel took is not sent again as a whole: the other channels get one more try. One that no
 * channel took throws NotificationError, for the step to try again. What does not arrive is counted: an alarm watches.
 */
export function createSender(
  destinations: Destinations,
  clients: NotifyClients,
  count: Count,
): (message: Message) => Promise<void> {
  return async (message) => {
    const failed = await channelsLeft(() => sendMessage(message, destinations, clients));
    if (failed.error === null) return;
    const { error, channels } = failed;
    const { moment } = message;
    if (error.delivered.length === 0) {
      count("NotificationFailed", "Message reached no channel", { moment, failed: channels });
      throw error;
    }
    const again = await channelsLeft(() => sendMessage(message, destinations, clients, channels));
    if (again.error !== null) {
      count("NotificationFailed", "Message did not reach every channel", { moment, failed: again.channels });
    }
  };
}

type Left = { error: null } | { error: NotificationError; channels: readonly Channel[] };

async function channelsLeft(send: () => Promise<unknown>): Promise<Left> {
  try {
    await send();
    return { error: null };
  } catch (error) {
    if (!(error instanceof NotificationError)) throw error;
    return { error, channels: error.failed };
  }
}
