import { AwsError, type CallContext, type OperationHandler } from "../contract.ts";

/** A call that fails on purpose. */
export interface Fault {
  operation: string;
  /** The error's shape name: `ThrottlingException`, `AccessDeniedException`, `InternalFailure`. */
  code: string;
  message: string;
  /** How many calls fail before the operation works again. */
  times: number;
  /** The call is executed and then answered by the error, as when an answer is lost. */
  afterEffect?: boolean;
  /** HTTP status; by default 500 for `InternalFailure` and `ServiceUnavailable`, else 400. */
  statusCode?: number;
}

/** Runs before an operation; what it throws is the answer of the call. */
export type Hook = (input: Record<string, unknown>, context: CallContext) => Promise<void> | void;

export interface Interference {
  faults: {
    add(fault: Fault): void;
    clear(): void;
  };
  hooks: {
    /** Returns what takes the hook away again. */
    before(operation: string, hook: Hook): () => void;
  };
  wrap(operations: Record<string, OperationHandler>): Record<string, OperationHandler>;
}

const SERVER_ERRORS = new Set(["InternalFailure", "InternalServerError", "ServiceUnavailable"]);

/** Faults and hooks for tests. A name that is no operation is an error of the test, and throws TypeError. */
export function createInterference(): Interference {
  const faults: Fault[] = [];
  const hooks: { operation: string; hook: Hook }[] = [];
  let known: ReadonlySet<string> = new Set();

  function checkName(operation: string): void {
    if (!known.has(operation)) throw new TypeError(`the simulated SageMaker has no operation "${operation}"`);
  }

  function take(operation: string, afterEffect: boolean): AwsError | null {
    const index = faults.findIndex(
      (fault) => fault.operation === operation && (fault.afterEffect ?? false) === afterEffect,
    );
    const fault = faults[index];
    if (fault === undefined) return null;
    if (fault.times > 1) faults[index] = { ...fault, times: fault.times - 1 };
    else faults.splice(index, 1);
    return toError(fault);
  }

  function wrapOne(operation: string, run: OperationHandler): OperationHandler {
    return async (input, context) => {
      for (const entry of hooks.filter((candidate) => candidate.operation === operation)) {
        await entry.hook(input, context);
      }
      const refusal = take(operation, false);
      if (refusal !== null) throw refusal;
      const output = await run(input, context);
      const lost = take(operation, true);
      if (lost !== null) throw lost;
      return output;
    };
  }

  return {
    faults: {
      add(fault) {
        checkName(fault.operation);
        if (fault.times > 0) faults.push(fault);
      },
      clear: () => void faults.splice(0),
    },
    hooks: {
      before(operation, hook) {
        checkName(operation);
        const entry = { operation, hook };
        hooks.push(entry);
        return () => {
          const index = hooks.indexOf(entry);
          if (index >= 0) hooks.splice(index, 1);
        };
      },
    },
    wrap(operations) {
      known = new Set(Object.keys(operations));
      return Object.fromEntries(Object.entries(operations).map(([name, run]) => [name, wrapOne(name, run)]));
    },
  };
}

function toError(fault: Fault): AwsError {
  return new AwsError(fault.code, fault.message, fault.statusCode ?? (SERVER_ERRORS.has(fault.code) ? 500 : 400));
}
