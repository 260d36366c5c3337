/**
 * Lambda: a tick of the sweep, every quarter of an hour. It begins a sweep that is due, or goes on with one that ran out of
 * time. Invoked with `{ "sweep": "now" }` it begins one although none is due.
 */
import type { Context } from "aws-lambda";
import { requiredEnv } from "../shared/observability/environment.ts";
import { logger } from "../shared/observability/logger.ts";
import { metrics } from "../shared/observability/metrics.ts";
import { stringAt } from "../shared/sagemaker/document.ts";
import { type SweepTick, sweepAccount } from "../shared/sweep/sweep.ts";
import { surveyService } from "./sweep-account/wiring.ts";

export async function handler(event: unknown, context: Context): Promise<{ result: SweepTick["result"] }> {
  logger.addContext(context);
  try {
    const tick = await sweepAccount(surveyService(context.invokedFunctionArn), {
      by: context.awsRequestId,
      remaining: () => context.getRemainingTimeInMillis(),
      everyHours: hoursIn(requiredEnv("SWEEP_EVERY_HOURS")),
      atOnce: stringAt(event, "sweep") === "now",
    });
    logger.info("Sweep ticked", { ...tick });
    return { result: tick.result };
  } finally {
    metrics.publishStoredMetrics();
  }
}

/** Throws for what is no number of hours: nothing would ever be due. */
function hoursIn(text: string): number {
  const hours = Number(text);
  if (hours > 0) return hours;
  throw new Error(
    `SWEEP_EVERY_HOURS is ${JSON.stringify(text)}; set the parameter sweepEveryHours to a number of hours`,
  );
}
