/** What the simulated Lambda service knows about a function, and how functions are named in calls. */

import { matchesWildcard } from "../iam.ts";

export interface LambdaFunction {
  name: string;
  /** Without a version or alias: `arn:aws:lambda:eu-west-1:111122223333:function:NAME`. */
  arn: string;
  /** The number of the published version, or null when only `$LATEST` exists. */
  version: string | null;
  aliases: readonly string[];
  runtime: string;
  description: string;
  /** `dist/detect-drift/index.handler`: the module's path in the artifact without its ending, and the export. */
  handler: string;
  /** The zip file to run. */
  artifact: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMegabytes: number;
  roleArn: string;
  logGroup: string;
  /** Null for functions that are not durable. */
  durable: { executionTimeoutSeconds: number; retentionDays: number } | null;
  deadLetterArn: string | null;
  asynchronous: AsynchronousSettings;
  /** Service principals that may invoke the function, each with the ARN it may do so for, or null for any. */
  permissions: readonly { principal: string; sourceArn: string | null }[];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
export interface AsynchronousSettings {
  maximumRetryAttempts: number;
  maximumEventAgeSeconds: number;
  onFailureArn: string | null;
  onSuccessArn: string | null;
}

export const DEFAULT_ASYNCHRONOUS: AsynchronousSettings = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
  onFailureArn: null,
  onSuccessArn: null,
};

/** A function as a call names it. `qualifier` is null when the call names neither a version nor an alias. */
export interface FunctionReference {
  name: string;
  qualifier: string | null;
}

const REFERENCE =
  /^(?:arn:[\w-]+:lambda:[\w-]+:\d{12}:function:|\d{12}:function:)?(?<name>[A-Za-z0-9_-]{1,140})(?::(?<qualifier>\$LATEST|[\w-]{1,128}))?$/;

/** Reads a name, a partial ARN or a full ARN, with or without a qualifier; null when it is none of them. */
export function parseFunctionReference(text: string): FunctionReference | null {
  const { name, qualifier } = REFERENCE.exec(text)?.groups ?? {};
  return name === undefined ? null : { name, qualifier: qualifier ?? null };
}

/** The version that a qualifier means, or null when the function has no such version or alias. */
export function versionOf(fn: LambdaFunction, qualifier: string | null): string | null {
  if (qualifier === null || qualifier === "$LATEST") return "$LATEST";
  if (qualifier === fn.version || fn.aliases.includes(qualifier)) return fn.version;
  return null;
}

/** Source ARNs of permissions may hold `*`, as in ArnLike. */
export function mayInvoke(fn: LambdaFunction, principal: string, sourceArn: string): boolean {
  return fn.permissions.some(
    (permission) =>
      permission.principal === principal &&
      (permission.sourceArn === null || matchesWildcard(permission.sourceArn, sourceArn)),
  );
}
