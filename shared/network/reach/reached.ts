/** Whether a destination is reached: the words, and the sentences made of them. */
import type { Path } from "../routes/path.ts";

/** `depends`: on something that what was read does not settle; the sentence says on what. */
export type Reachability = "yes" | "no" | "depends" | "unknown";

export interface Reached {
  reached: Reachability;
  /** One sentence or more, to stand by themselves. */
  how: string;
  /** The way there, hop by hop; null where there is none, or none that EC2 tells of. */
  path: Path | null;
}

/** The same, with its reason still a clause. */
export interface Reason {
  reached: Reachability;
  why: string;
  path: Path | null;
}

export function yes(why: string, path: Path | null = null): Reason {
  return { reached: "yes", why, path };
}

export function no(why: string): Reason {
  return { reached: "no", why, path: null };
}

export function depends(why: string, path: Path | null = null): Reason {
  return { reached: "depends", why, path };
}

export function unclear(why: string, path: Path | null = null): Reason {
  return { reached: "unknown", why, path };
}

const BEGINNINGS: Record<Reachability, (name: string) => string> = {
  yes: (name) => `It reaches ${name}`,
  no: (name) => `It does not reach ${name}`,
  depends: (name) => `Whether it reaches ${name} depends`,
  unknown: (name) => `Whether it reaches ${name} is not known`,
};

/** `It does not reach the internet: no route leads there.` */
export function reachedBy({ reached, why, path }: Reason, name: string): Reached {
  return { reached, how: `${BEGINNINGS[reached](name)}: ${why}.`, path };
}

/** The one that lets most through, as far as is known. */
export function mostReaching<Each extends { reached: Reachability }>(all: readonly Each[]): Each | undefined {
  const order = ["yes", "unknown", "depends", "no"] as const;
  return order.flatMap((reached) => all.find((one) => one.reached === reached) ?? [])[0];
}
