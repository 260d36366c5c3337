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

/** IAM knows no resource for a list that is filtered by one, such as that of a domain's apps. */
function mentions({ calls, describe, stop, runs }: ResourceKind, operation: string): boolean {
  const runsCall = runs?.of === undefined ? runs?.call : undefined;
  return [...Object.values(calls).flat(), describe.call, stop?.call, runsCall].includes(operation);
}
