/** Policies, as their deployment brings them into the account. */
import { posix } from "node:path";
import { loadPolicyFile } from "../../shared/decide/load-policy.ts";
import type { ArtifactStore } from "../lambda/artifact.ts";
import type { Configurations } from "../services/appconfigdata.ts";
import type { Stack } from "../template.ts";

/**
 * Deploys a policy file with the functions, which carry it beside their code, and into AppConfig.
 * Throws PolicyError when it does not validate.
 */
export function deployWithFunctions(
  policyFile: string,
  stack: Stack,
  configurations: Configurations,
  artifacts: ArtifactStore,
): void {
  const { policy } = loadPolicyFile(policyFile);
  for (const { artifact, handler } of stack.functions) {
    artifacts.overlay(artifact, posix.join(posix.dirname(handler), "policy.json"), JSON.stringify(policy));
  }
  deployConfiguration(policyFile, stack, configurations);
}

/** Deploys a policy file into AppConfig alone. Throws PolicyError when it does not validate. */
export function deployConfiguration(policyFile: string, stack: Stack, configurations: Configurations): void {
  const content = JSON.stringify(loadPolicyFile(policyFile).document);
  for (const { application, environment, profile } of stack.configurations) {
    configurations.set(application, environment, profile, content);
  }
}
