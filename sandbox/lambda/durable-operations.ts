/** The Lambda API's operations on durable executions and their callbacks. */
import type * as Api from "@aws-sdk/client-lambda";
import type { OperationHandler } from "../contract.ts";
import type { DurableExecution, DurableExecutions } from "./durable-executions.ts";
import type { CallbackAnswer } from "./durable-messages.ts";
import { type LambdaFunction, versionOf } from "./functions.ts";
import { page } from "./paging.ts";

export interface DurableOperationsOptions {
  find: (reference: string) => { fn: LambdaFunction };
  executions: DurableExecutions;
}

export function createDurableOperations({
  find,
  executions,
}: DurableOperationsOptions): Record<string, OperationHandler> {
  return {
    ListDurableExecutionsByFunction: (input) => {
      const request = input as unknown as Api.ListDurableExecutionsByFunctionRequest;
      const { fn } = find(request.FunctionName ?? "");
      const { items, NextMarker } = page(selectExecutions(executions.list(), fn, request), request);
      return { DurableExecutions: items.map(summary), NextMarker };
    },
    GetDurableExecution: (input) => {
      const { DurableExecutionArn } = input as unknown as Api.GetDurableExecutionRequest;
      return details(executions.get(DurableExecutionArn ?? ""));
    },
    GetDurableExecutionHistory: async (input) => {
      const request = input as unknown as Api.GetDurableExecutionHistoryRequest;
      const events = [...(await executions.history(request.DurableExecutionArn ?? ""))];
      const { items, NextMarker } = page(request.ReverseOrder ? events.reverse() : events, request);
      return { Events: items, NextMarker };
    },
    StopDurableExecution: (input) => {
      const { DurableExecutionArn, Error: error } = input as unknown as Api.StopDurableExecutionRequest;
      return { StopTimestamp: executions.stop(DurableExecutionArn ?? "", error) };
    },
    SendDurableExecutionCallbackSuccess: (input) => {
      const { CallbackId, Result } = input as unknown as Api.SendDurableExecutionCallbackSuccessRequest;
      return answer(
        CallbackId,
        { type: "success", result: Result && Buffer.from(Result).toString("utf8") },
        executions,
      );
    },
    SendDurableExecutionCallbackFailure: (input) => {
      const { CallbackId, Error: error } = input as unknown as Api.SendDurableExecutionCallbackFailureRequest;
      return answer(CallbackId, { type: "failure", error }, executions);
    },
    SendDurableExecutionCallbackHeartbeat: (input) => {
      const { CallbackId } = input as unknown as Api.SendDurableExecutionCallbackHeartbeatRequest;
      return answer(CallbackId, { type: "heartbeat" }, executions);
    },
  };
}

async function answer(
  callbackId: string | undefined,
  callbackAnswer: CallbackAnswer,
  executions: DurableExecutions,
): Promise<Record<string, unknown>> {
  await executions.answer(callbackId ?? "", callbackAnswer);
  return {};
}

function selectExecutions(
  all: readonly DurableExecution[],
  fn: LambdaFunction,
  request: Api.ListDurableExecutionsByFunctionRequest,
): DurableExecution[] {
  const { Qualifier, DurableExecutionName, Statuses, StartedAfter, StartedBefore, ReverseOrder } = request;
  const version = Qualifier === undefined ? null : versionOf(fn, Qualifier);
  const selected = all.filter(
    (execution) =>
      execution.fn.name === fn.name &&
      (version === null || execution.version === version) &&
      (DurableExecutionName === undefined || execution.name === DurableExecutionName) &&
      (Statuses === undefined || Statuses.length === 0 || Statuses.includes(execution.status)) &&
      (StartedAfter === undefined || execution.startedAt > StartedAfter) &&
      (StartedBefore === undefined || execution.startedAt < StartedBefore),
  );
  return ReverseOrder ? selected.reverse() : selected;
}

function summary(execution: DurableExecution): Record<string, unknown> {
  return {
    DurableExecutionArn: execution.arn,
    DurableExecutionName: execution.name,
    FunctionArn: `${execution.fn.arn}:${execution.version}`,
    Status: execution.status,
    StartTimestamp: execution.startedAt,
    EndTimestamp: execution.endedAt ?? undefined,
  };
}

function details(execution: DurableExecution): Record<string, unknown> {
  return {
    ...summary(execution),
    InputPayload: execution.payload,
    Result: execution.result,
    Error: execution.error,
    Version: execution.version,
  };
}
