import type { Stage, Way } from "./life-cycle.ts";

/** What a way notes down on entering a stage, for types whose Describe answer has no LastModifiedTime. */
interface Stamped {
  LastModifiedTime?: Date | undefined;
}

/** The same way without the time of the last change. */
export function unstamped<Description extends Stamped>(way: Way<Description>): Way<Description> {
  return way.map((stage) => (stage === "gone" ? stage : withoutStamp(stage)));
}

function withoutStamp<Description extends Stamped>(stage: Stage<Description>): Stage<Description> {
  return {
    ...stage,
    entered(description, now) {
      stage.entered?.(description, now);
      delete description.LastModifiedTime;
    },
  };
}
