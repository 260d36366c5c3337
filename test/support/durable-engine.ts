/**
 * A durable engine in memory, with virtual time, that can drop an invocation at any checkpoint and invokes again, as
 * Lambda does when an environment dies. Speaks the SDK's public transport (two operations).
 */
import {
  type DurableExecutionClient,
  DurableExecutionInvocationInputWithClient,
  type DurableExecutionInvocationOutput,
  type DurableLambdaHandler,
  InvocationStatus,
  OperationAction,
  OperationStatus,
  OperationType,
  type OperationUpdate,
  type WireOperation,
} from "@aws/durable-execution-sdk-js";
import type { Context } from "aws-lambda";

export interface VirtualTime {
  now(): Date;
  /** Lets everything happen that is due until then. */
  advanceTo(time: Date): Promise<void>;
}

/** Called before and after every checkpoint is stored; a true answer drops the invocation there. */
export type CrashPlan = (moment: {
  point: "before" | "after";
  checkpoint: number;
  update: OperationUpdate | null;
}) => boolean;

export interface Execution {
  status: "running" | "succeeded" | "failed";
  result: unknown;
  error: string | null;
  invocations: number;
  checkpoints: number;
  operations: WireOperation[];
}

export interface EngineOptions {
  handler: DurableLambdaHandler;
  time: VirtualTime;
  crash?: CrashPlan;
  maxInvocations?: number;
}

/** When something is due, and the callback that is waited for until then. */
interface Moment {
  at: Date;
  waitsFor: string | null;
}

const SETTLED = new Set<string | undefined>([
  OperationStatus.SUCCEEDED,
  OperationStatus.FAILED,
  OperationStatus.TIMED_OUT,
  OperationStatus.CANCELLED,
]);

export class DurableEngine {
  readonly #options: EngineOptions;
  readonly #operations = new Map<string, WireOperation>();
  readonly #callbackTimeouts = new Map<string, Date>();
  readonly #payload: string;
  #execution: Execution = {
    status: "running",
    result: null,
    error: null,
    invocations: 0,
    checkpoints: 0,
    operations: [],
  };
  #drop: (() => void) | null = null;

  constructor(payload: unknown, options: EngineOptions) {
    this.#payload = JSON.stringify(payload);
    this.#options = options;
    this.#operations.set("execution", {
      Id: "execution",
      Type: OperationType.EXECUTION,
      Status: OperationStatus.STARTED,
      StartTimestamp: options.time.now(),
      ExecutionDetails: { InputPayload: this.#payload },
    });
  }

  /** Invokes until the execution ends, or until all that is left to wait for is a callback of a name that begins so. */
  async run({ untilWait = null }: { untilWait?: string | null } = {}): Promise<Execution> {
    while (this.#execution.status === "running") {
      if (this.#execution.invocations >= (this.#options.maxInvocations ?? 400)) throw new Error("too many invocations");
      const dropped = await this.#invoke();
      if (dropped || this.#execution.status !== "running") continue;
      const next = this.#nextMoment();
      if (next === null) throw new Error("the execution waits for nothing");
      if (untilWait !== null && next.waitsFor?.startsWith(untilWait) === true) break;
      await this.#options.time.advanceTo(next.at);
      this.#makeDue();
    }
    return { ...this.#execution, operations: [...this.#operations.values()] };
  }

  /** Completes an open callback as SendDurableExecutionCallbackSuccess does; a closed one is refused. */
  completeCallback(callbackId: string, result: unknown): void {
    const operation = [...this.#operations.values()].find(
      ({ CallbackDetails }) => CallbackDetails?.CallbackId === callbackId,
    );
    if (operation === undefined || SETTLED.has(operation.Status)) {
      throw Object.assign(new Error("Callback is closed"), { name: "CallbackTimeoutException" });
    }
    operation.Status = OperationStatus.SUCCEEDED;
    operation.CallbackDetails = { ...operation.CallbackDetails, Result: JSON.stringify(result) };
  }

  async #invoke(): Promise<boolean> {
    this.#execution.invocations += 1;
    const dropped = new Promise<"dropped">((resolve) => {
      this.#drop = () => resolve("dropped");
    });
    const input = new DurableExecutionInvocationInputWithClient(
      {
        DurableExecutionArn: "arn:aws:lambda:eu-west-1:111122223333:function:remediate-drift:1/durable-execution/x/y",
        CheckpointToken: `token-${this.#execution.checkpoints}`,
        InitialExecutionState: { Operations: structuredClone([...this.#operations.values()]) },
      },
      this.#client(this.#execution.invocations),
    );
    const context = { getRemainingTimeInMillis: () => 60_000, awsRequestId: "request" } as Context;
    const output = await Promise.race([this.#options.handler(input, context), dropped]);
    if (output === "dropped") return true;
    this.#finish(output as DurableExecutionInvocationOutput);
    return false;
  }

  #finish(output: DurableExecutionInvocationOutput): void {
    if (output.Status === InvocationStatus.SUCCEEDED) {
      this.#execution.status = "succeeded";
      this.#execution.result = output.Result ? JSON.parse(output.Result) : null;
    } else if (output.Status === InvocationStatus.FAILED) {
      this.#execution.status = "failed";
      this.#execution.error = output.Error?.ErrorMessage ?? "failed";
    }
  }

  #client(invocation: number): DurableExecutionClient {
    return {
      getExecutionState: async () => ({ Operations: structuredClone([...this.#operations.values()]) }),
      checkpoint: async ({ Updates = [] }) => {
        if (invocation !== this.#execution.invocations) return new Promise(() => {});
        const number = this.#execution.checkpoints++;
        const changed: WireOperation[] = [];
        for (const update of Updates) {
          if (this.#crashes("before", number, update)) return new Promise(() => {});
          changed.push(structuredClone(this.#apply(update)));
          if (this.#crashes("after", number, update)) return new Promise(() => {});
        }
        return { CheckpointToken: `token-${number + 1}`, NewExecutionState: { Operations: changed } };
      },
    };
  }

  /** Drops the invocation that is running, as if its environment had died at this moment. */
  drop(): void {
    this.#drop?.();
  }

  #crashes(point: "before" | "after", checkpoint: number, update: OperationUpdate): boolean {
    const crash = this.#options.crash?.({ point, checkpoint, update }) ?? false;
    if (crash) this.drop();
    return crash;
  }

  #apply(update: OperationUpdate): WireOperation {
    const id = update.Id ?? "";
    const operation: WireOperation = this.#operations.get(id) ?? {
      Id: id,
      ParentId: update.ParentId,
      Name: update.Name,
      Type: update.Type,
      SubType: update.SubType,
      StartTimestamp: this.#options.time.now(),
      Status: OperationStatus.STARTED,
    };
    this.#operations.set(id, operation);
    if (update.Action === OperationAction.START) this.#start(operation, update);
    else if (update.Action === OperationAction.RETRY) this.#retry(operation, update);
    else this.#settle(operation, update);
    return operation;
  }

  #start(operation: WireOperation, update: OperationUpdate): void {
    operation.Status = OperationStatus.STARTED;
    if (update.Type === OperationType.WAIT) {
      operation.WaitDetails = { ScheduledEndTimestamp: this.#later(update.WaitOptions?.WaitSeconds) };
    }
    if (update.Type === OperationType.CALLBACK) {
      operation.CallbackDetails = { CallbackId: `callback-${operation.Id}` };
      const seconds = update.CallbackOptions?.TimeoutSeconds;
      if (seconds) this.#callbackTimeouts.set(operation.Id ?? "", this.#later(seconds));
    }
    if (update.Type === OperationType.STEP) operation.StepDetails = { Attempt: 0, ...operation.StepDetails };
  }

  #retry(operation: WireOperation, update: OperationUpdate): void {
    operation.Status = OperationStatus.PENDING;
    operation.StepDetails = {
      Attempt: (operation.StepDetails?.Attempt ?? 0) + 1,
      NextAttemptTimestamp: this.#later(update.StepOptions?.NextAttemptDelaySeconds),
      Result: update.Payload,
      Error: update.Error,
    };
  }

  #settle(operation: WireOperation, update: OperationUpdate): void {
    operation.Status = update.Action === OperationAction.SUCCEED ? OperationStatus.SUCCEEDED : OperationStatus.FAILED;
    operation.EndTimestamp = this.#options.time.now();
    const outcome = { Result: update.Payload, Error: update.Error };
    if (update.Type === OperationType.STEP) {
      operation.StepDetails = { Attempt: (operation.StepDetails?.Attempt ?? 0) + 1, ...outcome };
    }
    if (update.Type === OperationType.CONTEXT) {
      operation.ContextDetails = { ...outcome, ReplayChildren: update.ContextOptions?.ReplayChildren };
    }
  }

  /** The earliest moment at which something is due; callbacks that run out included. */
  #nextMoment(): Moment | null {
    const open = [...this.#operations.values()].filter(({ Status }) => !SETTLED.has(Status));
    const moments = open.flatMap((operation) => this.#momentsOf(operation));
    return moments.sort((one, other) => one.at.getTime() - other.at.getTime())[0] ?? null;
  }

  #momentsOf(operation: WireOperation): Moment[] {
    const moments: Moment[] = [];
    if (operation.Status === OperationStatus.READY) moments.push({ at: this.#options.time.now(), waitsFor: null });
    const timer = operation.StepDetails?.NextAttemptTimestamp ?? operation.WaitDetails?.ScheduledEndTimestamp;
    const step = operation.Type === OperationType.STEP && operation.Status !== OperationStatus.PENDING;
    if (timer !== undefined && !step) moments.push({ at: new Date(timer), waitsFor: null });
    const timeout = this.#callbackTimeouts.get(operation.Id ?? "");
    if (timeout !== undefined) moments.push({ at: timeout, waitsFor: this.#nameOf(operation) });
    return moments;
  }

  /** A callback's own name, or that of the wait it belongs to. */
  #nameOf({ Name, ParentId }: WireOperation): string | null {
    return Name ?? this.#operations.get(ParentId ?? "")?.Name ?? null;
  }

  #makeDue(): void {
    const now = this.#options.time.now();
    for (const operation of this.#operations.values()) {
      if (SETTLED.has(operation.Status)) continue;
      const { StepDetails, WaitDetails } = operation;
      if (operation.Status === OperationStatus.PENDING && isDue(StepDetails?.NextAttemptTimestamp, now)) {
        operation.Status = OperationStatus.READY;
      }
      if (operation.Type === OperationType.WAIT && isDue(WaitDetails?.ScheduledEndTimestamp, now)) {
        operation.Status = OperationStatus.SUCCEEDED;
      }
      if (isDue(this.#callbackTimeouts.get(operation.Id ?? ""), now)) operation.Status = OperationStatus.TIMED_OUT;
    }
  }

  #later(seconds = 0): Date {
    return new Date(this.#options.time.now().getTime() + seconds * 1_000);
  }
}

function isDue(time: Date | string | undefined, now: Date): boolean {
  return time !== undefined && new Date(time).getTime() <= now.getTime();
}
