/** The EventBridge client. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { checkInputs } from "./checked-inputs.ts";

let shared: EventBridgeClient | undefined;

/** The client of this execution environment, made at its first use. */
export function eventBridgeClient(): EventBridgeClient {
  shared ??= checkInputs(
    new EventBridgeClient({ maxAttempts: 4, requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 } }),
  );
  return shared;
}
