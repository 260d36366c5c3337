/**
 * The policy as the service uses it: every default filled in. Written by `resolvePolicy` from a validated file;
 * this module holds types alone, so that the hot path does not load the validator.
 */
import type { ActionId } from "../act/action.ts";
import type { ApprovedNetwork } from "../assess/rule.ts";
import type { Severity } from "../assess/verdict.ts";

export type Mode = "off" | "report" | "enforce";

export interface RulePolicy {
  state: "on" | "advisory" | "off";
  severity: Severity;
  kinds: readonly string[];
}

export interface Response {
  when: { kinds: readonly string[] | null; rules: readonly string[] | null };
  automatically: readonly ActionId[];
  propose: readonly ActionId[];
}

/** Who may approve. Exactly one of the members is set. `*` is allowed in the account of `iamRole` and `iamUser`. */
export type Approver = { iamRole: string } | { iamUser: string } | { slackUser: string } | { group: string };

export interface Exemption {
  /** An ARN with `*`; compared whatever its letter case. */
  resource: string;
  rules: readonly string[];
  owner: string;
  reason: string;
  /** The last day it holds, `2027-01-31` (UTC). */
  expires: string;
}

export interface Policy {
  version: 1;
  mode: Mode;
  approvedNetwork: ApprovedNetwork;
  /** Every rule of the catalogue. */
  rules: Readonly<Record<string, RulePolicy>>;
  respond: readonly Response[];
  approval: {
    approvers: readonly Approver[];
    minimum: number;
    requesterMayApprove: boolean;
    /** Seconds. */
    expiresAfter: number;
    /** Seconds after the question, ascending. */
    remindAfter: readonly number[];
    /** Seconds that an exemption lasts which a person chose in an approval. */
    exemptFor: number;
  };
  limits: { perHour: { reversible: number; destructive: number } };
  exemptions: readonly Exemption[];
  /** SHA-256 (hex) of the resolved policy: two policies that mean the same have the same digest. */
  digest: string;
}
