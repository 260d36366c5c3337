/** The workflow's executions, with their steps from the durable engine's history. */
import type { Event } from "@aws-sdk/client-lambda";
import { stringAt } from "../../shared/sagemaker/document.ts";
import { findKind } from "../../shared/sagemaker/index.ts";
import type { LocalAccount } from "../account.ts";
import type { DurableExecution } from "../lambda/durable-executions.ts";
import { parsedJson } from "./json.ts";
import type { ExecutionRow, StepState } from "./model.ts";

/** The latest first, at most `limit`. */
export async function executionRows(
  { lambda, executions }: Pick<LocalAccount, "lambda" | "executions">,
  limit: number,
): Promise<ExecutionRow[]> {
  const latest = executions().slice(-limit).reverse();
  return Promise.all(
    latest.map(async (execution) => {
      const events = await lambda.executions.history(execution.arn).catch(() => []);
      const { name, status, startedAt, endedAt } = execution;
      return { name, status, startedAt, endedAt, about: about(execution), steps: stepsOf(events) };
    }),
  );
}

function about({ payload }: DurableExecution): string {
  const request = parsedJson(payload);
  const kind = stringAt(request, "resource.kind") ?? "";
  const name = stringAt(request, "resource.name") ?? "";
  const again = stringAt(request, "type") === "contain-again" ? ", contained again" : "";
  const round = (request as { round?: unknown } | null)?.round;
  return `${findKind(kind)?.title ?? kind} ${name}, round ${String(round ?? "?")}${again}`;
}

/** What the workflow itself named, in order; what its operations are made of is left out. */
export function stepsOf(events: readonly Event[]): ExecutionRow["steps"] {
  const steps = new Map<string, { name: string; state: StepState }>();
  for (const { Id, ParentId, Name, EventType = "" } of events) {
    if (Id === undefined || Name === undefined || ParentId !== undefined || EventType.startsWith("Execution")) continue;
    steps.set(Id, { name: Name, state: stateAfter(EventType) });
  }
  return [...steps.values()];
}

function stateAfter(eventType: string): StepState {
  if (eventType.endsWith("Started")) return "running";
  return eventType.endsWith("Succeeded") ? "done" : "failed";
}
