/** Which resource kind a call of SageMaker is about. */
import { RESOURCE_KINDS } from "../shared/sagemaker/index.ts";
import type { ResourceKind } from "../shared/sagemaker/resource-kind.ts";

/** By the calls that a kind names, and by the noun of others: DeleteModel is about what CreateModel makes. */
export function kindOfOperation(operation: string): ResourceKind | undefined {
  const noun = nounOf(operation);
  return RESOURCE_KINDS.find((kind) => mentions(kind, operation) || kind.calls.create.includes(`Create${noun}`));
}

/** `NotebookInstance` of `StopNotebookInstance`. */
export function nounOf(operation: string): string {
  return operation.replace(/^[A-Z][a-z]+/, "");
}

function mentions({ calls, describe, stop }: ResourceKind, operation: string): boolean {
  return [...Object.values(calls).flat(), describe.call, stop?.call, stop?.runs?.call].includes(operation);
}
