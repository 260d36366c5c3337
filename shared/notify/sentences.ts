/** Every sentence that people read: one function per moment, from the service's records to a message. All pure. */
export { type Asked, decided, question, reminder } from "./sentences/asked.ts";
export {
  type Again,
  type CapReached,
  type Contained,
  capReached,
  contained,
  describeDone,
  type StartedAgain,
  startedAgain,
} from "./sentences/contained.ts";
export { type FailureReason, type Finished, finished, type VoidReason } from "./sentences/finished.ts";
export { type CouldNotAssess, couldNotAssess, type DriftFound, driftFound, ownResource } from "./sentences/found.ts";
export {
  type CauseFound,
  causeFound,
  causeRight,
  type SweepFound,
  type SweepUnread,
  sweepFound,
  sweepUnread,
} from "./sentences/network.ts";
export { describeNotDone, describeObstacle, type NotDone } from "./sentences/obstacle.ts";
export { policyInvalid, testMessage } from "./sentences/service.ts";
