/** Made-up records for tests; each call takes what differs. */
import type { ActionRecord, AuditEntry, Decision, Finding, Identity, Question } from "../../shared/record/ledger.ts";

export const DIGEST = "a".repeat(64);
export const STOP_DIGEST = "b".repeat(64);
export const ONCALL: Identity = {
  provider: "iam",
  arn: "arn:aws:sts::111122223333:assumed-role/ml-oncall/sam",
  account: "111122223333",
};

const RESOURCE = {
  kind: "notebook-instance",
  name: "churn-dev",
  id: "churn-dev",
  arn: "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-dev",
  account: "111122223333",
  region: "eu-west-1",
};

const CREATOR = {
  type: "AssumedRole",
  arn: "arn:aws:sts::111122223333:assumed-role/data-science/jane",
  roleArn: "arn:aws:iam::111122223333:role/data-science",
  name: "jane",
  sourceIdentity: null,
  invokedBy: null,
};

const VIOLATION = {
  rule: "notebook-no-direct-internet",
  severity: "high" as const,
  advisory: false,
  unit: "",
  field: "DirectInternetAccess",
  message: "Direct internet access is on.",
};

export function findingOf(change: Partial<Finding> = {}): Finding {
  return {
    id: "f-abcdefgh12345678",
    resource: RESOURCE,
    creationTime: "2026-11-21T04:55:00.000Z",
    creator: CREATOR,
    status: "open",
    round: 1,
    roundStatus: "live",
    outcome: null,
    violations: [VIOLATION],
    openedAt: "2026-11-21T05:00:00.000Z",
    updatedAt: "2026-11-21T05:00:00.000Z",
    exemption: null,
    replacementArn: null,
    questionId: null,
    triggers: ["event-1"],
    contained: false,
    wakeCallback: null,
    endedBy: null,
    reaches: [],
    affected: null,
    ...change,
  };
}

export function questionOf(change: Partial<Question> = {}): Question {
  return {
    id: "q-abcdefghij1234567890",
    findingId: "f-abcdefgh12345678",
    round: 1,
    resource: RESOURCE,
    creator: CREATOR,
    requester: CREATOR,
    roles: [],
    violations: [VIOLATION],
    done: ["It was stopped at 05:00 UTC. Its disk is kept."],
    options: [
      {
        id: "recreate-beside",
        title: "Recreate it beside the stopped original",
        effect: "reversible",
        calls: [{ operation: "CreateNotebookInstance", input: { NotebookInstanceName: "churn-dev-fenced" } }],
        kept: ["The original and its disk."],
        lost: [],
        undo: "Delete churn-dev-fenced and start churn-dev.",
        reaches: ["It does not reach the internet: no route of subnet-a leads there."],
        checks: ["Free IPv4 addresses: subnet-a (200); it takes 1."],
        digest: DIGEST,
      },
      {
        id: "stop",
        title: "Stop it",
        effect: "destructive",
        calls: [{ operation: "StopNotebookInstance", input: { NotebookInstanceName: "churn-dev" } }],
        kept: [],
        lost: ["What runs in memory."],
        undo: "Start it again.",
        reaches: [],
        checks: [],
        digest: STOP_DIGEST,
      },
    ],
    notOffered: [],
    status: "pending",
    askedAt: "2026-11-21T05:00:00.000Z",
    expiresAt: "2026-11-21T09:00:00.000Z",
    decision: null,
    callbackId: null,
    linkHashes: [],
    ...change,
  };
}

export function decisionOf(change: Partial<Decision> = {}): Decision {
  return {
    option: "recreate-beside",
    by: ONCALL,
    at: "2026-11-21T06:00:00.000Z",
    digest: DIGEST,
    reason: null,
    ...change,
  };
}

export function actionOf(change: Partial<ActionRecord> = {}): ActionRecord {
  return {
    id: "f-abcdefgh12345678/1/stop/1",
    findingId: "f-abcdefgh12345678",
    round: 1,
    action: "stop",
    effect: "reversible",
    calls: [{ operation: "StopNotebookInstance", input: { NotebookInstanceName: "churn-dev" } }],
    undo: "Start it again.",
    status: "started",
    detail: null,
    startedAt: "2026-11-21T05:00:01.000Z",
    finishedAt: null,
    approvedBy: null,
    ...change,
  };
}

export function entryOf(change: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: "1/finding-opened",
    findingId: "f-abcdefgh12345678",
    at: "2026-11-21T05:00:00.000Z",
    type: "finding-opened",
    by: "sagefence",
    detail: { rules: ["notebook-no-direct-internet"] },
    ...change,
  };
}
