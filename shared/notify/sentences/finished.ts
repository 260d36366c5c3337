/** How a round ended, in words. */
import type { ActionId } from "../../act/action.ts";
import type { ActionRecord, Finding, Question, RoundOutcome } from "../../record/ledger.ts";
import type { Message } from "../message.ts";
import { plain } from "../plain.ts";
import { describeDone } from "./contained.ts";
import {
  capitalised,
  findingCommand,
  identityName,
  list,
  messageAbout,
  nameOf,
  ruleCommands,
  sentence,
  utc,
  wrongs,
} from "./wording.ts";

/** Why what was approved was not done after all. */
export type VoidReason =
  | "gone"
  | "ended"
  | "fixed"
  | "replaced"
  | "wrong-in-a-new-way"
  | "changed"
  | "policy-changed"
  | "policy-invalid"
  | "stack-managed"
  | "mode"
  | "cap"
  | "impossible"
  | "unread";

/** Why an action failed. `unconfirmed`: nobody knows whether it took effect. `error`: a fault in the service. */
export type FailureReason = "refused" | "unconfirmed" | "impossible" | "unread" | "error";

/** How a round ended, with what there is to say of each end. */
export type Finished = { finding: Finding } & (
  | {
      outcome: "remediated";
      done: readonly ActionRecord[];
      /** The new resource's name; null where none was made. */
      replacement: string | null;
    }
  | { outcome: "rejected" | "expired"; question: Question }
  | {
      outcome: "void";
      reason: VoidReason;
      /** Somebody had said yes; else the question was still open. */
      approved: boolean;
      /** One sentence more; null when the reason says it all. */
      detail: string | null;
    }
  | { outcome: "failed"; action: ActionId | null; reason: FailureReason; detail: string; undo: string | null }
  | { outcome: "exempted" | "compliant" | "ended" | "gone" | "reported" | "contained" }
);

export function finished(end: Finished): Message {
  const { finding } = end;
  const unanswered = end.outcome === "void" && !end.approved;
  const what = unanswered ? "Nobody needs to answer any more" : HEADLINES[end.outcome];
  const headline = `${what}: ${nameOf(finding.resource)}`;
  const commands = [...(end.outcome === "reported" ? ruleCommands(finding.violations) : []), findingCommand(finding)];
  return messageAbout(finding, "finished", headline, paragraphsOf(end), { commands });
}

const HEADLINES: Record<RoundOutcome, string> = {
  reported: "Reported, nothing changed",
  contained: "Contained",
  remediated: "Remediated",
  exempted: "Exempted",
  rejected: "Rejected, left as it is",
  expired: "No answer, left as it is",
  void: "Approval void, nothing done",
  failed: "FAILED, needs you",
  compliant: "Right again",
  ended: "Ended",
  gone: "Gone",
};

function paragraphsOf(end: Finished): (string | null)[] {
  const { finding } = end;
  const name = capitalised(nameOf(finding.resource));
  switch (end.outcome) {
    case "remediated":
      return remediated(name, end);
    case "rejected":
      return [rejection(name, end.question), ...leftAsItIs(finding, end.question)];
    case "expired":
      return [
        `Nobody answered about ${nameOf(finding.resource)} until ${utc(end.question.expiresAt)}.`,
        ...leftAsItIs(finding, end.question),
      ];
    case "void":
      return voided(name, end);
    case "failed":
      return failed(name, end);
    case "exempted":
      return exempted(name, finding);
    case "compliant":
      return [`${name} meets the policy now, or is exempt from what it does not meet. The finding is closed.`];
    case "gone":
      return [`${name} does not exist any more. The finding is closed.`];
    case "ended":
      return [`${name} has ended and runs no more. The finding is closed.`];
    case "reported":
      return [`${name} breaks the policy. It was reported, and nothing was changed.`, wrongs(finding.violations)];
    case "contained":
      return [
        `${name} is contained. The policy proposes nothing more, so nobody is asked.`,
        wrongs(finding.violations),
      ];
  }
}

type End<Outcome extends RoundOutcome> = Extract<Finished, { outcome: Outcome }>;

function remediated(name: string, { finding, done, replacement }: End<"remediated">): (string | null)[] {
  const fixed =
    finding.status === "closed"
      ? `${name} has been remediated, and a fresh look confirms it.`
      : `${name}: what was approved has been done, and a fresh look confirms that. Something about it still breaks the policy, so the finding stays open.`;
  const replaced =
    replacement === null
      ? fixed
      : `${name} is replaced by ${plain(replacement, 70)}. Use ${plain(replacement, 70)} from now on; the original is kept, stopped.`;
  return [
    replaced,
    list("Done:", done.map(describeDone)),
    list(
      "To take it back:",
      done.map(({ undo }) => undo),
    ),
  ];
}

function rejection(name: string, { decision }: Question): string {
  if (decision === null) return `${name}: the answer was no.`;
  const reason = decision.reason === null ? "" : ` Reason given: ${sentence(decision.reason)}`;
  return `${name}: ${identityName(decision.by.arn)} said no at ${utc(decision.at)}.${reason}`;
}

function leftAsItIs(finding: Finding, { done }: Question): (string | null)[] {
  const before = list("Done before, and it stays so:", done);
  if (finding.status === "closed") {
    return [
      before,
      "Meanwhile it was put right, ended, or is gone: there is nothing more to do, and the finding is closed.",
    ];
  }
  return [
    before,
    wrongs(finding.violations),
    "Nothing more is done: what is wrong stays wrong until somebody corrects it. The next event about it asks again.",
  ];
}

const VOID: Record<VoidReason, string> = {
  gone: "it does not exist any more.",
  ended: "it has ended and runs no more.",
  fixed: "it meets the policy now; somebody has fixed it meanwhile.",
  replaced: "another resource has its name now, and that one was never approved.",
  "wrong-in-a-new-way":
    "something else is wrong with it now than when it was approved. The next event about it asks anew.",
  changed: "what would be done now is not what was approved. The next event about it asks anew.",
  "policy-changed": "the policy that applies to it has changed since. The next event about it asks anew.",
  "policy-invalid": "the deployed policy is not valid, so nothing is changed. Deploy a valid one.",
  "stack-managed": "a stack owns it; changing it would break the stack. Change it there.",
  mode: "the service was switched to report or off. Nothing is changed while it is.",
  cap: "the cap on actions in an hour is reached. The next event about it asks anew.",
  impossible: "its state does not allow it any more.",
  unread: "it could not be read again, and nothing is changed unseen.",
};

const OVER = new Set<VoidReason>(["gone", "ended", "fixed", "replaced"]);

function voided(name: string, { finding, reason, approved, detail }: End<"void">): (string | null)[] {
  const over = OVER.has(reason);
  return [
    approved
      ? `${name}: what was approved was NOT done, because ${VOID[reason]}`
      : `${name}: the question about it is void, because ${VOID[reason]} Nothing was done on account of it.`,
    detail === null ? null : sentence(detail),
    over ? null : wrongs(finding.violations),
  ];
}

const FAILURES: Record<FailureReason, { known: string; byHand: string }> = {
  refused: {
    known: "AWS refused the call, so it changed nothing.",
    byHand: "Remove the cause (permissions of sagefence-remediate-drift, quotas, a name in use) or do it by hand.",
  },
  unconfirmed: {
    known: "No effect was seen in time, so it is NOT known whether it took effect.",
    byHand: "Look at the resource in the SageMaker console first. Do it by hand only if it has not happened.",
  },
  impossible: {
    known: "The state it is in does not allow it.",
    byHand: "Look at it in the SageMaker console and do there what its state allows.",
  },
  unread: {
    known: "It could not be read, and nothing is changed unseen.",
    byHand: "Check the permissions of sagefence-remediate-drift, then look at the resource in the SageMaker console.",
  },
  error: {
    known: "The service itself failed on the way; steps listed by the command below were done, others were not.",
    byHand: "Read the log of sagefence-remediate-drift, look at the resource, and finish by hand.",
  },
};

const ATTEMPTS: Record<ActionId, string> = {
  exempt: "exempting it",
  "make-vpc-only": "making it VPC-only",
  "recreate-beside": "recreating it beside the original",
  stop: "stopping it",
  "stop-before-start": "stopping it before it computes",
  tag: "tagging it",
};

function failed(name: string, { finding, action, reason, detail, undo }: End<"failed">): (string | null)[] {
  const what = action === null ? "remediating it" : ATTEMPTS[action];
  return [
    `${name}: ${what} failed. ${FAILURES[reason].known}`,
    `What is known: ${sentence(detail)}`,
    `What to do: ${FAILURES[reason].byHand}`,
    undo === null ? null : `If it did happen, to undo: ${sentence(undo)}`,
    wrongs(finding.violations),
  ];
}

function exempted(name: string, { exemption, violations }: Finding): (string | null)[] {
  if (exemption === null) return [`${name} is exempt from the policy.`, wrongs(violations)];
  return [
    `${name} is exempt until ${utc(exemption.until)}, by ${identityName(exemption.by)}.`,
    `Reason given: ${sentence(exemption.reason)}`,
    list("Not enforced on it until then:", exemption.rules),
    "After that the next event about it is treated as new.",
  ];
}
