/** Shortens the waits of durable executions. */
import type { CheckpointDurableExecutionRequest, OperationUpdate } from "@aws/durable-execution-sdk-js";
import type { EngineData } from "./durable-messages.ts";

type Scales = Pick<EngineData, "waitScale" | "timeoutScale">;

/** Looks at a resource that changes are apart by the timeout of such a callback; they are waits like others. */
const NEXT_LOOK = /: next state \d+$/;

/** Node's timers cannot wait longer; a longer wait ends after this many seconds. */
const LONGEST_WAIT = 2_147_483;

/** The same checkpoint with shorter waits, delays of retried steps and timeouts of callbacks. */
export function scaled(request: CheckpointDurableExecutionRequest, scales: Scales): CheckpointDurableExecutionRequest {
  return { ...request, Updates: request.Updates?.map((update) => scaleUpdate(update, scales)) };
}

function scaleUpdate(update: OperationUpdate, { waitScale, timeoutScale }: Scales): OperationUpdate {
  const { WaitOptions: wait, StepOptions: step, CallbackOptions: callback } = update;
  const scaledUpdate = { ...update };
  if (wait) scaledUpdate.WaitOptions = { ...wait, WaitSeconds: scale(wait.WaitSeconds, waitScale) };
  if (step) {
    scaledUpdate.StepOptions = { ...step, NextAttemptDelaySeconds: scale(step.NextAttemptDelaySeconds, waitScale) };
  }
  if (callback) {
    scaledUpdate.CallbackOptions = {
      ...callback,
      TimeoutSeconds: scale(callback.TimeoutSeconds, NEXT_LOOK.test(update.Name ?? "") ? waitScale : timeoutScale),
      HeartbeatTimeoutSeconds: scale(callback.HeartbeatTimeoutSeconds, timeoutScale),
    };
  }
  return scaledUpdate;
}

function scale(seconds: number | undefined, factor: number): number | undefined {
  return seconds === undefined ? undefined : Math.min(seconds * factor, LONGEST_WAIT);
}
