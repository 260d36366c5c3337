/**
 * Lambda: EC2 calls that change a network, a queue's worth at a time → the resources that stand on what changed are looked at
 * again. A message that makes no sense goes back alone, and in the end to the queue whose alarm rings; an error here gives
 * the others back.
 */
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { logger } from "../shared/observability/logger.ts";
import { metrics } from "../shared/observability/metrics.ts";
import { recheckNetwork } from "../shared/sweep/recheck.ts";
import { readChanges } from "./recheck-network/read-changes.ts";
import { surveyService } from "./sweep-account/wiring.ts";

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  logger.addContext(context);
  try {
    const { change, malformed } = readChanges(event.Records);
    for (const { messageId, problem } of malformed) {
      logger.error("Message not understood", { messageId, problem });
      metrics.addMetric("RecheckMalformed", "Count", 1);
    }
    if (change.calls.some(({ ids }) => ids.length > 0)) {
      const rechecked = await recheckNetwork(change, surveyService(context.invokedFunctionArn), () =>
        context.getRemainingTimeInMillis(),
      );
      logger.info("Network rechecked", {
        calls: change.calls.map(({ operation, ids }) => ({ operation, ids })),
        ...rechecked,
      });
    }
    return { batchItemFailures: malformed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  } finally {
    metrics.publishStoredMetrics();
  }
}
