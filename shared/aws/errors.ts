/** What an AWS error means for the service: gone, denied, worth a retry, or none of these. */
import type { ResourceKind } from "../sagemaker/resource-kind.ts";

const DENIED = new Set([
  "AccessDeniedException",
  "AccessDenied",
  "AuthFailure",
  "ExpiredTokenException",
  "UnauthorizedOperation",
]);
const THROTTLED = new Set(["ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded"]);
const SERVER_FAULTS = new Set(["InternalError", "InternalFailure", "ServiceUnavailable", "Unavailable"]);

/**
 * The error's AWS code, without the `Client.` or `Server.` that EC2 may put before it; `Error` names for others;
 * `Unknown` for what is no error at all.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function errorCode(error: unknown): string {
  return error instanceof Error ? error.name.replace(/^(Client|Server)\./, "") : "Unknown";
}

export function isNotFound(kind: ResourceKind, error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return kind.notFound.some(
    (sign) =>
      error.name === sign.code && (sign.messageIncludes === undefined || error.message.includes(sign.messageIncludes)),
  );
}

export function isDenied(error: unknown): boolean {
  return DENIED.has(errorCode(error));
}

/** AWS turned the call away unread because there were too many. */
export function isThrottled(error: unknown): boolean {
  return THROTTLED.has(errorCode(error));
}

/** Throttled, a server's fault, or no answer: the same call may work later. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isThrottled(error) || SERVER_FAULTS.has(errorCode(error))) return true;
  if (error.name === "TimeoutError" || "code" in error) return true;
  const { $metadata, $retryable } = error as { $metadata?: { httpStatusCode?: number }; $retryable?: unknown };
  return $retryable !== undefined || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/** Why a call failed, in a phrase that is safe to show: code and, for a denial, the missing permission. */
export function failureReason(operation: string, error: unknown): string {
  const code = errorCode(error);
  if (isDenied(error)) return `${operation} was denied (${code})`;
  if (isRetryable(error)) return `${operation} did not answer after retries (${code})`;
  return `${operation} failed (${code})`;
}
