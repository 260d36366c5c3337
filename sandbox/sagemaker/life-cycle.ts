import type { Account } from "./account.ts";
import type { Collection, Resource } from "./collection.ts";
import type { DurationName } from "./durations.ts";
import { validationError } from "./errors.ts";

/** One stop on a resource's way. A way ends in a stage without `lasts`, or in `GONE`. */
export interface Stage<Description> {
  /** Members of the description that change on entering. */
  set: Partial<Description>;
  /** How long it lasts: a duration's name, or milliseconds. */
  lasts?: DurationName | number;
  /** Left out when it lasts no time. */
  optional?: boolean;
  entered?(description: Description, now: Date): void;
}

export const GONE = "gone";
export type Way<Description> = readonly (Stage<Description> | typeof GONE)[];

interface Living {
  LastModifiedTime?: Date | undefined;
}

/** Sends a resource on a way, leaving the one it was on: the first stage is entered at once. */
export function travel<Description extends Living>(
  account: Account,
  collection: Collection<Description>,
  resource: Resource<Description>,
  way: Way<Description>,
): void {
  resource.cancel();
  const [stage, ...rest] = way;
  if (stage === undefined) return;
  if (stage === GONE) return collection.remove(resource);
  const lasts = typeof stage.lasts === "string" ? account.durations[stage.lasts] : stage.lasts;
  if (stage.optional === true && lasts === 0) return travel(account, collection, resource, rest);
  const now = account.time.now();
  Object.assign(resource.description, stage.set);
  resource.description.LastModifiedTime = now;
  stage.entered?.(resource.description, now);
  if (lasts !== undefined) {
    resource.cancel = account.time.after(lasts, () => travel(account, collection, resource, rest));
  }
  collection.changed(resource);
}

/** A change of status that is asked for by name, and the statuses from which SageMaker grants it. */
export interface Transition<Description> {
  to: string;
  from: readonly string[];
  way: Way<Description>;
}

/** Refuses in the service's words: `Status (Pending) not in ([InService]). Unable to transition to (Stopping) for …`. */
export function checkTransition(
  transition: Transition<never>,
  status: string | undefined,
  title: string,
  arn: string,
): void {
  if (status !== undefined && transition.from.includes(status)) return;
  throw validationError(
    `Status (${status}) not in ([${transition.from.join(", ")}]). Unable to transition to (${transition.to}) for ${title} (${arn}).`,
  );
}
