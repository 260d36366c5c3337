import type { PlannedCall } from "../decide/plan.ts";
import { idMembersOf } from "../sagemaker/identity.ts";
import type { ResourceLook, Run } from "../sagemaker/look.ts";
import type { ResourceKind, StopOperation } from "../sagemaker/resource-kind.ts";
import type { Action, ActionState, ActionSubject } from "./action.ts";

/** Stops the resource, or what runs of it: reversible for a notebook, destructive for a job. */
export const stop: Action = {
  id: "stop",
  title: "Stop it",
  permissions: [],
  after: [],
  propose({ kind, look }) {
    if (kind.stop === null) return { possible: false, reason: `A ${kind.title} cannot be stopped.` };
    const { effect, kept, lost, undo } = kind.stop;
    return { possible: true, effect, calls: stopCalls(kind, kind.stop, look), kept: [...kept], lost: [...lost], undo };
  },
  state: stopState,
};

function stopCalls(kind: ResourceKind, operation: StopOperation, look: ResourceLook): PlannedCall[] {
  const { call, startsFrom } = operation;
  const [runMember] = kind.runs?.idMembers ?? [];
  if (runMember === undefined) {
    return [{ service: "sagemaker", operation: call, input: idMembersOf(kind, look.resource.id) }];
  }
  const running = look.runs.filter(({ status }) => startsFrom.includes(status));
  return running.map(({ id }) => ({ service: "sagemaker", operation: call, input: { [runMember]: id } }));
}

/** How far a stop is, by the statuses that the kind declares. */
export function stopState({ kind, look }: ActionSubject): ActionState {
  const { stop: operation } = kind;
  const status = look.status ?? "";
  if (operation === null) return { state: "impossible", detail: `a ${kind.title} cannot be stopped` };
  if (kind.runs !== undefined) return runsState(operation, look.runs);
  if (operation.ended.includes(status)) return { state: "done", detail: `it is ${status}` };
  if (operation.startsFrom.includes(status)) return { state: "ready" };
  return waiting(kind, operation, status);
}

function runsState({ startsFrom, stopping }: StopOperation, runs: readonly Run[]): ActionState {
  if (runs.some(({ status }) => startsFrom.includes(status))) return { state: "ready" };
  if (runs.some(({ status }) => stopping.includes(status))) return { state: "waiting", detail: "its run is stopping" };
  return { state: "done", detail: "nothing of it runs" };
}

function waiting(kind: ResourceKind, operation: StopOperation, status: string): ActionState {
  if (operation.stopping.includes(status) || operation.waitsIn.includes(status)) {
    return { state: "waiting", detail: `it is ${status}` };
  }
  return { state: "impossible", detail: `a ${kind.title} in status ${status || "unknown"} cannot be stopped` };
}
