/** What one check of a preflight says, and of what it is said. */

/** Where something is to run, and what. A Studio domain is taken to be VpcOnly: else its apps do not run there. */
export interface PreflightSubject {
  /** Id of the resource kind. */
  kind: string;
  subnets: readonly string[];
  securityGroups: readonly string[];
  /** Told by the subnets where it is left out. */
  vpcId?: string | null;
  /** One where it is left out. */
  instanceCount?: number;
  /** The account that it runs in, which does not see everything in a VPC that is shared with it; null where unknown. */
  account: string | null;
  region: string | null;
}

/** A subject whose VPC was looked for; null where nothing tells it. */
export type Ground = PreflightSubject & { vpcId: string | null };

/** In one sentence. */
export interface PreflightFinding {
  is: "problem" | "unknown" | "note";
  sentence: string;
}

export function problem(sentence: string): PreflightFinding {
  return { is: "problem", sentence };
}

export function unknown(sentence: string): PreflightFinding {
  return { is: "unknown", sentence };
}

export function note(sentence: string): PreflightFinding {
  return { is: "note", sentence };
}

/** Why an id could not be read: that there is none of it for this account is known, and anything else is not. */
export function unreadFinding(id: string, reason: string): PreflightFinding {
  return reason.startsWith(`${id} does not exist`) ? problem(`${reason}.`) : unknown(asSentence(reason));
}

/** A clause as a sentence; one that begins with an id keeps its letter case. */
export function asSentence(clause: string): string {
  const first = /^[a-z]+-/.test(clause) ? clause.charAt(0) : clause.charAt(0).toUpperCase();
  return `${first}${clause.slice(1)}.`;
}

const STUDIO_KINDS: readonly string[] = ["app", "domain", "space", "user-profile"];

/** Whether what runs there are apps of Studio, which have needs of their own. */
export function isStudio(kind: string): boolean {
  return STUDIO_KINDS.includes(kind);
}
