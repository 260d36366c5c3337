/** The SQS client. */
import { SQSClient } from "@aws-sdk/client-sqs";
import { checkInputs } from "./checked-inputs.ts";

let shared: SQSClient | undefined;

/** The client of this execution environment, made at its first use. */
export function sqsClient(): SQSClient {
  shared ??= checkInputs(
    new SQSClient({ maxAttempts: 4, requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 } }),
  );
  return shared;
}
