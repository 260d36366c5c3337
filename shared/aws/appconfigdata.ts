/** The AppConfigData client. */
import { AppConfigDataClient } from "@aws-sdk/client-appconfigdata";
import { checkInputs } from "./checked-inputs.ts";

let shared: AppConfigDataClient | undefined;

/** The client of this execution environment, made at its first use. */
export function appConfigDataClient(): AppConfigDataClient {
  shared ??= checkInputs(
    new AppConfigDataClient({ maxAttempts: 4, requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 } }),
  );
  return shared;
}
