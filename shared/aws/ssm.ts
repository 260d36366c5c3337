/** The SSM client. */
import { SSMClient } from "@aws-sdk/client-ssm";
import { checkInputs } from "./checked-inputs.ts";

let shared: SSMClient | undefined;

/** The client of this execution environment, made at its first use. */
export function ssmClient(): SSMClient {
  shared ??= checkInputs(
    new SSMClient({ maxAttempts: 4, requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 } }),
  );
  return shared;
}
