import type { Action } from "./action.ts";
import { stop, stopState } from "./stop.ts";

/** Stops a job that has not begun to compute, so that nothing is lost; does nothing once it has. */
export const stopBeforeStart: Action = {
  id: "stop-before-start",
  title: "Stop it before it computes",
  permissions: [],
  after: [],
  propose(subject) {
    const { kind } = subject;
    const proposal = stop.propose(subject);
    if (!proposal.possible) return proposal;
    if (kind.stop?.beforeCompute === undefined) {
      return { possible: false, reason: `A ${kind.title} does not tell whether it has begun to compute.` };
    }
    return {
      ...proposal,
      effect: "reversible",
      lost: [],
      undo: `Create the ${kind.title} again with the right network settings.`,
    };
  },
  state(subject) {
    const { kind, look } = subject;
    const state = stopState(subject);
    if (state.state !== "ready") return state;
    const begun = !kind.stop?.beforeCompute?.values.includes(look.secondaryStatus ?? "");
    if (begun)
      return { state: "impossible", detail: `it has begun to compute (${look.secondaryStatus ?? "status unknown"})` };
    return state;
  },
};
