/** The policy as it is deployed now, from AppConfig, read anew each time: executions outlive the code's own copy. */
import {
  type AppConfigDataClient,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from "@aws-sdk/client-appconfigdata";
import type { Policy } from "./policy.ts";
import { PolicyError, reportOnly, resolvePolicy } from "./resolve-policy.ts";

export interface PolicySourceConfig {
  application: string;
  environment: string;
  profile: string;
}

/** `problem` says why the policy in force is not the deployed one: then the service only reports. */
export interface CurrentPolicy {
  policy: Policy;
  problem: string | null;
}

/** Reads the current policy. A policy that does not validate means report mode; AppConfig's own errors are thrown. */
export function createPolicySource(
  client: Pick<AppConfigDataClient, "send">,
  config: PolicySourceConfig,
): () => Promise<CurrentPolicy> {
  return async () => {
    const session = await client.send(
      new StartConfigurationSessionCommand({
        ApplicationIdentifier: config.application,
        EnvironmentIdentifier: config.environment,
        ConfigurationProfileIdentifier: config.profile,
      }),
    );
    const latest = await client.send(
      new GetLatestConfigurationCommand({ ConfigurationToken: session.InitialConfigurationToken }),
    );
    return interpret(latest.Configuration?.transformToString("utf8") ?? "");
  };
}

function interpret(content: string): CurrentPolicy {
  try {
    return { policy: resolvePolicy(JSON.parse(content)), problem: null };
  } catch (error) {
    const problem = error instanceof PolicyError ? error.message : "The policy is not valid: it is not JSON";
    return { policy: reportOnly(resolvePolicy(null)), problem };
  }
}
