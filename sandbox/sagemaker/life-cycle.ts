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
  if (stage === GONE) {
    collection.remove(resource);
    return;
  }
  const lasts = typeof stage.lasts === "string" ? account.durations[stage.lasts] : stage.lasts;
  if (stage.optional === true && lasts === 0) {
    travel(account, collection, resource, rest);
    return;
  }
  const now = account.time.now();
  Object.assign(resource.description, stage.set);
  resource.description.LastModifiedTime = now;
  stage.entered?.(resource.description, now);
  if (lasts !== undefined) {
    resource.cancel = account.time.after(lasts, () => travel(account, collection, resource, rest));
  }
  collection.changed(resource);
}

/** The statuses from which SageMaker grants a change of status. */
interface Gate {
  to: string;
  from: readonly string[];
}

/** A change of status that is asked for by name. */
export interface Transition<Description> extends Gate {
  way: Way<Description>;
}

/** Refuses in the service's words: `Status (Pending) not in ([InService]). Unable to transition to (Stopping) for …`. */
export function checkTransition({ to, from }: Gate, status: string | undefined, title: string, arn: string): void {
  if (status !== undefined && from.includes(status)) return;
  throw validationError(
    `Status (${status}) not in ([${from.join(", ")}]). Unable to transition to (${to}) for ${title} (${arn}).`,
  );
}
