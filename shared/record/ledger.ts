/** What the service remembers. Every write is one conditional write of one item. */
import type { ActionId } from "../act/action.ts";
import type { Severity } from "../assess/verdict.ts";
import type { Effect } from "../decide/plan.ts";
import type { Creator } from "../detect/creator.ts";
import type { ResourceRef } from "../sagemaker/resource-kind.ts";

/** How a round ended. `reported`: nobody was asked. `contained`: only automatic steps. */
export const ROUND_OUTCOMES = [
  "reported",
  "contained",
  "remediated",
  "exempted",
  "rejected",
  "expired",
  "void",
  "failed",
  "compliant",
  "ended",
  "gone",
] as const;
export type RoundOutcome = (typeof ROUND_OUTCOMES)[number];

export interface FindingViolation {
  rule: string;
  severity: Severity;
  advisory: boolean;
  unit: string;
  field: string;
  message: string;
}

/** How many triggers a finding remembers. */
export const TRIGGERS_KEPT = 20;

/** Who stands on a cause in the network: how many, and the first of them by kind and name. */
export interface Affected {
  count: number;
  resources: ResourceRef[];
}

/** How many affected resources a finding names. */
export const AFFECTED_KEPT = 200;

/**
 * The lasting record of a resource in violation, or of a thing in the network that is the cause of violations: then the
 * resource is a route table, a security group, …. Times are ISO 8601 in UTC.
 */
export interface Finding {
  /** `f-` and 16 letters and digits, from the lower-cased ARN and the creation time. */
  id: string;
  resource: ResourceRef;
  creationTime: string | null;
  /** Who made the resource, from its Create call; nobody known where no such call was seen. */
  creator: Creator;
  status: "open" | "closed";
  /** Rounds count from 1; one execution each. */
  round: number;
  roundStatus: "live" | "ended";
  outcome: RoundOutcome | null;
  violations: FindingViolation[];
  openedAt: string;
  updatedAt: string;
  /** Rules a person exempted this resource from, until when; null when none. */
  exemption: { rules: string[]; until: string; by: string; reason: string } | null;
  replacementArn: string | null;
  questionId: string | null;
  /** Ids of the triggers that opened its rounds, latest last, at most 20: a redelivered one opens nothing. */
  triggers: string[];
  /** The automatic steps of this round are over: a trigger from now on means that somebody undid them. */
  contained: boolean;
  /** The callback that ends the wait for the resource's next state; null when nothing waits. Never leaves the service. */
  wakeCallback: string | null;
  /** Which execution ended the round; null while it is live. Never leaves the service. */
  endedBy: string | null;
  /** What the resource reached when its round began, in sentences; empty where its parts differ, or nothing tells. */
  reaches: string[];
  /** The resources in violation because of it; null where the finding is about a SageMaker resource itself. */
  affected: Affected | null;
}

/** Who answers: established by the edge (a signature, a sign-in), an input to the decision. */
export interface Identity {
  provider: "iam" | "local-account";
  /** `arn:aws:sts::111122223333:assumed-role/ml-oncall/jane`. */
  arn: string;
  account: string;
}

export interface Decision {
  /** The chosen option's id, or `reject`. */
  option: string;
  by: Identity;
  at: string;
  /** Digest of the approved option; null for a rejection. */
  digest: string | null;
  reason: string | null;
}

export interface QuestionOption {
  id: string;
  title: string;
  effect: Effect;
  /** The exact calls, as `StopNotebookInstance {…}` data. */
  calls: { operation: string; input: Record<string, unknown> }[];
  kept: string[];
  lost: string[];
  undo: string;
  /** What was checked of the network, and what will be reached from there; empty where nothing is moved. */
  checks: string[];
  reaches: string[];
  digest: string;
}

export type QuestionStatus = "pending" | "approved" | "rejected" | "expired" | "void";

export interface Question {
  /** `q-` and 20 letters and digits. Opaque: no secret. */
  id: string;
  findingId: string;
  round: number;
  resource: ResourceRef;
  creator: Creator;
  /** Who made the call that brought the round up: a start or a change is not always its maker's. */
  requester: Creator;
  /** ARNs of the roles that the resource runs with: while nobody knows who made it, none of them may approve. */
  roles: string[];
  violations: FindingViolation[];
  /** What has already been done, in sentences. */
  done: string[];
  options: QuestionOption[];
  notOffered: string[];
  status: QuestionStatus;
  askedAt: string;
  expiresAt: string;
  decision: Decision | null;
  /** Never leaves the service. */
  callbackId: string | null;
  /** SHA-256 (hex) of the secrets of the links sent so far. */
  linkHashes: string[];
}

export interface ActionRecord {
  /** `<findingId>/<round>/<run>/<action>/<attempt>`; the run tells the executions of one round apart. */
  id: string;
  findingId: string;
  round: number;
  action: ActionId;
  effect: Effect;
  calls: { operation: string; input: Record<string, unknown> }[];
  /** How to take it back, as data for a person: calls or a sentence. Written before the change. */
  undo: string;
  status: "started" | "done" | "failed";
  detail: string | null;
  startedAt: string;
  finishedAt: string | null;
  approvedBy: string | null;
}

export interface AuditEntry {
  /** Unique within the finding and the same when the step that writes it repeats. */
  id: string;
  findingId: string;
  at: string;
  /** `finding-opened`, `action-done`, `question-asked`, `question-decided`, … */
  type: string;
  by: string;
  detail: Record<string, unknown>;
}

export interface RoundEnd {
  /** Null for a round in which nothing was looked at. */
  outcome: RoundOutcome | null;
  close: boolean;
  at: string;
}

/** What became of an attempt to open a round. */
export type OpenRound =
  /** This call opened it, or an earlier delivery of the same call did. */
  | { result: "opened"; finding: Finding }
  /** A later round exists: this execution has nothing to do. */
  | { result: "superseded"; finding: Finding };

export type DecideResult =
  | { result: "decided"; question: Question }
  /** The same decision by the same identity was stored before: send its callback again. */
  | { result: "repeated"; question: Question }
  /** Somebody decided otherwise or earlier, or it expired or was voided: `question.status` says. */
  | { result: "refused"; question: Question };

type ChangingMember =
  | "affected"
  | "violations"
  | "exemption"
  | "replacementArn"
  | "creator"
  | "questionId"
  | "contained"
  | "triggers"
  | "wakeCallback";

export interface Ledger {
  getFinding(id: string): Promise<Finding | null>;
  listOpenFindings(limit: number): Promise<Finding[]>;
  /** The open findings of a resource by its `resourceKey`; of one name there may have been several. */
  findOpenFindings(resourceKey: string): Promise<Finding[]>;
  /**
   * Opens the finding or its next round; idempotent for the same finding and round. In a next round the ledger keeps
   * what lasts: when it was opened, a known creator, an exemption, a replacement, the triggers seen.
   */
  openRound(finding: Finding): Promise<OpenRound>;
  /** Changes members of the finding while `round` is its current round. False when it is not. */
  updateFinding(
    id: string,
    round: number,
    change: Partial<Pick<Finding, ChangingMember>>,
    at: string,
  ): Promise<boolean>;
  /**
   * Ends the round, and with `close` the finding, even when its round had ended before; idempotent. `by` names the execution
   * that does it. True when this execution ended it, now or before; false when another did, or a later round goes on.
   */
  endRound(id: string, round: number, end: RoundEnd, by: string): Promise<boolean>;

  /** Stores the question unless it is there already. Returns what is stored. */
  ask(question: Question): Promise<Question>;
  getQuestion(id: string): Promise<Question | null>;
  listPendingQuestions(limit: number): Promise<Question[]>;
  /** Sets the current callback and adds the hash of a link's secret, while pending. False when it is not. */
  attachCallback(id: string, callbackId: string, linkHash: string): Promise<boolean>;
  /** The one write that decides: pending, not expired at `decision.at`, digest among the options. */
  decide(id: string, decision: Decision): Promise<DecideResult>;
  /** pending → `status`, conditionally. Returns the question as it then is, decided or settled. */
  settle(id: string, status: "expired" | "void", at: string): Promise<Question>;

  /**
   * Counts one action against the account's hour; true when it is within `limit` or was counted before under the same
   * id. One conditional write.
   */
  reserve(cap: { account: string; effect: Effect; hour: string; limit: number; actionId: string }): Promise<boolean>;
  /** Stores the action before it is done; returns what is stored (an earlier delivery's, when there was one). */
  startAction(action: ActionRecord): Promise<ActionRecord>;
  finishAction(action: ActionRecord): Promise<void>;
  listActions(findingId: string): Promise<ActionRecord[]>;

  /** Appends; the same entry twice is one entry. */
  audit(entry: AuditEntry): Promise<void>;
  listAudit(findingId: string): Promise<AuditEntry[]>;
}
