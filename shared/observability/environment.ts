/** The function's environment. */
import type { PolicySourceConfig } from "../decide/current-policy.ts";
import type { Destinations } from "../notify/send.ts";

/** A variable that the deployment sets. Throws, naming it, when it is missing. */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`The environment variable ${name} is not set`);
  return value;
}

/** Where the deployed policy is. Throws when a variable is missing. */
export function policyConfig(): PolicySourceConfig {
  return {
    application: requiredEnv("POLICY_APPLICATION"),
    environment: requiredEnv("POLICY_ENVIRONMENT"),
    profile: requiredEnv("POLICY_PROFILE"),
  };
}

/** Where messages go. Throws when a variable is missing. */
export function destinations(): Destinations {
  return {
    textTopicArn: requiredEnv("TEXT_TOPIC_ARN"),
    chatTopicArn: requiredEnv("CHAT_TOPIC_ARN"),
    slackQueueUrl: requiredEnv("SLACK_QUEUE_URL"),
  };
}
