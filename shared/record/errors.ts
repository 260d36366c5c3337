/** The ledger's two families of errors: worth a retry, or permanent. */
import { errorCode, isRetryable } from "../aws/errors.ts";

/** The table did not answer: throttled, a server's fault, no connection. The same call may work later. */
export class LedgerUnavailableError extends Error {
  constructor(operation: string, cause: unknown) {
    super(`The ledger did not answer ${operation} (${errorCode(cause)}); try again.`, { cause });
    this.name = "LedgerUnavailableError";
  }
}

/** The call cannot work as it is: access denied, no such table, a damaged or missing item. */
export class LedgerError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "LedgerError";
  }
}

const BUSY = new Set([
  "InternalServerError",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "TransactionConflictException",
]);

/** An error of the AWS client in the ledger's words. */
export function ledgerFault(operation: string, error: unknown): LedgerError | LedgerUnavailableError {
  if (BUSY.has(errorCode(error)) || isRetryable(error)) return new LedgerUnavailableError(operation, error);
  return new LedgerError(`The ledger refused ${operation} (${errorCode(error)}): ${messageOf(error)}`, error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
