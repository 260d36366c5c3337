/** Which AWS region a command means. */
import type { Io } from "./io.ts";

const DEFAULT_REGION = "eu-west-1";

/** The region that the environment names; undefined where it names none. */
export function regionSet(env: Io["env"]): string | undefined {
  return env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined;
}

/** The region of the environment, else ours; undefined where a profile is chosen, which names its own. */
export function namedRegion(env: Io["env"]): string | undefined {
  return regionSet(env) ?? (env.AWS_PROFILE ? undefined : DEFAULT_REGION);
}
