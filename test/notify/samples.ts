/** One message for every moment, made from made-up records. */

import type { Message } from "../../shared/notify/message.ts";
import {
  capReached,
  causeFound,
  causeRight,
  contained,
  couldNotAssess,
  decided,
  describeDone,
  driftFound,
  finished,
  ownResource,
  policyInvalid,
  question,
  reminder,
  startedAgain,
  sweepFound,
  sweepUnread,
  testMessage,
} from "../../shared/notify/sentences.ts";
import { actionOf, decisionOf, findingOf, ONCALL, questionOf } from "../record/samples.ts";

export const LINK = "https://abc123.execute-api.eu-west-1.amazonaws.com/q/q-abcdefghij1234567890?k=0f1e2d3c4b5a";

export const STOPPED = actionOf({
  status: "done",
  detail: "it is Stopped",
  finishedAt: "2026-11-21T05:04:10.000Z",
  undo: "Start it again; nothing of its volume is lost.",
});

export const RECREATED = actionOf({
  id: "f-abcdefgh12345678/1/recreate-beside/1",
  action: "recreate-beside",
  status: "done",
  finishedAt: "2026-11-21T06:09:00.000Z",
  undo: "Delete churn-dev-fenced-5678; the original is as it was, stopped.",
  approvedBy: ONCALL.arn,
});

export const FINDING = findingOf({
  questionId: "q-abcdefghij1234567890",
  violations: [
    {
      rule: "notebook-no-direct-internet",
      severity: "high",
      advisory: false,
      unit: "",
      field: "DirectInternetAccess",
      message: "Direct internet access is on, because it was not set and that means Enabled.",
    },
    {
      rule: "runs-in-vpc",
      severity: "high",
      advisory: false,
      unit: "",
      field: "SubnetId",
      message: "It is in no subnet, so it runs outside your VPC.",
    },
    {
      rule: "notebook-root-access-disabled",
      severity: "medium",
      advisory: true,
      unit: "",
      field: "RootAccess",
      message: "Users have root access.",
    },
  ],
});

const PLACE = { account: "111122223333", region: "eu-west-1", sweepId: "2026-11-21T05-00-00" };

const STANDING = Array.from({ length: 12 }, (_, index) => ({
  ...FINDING.resource,
  ...{ name: `churn-dev-${index + 1}`, id: `churn-dev-${index + 1}` },
}));

const TABLE = "rtb-0a1b2c3d4e5f60001";

export const CAUSE = findingOf({
  resource: {
    ...{ kind: "route-table", name: TABLE, id: TABLE, account: "111122223333", region: "eu-west-1" },
    arn: `arn:aws:ec2:eu-west-1:111122223333:route-table/${TABLE}`,
  },
  creationTime: null,
  violations: [
    {
      ...{ rule: "subnets-private", severity: "high", advisory: false, unit: "", field: "" },
      message: `subnet-0a1b2c3d4e5f60001 is public over IPv4: subnet-0a1b2c3d4e5f60001 → ${TABLE} → igw-0a1b2c3d4e5f60000, 0.0.0.0/0 active.`,
    },
    {
      ...{ rule: "s3-through-gateway-endpoint", severity: "low", advisory: true, unit: "", field: "" },
      message: `${TABLE} has no route to an S3 gateway endpoint.`,
    },
  ],
  affected: { count: 12, resources: STANDING },
});

export const QUESTION = questionOf({
  violations: FINDING.violations,
  done: [describeDone(STOPPED)],
  options: [
    {
      id: "recreate-beside",
      title: "Recreate it beside the stopped original, in the approved network",
      effect: "reversible",
      calls: [{ operation: "CreateNotebookInstance", input: { NotebookInstanceName: "churn-dev-fenced-5678" } }],
      kept: [
        "The original churn-dev, stopped, with its volume and everything on it.",
        "For the replacement: role, key, instance type, volume size, tags, lifecycle configuration and code repositories.",
      ],
      lost: ["Nothing is deleted, but the replacement starts with an empty volume: files stay on the original's."],
      undo: "Delete churn-dev-fenced-5678; the original is as it was, stopped.",
      reaches: ["It does not reach the internet: no route of subnet-0a leads there."],
      checks: ["Free IPv4 addresses: subnet-0a (200); it takes 1."],
      digest: "a".repeat(64),
    },
    {
      id: "exempt",
      title: "Exempt it for 30 days",
      effect: "none",
      calls: [],
      kept: ["Everything stays as it is now."],
      lost: ["Protection: notebook-no-direct-internet will not be enforced on it until the exemption ends."],
      undo: "It ends by itself.",
      reaches: [],
      checks: [],
      digest: "b".repeat(64),
    },
  ],
  notOffered: ["Stop it: it is stopped already."],
});

const JOB = {
  kind: "training-job",
  name: "churn-2026-11-21",
  id: "churn-2026-11-21",
  arn: "arn:aws:sagemaker:eu-west-1:111122223333:training-job/churn-2026-11-21",
  account: "111122223333",
  region: "eu-west-1",
};

const JOB_FINDING = findingOf({
  resource: JOB,
  violations: [
    {
      rule: "runs-in-vpc",
      severity: "high",
      advisory: false,
      unit: "",
      field: "VpcConfig",
      message: "It has no VpcConfig, so it runs outside your VPC.",
    },
  ],
});

const approved = questionOf({ ...QUESTION, status: "approved", decision: decisionOf() });
const rejected = questionOf({
  ...QUESTION,
  status: "rejected",
  decision: decisionOf({ option: "reject", digest: null, reason: "demo at ten, ask again in the afternoon" }),
});

const NO_PERMISSION = "StopNotebookInstance was denied (AccessDeniedException)";
const BY_JANE = FINDING.creator;
const create = "CreateNotebookInstance";

/** Every moment, and every way a round may end, by a title that says when it is sent. */
export const MESSAGES: Readonly<Record<string, Message>> = {
  "drift found: enforced, still starting": driftFound({
    ...{ finding: FINDING, operation: create, by: BY_JANE, mode: "enforce" },
    ...{ automatically: ["tag", "stop"], waiting: true, asks: true },
  }),
  "drift found: report mode": driftFound({
    ...{ finding: FINDING, operation: create, by: BY_JANE, mode: "report" },
    ...{ automatically: [], waiting: false, asks: false },
  }),
  "drift found: a job that may have begun": driftFound({
    ...{ finding: JOB_FINDING, operation: "CreateTrainingJob", by: BY_JANE, mode: "enforce" },
    ...{ automatically: ["tag", "stop-before-start"], waiting: false, asks: true },
  }),
  "could not assess": couldNotAssess({
    finding: findingOf({ violations: [] }),
    operation: create,
    by: BY_JANE,
    unknown: [
      {
        rule: "notebook-no-direct-internet",
        unit: "",
        message: "Could not assess: DescribeNotebookInstance was denied (AccessDeniedException).",
      },
      {
        rule: "runs-in-vpc",
        unit: "",
        message: "Could not assess: DescribeNotebookInstance was denied (AccessDeniedException).",
      },
    ],
  }),
  contained: contained({ finding: FINDING, done: [STOPPED], already: [], notDone: [], question: { asked: true } }),
  "not contained": contained({
    finding: FINDING,
    done: [],
    already: [],
    notDone: [{ action: "stop", obstacle: { reason: "refused", detail: NO_PERMISSION } }],
    question: { asked: false, why: null },
  }),
  "nothing to do after all": contained({
    finding: JOB_FINDING,
    done: [],
    already: [{ action: "stop-before-start", detail: "it is Completed" }],
    notDone: [],
    question: { asked: false, why: "it is Completed and runs no more" },
  }),
  question: question({ question: QUESTION, link: LINK }),
  reminder: reminder({ question: QUESTION, link: LINK, now: new Date("2026-11-21T08:00:00Z") }),
  "decided: approved": decided({ question: approved }),
  "decided: rejected": decided({ question: rejected }),
  "started again, contained again": startedAgain({
    finding: FINDING,
    operation: "StartNotebookInstance",
    by: BY_JANE,
    at: "2026-11-21T05:40:00Z",
    again: { result: "contained", done: [{ ...STOPPED, finishedAt: "2026-11-21T05:44:30Z" }] },
  }),
  "started again, the cap reached": startedAgain({
    finding: FINDING,
    operation: "StartNotebookInstance",
    by: BY_JANE,
    at: "2026-11-21T05:50:00Z",
    again: {
      result: "not-contained",
      notDone: [{ action: "stop", obstacle: { reason: "cap", effect: "reversible", limit: 20 } }],
    },
  }),
  "made by the service itself": ownResource({ finding: FINDING, original: "churn" }),
  "cap reached": capReached({
    finding: FINDING,
    effect: "reversible",
    limit: 20,
    resumesAt: "2026-11-21T06:00:00.000Z",
  }),
  "finished: remediated": finished({
    finding: FINDING,
    outcome: "remediated",
    done: [RECREATED],
    replacement: "churn-dev-fenced-5678",
  }),
  "finished: rejected": finished({ finding: FINDING, outcome: "rejected", question: rejected }),
  "finished: expired": finished({
    finding: FINDING,
    outcome: "expired",
    question: questionOf({ ...QUESTION, status: "expired" }),
  }),
  "finished: void": finished({
    finding: FINDING,
    outcome: "void",
    reason: "wrong-in-a-new-way",
    approved: true,
    detail: null,
  }),
  "finished: void, unanswered": finished({
    finding: FINDING,
    outcome: "void",
    reason: "gone",
    approved: false,
    detail: null,
  }),
  "finished: ended": finished({ finding: FINDING, outcome: "ended" }),
  "finished: failed, refused": finished({
    ...{ finding: FINDING, outcome: "failed", action: "recreate-beside", reason: "refused" },
    ...{ detail: "CreateNotebookInstance failed (ResourceLimitExceeded)", undo: null },
  }),
  "finished: failed, nobody knows": finished({
    ...{ finding: FINDING, outcome: "failed", action: "stop", reason: "unconfirmed" },
    ...{ detail: "StopNotebookInstance did not answer after retries (TimeoutError)", undo: STOPPED.undo },
  }),
  "finished: exempted": finished({
    outcome: "exempted",
    finding: findingOf({
      exemption: {
        rules: ["notebook-no-direct-internet"],
        until: "2026-12-21T06:00:00Z",
        by: ONCALL.arn,
        reason: "public demo, no data",
      },
    }),
  }),
  "finished: compliant": finished({ finding: FINDING, outcome: "compliant" }),
  "finished: gone": finished({ finding: FINDING, outcome: "gone" }),
  "finished: reported": finished({ finding: FINDING, outcome: "reported" }),
  "finished: contained": finished({ finding: FINDING, outcome: "contained" }),
  "policy not valid": policyInvalid({ problem: 'mode: expected "off", "report" or "enforce"' }),
  "cause in the network: found": causeFound({ finding: CAUSE, operation: "CreateRoute" }),
  "cause in the network: right again": causeRight({ finding: { ...CAUSE, status: "closed" } }),
  "sweep: much that nobody was told of": sweepFound({
    ...PLACE,
    found: STANDING.map((resource) => ({ resource, rules: ["runs-in-vpc", "notebook-no-direct-internet"] })),
  }),
  "sweep: not everything could be read": sweepUnread({
    ...PLACE,
    reasons: [{ reason: "DescribeRouteTables was denied (UnauthorizedOperation)", count: 312 }],
    unlisted: [{ kind: "workforce", reason: "ListWorkforces was denied (AccessDeniedException)" }],
  }),
  test: testMessage({ at: new Date("2026-11-21T05:00:00Z"), by: "user/oncall" }),
};
