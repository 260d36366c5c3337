/** The SNS client. */
import { SNSClient } from "@aws-sdk/client-sns";
import { checkInputs } from "./checked-inputs.ts";

let shared: SNSClient | undefined;

/** The client of this execution environment, made at its first use. */
export function snsClient(): SNSClient {
  shared ??= checkInputs(
    new SNSClient({ maxAttempts: 4, requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 } }),
  );
  return shared;
}
