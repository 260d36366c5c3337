import type { ResourceKind, StopOperation } from "../sagemaker/resource-kind.ts";
import type { Action, ActionState, ActionSubject } from "./action.ts";

/** Stops the resource: reversible for a notebook, destructive for a job. */
export const stop: Action = {
  id: "stop",
  title: "Stop it",
  permissions: [],
  after: [],
  propose({ kind, look }) {
    if (kind.stop === null) return { possible: false, reason: `A ${kind.title} cannot be stopped.` };
    return {
      possible: true,
      effect: kind.stop.effect,
      calls: [{ service: "sagemaker", operation: kind.stop.call, input: { [kind.idMember]: look.resource.id } }],
      kept:
        kind.stop.effect === "reversible"
          ? ["Its volume and everything saved on it."]
          : ["What it has already written to S3."],
      lost: [...kind.stop.lost],
      undo:
        kind.stop.effect === "reversible"
          ? "Start it again; nothing of its volume is lost."
          : `A stopped ${kind.title} cannot be continued; create it again with the right network settings.`,
    };
  },
  state: stopState,
};

/** How far a stop is, by the statuses that the kind declares. */
export function stopState({ kind, look }: ActionSubject): ActionState {
  const { stop: operation } = kind;
  const status = look.status ?? "";
  if (operation === null) return { state: "impossible", detail: `a ${kind.title} cannot be stopped` };
  if (operation.ended.includes(status)) return { state: "done", detail: `it is ${status}` };
  if (operation.startsFrom.includes(status)) return { state: "ready" };
  return waiting(kind, operation, status);
}

function waiting(kind: ResourceKind, operation: StopOperation, status: string): ActionState {
  if (operation.stopping.includes(status) || operation.waitsIn.includes(status)) {
    return { state: "waiting", detail: `it is ${status}` };
  }
  return { state: "impossible", detail: `a ${kind.title} in status ${status || "unknown"} cannot be stopped` };
}

/** Whether it has ended for good: nothing runs, and no call can make it run again. */
export function isOver(kind: ResourceKind, status: string | null): boolean {
  return kind.calls.start.length === 0 && kind.stop !== null && kind.stop.ended.includes(status ?? "");
}
