import type {
  DescribeInferenceExperimentResponse,
  InferenceExperimentSchedule,
  InferenceExperimentStopDesiredState,
  ModelVariantConfig,
  ModelVariantConfigSummary,
  ModelVariantStatus,
} from "@aws-sdk/client-sagemaker";
import type { Stage, Way } from "./life-cycle.ts";

/** FailureReason is no member of DescribeInferenceExperiment; it is set and taken away again. */
export type ExperimentDescription = DescribeInferenceExperimentResponse & {
  CreationTime: Date;
  LastModifiedTime: Date;
  FailureReason?: string;
};
type Description = ExperimentDescription;

const DAY = 86_400_000;
/** How long an experiment runs when its schedule does not say. */
const USUAL_RUN = 7 * DAY;
/** The longest that timers of the machine can wait; an experiment of more than 24 days ends then. */
const LONGEST_WAIT = 2_147_483_647;

/** Creating, then waiting for the start of the schedule, if it has one, then running to its end. */
export function creatingWay(now: Date, schedule: InferenceExperimentSchedule | undefined): Way<Description> {
  const creating: Stage<Description> = { set: { Status: "Creating" }, lasts: "experimentCreating" };
  return [creating, ...waitingWay(now, schedule), ...runningWay(now, schedule)];
}

/** From an update that was made while the experiment waited or ran, back to where it was. */
export function updatingWay(
  now: Date,
  before: Description["Status"],
  schedule: InferenceExperimentSchedule | undefined,
): Way<Description> {
  const updating: Stage<Description> = { set: { Status: "Updating" }, lasts: "experimentUpdating" };
  if (before === "Running") return [updating, ...endOfRun(now, schedule)];
  return [updating, ...waitingWay(now, schedule), ...runningWay(now, schedule)];
}

export function runningWay(now: Date, schedule: InferenceExperimentSchedule | undefined): Way<Description> {
  return [{ set: { Status: "Starting" }, lasts: "experimentStarting" }, ...endOfRun(now, schedule)];
}

export function stoppingWay(desired: InferenceExperimentStopDesiredState | undefined): Way<Description> {
  return [
    { set: { Status: "Stopping" }, lasts: "experimentStopping" },
    { set: { Status: desired ?? "Completed" }, entered: recordEnd },
  ];
}

function waitingWay(now: Date, schedule: InferenceExperimentSchedule | undefined): Way<Description> {
  if (schedule?.StartTime === undefined || schedule.StartTime <= now) return [];
  return [{ set: { Status: "Created" }, lasts: millisecondsTo(now, schedule.StartTime) }];
}

function endOfRun(now: Date, schedule: InferenceExperimentSchedule | undefined): Way<Description> {
  const start = schedule?.StartTime !== undefined && schedule.StartTime > now ? schedule.StartTime : now;
  const lasts = schedule?.EndTime === undefined ? USUAL_RUN : millisecondsTo(start, schedule.EndTime);
  return [
    { set: { Status: "Running" }, lasts, entered: (description) => setVariants(description, "InService") },
    { set: { Status: "Completed" }, entered: recordEnd },
  ];
}

function millisecondsTo(from: Date, to: Date): number {
  return Math.min(Math.max(to.getTime() - from.getTime(), 0), LONGEST_WAIT);
}

/** An experiment has no status for having failed: it is cancelled for that reason. */
export function recordFailure(description: Description, now: Date): void {
  if (description.FailureReason !== undefined) description.StatusReason = description.FailureReason;
  delete description.FailureReason;
  recordEnd(description, now);
}

function recordEnd(description: Description, now: Date): void {
  description.CompletionTime = now;
  setVariants(description, "Deleted");
}

function setVariants(description: Description, status: ModelVariantStatus): void {
  for (const variant of description.ModelVariants ?? []) variant.Status = status;
}

export function variantSummaries(
  variants: readonly ModelVariantConfig[],
  status: ModelVariantStatus,
): ModelVariantConfigSummary[] {
  return variants.map((variant) => ({ ...variant, Status: status }));
}
